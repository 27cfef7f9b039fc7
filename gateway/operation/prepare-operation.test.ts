import { anonymous } from '../auth/caller.js';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, GraphQLError, parse, print, validate, type GraphQLSchema } from 'graphql';
import { createPreparation, type GraphQLRequest, type Preparation, type Prepared } from './prepare-operation.js';

const schema = buildSchema(`
  scalar Moment
  enum Order { UP DOWN }
  input Filter { text: String = "any" order: Order min: Int! = 1 since: Moment inner: [Filter!] }
  input Either @oneOf { id: ID name: String }
  type Query { rows(first: Int, order: [Order!], filter: Filter, ids: [ID!]): [Row!]! one(by: Either): Row row(id: ID!): Row at(moment: Moment): Row }
  interface Named { rows(first: Int!): [Row!]! }
  type Row { id: ID! rows(first: Int): [Row!]! part(ratio: Float): Float }
`);

interface Asked {
  readonly variables?: GraphQLRequest['variables'];
  readonly operationName?: string;
}

function prepare(preparation: Preparation, query: string, { variables = {}, operationName }: Asked = {}): Prepared {
  const rest = {
    completeness: 'BEST_EFFORT',
    purpose: undefined,
    caller: anonymous,
    schemaRefusal: undefined,
    isExplained: false,
  } as const;
  return preparation.prepare({ query, variables, operationName, ...rest });
}

/** The operation that is executed: its document and variables. */
function lifted(query: string, asked?: Asked): { document: string; variables: Readonly<Record<string, unknown>> } {
  const prepared = prepare(createPreparation(schema), query, asked);
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.errors));
  const { document, variables } = prepared.operation;
  return { document: print(document).replaceAll(/\s+/g, ' '), variables };
}

function counted(over: GraphQLSchema): { preparation: Preparation; validated: () => number } {
  let count = 0;
  const check: typeof validate = (...args) => ((count += 1), validate(...args));
  return { preparation: createPreparation(over, { check }), validated: () => count };
}

describe('documents that differ only in literals', () => {
  it('are one operation, validated once', () => {
    const { preparation, validated } = counted(schema);
    const nodes = new Set<unknown>();
    const hashes = new Set<string>();

    for (let index = 0; index < 100; index += 1) {
      const text = index % 2 ? `"row ${index}"` : `"""row ${index}"""`;
      const query = `query Page { rows(first: ${index}, filter: { text: ${text} }) { id } } # ${index}`;
      const prepared = prepare(preparation, query);
      if (!prepared.ok) throw new Error(JSON.stringify(prepared.errors));
      expect(prepared.operation.variables).toEqual({ _l0: index, _l1: { text: `row ${index}`, min: 1 } });
      nodes.add(prepared.operation.operation);
      hashes.add(prepared.operation.documentHash);
    }

    expect([validated(), nodes.size, hashes.size]).toEqual([1, 1, 1]);
  });

  it('are warmed by one of them', () => {
    const { preparation } = counted(schema);
    for (const id of ['1', '2', '3']) prepare(preparation, `{ row(id: ${id}) { id } }`);
    prepare(preparation, '{ one { id } }');

    expect(preparation.recent(5)).toEqual(['{ one { id } }', '{ row(id: 1) { id } }']);
    const [operation] = createPreparation(schema).operationsOf('{ row(id: 1) { id } }');
    expect(operation?.variables).toEqual({ _l0: '1' });
  });
});

describe('literals', () => {
  it('become variables of the type of their place, and equal ones the same', () => {
    const { document, variables } = lifted(
      '{ rows(first: 2, order: UP) { rows(first: 2) { part(ratio: 2) } } x: rows(ids: [1, "b"]) { id } x: rows(ids: [1, "b"]) { part } }',
    );

    expect(document).toBe(
      'query ($_l0: Int, $_l1: [Order!], $_l2: Float, $_l3: [ID!]) { rows(first: $_l0, order: $_l1) { rows(first: $_l0) { part(ratio: $_l2) } } x: rows(ids: $_l3) { id } x: rows(ids: $_l3) { part } }',
    );
    expect(variables).toEqual({ _l0: 2, _l1: ['UP'], _l2: 2, _l3: ['1', 'b'] });
  });

  it('are lifted from around variables and custom scalars, which stay', () => {
    const query =
      'query ($t: String = "d") { rows(filter: { text: $t, order: DOWN, since: "now", inner: [{ min: 2 }] }) { id } at(moment: { y: 1 }) { id } }';

    const { document, variables } = lifted(query);

    expect(document).toBe(
      'query ($t: String = "d", $_l0: Order, $_l1: [Filter!]) { rows(filter: {text: $t, order: $_l0, since: "now", inner: $_l1}) { id } at(moment: {y: 1}) { id } }',
    );
    expect(variables).toEqual({ t: 'd', _l0: 'DOWN', _l1: [{ text: 'any', min: 2 }] });
  });

  it('that are null are given as null, and absent arguments stay absent', () => {
    expect(lifted('{ rows(first: null) { rows { id } } }')).toEqual({
      document: 'query ($_l0: Int) { rows(first: $_l0) { rows { id } } }',
      variables: { _l0: null },
    });
  });

  it.each([
    ['directives', '{ rows @skip(if: true) { id } }'],
    ['introspection', '{ __type(name: "Row") { fields(includeDeprecated: true) { name } } }'],
    ['numbers that JSON does not have', '{ rows { x: part(ratio: 1e999) y: part(ratio: -0.0) } }'],
    ['members of @oneOf objects beside variables', 'query ($n: String!) { one(by: { name: $n }) { id } }'],
  ])('of %s stay', (_, query) => {
    expect(lifted(query, { variables: { n: 'x' } }).document).toBe(print(parse(query)).replaceAll(/\s+/g, ' '));
  });

  it('take names that no variable of the client has', () => {
    const { document, variables } = lifted('query ($_l0: Int) { rows(first: $_l0) { rows(first: 1) { id } } }', {
      variables: { _l0: 7, _l_0: 9 },
    });

    expect(document).toContain('query ($_l0: Int, $_l_0: Int)');
    expect(variables).toEqual({ _l0: 7, _l_0: 1 });
  });

  it('in fragments are variables of the operations that spread them, and of no other', () => {
    const query = 'query A { row(id: 1) { ...F } } query B { one { id } } fragment F on Row { rows(first: 3) { id } }';

    const a = lifted(query, { operationName: 'A' });
    const b = lifted(query, { operationName: 'B' });

    expect(a.document).toContain('query A($_l0: ID!, $_l1: Int) {');
    expect(a.document).toContain('query B {');
    expect([a.variables, b.variables]).toEqual([{ _l0: '1', _l1: 3 }, {}]);
  });
});

const mistakes = [
  '{ rows(first: "x") { id } }',
  '{ rows(first: 2147483648) { id } }',
  '{ rows(order: SIDEWAYS) { id } }',
  '{ rows(filter: { min: null }) { id } }',
  '{ rows(filter: { min: 1, min: 1 }) { id } }',
  '{ rows(filter: { nothing: 1 }) { id } }',
  '{ rows(ids: [1, null]) { id } }',
  '{ row { id } }',
  '{ one(by: { id: 1, name: "a" }) { id } }',
  '{ one(by: { id: null }) { id } }',
  '{\n  x: rows(first: 1) { id }\n  x: rows(first: 2) { id } }',
  '{ x: row(id: 1) { id } x: row(id: "1") { id } }',
  '{ rows(first: $_l0) { id } row(id: 1) { id } }',
  '{ row(id: 1, id: 1) { id } }',
];

describe('a mistake', () => {
  it.each(mistakes)('in %s is what validation says of the document as it was sent, however warm the cache', (query) => {
    const preparation = createPreparation(schema);
    for (const known of ['{ rows(first: 1) { id } }', '{ x: rows(first: 1) { id } x: rows(first: 1) { id } }']) {
      prepare(preparation, known);
    }
    // But for values: hide-values.ts says why.
    const wanted = validate(schema, parse(query)).map(({ message, locations }) => ({
      message: message.replace(/\d{5,}/, '…'),
      locations,
    }));

    const first = prepare(preparation, query);
    const again = prepare(preparation, query);

    expect(first).toMatchObject({ ok: false, errors: wanted });
    expect(again).toEqual(first);
    expect(wanted).not.toEqual([]);
  });

  it('in a variable is placed in the document of the client, not in that of another', () => {
    const preparation = createPreparation(schema);
    prepare(preparation, 'query ($n: Int) { rows(first: $n) { id } }');

    const prepared = prepare(preparation, '# mine\n\nquery ($n: Int) { rows(first: $n) { id } }', {
      variables: { n: 'x' },
    });

    expect(prepared).toMatchObject({
      errors: [{ locations: [{ line: 3, column: 8 }], extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  it('that is repeated a hundred thousand times in a variable is told of twenty times, and briefly', () => {
    let read = 0;
    const wrong = {
      *[Symbol.iterator](): Iterator<unknown> {
        while (read < 100_000) yield ((read += 1), { long: 'x'.repeat(5000) });
      },
    };
    const query = 'query ($ids: [ID!]) { rows(ids: $ids) { id } }';

    const prepared = prepare(createPreparation(schema), query, { variables: { ids: wrong } });

    if (prepared.ok) throw new Error('the variable is wrong');
    expect(prepared.errors).toHaveLength(20);
    expect(JSON.stringify(prepared.errors).length).toBeLessThan(20 * 700);
    expect(read).toBeLessThan(50); // it is read a second time for the places
  });

  it('costs no good document its place', () => {
    const { preparation, validated } = counted(schema);
    prepare(preparation, '{ rows { id } }');
    for (let index = 0; index < 2000; index += 1) prepare(preparation, `{ nothing${index} }`);
    const before = validated();

    expect(prepare(preparation, '{ rows { id } }').ok).toBe(true);
    expect(validated()).toBe(before);
  });
});

it('serves a document whose literals cannot be lifted together as it is', () => {
  const over = buildSchema(
    'interface I { f(n: Int!): Int } type A implements I { f(n: Int!): Int } type B { f(n: Int): Int } union U = A | B type Query { u: [U] i: [I] }',
  );
  const query = '{ u { ... on B { f(n: 1) } ... on I { f(n: 1) } } }';

  const prepared = prepare(createPreparation(over), query);

  expect(validate(over, parse(query))).toEqual([]);
  expect(prepared).toMatchObject({ ok: true, operation: { variables: {} } });
});

it('passes on what is no mistake of the document', () => {
  const check: typeof validate = () => {
    throw new GraphQLError('bug');
  };

  expect(() => prepare(createPreparation(schema, { check }), '{ rows { id } }')).toThrow('bug');
});

describe("a client's own variable that is called like a lifted literal", () => {
  const own = 'query ($_l0: Int) { rows(first: $_l0) { id } }';
  const literal = '{ rows(first: 5) { id } }';

  it.each([[[own, literal]], [[literal, own]]])('is no literal, and no literal is it: %s', (queries) => {
    const preparation = createPreparation(schema);
    const values = queries.map((query) => {
      const prepared = prepare(preparation, query, query === own ? { variables: { _l0: 7 } } : {});
      return [query, prepared.ok && prepared.operation.variables['_l0']];
    });

    expect(new Map(values as [string, unknown][])).toEqual(
      new Map([
        [own, 7],
        [literal, 5],
      ]),
    );
  });
});
