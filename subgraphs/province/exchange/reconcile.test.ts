import { expect, it } from '@jest/globals';
import { checkExchange } from '../../../test/support/exchange/check-exchange.js';
import { ExchangeWorld } from '../../../test/support/exchange/exchange-world.js';
import { CALM } from '../../../test/support/exchange/network.js';
import { readStore, type Store } from '../../../test/support/exchange/read-stores.js';
import type { ExchangeTables } from './exchange.entity.js';
import type { Place } from './ledger.js';
import { answerQuestion, NotGenuineError, readAnswer, signQuestion } from './question.js';
import { reconcile } from './reconcile.js';
import { sendEnvelope } from './send-envelope.js';
import { systemRandomness } from './system-clock.js';

const GONE = { isStormy: false, cut: new Set(['GD>HN', 'HN>GD']) };

const storeOf = (world: ExchangeWorld, province: string) => readStore(province, world.house(province));

function compare(world: ExchangeWorld, from: string, peer: string) {
  const { desk, handlers } = world.house(from);
  return reconcile(desk, { handlers, deliver: world.network.doorOf(from) }, { peer });
}

const openTasks = ({ tasks }: Store): readonly string[] =>
  tasks.map(({ kind, subject }) => `${kind} ${subject}`).sort();

/** The promises that hold of the exchange itself, whatever became of the facts of a restored database. */
async function violations(world: ExchangeWorld): Promise<readonly number[]> {
  const stores = [await storeOf(world, 'GD'), await storeOf(world, 'HN')];
  const times = { healedAtMs: 0, quietAtMs: 0, waitingAtHealing: 0, maxAttempts: 100 };
  const history = { accepted: [], views: [], ...times, keys: world.keyRing.keys };
  return [...new Set(checkExchange(stores, history).map(({ invariant }) => invariant))];
}

it('finds nothing between honest sides, whatever is on its way', async () => {
  await using world = await ExchangeWorld.open();
  await world.note('GD', 'HN');
  await world.note('HN', 'GD', { payload: { refuse: true } });
  await world.settle();
  world.clock.advance(86_400_000);
  await world.note('GD', 'HN');
  world.network.weather = { isStormy: false, cut: new Set(['HN>GD']) };
  await world.round();
  world.network.weather = CALM;

  expect(await compare(world, 'GD', 'HN')).toEqual([]);
  expect(await compare(world, 'HN', 'GD')).toEqual([]);
});

it('takes back what a restored sender had sent, before it sends anything new', async () => {
  await using world = await ExchangeWorld.open();
  await world.note('GD', 'HN');
  await world.settle();
  await world.house('GD').backUp();
  await world.note('GD', 'HN');
  await world.note('GD', 'HN');
  await world.note('HN', 'GD');
  await world.settle();
  const before = await storeOf(world, 'GD');
  await world.house('GD').restore();

  const fresh = await world.note('GD', 'HN');
  const elsewhere = await world.note('GD', 'HN', { collaborationNo: 'C-2' });
  await world.settle();

  const after = await storeOf(world, 'GD');
  const ofLink = after.outbox.filter((row) => row.collaboration_no === 'C-1');
  expect(ofLink.map(({ id }) => id)).toEqual([...before.outbox.map(({ id }) => id), fresh]);
  expect(ofLink.map(({ receipt }) => receipt).slice(0, 3)).toEqual(before.outbox.map(({ receipt }) => receipt));
  expect(after.outbox.find(({ id }) => id === elsewhere)).toMatchObject({ state: 'ACKED' });
  expect(after.inbox.map(({ receipt }) => receipt)).toEqual(before.inbox.map(({ receipt }) => receipt));
  expect(openTasks(after)).toEqual(['RECOVERED C-1 GD>HN', 'RECOVERED C-1 HN>GD']);
  expect((await storeOf(world, 'HN')).conflicts).toEqual([]);
  // What the sender was told of the envelopes that came back was lost with the facts: that is the person's task.
  expect(await violations(world)).toEqual([2]);
});

it('sends again what a restored addressee has lost, which keeps the receipts it gave', async () => {
  await using world = await ExchangeWorld.open();
  await world.note('GD', 'HN');
  await world.settle();
  await world.house('HN').backUp();
  await world.note('GD', 'HN');
  await world.note('GD', 'HN', { payload: { refuse: true } });
  await world.settle();
  const before = await storeOf(world, 'HN');
  world.clock.advance(3_600_000);
  await world.house('HN').restore();

  await world.note('GD', 'HN');
  await world.settle();
  await world.round(20_000);
  await world.settle();

  const after = await storeOf(world, 'HN');
  expect(after.inbox.map(({ receipt }) => receipt).slice(0, 3)).toEqual(before.inbox.map(({ receipt }) => receipt));
  expect(after.effects.map(({ seq }) => seq)).toEqual([1, 2, 4]);
  expect(openTasks(await storeOf(world, 'GD'))).toEqual(['DIVERGENCE C-1 GD>HN']);
  expect(await violations(world)).toEqual([]);
});

it('finds out by comparing what nobody happens to send about', async () => {
  await using world = await ExchangeWorld.open();
  await world.house('HN').backUp();
  await world.note('GD', 'HN');
  await world.settle();
  await world.house('HN').restore();

  const found = await compare(world, 'GD', 'HN');
  await world.settle();

  expect(found).toMatchObject([{ kind: 'PEER_LACKS', leaf: { seq: 1, state: 'APPLIED' } }]);
  expect((await storeOf(world, 'HN')).effects).toHaveLength(1);
  expect(await compare(world, 'GD', 'HN')).toEqual([]);
});

it.each([
  ['another hash', { entry_hash: 'a'.repeat(64) }, 'HASH'],
  ['another end', { receipt: JSON.stringify({ result: 'REFUSED', code: 'NOT_OURS' }) }, 'STATE'],
])('calls a person when a peer holds %s', async (_what, change, kind) => {
  await using world = await ExchangeWorld.open();
  await world.note('GD', 'HN');
  await world.settle();
  await world.house('HN').run(async (transaction) => {
    await transaction.getKysely<ExchangeTables>().updateTable('exchange_inbox').set(change).execute();
  });

  const found = await compare(world, 'GD', 'HN');

  expect(found.map((difference) => difference.kind)).toEqual([kind]);
  expect((await storeOf(world, 'GD')).tasks).toMatchObject([
    { kind: kind === 'HASH' ? 'FORK' : 'DIVERGENCE', subject: 'C-1 GD>HN' },
  ]);
});

it('sends nothing to a peer before it has compared with it', async () => {
  await using world = await ExchangeWorld.open();
  world.network.weather = GONE;
  await world.note('GD', 'HN');

  await world.round();

  expect((await storeOf(world, 'GD')).outbox).toMatchObject([{ attempts: 0, kid: null }]);
});

it('answers genuine questions of those who take part, and believes genuine answers only', async () => {
  await using world = await ExchangeWorld.open({ provinces: ['GD', 'HN', 'SC'] });
  await world.note('GD', 'HN');
  await world.settle();
  const { desk } = world.house('HN');
  const entries = { kind: 'entries', collaborationNo: 'C-1', from: 'GD', to: 'HN', after: 0 } as const;
  const question = await signQuestion(world.house('GD').desk, 'HN', entries);
  const nosy = await signQuestion(world.house('SC').desk, 'HN', entries);

  const answer = await answerQuestion(desk, question);
  const other = await answerQuestion(desk, nosy);

  const read = (given: typeof answer) =>
    readAnswer(world.house('GD').desk, { kind: 'entries', question, answer: given });
  expect(read(answer)).toHaveLength(1);
  expect(JSON.parse(other.body)).toEqual([]);
  expect(() => read(other)).toThrow(NotGenuineError);
  expect(() => read({ ...answer, body: '[]' })).toThrow(NotGenuineError);
  await expect(answerQuestion(desk, { ...question, from: 'SC' })).rejects.toThrow(NotGenuineError);
  await expect(answerQuestion(world.house('SC').desk, question)).rejects.toThrow(NotGenuineError);
  world.clock.advance(300_001);
  await expect(answerQuestion(desk, question)).rejects.toThrow(NotGenuineError);
});

it('takes back more than one answer may carry, page by page', async () => {
  await using world = await ExchangeWorld.open();
  await world.house('GD').backUp();
  const text = '多'.repeat(60_000);
  for (let n = 0; n < 12; n += 1) await world.note('GD', 'HN', { payload: { n, text } });
  await world.settle();
  const lost = await storeOf(world, 'GD');
  const sizes: number[] = [];
  const door = world.network.doorOf('GD');
  const ask: typeof door.ask = async (...call) => {
    const answer = await door.ask(...call);
    sizes.push(Buffer.byteLength(answer.body));
    return answer;
  };
  await world.house('GD').restore();

  const { desk, handlers } = world.house('GD');
  await reconcile(desk, { handlers, deliver: { ...door, ask } }, { peer: 'HN' });

  const { outbox } = await storeOf(world, 'GD');
  expect(outbox.map(({ entry_hash }) => entry_hash)).toEqual(lost.outbox.map(({ entry_hash }) => entry_hash));
  expect(Math.max(...sizes)).toBeLessThan(1_200_000);
});

it('lists the entries of a busy day page by page', async () => {
  await using world = await ExchangeWorld.open();
  const { desk } = world.house('HN');
  const message = { collaborationNo: 'C-1', to: 'GD', event: 'note', payload: {} };
  await world.house('HN').run(async (transaction) => {
    const writer = { ...desk, randomness: systemRandomness };
    for (let n = 0; n < 5_001; n += 1) await sendEnvelope(transaction, writer, message);
  });
  const page = async (after: Place | null) => {
    const question = await signQuestion(world.house('GD').desk, 'HN', { kind: 'leaves', day: '2026-03-02', after });
    const answer = await answerQuestion(desk, question);
    const leaves = readAnswer(world.house('GD').desk, { kind: 'leaves', question, answer });
    return leaves.map(({ seq }) => seq);
  };
  const place = (seq: number): Place => ({ from: 'HN', collaborationNo: 'C-1', seq });

  const pages = [await page(null), await page(place(5_000)), await page(place(5_001))];

  expect(pages[0]).toEqual(Array.from({ length: 5_000 }, (_, index) => index + 1));
  expect(pages.slice(1)).toEqual([[5_001], []]);
});
