import { beforeAll, describe, expect, it } from '@jest/globals';
import type { EngineAnswer, RunFetch } from '../../../gateway/operation/engine/engine.js';
import { executable, startContest, type Contest } from '../../support/differential-trial.js';
import { createEngineUnderTest } from '../../support/engine-under-test.js';
import { hostileAnswers, type HostileAnswer, type Spoilable } from '../../support/hostile-answers.js';
import { readAsExpected } from '../../support/read-as-expected.js';
import type { ExampleSupergraph } from '../../support/supergraphs/example-supergraph.js';

const rows = ['1', '2', '3'].map((id) => ({ __typename: 'User', id, name: `N${id}`, age: Number(id), mood: 'GOOD' }));

const example: ExampleSupergraph = {
  name: 'hostile',
  subgraphs: {
    users: 'type Query { users: [User] } type User @key(fields: "id") { id: ID! name: String age: Int! }',
    reviews: 'type User @key(fields: "id") { id: ID! reviews: Int! mood: Mood! } enum Mood { GOOD BAD }',
  },
  rows: { User: rows },
  resolvers: { Query: { users: () => rows }, User: { reviews: ({ id }) => Number(id) * 10 } },
  monolith: {},
};
const query = '{ users { id name age reviews mood } }';
const right = rows.map(({ id, name, age, mood }) => ({ id, name, age, reviews: Number(id) * 10, mood }));

let contest: Contest;
beforeAll(async () => {
  contest = await startContest(example, createEngineUnderTest);
});

async function ask({ fetch, spoil }: HostileAnswer): Promise<EngineAnswer> {
  const operation = executable({ query, variables: {} }, contest.engine.apiSchema);
  if (!operation) throw new Error('the query is not valid');
  const run = contest.built.startRun();
  const runFetch: RunFetch = async (planned) => {
    const { read, ...plain } = planned;
    const answer = await run(plain);
    const isSpoiled = planned.subgraph === (fetch === 'root' ? 'users' : 'reviews');
    const sent = isSpoiled ? (spoil(answer as Spoilable) as typeof answer) : answer;
    return readAsExpected(sent, read === undefined ? plain : planned);
  };
  return await contest.engine.execute(operation, runFetch);
}

type Path = readonly (string | number)[];

/** Where an answer is neither what is right nor null with an error that says why. */
function unexplained(
  given: unknown,
  wanted: unknown,
  at: { readonly path: Path; readonly answer: EngineAnswer },
): Path[] {
  const { path, answer } = at;
  if (given === null && wanted !== null) {
    const isExplained = answer.errors.some((error) => path.every((step, index) => error.path?.[index] === step));
    return isExplained || (path.length === 0 && answer.errors.length > 0) ? [] : [path];
  }
  if (typeof wanted !== 'object' || wanted === null) return given === wanted ? [] : [path];
  if (typeof given !== 'object' || given === null || Array.isArray(given) !== Array.isArray(wanted)) return [path];
  const keys = [...new Set([...Object.keys(wanted), ...Object.keys(given)])];
  return keys.flatMap((key) =>
    unexplained((given as Record<string, unknown>)[key], (wanted as Record<string, unknown>)[key], {
      path: [...path, Array.isArray(wanted) ? Number(key) : key],
      answer,
    }),
  );
}

describe('an engine over a subgraph that misbehaves', () => {
  it.each(hostileAnswers)(
    'shows what is right, or null and why, when the $fetch fetch gives $title',
    async (hostile) => {
      const answer = await ask(hostile);

      const places = unexplained(JSON.parse(String(answer.data)), { users: right }, { path: [], answer });
      expect(places).toHaveLength(hostile.mayBeNull ? 1 : 0);
      expect(answer.errors.length).toBeLessThanOrEqual(5000);
      expect(JSON.stringify(answer)).not.toMatch(/Ghost|UGLY|many|_entities|__key/);
      expect(({} as { readonly polluted?: unknown }).polluted).toBeUndefined();
    },
  );
});
