import { COORDINATION } from '../access/unit.rules.js';
import { casesWithNews, findUnitOfLeg, takeNews } from '../cases/index.js';
import { canonicalJson } from '../exchange/canonical-json.js';
import { inTransaction } from '../exchange/desk.js';
import { readPolicy } from '../policy/index.js';
import { eachAloneOrThrow } from '../shared/each-alone.js';
import { takeTurn } from '../storage/turns.js';
import { type Bench, type Card, cardId, cardsOfCase, storeCard } from './cards.service.js';
import type { CardPolicy } from './machine/limit-course.rules.js';
import { tellPeers } from './tell-cards.service.js';
import { type Sighting, sightingsOf } from './watched.rules.js';

/** Where supervision works. */
export interface SupervisionPlace extends Omit<Bench, 'transaction'> {
  /** Called after the commit: something may be due to other provinces. */
  readonly wake: () => void;
}

const MAX_CASES = 500;

/** Brings the cards of all cases up to what has happened in them. Gives how many cases that were. */
export async function readNews({ wake, ...place }: SupervisionPlace): Promise<number> {
  const numbers = await inTransaction(place.desk, (transaction) => casesWithNews(transaction, MAX_CASES));
  try {
    await eachAloneOrThrow(numbers, (collaborationNo) =>
      inTransaction(place.desk, (transaction) => watchCase({ ...place, transaction }, collaborationNo)),
    );
  } finally {
    if (numbers.length > 0) wake();
  }
  return numbers.length;
}

/** Brings the cards of a case up to what has happened in it, and takes the turn with the case. */
export async function watchCase(bench: Bench, collaborationNo: string): Promise<void> {
  await takeTurn(bench.transaction, collaborationNo);
  const found = await takeNews(bench.transaction, collaborationNo);
  if (found === undefined) return;
  const cards = new Map((await cardsOfCase(bench, collaborationNo)).map((card) => [card.id, card]));
  const policy = await policyNow(bench);
  for (const sighting of sightingsOf(bench.instance.code, found)) {
    const seen = sighted(bench, { collaborationNo, policy }, sighting);
    const known = cards.get(seen.id);
    const card = known === undefined ? seen : seenAgain(known, seen);
    if (known !== undefined && isSame(known, card)) continue;
    await storeCard(bench, card);
    cards.set(card.id, card);
  }
  await settleUnits(bench, collaborationNo);
  await tellPeers(bench, collaborationNo);
}

/** What the province has set, as a card that begins now keeps it. */
export async function policyNow({ transaction }: Bench): Promise<CardPolicy> {
  const { valueOf } = await readPolicy(transaction);
  return {
    reminderShare: valueOf('REMINDER_SHARE'),
    reminderLeft: valueOf('REMINDER_LEFT'),
    rectify: valueOf('CARD_RECTIFY'),
  };
}

interface Seen {
  readonly collaborationNo: string;
  readonly policy: CardPolicy;
}

function sighted({ instance }: Bench, { collaborationNo, policy }: Seen, sighting: Sighting): Card {
  const { rule, occurrence, province, unitCode, parties, leg, clockName, clock, hitMs } = sighting;
  const key = { collaborationNo, rule, occurrence, province };
  return {
    ...{ id: cardId(key), ...key, unitCode, leg, clockName, parties },
    ...{ teller: instance.code, basis: { clock, hitMs, policy }, steps: [], version: 0, told: {} },
  };
}

// What was in force when a limit began stays so for it. A unit that was named stays the one.
// What another has stated before stands on what is seen here.
const seenAgain = (known: Card, seen: Card): Card => ({
  ...known,
  ...{ unitCode: known.unitCode ?? seen.unitCode, teller: seen.teller, parties: seen.parties },
  basis: { ...seen.basis, policy: (known.teller === seen.teller ? known : seen).basis.policy },
});

const factsOf = ({ unitCode, teller, parties, basis }: Card) => canonicalJson({ unitCode, teller, parties, basis });
const isSame = (one: Card, other: Card): boolean => factsOf(one) === factsOf(other);

/** Names the unit of cards that another province has stated: only the owner knows who has the leg. */
export async function settleUnits(bench: Bench, collaborationNo: string): Promise<void> {
  for (const card of await cardsOfCase(bench, collaborationNo)) {
    if (card.unitCode !== null || card.province !== bench.instance.code) continue;
    const unitCode = await findUnit(bench, collaborationNo, card);
    if (unitCode !== null) await storeCard(bench, { ...card, unitCode });
  }
}

// What is about no leg, such as two seals for one place, is of the whole province: its coordinators answer for it.
async function findUnit(bench: Bench, collaborationNo: string, { leg, clockName }: Card): Promise<string | null> {
  if (leg === null) return COORDINATION;
  // Who leads a joint case brings what its legs wait for.
  return findUnitOfLeg(bench.transaction, { collaborationNo, leg: clockName === 'INFO' ? 'case' : leg });
}
