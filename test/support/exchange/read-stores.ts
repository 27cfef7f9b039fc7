import { type ChainRecord, toRecord } from '../../../subgraphs/province/exchange/chain.js';
import { toReceipt } from '../../../subgraphs/province/exchange/chain-rows.js';
import type {
  ConflictRow,
  ExchangeTables,
  InboxRow,
  LinkRow,
  OutboxRow,
  ParkedRow,
  TaskRow,
} from '../../../subgraphs/province/exchange/exchange.entity.js';
import type { Receipt } from '../../../subgraphs/province/exchange/envelope.js';
import type { House } from './house.js';
import type { EffectRow, HoldingRow, TestTables, ToldRow } from './test-module.js';

/** Everything that one province has in its tables. */
export interface Store {
  readonly province: string;
  readonly outbox: readonly OutboxRow[];
  readonly inbox: readonly InboxRow[];
  readonly parked: readonly ParkedRow[];
  readonly links: readonly LinkRow[];
  readonly conflicts: readonly ConflictRow[];
  readonly tasks: readonly TaskRow[];
  readonly effects: readonly EffectRow[];
  readonly told: readonly ToldRow[];
  readonly holdings: readonly HoldingRow[];
}

/** Reads a province's tables, which are those of a house or of whoever else can open a transaction on them. */
export function readStore(province: string, house: Pick<House, 'run'>): Promise<Store> {
  return house.run(async (transaction) => {
    const tables = transaction.getKysely<ExchangeTables & TestTables>();
    return {
      province,
      outbox: await tables.selectFrom('exchange_outbox').selectAll().orderBy('addressee').orderBy('seq').execute(),
      inbox: await tables.selectFrom('exchange_inbox').selectAll().orderBy('sender').orderBy('seq').execute(),
      parked: await tables.selectFrom('exchange_parked').selectAll().execute(),
      links: await tables.selectFrom('exchange_link').selectAll().execute(),
      conflicts: await tables.selectFrom('exchange_conflict').selectAll().execute(),
      tasks: await tables.selectFrom('exchange_task').selectAll().execute(),
      effects: await tables
        .selectFrom('test_effect')
        .select(['envelope_id', 'collaboration_no', 'seq'])
        .orderBy('n')
        .execute(),
      told: await tables.selectFrom('test_told').selectAll().execute(),
      holdings: await tables.selectFrom('test_holding').selectAll().execute(),
    };
  });
}

/** The chains of a store. */
export function recordsOf({ outbox, inbox }: Store): readonly ChainRecord[] {
  return [...outbox, ...inbox].map(toRecord);
}

/** The receipt in a row, if there is one. */
export function receiptOf({ receipt }: Pick<OutboxRow, 'receipt'>): Receipt | undefined {
  return receipt === null ? undefined : toReceipt(receipt);
}
