import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  buildSchema,
  execute,
  graphql,
  isObjectType,
  Kind,
  parse,
  printSchema,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import {
  requestBody,
  type FetchAnswer,
  type PlannedFetch,
  type RunFetch,
} from '../../../gateway/operation/engine/engine.js';
import { readAsExpected } from '../read-as-expected.js';
import type { ExampleSupergraph, Resolve, Row, State } from './example-supergraph.js';

const header = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key" "@requires" "@external" "@provides" "@shareable" "@override" "@inaccessible" "@interfaceObject"])\n`;

type ResolverMap = NonNullable<Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>[number]>;
type ModuleResolvers = Extract<ResolverMap, { typeDefs: DocumentNode }>['resolvers'] & object;

/** Subgraphs that are asked in this process. */
export interface BuiltExample {
  readonly supergraphSdl: string;
  /** Answers fetches over a state of its own. */
  startRun(): RunFetch;
}

/** Composes the subgraphs and makes them executable. Throws when they do not fit together. */
export function buildExample(example: ExampleSupergraph): BuiltExample {
  const sources = Object.entries(example.subgraphs).map(([name, sdl]) => ({ name, typeDefs: parse(header + sdl) }));
  const { supergraphSdl, errors } = composeServices(sources.map((source) => ({ ...source, url: '' })));
  if (supergraphSdl === undefined) {
    throw new Error(`${example.name}: ${errors.map(({ message }) => message).join('\n')}`);
  }
  const schemas = new Map(
    sources.map(({ name, typeDefs }) => [
      name,
      buildSubgraphSchema([{ typeDefs, resolvers: subgraphResolvers(example, name, typeDefs) }]),
    ]),
  );
  return {
    supergraphSdl,
    startRun() {
      const state: State = { log: [] };
      return (fetch) => askSubgraph(schemas, state, fetch);
    },
  };
}

async function askSubgraph(
  schemas: ReadonlyMap<string, GraphQLSchema>,
  state: State,
  fetch: PlannedFetch,
): Promise<FetchAnswer> {
  const schema = schemas.get(fetch.subgraph);
  if (!schema) throw new Error(`there is no subgraph ${fetch.subgraph}`);
  const { query, variables } = JSON.parse(requestBody(fetch)) as { query: string; variables: Record<string, unknown> };
  const result = await graphql({ schema, source: query, variableValues: variables, contextValue: state });
  const { data, errors = [] } = JSON.parse(JSON.stringify(result)) as ExecutionResult<Record<string, unknown>>;
  const answer: FetchAnswer = {
    data: data ?? null,
    errors: errors.map(({ message, path }) => ({
      message,
      ...(path === undefined ? {} : { path }),
      extensions: { code: 'SUBGRAPH_FAULT', retryable: true },
    })),
  };
  return readAsExpected(answer, fetch);
}

function subgraphResolvers(example: ExampleSupergraph, subgraph: string, document: DocumentNode): ModuleResolvers {
  const map: Record<string, Record<string, unknown>> = {};
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const type = definition.name.value;
    const fields = definition.fields ?? [];
    const resolvers: Record<string, unknown> = (map[type] ??= {});
    for (const { name } of definition.kind === Kind.OBJECT_TYPE_DEFINITION ? fields : []) {
      const resolve = example.resolvers[type]?.[name.value];
      if (resolve) resolvers[name.value] = resolve;
    }
    const directives = definition.directives ?? [];
    const keys = directives.filter(({ name }) => name.value === 'key').map((key) => key.arguments?.[0]?.value);
    if (keys.length === 0) continue;
    const sets = keys.flatMap((key) => (key?.kind === Kind.STRING ? [readKey(key.value)] : []));
    const external = fields
      .filter((field) => field.directives?.some(({ name }) => name.value === 'external'))
      .map(({ name }) => name.value);
    resolvers['__resolveReference'] = (representation: Row) => {
      const row = example.rows[type]?.find((one) => sets.some((key) => fitsKey(key, one, representation)));
      return row && !isAbsent(row, subgraph) ? merged(row, representation, external) : null;
    };
  }
  return map as ModuleResolvers;
}

function readKey(fields: string): SelectionSetNode {
  const [definition] = parse(`{ ${fields} }`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${fields} is no key`);
  return definition.selectionSet;
}

function fitsKey(key: SelectionSetNode, row: unknown, representation: unknown): boolean {
  return key.selections.every((selection) => {
    if (selection.kind !== Kind.FIELD) return false;
    const [value, wanted] = [row, representation].map((from) => (from as Row | undefined)?.[selection.name.value]);
    if (wanted === undefined) return false;
    return selection.selectionSet
      ? fitsKey(selection.selectionSet, value, wanted)
      : JSON.stringify(value) === JSON.stringify(wanted);
  });
}

const isAbsent = (row: Row, subgraph: string): boolean =>
  ((row['absentFrom'] ?? []) as readonly string[]).includes(subgraph);

/** What the subgraph knows of an entity: its own values, and of other subgraphs' values only those it was sent. */
function merged(row: Row, representation: Row, external: readonly string[]): Row {
  const sent = Object.entries(representation).filter(([name]) => name !== '__typename');
  const own = Object.entries(row).filter(([name]) => !external.includes(name));
  return Object.fromEntries([...own, ...sent]);
}

/** One process that holds everything: what a supergraph must look like from outside. */
export type Monolith = (document: DocumentNode, variables: Row) => Promise<ExecutionResult<Record<string, unknown>>>;

/** Makes the schema that clients see executable over the data of all subgraphs. */
export function createMonolith(example: ExampleSupergraph, apiSchema: GraphQLSchema): Monolith {
  const schema = buildSchema(printSchema(apiSchema));
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      const resolve: Resolve | undefined =
        example.monolith?.[type.name]?.[field.name] ?? example.resolvers[type.name]?.[field.name];
      if (resolve) {
        field.resolve = (row: Row, args: Row, state: State) => resolve(row, args, state);
      }
    }
  }
  return async (document, variableValues) => {
    const contextValue: State = { log: [] };
    const result = await execute({ schema, document, variableValues, contextValue });
    return result;
  };
}
