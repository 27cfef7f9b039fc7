// Whatever is lost, repeated, delayed or killed: in the end both provinces hold the same cards with the same lives.
import { expect, it } from '@jest/globals';
import { hallCode } from '../../../subgraphs/province/seeds/authorities.js';
import { depthsOf, inCausalOrder } from '../../../subgraphs/province/handoffs/index.js';
import { readCollaboration } from '../../../subgraphs/province/exchange/chain.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import { cardId } from '../../../subgraphs/province/supervision/cards.service.js';
import { foldCard } from '../../../subgraphs/province/supervision/machine/fold-card.rules.js';
import { type CitableEntry, replayCard } from '../../../subgraphs/province/supervision/report.rules.js';
import { both, cardsIn, type CardStorm, type LivedCard, playCardStorm } from '../../support/supervision/card-storm.js';

const seeds = [1, 2, 3, 4, 5, 6];

/** The unit that does what a clock counts: told apart from the code by hand. */
const unitOfClock = ({ unit }: CardStorm, clockName: string | null): string =>
  clockName === 'FORWARD' || clockName === 'HANDING' ? `GD ${hallCode(readInstance('GD'))}` : `HN ${unit}`;

const lifeOf = ({ card, life }: LivedCard) => ({ id: card.id, unit: card.unitCode, life });

async function entriesIn({ world, no }: CardStorm, province: string): Promise<readonly CitableEntry[]> {
  const { orm } = world.seat(province);
  const { records } = await readCollaboration(orm.em.fork(), province, no);
  const entries = records.map((record) => ({ ...record, isUnsent: false, isApplied: true, problems: [] }));
  return inCausalOrder(entries, depthsOf(entries));
}

it.each(seeds)(
  'holds the same at both provinces, one unit for each card, and replays from the chain: seed %i',
  async (seed) => {
    await using storm = await playCardStorm(seed);
    const { world, no, seen } = storm;

    const [inGuangdong, inHunan] = await Promise.all(both.map((province) => cardsIn(world, province, no)));

    expect(inHunan?.length).toBeGreaterThan(1);
    expect(inGuangdong?.map(lifeOf)).toEqual(inHunan?.map(lifeOf));
    for (const { province, unitCode, clockName } of seen)
      if (unitCode !== null) expect(`${province} ${unitCode}`).toBe(unitOfClock(storm, clockName));
    for (const { card } of inHunan ?? [])
      expect(`${card.province} ${String(card.unitCode)}`).toBe(unitOfClock(storm, card.clockName));
    for (const province of both) {
      const entries = await entriesIn(storm, province);
      for (const { card, life } of inHunan ?? []) {
        const replayed = replayCard({ idOf: (key) => cardId({ ...key, collaborationNo: no }) }, card, entries);
        expect(replayed && foldCard(replayed, world.clock.nowMs()).life).toEqual(life);
      }
    }
  },
);
