// What the client gets just as a subgraph wrote it stays text; what a later fetch looks at must not, and objects that
// are written alike must not be taken for one where others give them different values.
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { EngineAnswer, FetchAnswer } from '../../../gateway/operation/engine/engine.js';
import { executable, startContest, type Contest } from '../../support/differential-trial.js';
import { createEngineUnderTest } from '../../support/engine-under-test.js';
import { readAsExpected } from '../../support/read-as-expected.js';
import type { ExampleSupergraph, Row } from '../../support/supergraphs/example-supergraph.js';

// Longer than what is copied into an answer.
const note = '通办 "𠮷"\\ '.repeat(2_000);
const goods: readonly Row[] = ['1', '2'].map((id) => ({
  __typename: 'Good',
  id,
  shelf: { __typename: 'Shelf', id: '7' },
  size: { width: 1, height: Number(id), label: { text: 'x', lines: [1, 2] } },
  note: { text: note },
}));
const shelves: readonly Row[] = [{ __typename: 'Shelf', id: '7', room: '北屋' }];

const example: ExampleSupergraph = {
  name: 'passed on',
  subgraphs: {
    goods: `
      type Query { goods: [Good!]! }
      type Good @key(fields: "id") { id: ID! shelf: Shelf size: Size @shareable note: Note! }
      type Shelf @key(fields: "id") { id: ID! }
      type Size { width: Int! @shareable label: Label! }
      type Label { text: String! lines: [Int!]! }
      type Note { text: String! }
    `,
    shelves: 'type Shelf @key(fields: "id") { id: ID! room: String }',
    freight: `
      type Good @key(fields: "id") {
        id: ID! shelf: Shelf @external size: Size @shareable place: String @requires(fields: "shelf { id room }")
      }
      type Shelf @key(fields: "id") { id: ID! room: String @external }
      type Size { width: Int! @shareable height: Int }
    `,
  },
  rows: { Good: goods, Shelf: shelves },
  resolvers: {
    Query: { goods: () => goods },
    Good: { place: ({ shelf }) => `room ${String((shelf as Row | undefined)?.['room'])}` },
  },
};

let contest: Contest;
beforeAll(async () => {
  contest = await startContest(example, createEngineUnderTest);
});

/** Runs a query, with the answers of one subgraph changed. */
async function ask(
  query: string,
  subgraph = '',
  change: (text: string) => string = (text) => text,
): Promise<EngineAnswer> {
  const operation = executable({ query, variables: {} }, contest.engine.apiSchema);
  if (operation === undefined) throw new Error('the query is not valid');
  const run = contest.built.startRun();
  return await contest.engine.execute(operation, async (fetch) => {
    const { read, ...plain } = fetch;
    const answer = await run(plain);
    const sent = fetch.subgraph === subgraph ? (JSON.parse(change(JSON.stringify(answer))) as FetchAnswer) : answer;
    return readAsExpected(sent, read === undefined ? plain : fetch);
  });
}

describe('an object of which the client gets all that a subgraph gives', () => {
  it('is looked into where another field requires more of it', async () => {
    const { data, errors } = await ask('{ goods { shelf { __typename id } place } }');

    expect(errors).toEqual([]);
    expect(JSON.parse(String(data))).toEqual({
      goods: goods.map(() => ({ shelf: { __typename: 'Shelf', id: '7' }, place: 'room 北屋' })),
    });
  });

  it.each([
    ['null where none may be', (text: string) => text.replace('"text":"x"', '"text":null'), 'text'],
    ['a number for a text', (text: string) => text.replace('"text":"x"', '"text":5'), 'text'],
    ['a text in a list of numbers', (text: string) => text.replace('[1,2]', '[1,"2"]'), 'lines'],
  ])('is no longer all of it when there is %s', async (_what, change, field) => {
    const { data, errors } = await ask('{ goods { size { label { text lines } } } }', 'goods', change);

    expect(JSON.parse(String(data))).toEqual({
      goods: [{ size: null }, { size: { label: { text: 'x', lines: [1, 2] } } }],
    });
    expect(errors).toMatchObject([{ path: expect.arrayContaining(['goods', 0, 'size', 'label', field]) as unknown }]);
  });
});

describe('a long value', () => {
  it.each([
    ['as an object', '{ goods { id note { text } size { label { text } } } }', { note: { text: note } }],
    [
      'as a text, beside what is required',
      '{ goods { id place size { label { text } } note { words: text } } }',
      {
        place: 'room 北屋',
        note: { words: note },
      },
    ],
  ])('is passed on in its bytes %s', async (_how, query, shown) => {
    const { data, errors } = await ask(query);

    expect(errors).toEqual([]);
    expect(data.long.length).toBeGreaterThan(0);
    expect(JSON.parse(String(data))).toEqual({
      goods: goods.map(({ id }) => ({ id, size: { label: { text: 'x' } }, ...shown })),
    });
  });
});

describe('objects that one subgraph writes alike', () => {
  it('keep apart what another subgraph gives to each', async () => {
    const { data, errors } = await ask('{ goods { size { width height } } }');

    expect(errors).toEqual([]);
    expect(JSON.parse(String(data))).toEqual({
      goods: [{ size: { width: 1, height: 1 } }, { size: { width: 1, height: 2 } }],
    });
  });

  it('each say what is wrong with them', async () => {
    const { errors } = await ask('{ goods { shelf { id room } } }', 'shelves', (text) => text.replace('"北屋"', '5'));

    expect(errors.map(({ path }) => path)).toEqual([
      ['goods', 0, 'shelf', 'room'],
      ['goods', 1, 'shelf', 'room'],
    ]);
  });
});
