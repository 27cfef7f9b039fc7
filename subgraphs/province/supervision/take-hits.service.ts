import { canonicalJson } from '../exchange/canonical-json.js';
import { inTransaction } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { eachAloneOrThrow } from '../shared/each-alone.js';
import { takeTurn } from '../storage/turns.js';
import type { CardHit, CardLimit, CardSource, LimitSource } from './card-source.js';
import { type Bench, type Card, cardId, findCard, storeCard, tablesOf } from './cards.service.js';
import { tellPeers } from './tell-cards.service.js';
import { policyNow, type SupervisionPlace } from './watch-case.service.js';

// A transaction that began earlier may be committed later; what it hit is found by looking back a little.
const LOOK_BACK_MS = 3_600_000;

/** Makes cards of what the sources have hit since they were asked last. */
export async function takeHits(place: SupervisionPlace, sources: readonly CardSource[]): Promise<void> {
  await eachAloneOrThrow(sources, ({ name, findHits }) => lookThrough(place, { name, find: findHits, take: open }));
}

/** Brings cards up to the limits that have begun or ended since the sources were asked last. */
export async function takeLimits(place: SupervisionPlace, sources: readonly LimitSource[]): Promise<void> {
  await eachAloneOrThrow(sources, ({ name, findLimits }) =>
    lookThrough(place, { name, find: findLimits, take: follow }),
  );
}

interface Looking<Found> {
  readonly name: string;
  readonly find: (
    transaction: Transaction,
    span: { readonly province: string; readonly fromMs: number; readonly toMs: number },
  ) => Promise<readonly Found[]>;
  readonly take: (bench: Bench, found: Found) => Promise<void>;
}

async function lookThrough<Found>(place: SupervisionPlace, { name, find, take }: Looking<Found>): Promise<void> {
  const toMs = place.desk.clock.nowMs();
  const { found, fromMs } = await inTransaction(place.desk, async (transaction) => {
    const marks = tablesOf({ transaction }).selectFrom('supervision_mark').select('at_ms');
    const mark = await marks.where('source', '=', name).executeTakeFirst();
    const since = Math.max(0, (mark?.at_ms ?? 0) - LOOK_BACK_MS);
    const span = { province: place.instance.code, fromMs: since, toMs };
    return { found: await find(transaction, span), fromMs: mark?.at_ms };
  });
  // While one fails the mark stays, so that it is found again.
  await eachAloneOrThrow(found, (each) =>
    inTransaction(place.desk, (transaction) => take({ ...place, transaction }, each)),
  );
  // Only what is behind all that was found is looked through.
  if (fromMs === undefined || found.length > 0 || toMs - fromMs > LOOK_BACK_MS)
    await inTransaction(place.desk, (transaction) => move({ ...place, transaction }, name, toMs));
}

async function open(bench: Bench, { atMs, ...hit }: CardHit): Promise<void> {
  const { id, known } = await find(bench, hit);
  if (known?.teller === bench.instance.code) return;
  const basis = { clock: null, hitMs: atMs, policy: await policyNow(bench) };
  await begin(bench, hit, { ...known, id, clockName: null, basis });
}

// What was in force when the limit was found stays so for it; its clock is whatever its source says now.
async function follow(bench: Bench, { clockName, clock, ...limit }: CardLimit): Promise<void> {
  const { id, known } = await find(bench, limit);
  if (known?.teller !== bench.instance.code) {
    await begin(bench, limit, {
      ...known,
      id,
      clockName,
      basis: { clock, hitMs: null, policy: await policyNow(bench) },
    });
    return;
  }
  const basis = { ...known.basis, clock };
  if (canonicalJson(basis) === canonicalJson(known.basis)) return;
  await storeCard(bench, { ...known, basis });
  if (known.collaborationNo !== null) await tellPeers(bench, known.collaborationNo);
}

type About = Omit<CardHit, 'atMs'>;

async function find(bench: Bench, { collaborationNo, rule, occurrence, province }: About) {
  const id = cardId({ collaborationNo, rule, occurrence, province });
  await takeTurn(bench.transaction, collaborationNo ?? id);
  return { id, known: await findCard(bench, id) };
}

type Begun = Pick<Card, 'id' | 'clockName' | 'basis'> & Partial<Card>;

// What another has stated before stands on what this province has found itself; what people did about it stays.
async function begin(bench: Bench, about: About, card: Begun): Promise<void> {
  const blank = { leg: null, steps: [], version: 0, told: {} };
  const unitCode = card.unitCode ?? about.unitCode;
  await storeCard(bench, { ...blank, ...card, ...about, unitCode, teller: bench.instance.code });
  if (about.collaborationNo !== null) await tellPeers(bench, about.collaborationNo);
}

async function move(bench: Bench, source: string, at_ms: number): Promise<void> {
  const marks = tablesOf(bench).insertInto('supervision_mark').values({ source, at_ms });
  await marks.onConflict((conflict) => conflict.column('source').doUpdateSet({ at_ms })).execute();
}
