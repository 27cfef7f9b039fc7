import { expect, it } from '@jest/globals';
import { buildSchema, GraphQLError, type GraphQLFieldResolver, isObjectType } from 'graphql';
import { SubgraphError } from './errors.js';
import { createExecutor, type GraphqlRequest } from './execute.js';
import { formatError } from './format-error.js';

const resolvers: Record<string, GraphQLFieldResolver<unknown, unknown>> = {
  echo: (_source, { text }: { text?: string }) => text ?? null,
  owner: (_source, _arguments, context) => context,
  refused: () => {
    throw new SubgraphError('UNKNOWN_PROVINCE', 'No province ZZ.');
  },
  broken: () => Promise.reject(new Error('no such table: secret', { cause: new Error('disk') })),
  rude: () => {
    throw new GraphQLError('internals', { extensions: { code: 'SQLITE_MISUSE' } });
  },
};

function createTestExecutor() {
  const schema = buildSchema(`
    type Query { echo(text: String! = "hi"): String owner: String refused: Int broken: Int rude: Int must: Int! }
    type Subscription { ticks: Int }
    input Note { texts: [String!]! }
    type Mutation { write(note: Note!): Int }
  `);
  const query = schema.getQueryType();
  for (const [name, resolve] of Object.entries(resolvers)) {
    const field = isObjectType(query) ? query.getFields()[name] : undefined;
    if (field !== undefined) field.resolve = resolve;
  }
  return createExecutor<string>(schema);
}

async function codesOf(request: GraphqlRequest) {
  const answer = await createTestExecutor()(request, 'GD');
  return answer.errors?.map((error) => formatError(error, () => undefined)) ?? [];
}

it('runs one operation for several contexts', async () => {
  const execute = createTestExecutor();
  const request = { query: 'query A { owner } query B { echo(text: "b") }', operationName: 'A' };

  expect(await execute(request, 'GD')).toEqual({ data: { owner: 'GD' } });
  expect(await execute(request, 'HN')).toEqual({ data: { owner: 'HN' } });
  expect(await execute({ ...request, operationName: 'B' }, 'HN')).toEqual({ data: { echo: 'b' } });
});

it.each([
  [
    'in a variable',
    { query: 'mutation ($note: Note!) { write(note: $note) }', variables: { note: { texts: ['a', 'b\0'] } } },
  ],
  ['in a literal', { query: 'mutation { write(note: { texts: ["a", "\\u0000"] }) }' }],
])('writes no text with U+0000 %s, which not every database can store', async (_where, request) => {
  expect(await codesOf(request)).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(await codesOf({ query: '{ echo(text: "\\u0000") }' })).toEqual([]);
});

it('answers introspection', async () => {
  const answer = await createTestExecutor()({ query: '{ __type(name: "Query") { name } __typename }' }, 'GD');

  expect(answer.data).toEqual({ __type: { name: 'Query' }, __typename: 'Query' });
});

it('keeps answering correctly when more operations come than it remembers', async () => {
  const execute = createTestExecutor();

  for (let n = 0; n < 600; n += 1) {
    const answer = await execute({ query: `{ a${n}: echo(text: "${n}") }` }, 'GD');
    expect(answer.data).toEqual({ [`a${n}`]: String(n) });
  }

  expect((await execute({ query: '{ a0: echo(text: "0") }' }, 'GD')).data).toEqual({ a0: '0' });
});

const callerFaults: [title: string, request: GraphqlRequest, expected: { code: string; text: string }][] = [
  ['a syntax error', { query: '{ echo' }, { code: 'GRAPHQL_PARSE_FAILED', text: 'Syntax Error' }],
  ['an unknown field', { query: '{ nothing }' }, { code: 'GRAPHQL_VALIDATION_FAILED', text: 'field "nothing"' }],
  [
    'an unknown operation',
    { query: 'query A { owner }', operationName: 'B' },
    { code: 'OPERATION_RESOLUTION_FAILURE', text: '"B"' },
  ],
  [
    'an unclear operation',
    { query: 'query A { owner } query B { owner }' },
    { code: 'OPERATION_RESOLUTION_FAILURE', text: 'exactly one' },
  ],
  ['a subscription', { query: 'subscription { ticks }' }, { code: 'OPERATION_RESOLUTION_FAILURE', text: 'query' }],
  [
    'a variable of the wrong type',
    { query: 'query ($t: String!) { echo(text: $t) }', variables: { t: 7 } },
    { code: 'BAD_USER_INPUT', text: '$t' },
  ],
];

it.each(callerFaults)('tells the caller about %s', async (_title, request, { code, text }) => {
  expect(await codesOf(request)).toMatchObject([{ extensions: { code }, message: expect.stringContaining(text) }]);
});

it('keeps the message of a known fault and hides every other', async () => {
  expect(await codesOf({ query: '{ refused broken rude must }' })).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        message: 'No province ZZ.',
        path: ['refused'],
        extensions: { code: 'UNKNOWN_PROVINCE' },
      }),
      expect.objectContaining({ path: ['broken'], extensions: { code: 'INTERNAL' } }),
      expect.objectContaining({ path: ['rude'], extensions: { code: 'INTERNAL' } }),
      expect.objectContaining({ path: ['must'], extensions: { code: 'INTERNAL' } }),
    ]),
  );
  expect(JSON.stringify(await codesOf({ query: '{ broken rude must }' }))).not.toMatch(/table|internals|null for/);
});

it('reports what it hides, with its cause', async () => {
  const reported: unknown[][] = [];
  const answer = await createTestExecutor()({ query: '{ broken }' }, 'GD');

  for (const error of answer.errors ?? []) formatError(error, (...fault) => void reported.push(fault));

  expect(reported).toMatchObject([[{ message: 'no such table: secret', cause: { message: 'disk' } }, ['broken']]]);
});
