// What time brings about in threads, when some of them fail and when nobody knows how long a year is.
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ConsultationWorld, officerIn } from '../../support/consultations/consultation-world.js';

const DAY_MS = 86_400_000;

let world: ConsultationWorld;
beforeEach(async () => {
  world = await ConsultationWorld.open();
});
afterEach(() => world[Symbol.asyncDispose]());

async function answered(): Promise<string> {
  const id = await world.accepted();
  await world.command('answerConsultation', { id, text: '答。' }, officerIn('GD'));
  return id;
}

it('closes all threads that are due but the one that fails, which is told', async () => {
  const [broken, whole] = [await answered(), await answered()];
  await world.plant(broken, { clock: 'null', due_ms: 1 }); // due before all others

  await expect(world.pass(22 * DAY_MS, ['GD'])).rejects.toThrow('Something failed');

  expect((await world.see(whole))?.state).toBe('CLOSED');
});

it('closes an answer that was given while nobody knew the holidays, once they are known', async () => {
  const id = await answered();
  // As it was left while the year was not published.
  await world.plant(id, { due_ms: null });

  await world.pass(20 * DAY_MS, ['GD']);
  expect((await world.see(id))?.state).toBe('ANSWERED');
  await world.pass(2 * DAY_MS, ['GD']);

  expect((await world.see(id))?.state).toBe('CLOSED');
});

it('closes nothing while the holidays of the year are not known', async () => {
  const id = await world.accepted();
  world.cases.clock.advance(300 * DAY_MS); // to the 27th of December, and the next year is not published
  await world.command('answerConsultation', { id, text: '答。' }, officerIn('GD'));

  await world.pass(60 * DAY_MS, ['GD']);

  const query = 'query ($id: ID!) { consultation(id: $id) { state } }';
  expect(await world.cases.ask(query, { id }, world.citizen)).toEqual({ consultation: { state: 'ANSWERED' } });
});
