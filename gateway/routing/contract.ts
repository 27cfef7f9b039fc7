import {
  buildASTSchema,
  isAbstractType,
  isObjectType,
  Kind,
  parse,
  type EnumValueDefinitionNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { fieldDirective, isCoverageField } from '../../schema/field-directive.js';
import { keyFields } from '../../schema/merge-directive.js';
import { ConfigurationError } from '../errors.js';

/**
 * Who answers a root field: the province that an argument names; all, those that one names, or those to whom answers
 * lead on; or the gateway.
 */
export type RouteRule =
  | { readonly kind: 'owner'; readonly by: readonly string[] }
  | { readonly kind: 'gather'; readonly narrowBy: string | undefined; readonly onward: Onward | undefined }
  | { readonly kind: 'gateway' };

/** Who is asked first, and by which field an answer names those who are asked next. */
export interface Onward {
  /** Name of the argument that names the first. */
  readonly beginAt: string;
  /** As in a key: `participants { code }`. */
  readonly further: FieldNode;
}

/** What routing knows of the contract; read from the supergraph once, when it is loaded. */
export interface Contract {
  /** Name of the logical subgraph that every province serves. */
  readonly subgraph: string;
  /** That subgraph, as the supergraph's `join__Graph` calls it. */
  readonly graph: string;
  /** The supergraph, with the contract's directives in its AST nodes. */
  readonly schema: GraphQLSchema;
  /** By coordinate, such as `Query.cases`. */
  readonly rules: ReadonlyMap<string, RouteRule>;
  /** Types of which the contract knows the key only: national reference data. */
  readonly nationalTypes: ReadonlySet<string>;
}

/** Reads the contract out of a supergraph, or gives undefined when none of its root fields is routed to provinces. */
export function readContract(supergraphSdl: string): Contract | undefined {
  // The file was composed and checked; building it again without validation keeps the directives readable.
  const schema = buildASTSchema(parse(supergraphSdl), { assumeValid: true, assumeValidSDL: true });
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(
    (type) => type ?? [],
  );
  const routed = roots.flatMap((root) =>
    Object.values(root.getFields()).flatMap((field) => {
      const rule = readRule(field);
      return rule === undefined ? [] : [{ coordinate: `${root.name}.${field.name}`, field, rule }];
    }),
  );
  if (routed.length === 0) return undefined;
  const joined = new Set(routed.flatMap(({ field }) => graphsOf(field)));
  // A supergraph of one subgraph does not say which one serves a field.
  const graphs = joined.size > 0 ? joined : new Set(graphNodes(schema).map(({ name }) => name.value));
  const [graph, other] = graphs;
  if (graph === undefined || other !== undefined) {
    throw new ConfigurationError([
      `The supergraph routes root fields of ${graphs.size} subgraphs to provinces (${[...graphs].join(', ')}). ` +
        'Only one may carry @owner and @gather: the contract. Compose it again.',
    ]);
  }
  return {
    subgraph: subgraphName(schema, graph),
    graph,
    schema,
    rules: new Map(routed.map(({ coordinate, rule }) => [coordinate, rule])),
    nationalTypes: nationalTypes(schema, graph),
  };
}

/** Types that the contract declares with `@key(…, resolvable: false)`. */
function nationalTypes(schema: GraphQLSchema, graph: string): ReadonlySet<string> {
  const names = Object.values(schema.getTypeMap()).filter((type) =>
    type.astNode?.directives?.some(({ name, arguments: given = [] }) => {
      const says = (argument: string, text: string): boolean =>
        given.some(
          ({ name: key, value }) => key.value === argument && 'value' in value && String(value.value) === text,
        );
      return name.value === 'join__type' && says('graph', graph) && says('resolvable', 'false');
    }),
  );
  return new Set(names.map(({ name }) => name));
}

function readRule(field: GraphQLField<unknown, unknown>): RouteRule | undefined {
  const owner = fieldDirective(field, 'owner');
  if (owner !== undefined) return { kind: 'owner', by: (owner.get('by') ?? '').split('.') };
  const gather = fieldDirective(field, 'gather');
  if (gather !== undefined) {
    const [further] = keyFields(gather.get('further') ?? '') ?? [];
    const beginAt = gather.get('beginAt');
    const onward = beginAt !== undefined && further !== undefined ? { beginAt, further } : undefined;
    return { kind: 'gather', narrowBy: gather.get('narrowBy'), onward };
  }
  return isCoverageField(field) ? { kind: 'gateway' } : undefined;
}

/** The enum values of `join__Graph` that serve a field. */
function graphsOf(field: GraphQLField<unknown, unknown>): string[] {
  const joins = field.astNode?.directives?.filter((directive) => directive.name.value === 'join__field') ?? [];
  return joins.flatMap((join) =>
    (join.arguments ?? []).flatMap(({ name, value }) =>
      name.value === 'graph' && value.kind === Kind.ENUM ? [value.value] : [],
    ),
  );
}

function graphNodes(schema: GraphQLSchema): readonly EnumValueDefinitionNode[] {
  const graphs = schema.getType('join__Graph')?.astNode;
  return graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
}

function subgraphName(schema: GraphQLSchema, graph: string): string {
  const join = graphNodes(schema).find(({ name }) => name.value === graph)?.directives?.[0];
  const name = join?.arguments?.find((argument) => argument.name.value === 'name')?.value;
  return name?.kind === Kind.STRING ? name.value : graph.toLowerCase();
}

/** The names of the concrete types that may stand where `typeName` is declared. */
export function possibleTypeNames(schema: GraphQLSchema, typeName: string): ReadonlySet<string> {
  const type = schema.getType(typeName);
  if (isObjectType(type)) return new Set([type.name]);
  if (!isAbstractType(type)) return new Set();
  return new Set(schema.getPossibleTypes(type).map((possible) => possible.name));
}
