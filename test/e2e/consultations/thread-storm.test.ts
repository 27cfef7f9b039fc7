// Promise: whatever gets lost, comes late, comes twice, is called back or dies, every thread has exactly one responsible
// unit at every instant, and no working minute of its clock is lost or counted twice.
import { expect, it } from '@jest/globals';
import { fromJson } from '../../../subgraphs/province/storage/stored.js';
import { readThreadClock } from '../../../subgraphs/province/consultations/thread-clock.rules.js';
import { naiveMinutes } from '../../support/consultations/naive-minutes.js';
import { type Held, ThreadStorm } from '../../support/consultations/thread-storm.js';

const PATIENCE_MS = 300_000;
const seeds = process.env['SEED'] === undefined ? [11, 12, 13] : [Number(process.env['SEED'])];
const STEPS = 140;

/** What is wrong with who has a thread, while letters are under way. */
function wrongHolders({ origin, rows }: Held): readonly string[] {
  const acting = rows.filter(({ state }) => state !== 'ELSEWHERE' && state !== 'TRANSFERRED');
  const leaving = rows.filter(({ state }) => state === 'TRANSFERRED');
  if (acting.length > 1) return [`${origin} has two: ${acting.map(({ id, state }) => `${id} ${state}`).join()}`];
  if (acting.length === 0 && leaving.length === 0) return [`${origin} has none`];
  const [holder] = acting;
  const ahead = rows.filter(({ hop }) => holder !== undefined && hop > holder.hop);
  return ahead.map(({ id }) => `${origin} has a holder whom ${id} has seen leave`);
}

it.each(seeds)(
  'keeps one responsible unit at every instant, and every minute once, in storm %i',
  async (seed) => {
    await using storm = await ThreadStorm.open(seed, 4);
    for (let step = 0; step < STEPS; step += 1) {
      await storm.step();
      expect((await storm.look()).flatMap(wrongHolders)).toEqual([]);
    }
    await storm.clear();

    const { world } = storm;
    const nowMs = world.cases.clock.nowMs();
    for (const held of await storm.look()) {
      expect(wrongHolders(held)).toEqual([]);
      const holders = held.rows.filter(({ state }) => state !== 'ELSEWHERE');
      expect(holders.map(({ pending }) => pending)).toEqual([null]);
      const [holder] = holders;
      if (holder === undefined) throw new Error('Somebody has it.');
      const code = holder.id.slice(0, 2);
      const chain = held.handoffs.get(code) ?? [];
      // Whoever had it knows how it came to leave; where it was opened everything is known.
      const strip = (rows: typeof chain) => rows.map((row) => ({ ...row, consultation_id: '' }));
      for (const [province, known] of held.handoffs)
        expect(strip(known)).toEqual(strip(chain).slice(0, province === 'GD' ? undefined : known.length));
      const clock = fromJson(holder.clock);
      // Nobody begins it anew but the asker, by reopening.
      if (holder.reopenings === 0) expect(clock.startedAt).toBe(holder.started_ms);
      const proven = await storm.proven(held);
      const ledger = {
        first: { province: holder.first_province, unit: holder.first_unit },
        startedAt: holder.started_ms,
        handoffs: chain.map((row) => ({
          from: { province: row.from_province, unit: row.from_unit },
          to: { province: row.to_province, unit: row.to_unit },
          acknowledgedAt: row.acknowledged_ms,
        })),
      };
      const used = readThreadClock(ledger, clock, nowMs)?.usedMinutes;
      expect(used).toBe(naiveMinutes(proven, clock.startedAt, clock.stoppedAt ?? nowMs));
    }
    // A storm in which little happens proves little.
    expect(Object.fromEntries(storm.tally)).toMatchObject({
      transferConsultation: expect.any(Number),
      routeConsultation: expect.any(Number),
      killed: expect.any(Number),
      'called back': expect.any(Number),
    });
    expect(storm.tally.get('transferConsultation')).toBeGreaterThan(5);
    // Nothing that handlers could not cope with. (Comparing chains while letters go may call a person for nothing.)
    for (const code of ['GD', 'HN', 'XJ'])
      expect(
        (await world.cases.unfinished(code)).filter((task) => !JSON.stringify(task).includes('DIVERGENCE')),
      ).toEqual([]);
  },
  PATIENCE_MS,
);
