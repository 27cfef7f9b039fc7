import { anonymous } from '../../../gateway/auth/caller.js';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { buildSchema, getIntrospectionQuery, type GraphQLSchema } from 'graphql';
import { createInlinePlanner } from '../../../gateway/operation/engine/planner.js';
import { operationLimits, type LimitName } from '../../../gateway/operation/operation-limits.js';
import { createPreparation, type Prepared } from '../../../gateway/operation/prepare-operation.js';
import { readFirstExamples } from '../../../scripts/start/read-collections.js';
import { readContract, type Contract } from '../../../gateway/routing/contract.js';
import { shopReferenceSdl } from '../../../scripts/bench/gateways/shop-subgraphs.js';
import type { ErrorCode } from '../../../schema/error-codes.js';
import { coldDocument, workloads } from '../../../scripts/bench/gateways/workloads.js';

const shop = buildSchema(shopReferenceSdl);
const nested = buildSchema(`
  type Query { a(first: Int = 100): [A!] page(first: Int, last: Int): Page table: [[A!]!] aOf(id: ID): A }
  type Page { edges: [Edge!]! nodes: [A!]! }
  type Edge { node: A! }
  type A { id: ID! b(first: Int): [B] a: A }
  type B { c(first: Int, last: Int): [C] }
  type C { id: ID! }
  type Mutation { set(n: Int): Int }
`);
let product: GraphQLSchema;
let contract: Contract;
beforeAll(() => {
  const sdl = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');
  const read = readContract(sdl);
  if (!read) throw new Error('the product has a contract');
  contract = read;
  product = buildSchema(createInlinePlanner(sdl).apiSdl, { assumeValid: true });
});

function prepare(schema: GraphQLSchema, query: string, variables: Readonly<Record<string, unknown>> = {}): Prepared {
  const preparation = createPreparation(schema, schema === product ? { rules: contract.rules } : {});
  const rest = {
    operationName: undefined,
    completeness: 'BEST_EFFORT',
    purpose: undefined,
    caller: anonymous,
    isExplained: false,
    schemaRefusal: undefined,
  } as const;
  return preparation.prepare({ query, variables, ...rest });
}

/** Code and message of the only error. */
function refusal(prepared: Prepared): { readonly code: string; readonly message: string } {
  if (prepared.ok || prepared.errors.length !== 1) throw new Error('refused with one error');
  const [error] = prepared.errors;
  return { code: error?.extensions.code ?? '', message: error?.message ?? '' };
}

const repeat = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');
const levels = (count: number): string => `${'{ a '.repeat(count - 1)}{ id ${'}'.repeat(count)}`;
const bomb = `{ ...F0 } ${repeat(60, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)}
  fragment F60 on Query { aOf { id } }`;

describe('an operation', () => {
  it.each<[LimitName, string, string, ErrorCode?]>([
    ['sourceBytes', `{ a { id } } #${'省'.repeat(21_900)}`, '65,714'],
    ['tokens', `{ a { ${'id '.repeat(4000)} } }`, '4,001'],
    ['depth', `{ aOf ${levels(15)} }`, '16'],
    ['aliases', `{ ...F } fragment F on Query { ${repeat(31, (n) => `x${n}: __typename`)} }`, '31'],
    ['rootFields', `{ ${repeat(20, (n) => `x${n}: __typename`)} ... { __typename } }`, '21'],
    ['mutations', `mutation { ${repeat(11, (n) => `x${n}: set(n: ${n})`)} }`, '11'],
    ['fields', bomb, 'more than 1,000,000,000'],
    ['nesting', `{ ${'... { '.repeat(60)} __typename ${'}'.repeat(60)} }`, '61'],
    ['cost', '{ a(first: 1000) { b(first: 50) { c(first: 20) { id } } } }', '2,102,001', 'OPERATION_TOO_COSTLY'],
  ])(
    'above the limit %s is refused with limit, figure and cure',
    (name, query, figure, code = 'OPERATION_TOO_LARGE') => {
      const { cure } = operationLimits[name];

      const refused = refusal(prepare(nested, query));

      expect(refused.code).toBe(code);
      expect(refused.message).toContain(`has ${figure} `);
      expect(refused.message).toContain(`"${name}"`);
      expect(refused.message).toContain(cure);
    },
  );

  it.each([
    ['depth', `{ aOf ${levels(14)} }`],
    ['aliases', `{ aOf { ${repeat(30, (n) => `x${n}: id`)} } }`],
    ['root fields, of which equal ones are one', `{ ${repeat(20, (n) => `x${n}: __typename`)} x0: __typename }`],
    ['mutations', `mutation { ${repeat(10, (n) => `x${n}: set(n: ${n})`)} }`],
    [
      'aliases of each of its operations',
      `query A { x: __typename } ${repeat(29, (n) => `query B${n} { y: __typename }`)}`,
    ],
  ])('at the limit of %s is taken', (_, query) => {
    const prepared = prepare(nested, query);

    expect(prepared.ok || refusal(prepared).code).toEqual(
      query.startsWith('query') ? 'OPERATION_RESOLUTION_FAILURE' : true,
    );
  });

  it('is refused by what its variables ask for, and taken with smaller ones', () => {
    const query = 'query ($n: Int, $m: Int = 1000) { a(first: $n) { b(first: $m) { c(last: 20) { id } } } }';

    expect(refusal(prepare(nested, query, { n: 1000 })).code).toBe('OPERATION_TOO_COSTLY');
    expect(prepare(nested, query, { n: 1000, m: 5 }).ok).toBe(true);
    expect(prepare(nested, query, { n: 5 }).ok).toBe(true);
  });

  it('of circular fragments is left to validation', () => {
    const { code } = refusal(prepare(nested, '{ ...F } fragment F on Query { aOf { id } ...F }'));

    expect(code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('the cost of an operation', () => {
  /** What the rest of an operation costs, read from the refusal of one that asks for too much besides. */
  function costOf(schema: GraphQLSchema, query: string, besides: string): number {
    const { message } = refusal(prepare(schema, query.replace('{', `{ ${besides}`)));
    return Number(/has ([\d,]+) /.exec(message)?.[1]?.replaceAll(',', ''));
  }

  it.each([
    ['a default of the schema', '{ x: a { id } }', 1 + 100 * 2],
    [
      'the page of a connection',
      '{ page(first: 10) { nodes { id } edges { node { id } } } }',
      1 + 1 + 10 * 2 + 1 + 10 * 3,
    ],
    ['the usual page where nobody says', '{ page { ...P } } fragment P on Page { nodes { id } }', 1 + 1 + 20 * 2],
    ['the larger of two sizes', '{ page(first: 1, last: 5) { nodes { id } } }', 1 + 1 + 5 * 2],
    ['lists in lists', '{ table { id } }', 1 + 9 * 2],
    ['one object', '{ aOf(id: 1) { id a { id } } }', 4],
  ])('counts %s', (_, query, cost) => {
    expect(costOf(nested, query, 'a(first: 1000000) { id }') - 2_000_001).toBe(cost);
  });

  it('takes a gathered field for that of all provinces, unless it names some', () => {
    const besides = 'x: cases(first: 1000000, provinces: ["GD"]) { nodes { id } }';
    const alone = costOf(product, '{ __typename }', besides) - 1;
    const cost = (query: string): number => costOf(product, query, besides) - alone;

    expect(cost('{ cases(first: 50) { nodes { id } } }')).toBe(32 * (1 + 1 + 50 * 2));
    expect(cost('{ cases(first: 50, provinces: ["GD", "SC"]) { nodes { id } } }')).toBe(2 * (1 + 1 + 50 * 2));
    expect(cost('{ cases(first: 50, provinces: null) { nodes { id } } }')).toBe(32 * (1 + 1 + 50 * 2));
  });

  it('takes a field that begins at one province for that of the first and of a few whom it names', () => {
    const besides = 'x: cases(first: 1000000, provinces: ["GD"]) { nodes { id } }';
    const alone = costOf(product, '{ __typename }', besides) - 1;
    const trace = '{ traceCase(collaborationNo: "1") { holder { since } entries { at } } }';

    expect(costOf(product, trace, besides) - alone).toBe((1 + 3) * (1 + 2 + (1 + 3 * 2)));
  });
});

describe('nothing is refused', () => {
  it.each([...workloads.filter(({ graph }) => graph === 'shop').map(({ document }) => document), coldDocument('x1')])(
    'of what gateways are measured by: %#',
    (document) => {
      expect(prepare(shop, document)).toMatchObject({ ok: true });
    },
  );

  it.each([
    ...readFirstExamples().map(({ query }) => query),
    ...workloads.filter(({ graph }) => graph === 'provinces').map(({ document }) => document),
  ])('of what the pages show: %#', (document) => {
    expect(prepare(product, document)).toMatchObject({ ok: true });
  });

  it('of what the playground asks of the schema', () => {
    const query = getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    });

    expect(prepare(product, query)).toMatchObject({ ok: true });
  });
});
