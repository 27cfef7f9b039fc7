import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type { Stored } from '../storage/stored.js';
import type { DocumentType } from './identity-document.rules.js';

/**
 * A person as he was kept before statements stood by their cases: one row, whatever he had applied for. Nothing writes
 * it any more; the first start on a database that has such rows carries them over to his cases and empties it.
 */
export const PersonEntity = defineEntity({
  name: 'Person',
  tableName: 'person',
  indexes: [{ name: 'person_sealing_key', properties: ['sealingKeyId', 'person'] }],
  properties: {
    person: p.text().primary(),
    documentType: p.text().$type<DocumentType>(),
    name: p.text(),
    documentNumber: p.text(),
    phone: p.text().nullable(),
    sealingKeyId: p.text(),
    updatedAt: p.text(),
  },
});

export type PersonRow = Stored<InferKyselyTable<typeof PersonEntity>>;

/** The table of before, as Kysely sees it. */
export interface PersonTables {
  person: PersonRow;
}
