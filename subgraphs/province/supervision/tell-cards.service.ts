import { keeperOfCollaboration } from '../../../schema/agreement-collaboration.js';
import { canonicalJson, type Json } from '../exchange/canonical-json.js';
import { sha256 } from '../exchange/envelope.js';
import type { ExchangeTables } from '../exchange/exchange.entity.js';
import { fits } from '../exchange/payload-limit.js';
import { sendEnvelope } from '../exchange/send-envelope.js';
import { type Bench, type Card, cardsOfCase, storeCard } from './cards.service.js';
import { cutToLetter, type Fits, packLetters } from './pack-letters.rules.js';
import { ALERTS_TOLD, type ToldCard } from './told-cards.rules.js';

// A case with more cards gets several letters, and so do cards about which much was said.
const CARDS_OF_A_LETTER = 50;
const isLetter: Fits = (cards) => cards.length <= CARDS_OF_A_LETTER && fits(canonicalJson(payloadOf(cards)));
const payloadOf = (cards: readonly ToldCard[]): Json => JSON.parse(JSON.stringify({ cards })) as Json;

/**
 * Tells the other provinces of a case what this one can say of its cards and they have not been told: those only that
 * have heard of the case. Parties of an agreement have all heard of it, though each writes to its keeper alone. To be
 * called at the end of every transaction that changed a card of it.
 */
export async function tellPeers(bench: Bench, collaborationNo: string): Promise<void> {
  const known = await peersToTell(bench, collaborationNo);
  if (known.size === 0) return;
  for (const peer of known) {
    // Read for each peer anew: what was told the one is noted in the card.
    const cards = await cardsOfCase(bench, collaborationNo);
    const due = cards.filter((card) => card.parties.includes(peer) && isNewTo(bench, card, peer));
    if (due.length > 0) await tell(bench, { collaborationNo, peer, cards: due });
  }
}

async function peersToTell(bench: Bench, collaborationNo: string): Promise<ReadonlySet<string>> {
  const isAgreement = keeperOfCollaboration(collaborationNo) !== undefined;
  const peers = isAgreement
    ? (await cardsOfCase(bench, collaborationNo)).flatMap(({ parties }) => parties)
    : await peersInContact(bench, collaborationNo);
  const others = new Set([...peers].sort());
  others.delete(bench.instance.code);
  return others;
}

async function peersInContact(bench: Bench, collaborationNo: string): Promise<readonly string[]> {
  const links = bench.transaction.getKysely<ExchangeTables>().selectFrom('exchange_link');
  const rows = await links.select(['sender', 'addressee']).where('collaboration_no', '=', collaborationNo).execute();
  return rows.flatMap(({ sender, addressee }) => [sender, addressee]);
}

const isOwner = ({ instance }: Bench, { province }: Card): boolean => province === instance.code;
const isTeller = ({ instance }: Bench, { teller }: Card): boolean => teller === instance.code;

function isNewTo(bench: Bench, card: Card, peer: string): boolean {
  if (!isOwner(bench, card) && !isTeller(bench, card)) return false;
  return card.told[peer] !== digestOf(bench, card);
}

// Of what this province alone can say, so that no two provinces go on telling each other their own words.
const digestOf = (bench: Bench, card: Card): string =>
  sha256(canonicalJson([isTeller(bench, card) ? card.basis : null, isOwner(bench, card) ? ownedOf(card) : null]));

const ownedOf = ({ unitCode, steps }: Card): NonNullable<ToldCard['owned']> => ({
  unitCode,
  steps: steps.map(({ seq, atMs, event, said, role, province, unit }) => ({
    ...{ seq, atMs, event, said, role, province, unit },
  })),
});

interface Telling {
  readonly collaborationNo: string;
  readonly peer: string;
  readonly cards: readonly Card[];
}

async function tell(bench: Bench, { collaborationNo, peer, cards }: Telling): Promise<void> {
  const { transaction, desk } = bench;
  const told = cards.map((card): ToldCard => {
    const { rule, occurrence, province, leg, clockName, teller, parties, basis } = card;
    const owned = isOwner(bench, card) ? ownedOf(card) : null;
    const whole = { rule, occurrence, province, leg, clockName, teller, parties, basis, owned };
    return cutToLetter(whole, isLetter);
  });
  for (const letter of packLetters(told, isLetter)) {
    const payload = payloadOf(letter);
    await sendEnvelope(transaction, desk, { collaborationNo, to: peer, event: ALERTS_TOLD, payload });
  }
  for (const card of cards) await storeCard(bench, { ...card, told: { ...card.told, [peer]: digestOf(bench, card) } });
}
