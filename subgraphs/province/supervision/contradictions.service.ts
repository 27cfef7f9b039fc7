import type { ExchangeTables } from '../exchange/exchange.entity.js';
import type { CardSource } from './card-source.js';

/**
 * R6: a province that has sealed two different things for one place of a chain has acted outside the system. The proof
 * is kept by who found it; conflicts are so rare that they are read as they are.
 */
export const contradictions: CardSource = {
  name: 'contradictions',
  findHits: async (transaction, { province, fromMs, toMs }) => {
    const conflicts = transaction.getKysely<ExchangeTables>().selectFrom('exchange_conflict').selectAll();
    const found = conflicts
      .where('found_at', '>=', new Date(fromMs).toISOString())
      .where('found_at', '<=', new Date(toMs).toISOString());
    const rows = await found.orderBy('found_at').execute();
    return rows.map(({ sender, seq, entry_hash, collaboration_no, found_at }) => ({
      ...{ rule: 'R6' as const, occurrence: `${sender}>${province}/${String(seq)}/${entry_hash}`, province: sender },
      ...{ collaborationNo: collaboration_no, unitCode: null, parties: [sender, province].sort() },
      atMs: Date.parse(found_at),
    }));
  },
};
