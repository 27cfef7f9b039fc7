import { beforeAll, describe, expect, it } from '@jest/globals';
import { executable, judge, startContest, type Contest, type Verdict } from '../../support/differential-trial.js';
import { createEngineUnderTest } from '../../support/engine-under-test.js';
import { randomNumbers } from '../../support/random-numbers.js';
import { randomOperation, type RandomOperation } from '../../support/random-operation.js';
import { readings } from '../../support/read-as-expected.js';
import { shrinkOperation } from '../../support/shrink-operation.js';
import { examples } from '../../support/supergraphs/examples.js';

// `npm run prove:engine` runs thousands; the seed that a failure prints can be given as SEED with RUNS=1.
const RUNS = Number(process.env['RUNS'] ?? 150);
const SEED = Number(process.env['SEED'] ?? 20261124);
const ONLY = process.env['SUPERGRAPH'];
const TIMEOUT_MS = 60_000 + RUNS * 200;
const MAX_DECISIONS = 260;
const MAX_SHOWN = 3;

/** What is wrong with the answer to an operation; undefined when nothing is, or the operation is not valid. */
async function findFault(contest: Contest, asked: RandomOperation): Promise<Verdict | undefined> {
  const operation = executable(asked, contest.engine.apiSchema);
  if (!operation) return undefined;
  const verdict = await judge(contest, asked, operation);
  return verdict.isSame ? undefined : verdict;
}

async function describeFault(contest: Contest, asked: RandomOperation, seed: number): Promise<string> {
  const smallest = await shrinkOperation(asked, async (smaller) => (await findFault(contest, smaller)) !== undefined);
  const verdict = await findFault(contest, smallest);
  return [
    `${contest.example.name}, SEED=${seed} RUNS=1: ${verdict?.problems.join('; ') ?? ''}`,
    smallest.query,
    `variables ${JSON.stringify(smallest.variables)}`,
    `given ${verdict?.given ?? ''}`,
    `right ${verdict?.right ?? ''}`,
  ].join('\n');
}

describe.each(
  examples.filter(({ name }) => ONLY === undefined || name === ONLY).map((example) => [example.name, example] as const),
)('an engine over %s', (_, example) => {
  let contest: Contest;
  beforeAll(async () => {
    contest = await startContest(example, createEngineUnderTest);
    Object.assign(readings, { asExpected: 0, asAnyJson: 0 });
  });

  it(
    'answers as a monolith would that holds the data of all subgraphs',
    async () => {
      let valid = 0;
      const faults: string[] = [];
      for (let seed = SEED; seed < SEED + RUNS && faults.length < MAX_SHOWN; seed += 1) {
        const asked = randomOperation(contest.engine.apiSchema, randomNumbers(seed, MAX_DECISIONS));
        if (executable(asked, contest.engine.apiSchema)) valid += 1;
        if (await findFault(contest, asked)) faults.push(await describeFault(contest, asked, seed));
      }

      expect(faults.join('\n\n')).toBe('');
      expect(valid).toBeGreaterThan(RUNS * 0.9 - 1);
      expect(readings.asExpected).toBeGreaterThan(readings.asAnyJson);
    },
    TIMEOUT_MS,
  );
});
