import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, parse, print, validate, type GraphQLSchema } from 'graphql';
import { planExport, type ExportPlan } from './plan-export.js';

const statistics = `
  extend type Query { counted: Counted! }
  extend type Case { like(first: Int, after: String): CaseConnection! }
  type Counted { rows: [CountedRow!]! refusals: [CountedRefusal!]! asOf: String coverage: Coverage! }
  type CountedRow { state: String cases: Int! suppressedIn: Int! minutes: CountedMinutes mean: Float }
  type CountedMinutes { sum: Int suppressedIn: Int! }
  type CountedRefusal { code: String! province: Province! hints: [String!]! }`;

let schema: GraphQLSchema;
beforeAll(() => {
  schema = buildSchema(readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8') + statistics);
});

function plan(query: string, variables: Readonly<Record<string, unknown>> = {}): ExportPlan {
  expect(validate(schema, parse(query))).toEqual([]);
  const planned = planExport({ query, operationName: undefined }, { schema, variables, pageSize: 100 });
  expect(validate(schema, parse(planned.page.query))).toEqual([]);
  return planned;
}

const names = ({ list: { columns } }: ExportPlan): readonly string[] => columns.map(({ name }) => name);
const told = 'coverage{exact asked{code}answered{code}missing{province{code}reason since behindCursor}}';
const same = (query: string): string => print(parse(query));

describe('a connection', () => {
  it('is asked for page by page, with what is told of a page, and without what is not in the file', () => {
    const { page, list } = plan(
      '{ cases { totalCount edges { cursor node { id } } } federation { asOf: __typename } }',
    );

    expect(page.query).toBe(
      same(`query ($exportAfter: String, $exportIsFirst: Boolean!) {
        cases(first: 100, after: $exportAfter) {
          edges { node { id } } pageInfo { hasNextPage endCursor } totalCount @include(if: $exportIsFirst) ${told} } }`),
    );
    expect(list.leftOut).toEqual(['cases.edges.cursor']);
  });

  it('keeps its own page size, filter and variables, and begins where it was to begin', () => {
    const query = `query Q($n: Int, $from: String, $unused: Int) {
      cases(first: $n, after: $from, filter: { states: [DECIDED] }) { nodes { id } totalCount @include(if: false) }
      more: cases(first: $unused) { totalCount } }`;

    const { page, firstCursor } = plan(query, { n: 7, from: 'here' });

    expect(firstCursor).toBe('here');
    expect(page.query).toContain('query Q($n: Int, $exportAfter: String, $exportIsFirst: Boolean!)');
    expect(page.query).toContain('cases(first: $n, filter: {states: [DECIDED]}, after: $exportAfter)');
  });

  it('gives its variables names that the operation has not', () => {
    const { page } = plan('query ($exportAfter: Int) { cases(first: $exportAfter) { nodes { id } } }', {});

    expect([page.after, page.isFirst]).toEqual(['exportAfter_', 'exportIsFirst']);
  });

  it('is found in fragments, and within one object', () => {
    const query = `query { ...Of } fragment Of on Query { mine: case(id: "GD:Case:x") { ...Inner state } }
      fragment Inner on Case { like(first: 3) { nodes { ...Row } } } fragment Row on Case { id state }`;

    const planned = plan(query);

    expect(planned.list.path).toEqual(['mine', 'like']);
    expect(names(planned)).toEqual(['id', 'state']);
    expect(planned.list.leftOut).toEqual(['mine.state']);
  });
});

describe('columns', () => {
  it('are declared by the selection, objects flattened, lists as one, whatever the conditions leave', () => {
    const query = `query ($more: Boolean!) { cases { nodes {
      number: id state submittedAt item { nameZh promisedLimit { value } } ... on Case { owner: __typename }
      applicantProvince @include(if: $more) { nameZh } legs { id } } } }`;

    const { list } = plan(query, { more: false });

    expect(list.columns.map(({ name, kind }) => `${name}:${kind}`)).toEqual([
      'number:text',
      'state:text',
      'submittedAt:instant',
      'item.nameZh:text',
      'item.promisedLimit.value:integer',
      'owner:text',
      'legs:json',
    ]);
  });

  it('are one for a list of values', () => {
    expect(plan('{ compareItem(standardItem: "x") { implementations { id } } }').list.rows).toEqual([]);
    expect(names(plan('{ counted { rows { cases } } }'))).toEqual(['cases', 'suppressedIn']);
  });

  it('say in how many provinces a number is suppressed, wherever numbers are', () => {
    const planned = plan('{ counted { asOf rows { state cases minutes { sum } } } }');

    expect(names(planned)).toEqual(['state', 'cases', 'minutes.sum', 'minutes.suppressedIn', 'suppressedIn']);
    expect(planned.list.columns.filter(({ countsSuppressed }) => countsSuppressed)).toHaveLength(2);
    expect(planned.page.query).toContain('refusals {\n      code\n      province {\n        code\n      }\n    }');
    expect(planned.list.leftOut).toEqual(['counted.asOf']);
  });
});

it('is what the document for analysts shows', () => {
  const shown = readFileSync(new URL('../../docs/analysts.md', import.meta.url), 'utf8');
  const queries = [...shown.matchAll(/```graphql\n([^`]*)```/g)].map(([, query = '']) => query);

  expect(queries.map((query) => names(plan(query)))).toEqual([
    ['id', 'submittedAt', 'item.nameZh', 'applicantProvince.nameZh'],
  ]);
});

describe('what has not exactly one list', () => {
  it.each([
    ['{ cases { totalCount } }', 'It has none'],
    ['{ federation { __typename } }', 'It has none'],
    ['{ cases { nodes { id } } serviceItems { nodes { id } } }', 'cases.nodes, serviceItems.nodes'],
    ['{ cases { nodes { id } edges { node { id } } } }', 'cases.nodes, cases.edges'],
    ['{ cases(last: 5) { nodes { id } } }', 'forwards'],
    ['{ __schema { types { name } } }', 'It has none'],
  ])('is refused: %s', (query, reason) => {
    expect(() => plan(query)).toThrow(expect.objectContaining({ code: 'NOT_EXPORTABLE' }));
    expect(() => plan(query)).toThrow(reason);
  });

  it('is refused when it is no query', () => {
    const query = 'mutation { __typename }';

    expect(() => planExport({ query, operationName: undefined }, { schema, variables: {}, pageSize: 1 })).toThrow(
      'Only queries',
    );
  });
});
