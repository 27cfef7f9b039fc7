import { isoTime } from '../../subgraphs/province/exchange/desk.js';
import {
  type Envelope,
  hashEntry,
  isReceiptFor,
  type Receipt,
  type SealedEnvelope,
  sealPayload,
  signSeal,
} from '../../subgraphs/province/exchange/envelope.js';
import { deliverMutation, toDeliverVariables } from '../../subgraphs/province/exchange/exchange-operations.js';
import type { LetterFlaw, LetterPlan, Send } from '../rule.js';
import { findValue } from './find-values.js';
import type { Sent } from './send-request.js';
import { graphqlHeaders, type Session } from './session.js';
import type { OpenPeer } from './test-peer.js';

/** What letters of the kit are about: no module of any province knows it, so that it refuses them, and signs that. */
export const PROBE_EVENT = 'conformance.probe';

/** Somebody who has published no keys, and somebody who is not addressed. */
const [KEYLESS, ELSEWHERE] = ['ZY', 'ZX'];

const TEN_MINUTES_MS = 600_000; // twice what clocks may differ by

/** The letters of one rule, of a collaboration that nothing else is of; each is written once, and sent as often as asked. */
export class LetterBox {
  readonly #peer: OpenPeer;
  readonly #plans: Readonly<Record<string, LetterPlan>>;
  readonly #letters = new Map<string, Envelope>();
  readonly #collaborationNo: string;

  constructor(peer: OpenPeer, plans: Readonly<Record<string, LetterPlan>>) {
    this.#peer = peer;
    this.#plans = plans;
    this.#collaborationNo = `${peer.province}-conformance-${peer.createId()}`;
  }

  /** Seals a letter for this moment, with whatever shall be wrong with it. */
  async seal(name: string, flaw: LetterFlaw | undefined): Promise<SealedEnvelope> {
    const { signer, stranger, clock } = this.#peer;
    const letter = flawed(this.#write(name), flaw, this.#peer.createId);
    const shiftMs = flaw === 'sent long ago' ? -TEN_MINUTES_MS : flaw === 'sent in the future' ? TEN_MINUTES_MS : 0;
    const sentAt = isoTime(clock.nowMs() + shiftMs);
    const hash = hashEntry(flaw === 'signature of another letter' ? { ...letter, seq: letter.seq + 1 } : letter);
    return { ...letter, ...(await signSeal(flaw === 'signed by another key' ? stranger : signer, hash, sentAt)) };
  }

  #write(name: string): Envelope {
    const known = this.#letters.get(name);
    if (known !== undefined) return known;
    const plan = this.#plans[name];
    if (plan === undefined) throw new TypeError(`A rule delivers ${name}, and has no such letter.`);
    const before = plan.after === undefined ? undefined : this.#write(plan.after);
    const { signer, province, clock, createId } = this.#peer;
    const letter: Envelope = {
      id: createId(),
      collaborationNo: this.#collaborationNo,
      from: signer.province,
      to: province,
      seq: (before?.seq ?? 0) + 1,
      event: PROBE_EVENT,
      ...sealPayload({ letter: name }),
      prevHash: before === undefined ? null : hashEntry(before),
      seenHash: null,
      at: isoTime(clock.nowMs()),
    };
    this.#letters.set(name, letter);
    return letter;
  }
}

function flawed(letter: Envelope, flaw: LetterFlaw | undefined, createId: () => string): Envelope {
  switch (flaw) {
    case 'payload changed':
      return { ...letter, payload: sealPayload({ letter: 'another' }).payload };
    case 'from a province without keys':
      return { ...letter, from: KEYLESS };
    case 'to another province':
      return { ...letter, to: ELSEWHERE };
    case 'not well formed':
      return { ...letter, id: 'one' };
    case 'another letter of the same number':
      return { ...letter, id: createId(), ...sealPayload({ letter: 'another' }) };
    case 'signed by another key':
    case 'signature of another letter':
    case 'sent long ago':
    case 'sent in the future':
    case undefined:
      return letter;
  }
}

/** Delivers a letter; adds whether the receipt that came is genuine, and of several copies how many differ or are new. */
export async function deliverLetter(
  place: { readonly letters: LetterBox; readonly session: Session; readonly peer: OpenPeer },
  { deliver, flaw, copies = 1 }: Extract<Send, { readonly deliver: string }>,
): Promise<Sent> {
  const envelope = await place.letters.seal(deliver, flaw);
  const all = await Promise.all(Array.from({ length: copies }, () => deliverCopy(place, envelope)));
  const [first] = all;
  if (first === undefined) throw new TypeError('A rule delivers no copy of a letter.');
  const receipts = new Set(all.map(({ came }) => JSON.stringify(came['receipt'])));
  const isNew = all.filter(({ came }) => findValue(came, 'delivered.duplicate') === false).length;
  return { ...first, came: { ...first.came, receipts: receipts.size, isNew } };
}

async function deliverCopy(
  { session, peer }: { readonly session: Session; readonly peer: OpenPeer },
  envelope: SealedEnvelope,
): Promise<Sent> {
  const variables = toDeliverVariables({ envelope, receipt: null });
  const body = JSON.stringify({ query: deliverMutation, variables });
  const { came, exchanged } = await session.send({ method: 'POST', headers: graphqlHeaders, body }, {});
  const receipt = findValue(came, 'body.data.deliver.receipt');
  const sealed = { ...envelope, entryHash: hashEntry(envelope) };
  const isGenuine = isReceipt(receipt) && isReceiptFor(sealed, receipt, peer.keys);
  return { came: { ...came, delivered: findValue(came, 'body.data.deliver'), receipt, isGenuine }, exchanged };
}

function isReceipt(value: unknown): value is Receipt {
  const texts = ['envelopeId', 'entryHash', 'result', 'at', 'kid', 'signature'];
  return texts.every((name) => typeof findValue(value, name) === 'string');
}
