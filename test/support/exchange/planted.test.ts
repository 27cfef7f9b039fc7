// The checker is only worth what it catches: each kind of violation is planted into the aftermath of a real storm.
import { beforeAll, expect, it } from '@jest/globals';
import type { InboxRow, OutboxRow } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { checkExchange, type History } from './check-exchange.js';
import type { Store } from './read-stores.js';
import { type Aftermath, runStorm } from './storm.js';

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };
type OpenStore = {
  -readonly [Key in keyof Store]: Store[Key] extends readonly (infer Row)[] ? Mutable<Row>[] : Store[Key];
};

/** A copy of the aftermath that may be spoilt, and ways to find what to spoil. */
interface Scene {
  readonly stores: OpenStore[];
  readonly history: Mutable<History>;
  /** An envelope that was applied, and one that was refused by its handler, with both stores. */
  readonly applied: Found;
  readonly refused: Found;
  readonly cancelled: Found;
}

interface Found {
  readonly sender: OpenStore;
  readonly addressee: OpenStore;
  readonly sent: Mutable<OutboxRow>;
  readonly received: Mutable<InboxRow>;
}

let aftermath: Aftermath;
beforeAll(async () => {
  aftermath = await runStorm({ seed: 2, steps: 40 });
});

function openScene(): Scene {
  const { keys, ...plain } = aftermath.history;
  const stores = structuredClone(aftermath.stores) as OpenStore[];
  const history = { ...structuredClone(plain), keys };
  const find = (matches: (row: OutboxRow) => boolean): Found => {
    const sender = stores.find(({ outbox }) => outbox.some(matches));
    const sent = sender?.outbox.find(matches);
    const addressee = stores.find(({ province }) => province === sent?.addressee);
    const received = addressee?.inbox.find(({ id }) => id === sent?.id);
    if (!sender || !sent || !addressee || !received) throw new Error('the storm left no such envelope');
    return { sender, addressee, sent, received };
  };
  const endsWith = (code: string | null) => (row: OutboxRow) =>
    row.event !== 'exchange.cancel' && (JSON.parse(row.receipt ?? '{}') as { code?: unknown }).code === code;
  return {
    stores,
    history,
    applied: find(endsWith(null)),
    refused: find(endsWith('NOT_OURS')),
    cancelled: find(endsWith('CANCELLED')),
  };
}

const drop = <Row>(rows: Row[], row: Row): void => void rows.splice(rows.indexOf(row), 1);
const otherHash = 'a'.repeat(64);
const effectOf = ({ id, collaboration_no, seq }: OutboxRow) => ({ envelope_id: id, collaboration_no, seq });
const holdingOf = ({ stores }: Scene, state: string) => {
  const found = stores.flatMap(({ holdings }) => holdings).find((row) => row.state === state);
  if (found === undefined) throw new Error('nobody stands so');
  return found;
};

it('finds nothing in an honest aftermath', () => {
  const { stores, history } = openScene();

  expect(checkExchange(stores, history)).toEqual([]);
});

const violations: readonly (readonly [string, number, (scene: Scene) => void])[] = [
  ['an accepted envelope that is in no outbox', 1, ({ applied: { sender, sent } }) => drop(sender.outbox, sent)],
  ['a receipt for what is in no inbox', 1, ({ applied: { addressee, received } }) => drop(addressee.inbox, received)],
  [
    'a dead envelope without a task',
    1,
    ({ applied: { sent } }) => Object.assign(sent, { state: 'DEAD', receipt: null }),
  ],
  [
    'an envelope with two effects',
    2,
    ({ applied: { addressee, sent } }) => void addressee.effects.push(effectOf(sent)),
  ],
  [
    'an applied envelope without its effect',
    2,
    ({ applied: { addressee, sent } }) =>
      drop(
        addressee.effects,
        addressee.effects.find((row) => row.envelope_id === sent.id) as (typeof addressee.effects)[number],
      ),
  ],
  [
    'a sender who was told twice',
    2,
    ({ applied: { sender, sent } }) => void sender.told.push({ envelope_id: sent.id, result: 'APPLIED' }),
  ],
  [
    'a sender who was told another end',
    2,
    ({ applied: { sender, sent } }) => {
      for (const row of sender.told) if (row.envelope_id === sent.id) row.result = 'REFUSED';
    },
  ],
  [
    'an effect that nobody sent',
    3,
    ({ stores: [store] }) => void store?.effects.push({ envelope_id: 'x', collaboration_no: 'C-9', seq: 1 }),
  ],
  [
    'an envelope in the inbox of a stranger',
    3,
    ({ stores, applied: { received } }) =>
      void stores
        .find(({ province }) => ![received.sender, received.addressee].includes(province))
        ?.inbox.push(received),
  ],
  ['two holders of one case', 4, (scene) => void (holdingOf(scene, 'COPY').state = 'HOLDER')],
  ['a case without a holder', 4, (scene) => void (holdingOf(scene, 'HOLDER').state = 'COPY')],
  ['a case that stays on its way', 4, (scene) => void (holdingOf(scene, 'COPY').state = 'TRANSFERRING')],
  [
    'a refused envelope with an effect',
    5,
    ({ refused: { addressee, sent } }) => void addressee.effects.push(effectOf(sent)),
  ],
  ['a hole in a link', 6, ({ applied: { received } }) => void (received.seq += 40)],
  ['effects out of order', 6, ({ applied: { addressee } }) => void addressee.effects.reverse()],
  ['a cursor behind its link', 6, ({ stores: [store] }) => void store?.links.splice(0, 1)],
  ['a payload that changed on its way', 7, ({ applied: { received } }) => void (received.payload = '{"n":-1}')],
  ['a hash that changed on its way', 7, ({ applied: { received } }) => void (received.entry_hash = otherHash)],
  ['a seal that is not genuine', 7, ({ applied: { received } }) => void (received.signature = 'A'.repeat(86))],
  [
    'two receipts for one envelope',
    8,
    ({ applied: { received } }) => void (received.receipt = received.receipt.replace(/"at":"\d{4}/, '"at":"2027')),
  ],
  ['a state that is not that of the receipt', 8, ({ applied: { sent } }) => void (sent.state = 'REJECTED')],
  ['an entry that was back-dated', 9, ({ applied: { sent } }) => void (sent.at = sent.at.replace('2026', '2025'))],
  ['an entry that forgot what it had seen', 9, ({ applied: { sent } }) => void (sent.seen_hash = otherHash)],
  [
    'a proof of two contradicting envelopes',
    9,
    ({ applied: { addressee, received } }) =>
      void addressee.conflicts.push({
        sender: received.sender,
        collaboration_no: received.collaboration_no,
        seq: received.seq,
        entry_hash: otherHash,
        envelope: '{}',
        kept_hash: received.entry_hash,
        found_at: received.at,
      }),
  ],
  [
    'an end that a client saw and that changed',
    10,
    ({ history, applied: { sent } }) => void (history.views = [...history.views, { id: sent.id, result: null }]),
  ],
  ['an envelope that stays pending', 11, ({ applied: { sent } }) => void (sent.state = 'PENDING')],
  ['attempts without a bound', 11, ({ applied: { sent } }) => void (sent.attempts = 10_000)],
  [
    'an envelope that stays parked',
    11,
    ({ applied: { addressee, received } }) =>
      void addressee.parked.push({
        sender: received.sender,
        collaboration_no: received.collaboration_no,
        seq: 99,
        entry_hash: otherHash,
        envelope: '{}',
        cancels: null,
        reason: 'GAP',
        attempts: 0,
        last_error: null,
        parked_at: received.at,
      }),
  ],
  ['a delivery that takes too long', 12, ({ history }) => void (history.quietAtMs = history.healedAtMs + 60_001)],
  [
    'a cancelled envelope with an effect',
    13,
    ({ cancelled: { addressee, sent } }) => void addressee.effects.push(effectOf(sent)),
  ],
  [
    'a call that contradicts what became of its envelope',
    13,
    ({ cancelled: { received } }) => void (received.receipt = JSON.stringify({ result: 'APPLIED', code: null })),
  ],
];

it.each(violations)('finds %s', (_what, invariant, plant) => {
  const scene = openScene();
  plant(scene);

  const found = checkExchange(scene.stores, scene.history).map((violation) => violation.invariant);

  expect(found).toContain(invariant);
});
