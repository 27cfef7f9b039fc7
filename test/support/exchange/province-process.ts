// One province as a process of its own, with the test module on it. It does what its parent says, and can be killed at
// any instant: whatever was not answered may or may not have happened.
import { inTransaction, type Desk } from '../../../subgraphs/province/exchange/desk.js';
import type { ExchangeTables } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { cancelEnvelope, sendEnvelope } from '../../../subgraphs/province/exchange/send-envelope.js';
import { readInstance, startProvince } from '../../../subgraphs/province/province.js';
import { createTestRuntime } from './exchange-network.js';
import type { Order, ProcessTask, Report, Result } from './province-orders.js';
import { receiptOf } from './read-stores.js';
import { findHeld, passOn, setHolding } from './test-module.js';

const tell = (report: Report): void => void process.send?.(report, undefined, {}, () => undefined);

async function carryOut(desk: Desk, order: Order): Promise<Result> {
  return inTransaction(desk, async (transaction): Promise<Result> => {
    switch (order.kind) {
      case 'begin':
        for (const no of order.collaborations) {
          await setHolding(transaction, { collaboration_no: no, state: 'HOLDER', handoff_id: null });
        }
        return {};
      case 'handoff': {
        // Only what is held can be passed on; a client that names anything would mostly ask in vain.
        const collaborationNo = await findHeld(transaction, order.message.collaborationNo);
        if (collaborationNo === undefined) return {};
        return { id: await passOn(transaction, desk, { ...order.message, collaborationNo }) };
      }
      case 'note':
        return { id: await sendEnvelope(transaction, desk, { ...order.message, event: 'note' }) };
      case 'cancel':
        return { id: await cancelEnvelope(transaction, desk, order.id) };
      case 'look': {
        const outbox = transaction.getKysely<ExchangeTables>().selectFrom('exchange_outbox').select(['id', 'receipt']);
        const rows = await outbox.where('collaboration_no', '=', order.collaborationNo).execute();
        return { views: rows.map((row) => ({ id: row.id, result: receiptOf(row)?.result ?? null })) };
      }
      case 'count': {
        const tables = transaction.getKysely<ExchangeTables>();
        const pending = await tables
          .selectFrom('exchange_outbox')
          .select('id')
          .where('state', '=', 'PENDING')
          .execute();
        const parked = await tables.selectFrom('exchange_parked').select('seq').execute();
        return { waiting: pending.length + parked.length };
      }
    }
  });
}

const { code, dataDir, database, gateway, natsUrl } = JSON.parse(process.argv[2] ?? '{}') as ProcessTask; // written by the test
const instance = readInstance(code);
const nats = natsUrl === undefined ? undefined : { url: natsUrl, credentialsFile: undefined };
const shared = createTestRuntime();
const province = await startProvince({ instance, dataDir, database, port: 0, shared, gateway, nats });
const { desk, wake } = province.exchange;
process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => void province[Symbol.asyncDispose]().then(() => process.exit(0)));
process.on('message', ({ number, order }: { readonly number: number; readonly order: Order }) => {
  void carryOut(desk, order).then(
    (result) => {
      tell({ kind: 'done', number, result });
      wake();
    },
    (error: unknown) => tell({ kind: 'failed', number, problem: String(error) }),
  );
});
tell({ kind: 'ready', url: province.url });
