import { expect, it } from '@jest/globals';
import { ExchangeWorld } from '../../../test/support/exchange/exchange-world.js';
import { readStore, receiptOf } from '../../../test/support/exchange/read-stores.js';
import { isoTime } from './desk.js';
import { type Receipt, signReceipt } from './envelope.js';
import { settleReceipt } from './settle-receipt.js';

const storeOf = (world: ExchangeWorld) => readStore('GD', world.house('GD'));

async function deliver(world: ExchangeWorld): Promise<{ id: string; receipt: Receipt }> {
  const id = await world.note('GD', 'HN');
  await world.settle();
  const { outbox } = await storeOf(world);
  const receipt = receiptOf(outbox.find((row) => row.id === id) ?? { receipt: null });
  if (receipt === undefined) throw new Error('nothing was receipted');
  return { id, receipt };
}

// Two relays after a lease that ran out, or a re-send to a restored peer, settle one receipt twice.
it('tells the sender once, however often the same receipt is settled', async () => {
  await using world = await ExchangeWorld.open();
  const { id, receipt } = await deliver(world);
  const { desk, handlers } = world.house('GD');

  const settled = [await settleReceipt(desk, handlers, receipt), await settleReceipt(desk, handlers, receipt)];

  const { outbox, told, tasks } = await storeOf(world);
  expect(settled).toEqual([true, true]);
  expect(told).toEqual([{ envelope_id: id, result: 'APPLIED' }]);
  expect(outbox).toMatchObject([{ id, state: 'ACKED' }]);
  expect(tasks).toEqual([]);
});

it('keeps the first receipt when the peer signs another, and calls a person', async () => {
  await using world = await ExchangeWorld.open();
  const { id, receipt } = await deliver(world);
  const { desk, handlers } = world.house('GD');
  const { envelopeId, entryHash } = receipt;
  const made = { result: 'REFUSED', code: 'LATER', at: isoTime(Date.parse(receipt.at) + 1) } as const;
  const other = await signReceipt(world.keyRing.signerOf('HN'), { envelopeId, entryHash, ...made });

  const isSettled = await settleReceipt(desk, handlers, other);

  const { outbox, told, tasks } = await storeOf(world);
  expect(isSettled).toBe(true);
  expect(outbox.map(receiptOf)).toEqual([receipt]);
  expect(outbox).toMatchObject([{ state: 'ACKED' }]);
  expect(told).toEqual([{ envelope_id: id, result: 'APPLIED' }]);
  expect(tasks).toMatchObject([{ kind: 'DIVERGENCE', subject: id, closed_at: null }]);
});
