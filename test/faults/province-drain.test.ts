// Fault: a province is told to end while it has a letter for another one, and its gateway says nothing.
// Promise: it does not wait for that gateway; nothing is lost, and it goes on after the next start.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { atOneInstant, inTransaction } from '../../subgraphs/province/exchange/desk.js';
import type { ExchangeTables } from '../../subgraphs/province/exchange/exchange.entity.js';
import { sendEnvelope } from '../../subgraphs/province/exchange/send-envelope.js';
import {
  createProvinceRuntime,
  type ProvinceServer,
  readInstance,
  startProvince,
} from '../../subgraphs/province/province.js';
import { startRawUpstream } from '../support/raw-upstream.js';
import { until } from '../support/until.js';

// What is on its way is given up after ten seconds; calls have five. Neither may be waited for here.
const PROMPT_MS = 5_000;

const isUnsettled = ({ exchange: { desk } }: ProvinceServer, id: string): Promise<boolean> =>
  atOneInstant(desk, async (transaction) => {
    const outbox = transaction.getKysely<ExchangeTables>().selectFrom('exchange_outbox').select('receipt');
    return (await outbox.where('id', '=', id).executeTakeFirstOrThrow()).receipt === null;
  });

it('does not wait for a gateway that says nothing, and turns to it again after the next start', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-drain-'));
  await using opened = new AsyncDisposableStack();
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const silent = opened.use(await startRawUpstream(() => undefined));
  const options = { instance: readInstance('GD'), dataDir, port: 0, shared: createProvinceRuntime() };
  const first = await startProvince({ ...options, gateway: silent.url.href });
  const { desk, wake } = first.exchange;
  const message = { to: 'HN', collaborationNo: 'C-1', event: 'note', payload: {} };
  const id = await inTransaction(desk, (transaction) => sendEnvelope(transaction, desk, message));
  wake();
  await until(() => silent.requests.length > 0); // the comparison that goes before the first letter to a peer
  expect(await isUnsettled(first, id)).toBe(true);

  const began = performance.now();
  await first[Symbol.asyncDispose]();
  const tookMs = performance.now() - began;
  const before = silent.requests.length;
  const second = opened.use(await startProvince({ ...options, gateway: silent.url.href }));
  await until(() => silent.requests.length > before, 60_000);

  expect(tookMs).toBeLessThan(PROMPT_MS);
  expect(await isUnsettled(second, id)).toBe(true);
});
