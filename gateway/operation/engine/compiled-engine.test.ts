import { composeServices } from '@apollo/composition';
import { WrittenJson } from '../../json/written-json.js';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { getOperationAST, parse } from 'graphql';
import { createCompiledEngine } from './compiled-engine.js';
import type { Engine, ExecutableOperation, RunFetch } from './engine.js';
import { createInlinePlanner } from './planner.js';

const { supergraphSdl = '' } = composeServices([
  { name: 'one', url: '', typeDefs: parse('type Query { "问候" greeting(name: String): String other: String }') },
]);

const greet: RunFetch = () => Promise.resolve({ data: { greeting: 'hi', other: 'ho' }, errors: [] });

function operationOf(query: string, variables: Readonly<Record<string, unknown>> = {}): ExecutableOperation {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('one operation is asked for');
  return { document, operation, operationName: undefined, variables, documentHash: query };
}

let planned: string[];
let reported: unknown[];
let engine: Engine;
beforeEach(() => {
  [planned, reported] = [[], []];
  const inline = createInlinePlanner(supergraphSdl);
  const planner = {
    ...inline,
    plan(document: string) {
      planned.push(document);
      return document.includes('other') && planned.length === 1
        ? Promise.reject(new Error('no plan'))
        : inline.plan(document);
    },
  };
  engine = createCompiledEngine(supergraphSdl, { planner, report: (cause) => reported.push(cause) });
});

describe('an operation', () => {
  it('is planned once, however many ask for it at the same time', async () => {
    const operation = operationOf('{ greeting }');

    const answers = await Promise.all(Array.from({ length: 50 }, () => engine.execute(operation, greet)));

    expect(new Set(answers.map(({ data }) => String(data)))).toEqual(new Set(['{"greeting":"hi"}']));
    expect(planned).toHaveLength(1);
  });

  it('is planned once for each combination of its conditions, without them', async () => {
    const operation = operationOf(
      'query ($a: Boolean!, $n: String) { greeting(name: $n) @include(if: $a) other @skip(if: $a) }',
    );
    const ask = async (a: boolean, n: string): Promise<string> =>
      String((await engine.execute({ ...operation, variables: { a, n } }, greet)).data);

    expect([await ask(true, 'x'), await ask(true, 'y'), await ask(false, 'x')]).toEqual([
      '{"greeting":"hi"}',
      '{"greeting":"hi"}',
      '{"other":"ho"}',
    ]);
    expect(planned.filter((document) => document.includes('@'))).toEqual([]);
    expect(planned).toHaveLength(2);
  });

  it('that could not be planned is answered as a bug of ours, told, and tried again', async () => {
    const operation = operationOf('{ other }');

    const first = await engine.execute(operation, greet);
    const second = await engine.execute(operation, greet);

    expect(first).toMatchObject({ data: { text: 'null' }, errors: [{ extensions: { code: 'INTERNAL' } }] });
    expect(reported).toMatchObject([{ message: 'no plan' }]);
    expect(second).toMatchObject({ data: { text: '{"other":"ho"}' }, errors: [] });
  });

  it('is refused when a condition is null', async () => {
    const operation = operationOf('query ($a: Boolean = true) { greeting @include(if: $a) }', { a: null });

    const { data, errors } = await engine.execute(operation, greet);

    expect([String(data), errors.map(({ extensions }) => extensions.code)]).toEqual(['null', ['BAD_USER_INPUT']]);
    expect(planned).toEqual([]);
  });
});

describe('fetches that may share a request', () => {
  it('have a text of their own each when they go alone', async () => {
    const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) ';
    const { supergraphSdl: sdl = '' } = composeServices([
      {
        name: 'one',
        url: '',
        typeDefs: parse(`${link} type Query { a: Item b: Item } type Item @key(fields: "id") { id: ID! }`),
      },
      { name: 'two', url: '', typeDefs: parse(`${link} type Item @key(fields: "id") { id: ID! x: Int y: Int }`) },
    ]);
    using items = createCompiledEngine(sdl, { planner: createInlinePlanner(sdl) });
    const operation = operationOf('{ a { x } b { y } }');
    const ask = async (found: 'a' | 'b'): Promise<readonly (string | undefined)[]> => {
      const asked: string[] = [];
      const item = { __typename: 'Item', id: '1' };
      const { data } = await items.execute(operation, ({ subgraph, text }) => {
        if (subgraph === 'one') return Promise.resolve({ data: { a: null, b: null, [found]: item }, errors: [] });
        asked.push(text.query.includes('x') ? 'x' : 'y');
        return Promise.resolve({
          data: { _entities: [{ __typename: 'Item', __key_id: '1', x: 1, y: 2 }] },
          errors: [],
        });
      });
      return [...asked, String(data)];
    };

    expect(await ask('a')).toEqual(['x', '{"a":{"x":1},"b":null}']);
    expect(await ask('b')).toEqual(['y', '{"a":null,"b":{"y":2}}']);
  });
});

describe('a value of a leaf', () => {
  const { supergraphSdl: sdl = '' } = composeServices([
    { name: 'one', url: '', typeDefs: parse('scalar Any type Query { any: Any ratio: Float }') },
  ]);

  it('that failed is null with its error, in a custom scalar too', async () => {
    using leaves = createCompiledEngine(sdl, { planner: createInlinePlanner(sdl) });
    const error = { message: 'no', path: ['any'], extensions: { code: 'SUBGRAPH_FAULT' } } as never;

    const answer = await leaves.execute(operationOf('{ any }'), () =>
      Promise.resolve({ data: { any: null }, errors: [error] }),
    );

    expect(answer).toEqual({ data: new WrittenJson('{"any":null}'), errors: [error] });
  });

  it('is no number that JSON cannot write', async () => {
    using leaves = createCompiledEngine(sdl, { planner: createInlinePlanner(sdl) });

    const { data, errors } = await leaves.execute(operationOf('{ ratio }'), () =>
      Promise.resolve({ data: JSON.parse('{"ratio":1e999}') as Record<string, unknown>, errors: [] }),
    );

    expect([String(data), errors.map(({ path }) => path)]).toEqual(['{"ratio":null}', [['ratio']]]);
  });
});

describe('an alias', () => {
  it("that looks like one of the planner is the client's all the same", async () => {
    const { data } = await engine.execute(operationOf('{ a__alias_0: greeting }'), () =>
      Promise.resolve({ data: { a__alias_0: 'hi' }, errors: [] }),
    );

    expect(String(data)).toBe('{"a__alias_0":"hi"}');
  });

  it('in introspection may be the name of a field', async () => {
    const { data } = await engine.execute(operationOf('{ __type(name: "Query") { greeting: name } }'), greet);

    expect(String(data)).toBe('{"__type":{"greeting":"Query"}}');
  });
});

it('answers introspection in any language', async () => {
  const { data } = await engine.execute(operationOf('{ __type(name: "Query") { fields { description } } }'), greet);

  expect(JSON.parse(String(data))).toMatchObject({ __type: { fields: [{ description: '问候' }, {}] } });
});

describe('a variable', () => {
  it('that was left out is not what every object inherits', async () => {
    const sent: unknown[] = [];
    await engine.execute(operationOf('query ($constructor: String) { greeting(name: $constructor) }'), (fetch) => {
      sent.push(fetch.variables);
      return greet(fetch);
    });

    expect(sent).toEqual([{}]);
  });
});

describe('an error of a subgraph', () => {
  it('at a field that nobody asked for explains what is null', async () => {
    const error = { message: 'no', path: ['greetings'], extensions: { code: 'SUBGRAPH_FAULT', retryable: false } };

    const { data, errors } = await engine.execute(operationOf('{ greeting }'), () =>
      Promise.resolve({ data: { greeting: null }, errors: [error] as never }),
    );

    expect(String(data)).toBe('{"greeting":null}');
    expect(errors).toEqual([{ ...error, path: ['greeting'] }]);
  });

  it('at the name of no member leaves the value beside it', async () => {
    const { supergraphSdl: sdl = '' } = composeServices([
      { name: 'one', url: '', typeDefs: parse('type Query { user: User } type User { name: String }') },
    ]);
    using users = createCompiledEngine(sdl, { planner: createInlinePlanner(sdl) });
    const error = { message: 'no', path: ['user', '__proto__'], extensions: { code: 'SUBGRAPH_FAULT' } } as never;

    const { data } = await users.execute(operationOf('{ user { name } }'), () =>
      Promise.resolve({ data: { user: { name: 'Li' } }, errors: [error] }),
    );

    expect(String(data)).toBe('{"user":{"name":"Li"}}');
  });
});
