import type { Delivery } from './check-envelope.js';
import type { Desk } from './desk.js';
import type { Link } from './envelope.js';
import { type Deliver, withinLimit } from './peer-door.js';
import { type Findings, type Inquiry, readAnswer, signQuestion } from './question.js';

/** Whom to ask, and by which way. */
export interface Asking {
  readonly desk: Desk;
  readonly deliver: Pick<Deliver, 'ask'>;
  readonly peer: string;
  /** Ends the waiting early. */
  readonly stop?: AbortSignal;
}

/** Asks a peer about common chains. Throws when it does not answer in time, or not genuinely. */
export async function askPeer<Kind extends Inquiry['kind']>(
  { desk, deliver, peer, stop }: Asking,
  inquiry: Inquiry & { readonly kind: Kind },
): Promise<Findings[Kind]> {
  const question = await signQuestion(desk, peer, inquiry);
  const answer = await withinLimit(desk.clock, (signal) => deliver.ask(peer, question, signal), { stop });
  return readAnswer(desk, { kind: inquiry.kind, question, answer });
}

/** Every sealed entry of a link behind a number, as the peer holds it, in order. */
export async function listPeerEntries(asking: Asking, link: Link, behind: number): Promise<readonly Delivery[]> {
  const { collaborationNo, from, to } = link;
  const entries: Delivery[] = [];
  for (let after = behind; ; ) {
    const page = await askPeer(asking, { kind: 'entries', collaborationNo, from, to, after });
    const last = page.at(-1)?.envelope.seq ?? after;
    if (last <= after) return entries;
    entries.push(...page);
    after = last;
  }
}
