import { beforeAll, describe, expect, it } from '@jest/globals';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import type { Engine, EngineAnswer, FetchAnswer, RunFetch } from '../../../gateway/operation/engine/engine.js';
import { executable } from '../../support/differential-trial.js';
import { createEngineUnderTest, dataText, hasStockDefects, readData } from '../../support/engine-under-test.js';
import { hostileAnswers, stockMisses, type HostileAnswer } from '../../support/hostile-answers.js';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n';
const users = 'type Query { users: [User] } type User @key(fields: "id") { id: ID! name: String! age: Int! }';
const reviews = 'type User @key(fields: "id") { id: ID! reviews: Int! mood: Mood! } enum Mood { GOOD BAD }';
const asked = { query: '{ users { id name age reviews mood } }', variables: {} };
const good: Readonly<Record<string, FetchAnswer>> = {
  users: {
    data: {
      users: ['1', '2'].map((id) => ({ __typename: 'User', id, name: id === '1' ? 'A' : 'B', age: 1 })),
    },
    errors: [],
  },
};

function reviewed({ representations }: Readonly<Record<string, unknown>>): FetchAnswer {
  const _entities = (representations as readonly { readonly id: string }[]).map(({ id }) => ({
    __typename: 'User',
    reviews: Number(id),
    mood: 'GOOD',
  }));
  return { data: { _entities }, errors: [] };
}

let engine: Engine;
beforeAll(async () => {
  const services = Object.entries({ users, reviews }).map(([name, sdl]) => ({
    name,
    url: '',
    typeDefs: parse(link + sdl),
  }));
  engine = await createEngineUnderTest(composeServices(services).supergraphSdl ?? '');
});

/** What is wrong with an answer, given how one subgraph misbehaved. */
async function findProblems({ fetch, answer }: HostileAnswer): Promise<readonly string[]> {
  const operation = executable(asked, engine.apiSchema);
  if (!operation) throw new Error('the query is not valid');
  const hostile = fetch === 'root' ? 'users' : 'reviews';
  const runFetch: RunFetch = ({ subgraph, variables }) =>
    Promise.resolve(subgraph === hostile ? answer : (good[subgraph] ?? reviewed(variables)));
  let given: EngineAnswer;
  try {
    given = await engine.execute(operation, runFetch);
  } catch {
    return ['it threw'];
  }
  const paths = given.errors.map(({ path }) => path ?? []);
  // Everything but the list and its rows is non-null here, so that each null tells of something that went wrong.
  const list = readData(given)?.['users'];
  const rows = Array.isArray(list) ? (list as readonly unknown[]) : null;
  const isSilentRow = (index: number): boolean => !paths.some((path) => path[0] === 'users' && path[1] === index);
  const isBare = rows === null && !isPlainNull(answer) && !paths.some((path) => path[0] === 'users');
  const silent = (rows ?? []).flatMap((row, index) =>
    row === null && !wasNull(answer, index) && isSilentRow(index) ? [index] : [],
  );
  return [
    ...(isBare ? ['a null without an error'] : []),
    ...silent.map((index) => `a null row without an error: ${index}`),
    ...(({} as { polluted?: unknown }).polluted === undefined ? [] : ['a prototype is polluted']),
    ...(/Ghost|UGLY|_entities|at \S+:\d+/.test(dataText(given) + JSON.stringify(given.errors)) ? ['not public'] : []),
    ...(fetch === 'entities' && rows?.some((row, index) => isMixedUp(row, index)) ? ['data of another entity'] : []),
  ];
}

const isPlainNull = ({ data }: FetchAnswer): boolean => data?.['users'] === null;

const wasNull = ({ data }: FetchAnswer, index: number): boolean => {
  const list = data?.['users'];
  return Array.isArray(list) && list[index] === null;
};

const isMixedUp = (row: unknown, index: number): boolean => {
  const count = (row as { readonly reviews?: unknown } | null)?.reviews;
  return count !== undefined && count !== null && count !== index + 1;
};

describe('an engine over a subgraph that misbehaves', () => {
  it.each(hostileAnswers)('keeps its promises when the $fetch fetch gives $title', async (hostile) => {
    const problems = await findProblems(hostile);

    const isMissed = hasStockDefects && stockMisses.includes(`${hostile.fetch}: ${hostile.title}`);
    expect({ problems, isMissed }).toEqual({
      problems: isMissed ? expect.arrayContaining([expect.any(String)]) : [],
      isMissed,
    });
  });
});
