// Time goes on for every agreement, whatever has become of another.
import { expect, it } from '@jest/globals';
import { proposeAgreement, signAgreement } from '../../../subgraphs/province/agreements/commands.service.js';
import { type AgreementTables, sweepAgreements } from '../../../subgraphs/province/agreements/index.js';
import { inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import { aText, aWholeClause } from '../../support/agreements/a-text.js';
import { AgreementWorld } from '../../support/agreements/agreement-world.js';

const DAY_MS = 86_400_000;
const clauses = { items: [aWholeClause({ items: { allOf: 'PAN_PEARL_RIVER_DELTA' } })], dataGrants: [] };
// In the order in which they are swept.
const [broken, sound] = ['GD-SWEEP-1', 'GD-SWEEP-2'];

async function propose(world: AgreementWorld, number: string, days: number): Promise<void> {
  const until = new Date(world.clock.nowMs() + days * DAY_MS).toISOString();
  const validity = { from: '2026-01-01T00:00:00+08:00', until };
  const document = JSON.stringify(aText(['GD', 'HN'], { number, clauses, validity }));
  await world.act('GD', (place, given) =>
    proposeAgreement(place, given, { idempotencyKey: number, document, reason: null, origin: null }),
  );
  await world.settle();
}

/** In force, with a row about its termination that nothing can read. */
async function breakIt(world: AgreementWorld, number: string): Promise<void> {
  const [copy] = await world.copies('HN', number);
  await world.act('HN', (place, given) =>
    signAgreement(place, given, { idempotencyKey: 'sign', id: copy?.id ?? '', hash: copy?.hash ?? '' }),
  );
  await world.settle();
  const fromMs = world.clock.nowMs() + 90 * DAY_MS;
  const row = { number: 'T-1', by: '', version: 1, kind: 'TERMINATION', from_ms: fromMs, until_ms: null } as const;
  await inTransaction(world.seat('GD').desk, (transaction) =>
    transaction
      .getKysely<AgreementTables>()
      .insertInto('agreement_supplement')
      .values({ ...row, agreement_no: number, document: '{', is_complete: 0, at: '2026-03-02T01:00:00.000Z' })
      .execute(),
  );
}

it('sweeps the others when one cannot be swept, and says so', async () => {
  await using world = await AgreementWorld.open(['GD', 'HN']);
  await propose(world, broken, 300);
  await propose(world, sound, 1);
  await breakIt(world, broken);
  const faults: unknown[] = [];
  const { place } = world.seat('GD');
  const stateOf = async (number: string) => (await world.copies('GD', number))[0]?.state;
  const before = [await stateOf(broken), await stateOf(sound)];

  world.clock.advance(DAY_MS);
  const steps = await sweepAgreements(place, { onFault: (error) => faults.push(error) });

  expect(before).toEqual(['EFFECTIVE', 'PROPOSED']);
  expect(steps).toBe(1);
  expect(faults).toEqual([expect.objectContaining({ name: 'SyntaxError' })]);
  expect(await stateOf(sound)).toBe('EXPIRED');
});
