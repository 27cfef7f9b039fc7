import { expect, it } from '@jest/globals';
import { ExchangeWorld } from '../../../test/support/exchange/exchange-world.js';
import { readStore } from '../../../test/support/exchange/read-stores.js';
import type { Delivery } from './check-envelope.js';
import { answerQuestion, readAnswer, signQuestion } from './question.js';
import { recoverLink } from './recover-link.js';

// Several, since two that begin at once do not meet at the same statement each time.
const LINKS = ['C-1', 'C-2', 'C-3', 'C-4', 'C-5', 'C-6'];

type Ids = Readonly<Record<'collaborationNo' | 'kept' | 'first' | 'second', string>>;

/** Guangdong has lost the second and the third entry of every link, which Hunan has. */
async function loseEntries(world: ExchangeWorld): Promise<readonly Ids[]> {
  const noteAll = async (): Promise<readonly string[]> => {
    const ids: string[] = [];
    for (const collaborationNo of LINKS) ids.push(await world.note('GD', 'HN', { collaborationNo }));
    return ids;
  };
  const kept = await noteAll();
  await world.settle();
  await world.house('GD').backUp();
  const [first, second] = [await noteAll(), await noteAll()];
  await world.settle();
  await world.house('GD').restore();
  return LINKS.map((collaborationNo, index) => ({
    ...{ collaborationNo, kept: kept[index] ?? '' },
    ...{ first: first[index] ?? '', second: second[index] ?? '' },
  }));
}

/** A recovery of a link, to be run as often as one likes. */
async function prepare(world: ExchangeWorld, collaborationNo: string): Promise<() => Promise<boolean>> {
  const [house, peer] = [world.house('GD'), world.house('HN').desk];
  const link = { collaborationNo, from: 'GD', to: 'HN' };
  const question = await signQuestion(house.desk, 'HN', { kind: 'entries', ...link, after: 1 });
  const answer = await answerQuestion(peer, question);
  const entries: readonly Delivery[] = readAnswer(house.desk, { kind: 'entries', question, answer });
  return () => house.run((transaction) => recoverLink(transaction, house.desk, { link, entries }));
}

async function chainOf(world: ExchangeWorld, collaborationNo: string) {
  const { outbox, tasks } = await readStore('GD', world.house('GD'));
  const chain = outbox.filter((row) => row.collaboration_no === collaborationNo);
  return {
    chain,
    tasks: tasks.filter(({ subject }) => subject === `${collaborationNo} GD>HN`).map(({ kind }) => kind),
  };
}

it('takes back what was lost once, when two recover a link at the same time', async () => {
  await using world = await ExchangeWorld.open();
  const lost = await loseEntries(world);
  const recoveries = new Map<string, () => Promise<boolean>>();
  for (const { collaborationNo } of lost) recoveries.set(collaborationNo, await prepare(world, collaborationNo));

  const ends = await Promise.all([...recoveries.values()].map((recover) => Promise.all([recover(), recover()])));

  for (const [index, { collaborationNo, kept, first, second }] of lost.entries()) {
    const { chain, tasks } = await chainOf(world, collaborationNo);
    expect(ends[index]?.toSorted()).toEqual([false, true]);
    expect(chain.map(({ id, seq }) => [id, seq])).toEqual([
      [kept, 1],
      [first, 2],
      [second, 3],
    ]);
    expect(tasks).toEqual(['RECOVERED']);
  }
});

it('leaves one chain, when others write to a link that two recover', async () => {
  await using world = await ExchangeWorld.open();
  const lost = await loseEntries(world);
  const since: string[] = [];
  for (const { collaborationNo } of lost) since.push(await world.note('GD', 'HN', { collaborationNo }));

  const fresh = await Promise.all(
    lost.map(async ({ collaborationNo }) => {
      const recover = await prepare(world, collaborationNo);
      const [, , id] = await Promise.all([recover(), recover(), world.note('GD', 'HN', { collaborationNo })]);
      return id;
    }),
  );

  for (const [index, { collaborationNo, kept, first, second }] of lost.entries()) {
    const { chain, tasks } = await chainOf(world, collaborationNo);
    expect(chain.map(({ id }) => id)).toEqual([kept, first, second, since[index], fresh[index]]);
    expect(chain.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(chain.slice(1).map((row) => row.prev_hash)).toEqual(chain.slice(0, -1).map((row) => row.entry_hash));
    expect(tasks).toEqual(['RECOVERED']);
  }
});
