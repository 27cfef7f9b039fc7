import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type { Stored } from '../storage/stored.js';
import type { DocumentType } from './identity-document.rules.js';

/**
 * What was stated of a person for one case. Name, number and telephone are sealed texts, each bound to its row and
 * column; `sealingKeyId` names the oldest key that one of them is sealed under.
 */
export const StatementEntity = defineEntity({
  name: 'PersonStatement',
  tableName: 'person_statement',
  // Keys are rotated row by row, those under an old key first.
  indexes: [
    { name: 'person_statement_sealing_key', properties: ['sealingKeyId'] },
    { name: 'person_statement_person', properties: ['person'] },
  ],
  properties: {
    /**
     * The collaboration number of the case; of a mere record, which has none, its id. Empty for what was stated before
     * statements stood by cases, of somebody who had none: no reader gets there.
     */
    statedFor: p.text().primary(),
    /** Person key. */
    person: p.text().primary(),
    documentType: p.text().$type<DocumentType>(),
    name: p.text(),
    documentNumber: p.text(),
    phone: p.text().nullable(),
    sealingKeyId: p.text(),
    updatedAt: p.text(),
  },
});

export type StatementRow = Stored<InferKyselyTable<typeof StatementEntity>>;

/** The table of statements, as Kysely sees it. */
export interface StatementTables {
  person_statement: StatementRow;
}
