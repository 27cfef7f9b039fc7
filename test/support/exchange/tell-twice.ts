import { isoTime } from '../../../subgraphs/province/exchange/desk.js';
import { toEnvelope, toReceipt, toStoredReceipt } from '../../../subgraphs/province/exchange/chain-rows.js';
import { hashEntry, signReceipt, signSeal } from '../../../subgraphs/province/exchange/envelope.js';
import type { ExchangeTables } from '../../../subgraphs/province/exchange/exchange.entity.js';
import type { House } from './house.js';

/** An entry of the one collaboration that there is. */
interface Place {
  readonly to: string;
  readonly seq: number;
}

/** A sender puts another entry in the place of one that it has sent, and seals that too. */
export async function tellTwice(house: Pick<House, 'desk' | 'run'>, { to, seq }: Place): Promise<void> {
  const { desk } = house;
  await house.run(async (transaction) => {
    const outbox = transaction.getKysely<ExchangeTables>();
    const query = outbox.selectFrom('exchange_outbox').selectAll().where('addressee', '=', to).where('seq', '=', seq);
    const row = await query.executeTakeFirstOrThrow();
    const other = { ...toEnvelope(row), event: `${row.event}Otherwise` };
    const entryHash = hashEntry(other);
    const { kid, sentAt, signature } = await signSeal(desk.signer, entryHash, isoTime(desk.clock.nowMs()));
    const changed = { event: other.event, entry_hash: entryHash, kid, sent_at: sentAt, signature };
    await outbox.updateTable('exchange_outbox').set(changed).where('id', '=', row.id).execute();
  });
}

/** An addressee signs a second receipt for an entry, a second later than the first. */
export async function receiptTwice(
  house: Pick<House, 'desk' | 'run'>,
  { from, seq }: { readonly from: string; readonly seq: number },
): Promise<void> {
  const { desk } = house;
  await house.run(async (transaction) => {
    const inbox = transaction.getKysely<ExchangeTables>();
    const query = inbox.selectFrom('exchange_inbox').selectAll().where('sender', '=', from).where('seq', '=', seq);
    const row = await query.executeTakeFirstOrThrow();
    const first = toReceipt(row.receipt);
    const { envelopeId, entryHash, result, code } = first;
    const at = isoTime(Date.parse(first.at) + 1_000);
    const receipt = toStoredReceipt(await signReceipt(desk.signer, { envelopeId, entryHash, result, code, at }));
    await inbox.updateTable('exchange_inbox').set({ receipt }).where('id', '=', row.id).execute();
  });
}
