import { GraphQLError, parse, visit, type DocumentNode, type GraphQLSchema, type validate } from 'graphql';
import { measureDocument } from './measure-document.js';
import { operationLimits, refuseExcess } from './operation-limits.js';
import { MAX_ERRORS, refuseOperation, type Refusal } from './refuse-operation.js';

/** A document that may be looked at further, or why not. */
export type ReadDocument = { readonly ok: true; readonly document: DocumentNode } | Refusal;

/** Refuses a text that is longer than any that is read. */
export function refuseLength(query: string): Refusal | undefined {
  return refuseExcess('sourceBytes', Buffer.byteLength(query));
}

/** Parses a document and measures it; what is above a limit is neither validated nor planned. */
export function readDocument(query: string): ReadDocument {
  const parsed = parseDocument(query);
  if (!parsed.ok) return parsed;
  for (const [name, measured] of measureDocument(parsed.document)) {
    const refusal = refuseExcess(name, measured);
    if (refusal !== undefined) return refusal;
  }
  return parsed;
}

function parseDocument(query: string): ReadDocument {
  try {
    return { ok: true, document: parse(query, { maxTokens: operationLimits.tokens.max }) };
  } catch (error) {
    if (error instanceof RangeError) {
      return refuseOperation('GRAPHQL_PARSE_FAILED', [new GraphQLError('The document is nested too deeply.')]);
    }
    if (!(error instanceof GraphQLError)) throw error;
    // The parser counts, and says so in words only.
    const tokens = /contains more that (\d+) tokens/.exec(error.message)?.[1];
    return refuseExcess('tokens', Number(tokens ?? 0) + 1) ?? refuseOperation('GRAPHQL_PARSE_FAILED', [error]);
  }
}

/** What is wrong with a document in the schema; the first mistakes only. */
export function findMistakes(
  document: DocumentNode,
  schema: GraphQLSchema,
  check: typeof validate,
): readonly GraphQLError[] {
  const mistakes = check(schema, document, undefined, { maxErrors: MAX_ERRORS });
  return [...mistakes.map(explainAbortion), ...reservedNames(document)];
}

/** Validation compares fields of one key with each other, and gives up where they are too many. */
function explainAbortion(mistake: GraphQLError): GraphQLError {
  if (mistake.message !== 'Validation aborted.') return mistake;
  return new GraphQLError('The document selects the same fields too often to compare them. Select each once.');
}

/**
 * Names that the gateway needs for itself. GraphQL reserves two leading underscores for introspection but lets clients
 * use them as aliases; `representations` is the variable by which subgraphs are asked for entities.
 */
function reservedNames(document: DocumentNode): GraphQLError[] {
  const problems: GraphQLError[] = [];
  visit(document, {
    Field({ alias, name }) {
      if (alias?.value.startsWith('__') !== true || alias.value === name.value) return;
      problems.push(
        new GraphQLError(`The alias "${alias.value}" is reserved. Choose one without leading underscores.`),
      );
    },
    VariableDefinition({ variable: { name } }) {
      if (!name.value.startsWith('__') && name.value !== 'representations') return;
      problems.push(new GraphQLError(`The variable "$${name.value}" is reserved. Choose another name.`));
    },
  });
  return problems;
}
