import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, parse, validate, type GraphQLSchema } from 'graphql';
import { decisions } from '../../support/choices.js';
import { randomQuery } from '../../support/random-query.js';
import { CODES, randomWorld } from '../../support/random-world.js';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';
import { askUnion, type Question, type World } from '../../support/union-oracle.js';

// `npm run prove` runs thousands; what a failure prints as `seed` can be given as SEED.
const RUNS = Number(process.env['RUNS'] ?? 300);
const SEED = Number(process.env['SEED'] ?? 20261123);
const TIMEOUT_MS = 30_000 + RUNS * 200;
const MAX_DECISIONS = 250;

// One federation for each number of provinces; all serve the same schema.
const federations: SmallFederation[] = [];
let schema: GraphQLSchema;
beforeAll(async () => {
  for (const index of CODES.keys()) {
    const codes = CODES.slice(0, index + 1);
    federations.push(await startSmallFederation(Object.fromEntries(codes.map((code) => [code, []]))));
  }
  const served = await fetch(`${federations[0]?.url ?? ''}/schema.graphql`);
  schema = buildSchema(await served.text());
});
afterAll(async () => {
  for (const federation of federations) await federation[Symbol.asyncDispose]();
});

interface Trial extends Question {
  readonly world: World;
}

/** A world and a query over it. What is not valid is not tried, and counted. */
const trials = fc
  .tuple(randomWorld, decisions(MAX_DECISIONS))
  .map(([world, list]): Trial => ({ world, ...randomQuery(schema, world, { list }) }));

async function askProvinces({ world, query, variables }: Trial): ReturnType<SmallFederation['query']> {
  const federation = federations[world.size - 1];
  if (!federation) throw new Error(`no federation of ${world.size} provinces`);
  for (const [code, rows] of world) federation.province(code).setRows(rows);
  return await federation.query(query, variables);
}

describe('routing over many provinces', () => {
  it(
    'answers as one province would that holds the rows of all',
    async () => {
      let discarded = 0;
      const property = fc.asyncProperty(trials, async (trial) => {
        const isValid = validate(schema, parse(trial.query)).length === 0;
        if (!isValid) discarded += 1;
        fc.pre(isValid);

        const expected = await askUnion(schema, trial.world, trial);
        const { data, errors } = await askProvinces(trial);

        // As text, since the keys must come in the client's order (GraphQL specification, 7.1.1).
        expect({ errors, data: JSON.stringify(data) }).toEqual({
          errors: expected.errors,
          data: JSON.stringify(expected.data),
        });
      });
      await fc.assert(property, { numRuns: RUNS, seed: SEED, interruptAfterTimeLimit: TIMEOUT_MS - 10_000 });

      expect(discarded).toBeLessThan(RUNS / 50);
    },
    TIMEOUT_MS,
  );
});
