import { createHash } from 'node:crypto';
import {
  Kind,
  parse,
  print,
  visit,
  type DocumentNode,
  type OperationDefinitionNode,
  type validate,
  type VariableDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { requiredAccess, type RequiredAccess } from '../auth/required-access.js';
import type { AccessRules } from '../auth/access-rules.js';
import { liftLiterals } from './lift-literals.js';
import { compileCost, type CostSources, type OperationCost } from './measure-cost.js';
import { findMistakes, readDocument, refuseLength } from './read-document.js';
import { refuseOperation, type Refusal } from './refuse-operation.js';

/** What is kept of an operation for all requests. */
export interface KnownOperation {
  /** The variables that clients set; the others were literals. */
  readonly clientVariables: readonly VariableDefinitionNode[];
  readonly liftedNames: readonly string[];
  readonly cost: OperationCost;
  /** What its caller must have. */
  readonly access: readonly RequiredAccess[];
}

/** A valid document without its literals, for all documents that differ from it in nothing else. */
export interface KnownDocument {
  readonly document: DocumentNode;
  readonly hash: string;
  readonly operations: ReadonlyMap<OperationDefinitionNode, KnownOperation>;
  /** Whether something in it asks for the schema (introspection), whichever operation is run. */
  readonly asksForSchema: boolean;
  /** One of the documents as a client sent it. */
  readonly source: string;
}

/** A document as it was asked: what it shares with others, and its own literals. */
export interface AskedDocument {
  readonly ok: true;
  readonly known: KnownDocument;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Documents that need not be read again. */
export interface KnownDocuments {
  read(query: string): AskedDocument | Refusal;
  /** Those that were asked for last, the latest first; each stands for all that differ in literals only. */
  recent(): Iterable<KnownDocument>;
}

export interface KnownDocumentsOptions extends CostSources {
  readonly check: typeof validate;
  readonly access: AccessRules;
}

interface Text {
  readonly key: string;
  readonly values: Readonly<Record<string, unknown>>;
}

// Distinct operations that a few hundred front ends send; validating and planning cost milliseconds each. A syntax tree
// is some thirty times as large as its text.
const documentLimits = { max: 1000, maxSize: 2_000_000 };
// Texts of those operations, with the literals in them; what is lost is read again in less than a millisecond.
const textLimits = { max: 4000, maxSize: 8_000_000 };
// Apart from the others, so that a flood of mistakes displaces no document that is needed.
const refusedLimits = { max: 500, maxSize: 1_000_000 };

/**
 * Reads each text once, and validates each document once for all texts that differ from it in layout and literals
 * only. What is kept is bounded in number and in length of text.
 */
export function createKnownDocuments(options: KnownDocumentsOptions): KnownDocuments {
  const documents = new LRUCache<string, KnownDocument>({
    ...documentLimits,
    sizeCalculation: ({ source }) => source.length + 1,
  });
  const texts = new LRUCache<string, Text>({ ...textLimits, sizeCalculation: (_, query) => query.length + 1 });
  const refused = new LRUCache<string, Refusal>({ ...refusedLimits, sizeCalculation: (_, query) => query.length + 1 });
  const readAgain = (query: string): AskedDocument | undefined => {
    const text = texts.get(query);
    const known = text && documents.get(text.key);
    return known && { ok: true, known, values: text.values };
  };
  const readFirst = (query: string): AskedDocument | Refusal => {
    const lifted = readLifted(query, options, (key) => documents.get(key));
    if (!lifted.ok) {
      refused.set(query, lifted);
      return lifted;
    }
    documents.set(lifted.known.hash, lifted.known);
    texts.set(query, { key: lifted.known.hash, values: lifted.values });
    return lifted;
  };
  return {
    read: (query) => readAgain(query) ?? refuseLength(query) ?? refused.get(query) ?? readFirst(query),
    recent: () => documents.values(),
  };
}

function readLifted(
  query: string,
  options: KnownDocumentsOptions,
  find: (key: string) => KnownDocument | undefined,
): AskedDocument | Refusal {
  const { schema, check } = options;
  const original = readDocument(query);
  if (!original.ok) return original;
  const { document, values } = liftLiterals(original.document, schema);
  const text = print(document);
  const hash = hashOf(text, values);
  const known = find(hash);
  if (known !== undefined) return { ok: true, known, values };
  if (document !== original.document && findMistakes(document, schema, check).length === 0) {
    return { ok: true, known: createKnown({ text, hash, source: query }, values, options), values };
  }
  // Said of the document that the client has. Where only the lifted one is wrong, this one is served as it is.
  const mistakes = findMistakes(original.document, schema, check);
  if (mistakes.length > 0) return refuseOperation('GRAPHQL_VALIDATION_FAILED', mistakes);
  const own = print(original.document);
  return { ok: true, known: createKnown({ text: own, hash: hashOf(own, {}), source: query }, {}, options), values: {} };
}

/** A client may write what lifting makes of another's document; only the names of what was lifted tell them apart. */
function hashOf(text: string, values: AskedDocument['values']): string {
  return createHash('sha256')
    .update(`${Object.keys(values).join(' ')}\n${text}`)
    .digest('hex');
}

interface Made {
  readonly text: string;
  readonly hash: string;
  readonly source: string;
}

function createKnown(
  { text, hash, source }: Made,
  values: AskedDocument['values'],
  sources: KnownDocumentsOptions,
): KnownDocument {
  // Read anew without places: those of one client mean nothing to the next, and they hold on to every token.
  const document = parse(text, { noLocation: true });
  const operations = new Map<OperationDefinitionNode, KnownOperation>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { lifted = [], client = [] } = Object.groupBy(definition.variableDefinitions ?? [], ({ variable }) =>
      Object.hasOwn(values, variable.name.value) ? 'lifted' : 'client',
    );
    operations.set(definition, {
      clientVariables: client,
      liftedNames: lifted.map(({ variable }) => variable.name.value),
      cost: compileCost(document, definition, sources),
      access: requiredAccess(document, definition, { schema: sources.schema, rules: sources.access }),
    });
  }
  return { document, hash, operations, asksForSchema: mentionsSchema(document), source };
}

/** Of the fields by which the schema is asked for; `__typename` tells nothing that the asker has not named. */
function mentionsSchema(document: DocumentNode): boolean {
  let isMentioned = false;
  visit(document, {
    Field: ({ name: { value } }) => void (isMentioned ||= value === '__schema' || value === '__type'),
  });
  return isMentioned;
}
