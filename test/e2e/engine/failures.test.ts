import { beforeAll, describe, expect, it } from '@jest/globals';
import type { EngineAnswer, PlannedFetch, RunFetch } from '../../../gateway/operation/engine/engine.js';
import { executable, startContest, type Contest } from '../../support/differential-trial.js';
import { createEngineUnderTest } from '../../support/engine-under-test.js';
import type { ExampleSupergraph } from '../../support/supergraphs/example-supergraph.js';

const goods = ['1', '2'].map((id) => ({ __typename: 'Good', id, crate: '9' }));
const fail = (): never => {
  throw new Error('the resolver failed');
};

const example: ExampleSupergraph = {
  name: 'failures',
  subgraphs: {
    goods: `
      type Query { goods: [Good!]! inner: Inner }
      type Good @key(fields: "id") { id: ID! weight: Int crate: Crate }
      type Crate @key(fields: "id") { id: ID! }
      type Inner { must: Must } type Must { text: String! }
    `,
    freight: `
      type Good @key(fields: "id") { id: ID! weight: Int @external postage: Int @requires(fields: "weight") label: String }
      type Crate @key(fields: "id") { id: ID! colour: String }
    `,
  },
  rows: { Good: goods, Crate: [{ __typename: 'Crate', id: '9' }] },
  resolvers: {
    Query: { goods: () => goods, inner: () => ({ must: {} }) },
    Good: { weight: fail, postage: ({ weight }) => Number(weight), label: () => 'ok', crate: () => ({ id: '9' }) },
    Crate: { colour: fail },
    Must: { text: fail },
  },
};

let contest: Contest;
beforeAll(async () => {
  contest = await startContest(example, createEngineUnderTest);
});

interface Asked {
  readonly answer: EngineAnswer;
  readonly data: unknown;
  readonly fetches: readonly PlannedFetch[];
}

async function ask(query: string, spoil: (fetch: PlannedFetch) => boolean = () => false): Promise<Asked> {
  const operation = executable({ query, variables: {} }, contest.engine.apiSchema);
  if (!operation) throw new Error('the query is not valid');
  const run = contest.built.startRun();
  const fetches: PlannedFetch[] = [];
  const runFetch: RunFetch = async (fetch) => {
    fetches.push(fetch);
    const errors = [{ message: 'down', extensions: { code: 'SUBGRAPH_UNREACHABLE', retryable: true } }] as const;
    return spoil(fetch) ? { data: null, errors } : await run(fetch);
  };
  const answer = await contest.engine.execute(operation, runFetch);
  return { answer, data: JSON.parse(String(answer.data)), fetches };
}

const paths = ({ answer }: Asked): unknown => answer.errors.map(({ path }) => path);

describe('what a subgraph could not give', () => {
  it('is not computed with: the field that requires it is null for the same reason, and nobody is asked for it', async () => {
    const asked = await ask('{ goods { postage } }');

    expect(asked.data).toEqual({ goods: [{ postage: null }, { postage: null }] });
    expect(asked.answer.errors.map(({ message, path }) => [message, path])).toEqual([
      ['the resolver failed', ['goods', 0, 'postage']],
      ['the resolver failed', ['goods', 1, 'postage']],
    ]);
    expect(asked.fetches.map(({ subgraph }) => subgraph)).toEqual(['goods']);
  });

  it('is said at every place where it stands, though it was asked for once, and in the names of the client', async () => {
    const asked = await ask('{ id: goods { box: crate { id: colour } } }');

    expect(asked.data).toEqual({ id: [{ box: { id: null } }, { box: { id: null } }] });
    expect(paths(asked)).toEqual([
      ['id', 0, 'box', 'id'],
      ['id', 1, 'box', 'id'],
    ]);
    expect(asked.fetches.at(-1)?.representations.map(({ texts }) => texts.length)).toEqual([1]);
  });

  it('is said where nobody answered, for every field that was to come', async () => {
    const asked = await ask('{ goods { id label crate { colour } } }', ({ subgraph }) => subgraph === 'freight');

    expect(asked.data).toEqual({ goods: ['1', '2'].map((id) => ({ id, label: null, crate: { colour: null } })) });
    expect(paths(asked)).toEqual([
      ['goods', 0, 'label'],
      ['goods', 0, 'crate', 'colour'],
      ['goods', 1, 'label'],
      ['goods', 1, 'crate', 'colour'],
    ]);
  });

  it('is said with the path down to the field that failed, where the null stands further up', async () => {
    const asked = await ask('{ x: inner { y: must { constructor: text } } }');

    expect(asked.data).toEqual({ x: { y: null } });
    expect(paths(asked)).toEqual([['x', 'y', 'constructor']]);
  });

  it('says nothing where the client did not ask for it', async () => {
    expect((await ask('{ goods { id label } }')).answer.errors).toEqual([]);
  });
});

describe('fetches that are ready at the same time', () => {
  it('are one request to a subgraph', async () => {
    const { fetches } = await ask('{ goods { label crate { colour } } }');

    expect(fetches.map(({ subgraph, representations }) => [subgraph, representations.length])).toEqual([
      ['goods', 0],
      ['freight', 2],
    ]);
  });
});
