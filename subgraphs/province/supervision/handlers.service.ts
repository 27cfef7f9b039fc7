import { canonicalJson } from '../exchange/canonical-json.js';
import { type Desk, type EventHandlers, type Letter, NotYetError } from '../exchange/desk.js';
import { readInstance } from '../../shared/instance.js';
import { takeTurn } from '../storage/turns.js';
import { type Bench, type Card, cardId, findCard, storeCard } from './cards.service.js';
import { tellPeers } from './tell-cards.service.js';
import { findToldPlaces } from './told-places.service.js';
import { ALERTS_TOLD, isStatedByWatcher, mayTell, parseToldCards, type ToldCard } from './told-cards.rules.js';
import { settleUnits } from './watch-case.service.js';

/** What this module does about the letters of other provinces. */
export function createSupervisionHandlers(desk: Desk): EventHandlers {
  const instance = readInstance(desk.signer.province);
  return new Map([
    [ALERTS_TOLD, { apply: (transaction, letter) => takeCards({ desk, instance, transaction }, letter) }],
  ]);
}

async function takeCards(bench: Bench, { payload, from, collaborationNo }: Letter): Promise<string | undefined> {
  const told = parseToldCards(payload);
  if (told === undefined) return 'LETTER_MALFORMED';
  if (!told.every((card) => mayTell(from, card))) return 'NOT_A_PARTY';
  await takeTurn(bench.transaction, collaborationNo);
  const places = await findToldPlaces(bench, { collaborationNo, from, told });
  if (places === undefined || !places.parties.includes(from)) return 'NOT_A_PARTY';
  if (!told.every((card) => isStatedByWatcher(card, places))) return 'NOT_THE_WATCHER';
  for (const card of told) {
    const known = await findCard(bench, cardId({ ...card, collaborationNo }));
    // Nobody begins a card for another: who watches says so itself, and what this province watches it finds itself.
    if (known === undefined && card.teller !== from)
      throw new NotYetError(`${card.teller} has not stated the card yet.`);
    const next = known === undefined ? opened(card, collaborationNo) : joined(known, { card, from });
    if (known === undefined || canonicalJson(factsOf(known)) !== canonicalJson(factsOf(next))) {
      await storeCard(bench, next);
    }
  }
  await settleUnits(bench, collaborationNo);
  await tellPeers(bench, collaborationNo);
  return undefined;
}

const factsOf = ({ basis, unitCode, steps, teller, parties }: Card) => ({ basis, unitCode, steps, teller, parties });

function opened(told: ToldCard, collaborationNo: string): Card {
  const { rule, occurrence, province, leg, clockName, teller, parties, basis } = told;
  const key = { collaborationNo, rule, occurrence, province };
  const blank: Card = {
    ...{ id: cardId(key), ...key, leg, clockName, teller, parties, basis },
    ...{ unitCode: null, steps: [], version: 0, told: {} },
  };
  return withOwned(blank, told);
}

// What it stands on is the word of who states it, what was done about it that of its owner; links keep both in order.
function joined(known: Card, { card, from }: { readonly card: ToldCard; readonly from: string }): Card {
  const basis = from === known.teller ? card.basis : known.basis;
  const parties = from === known.teller ? card.parties : known.parties;
  return withOwned({ ...known, basis, parties }, card);
}

function withOwned(card: Card, { owned }: ToldCard): Card {
  if (owned === null || owned.steps.length < card.steps.length) return card;
  return { ...card, unitCode: owned.unitCode, steps: owned.steps.map((step) => ({ ...step, subject: null })) };
}
