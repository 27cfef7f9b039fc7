import type { ProvinceContext } from '../context.js';
import { type Desk, isoTime } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import type { PersonKey } from '../storage/matching.js';
import { keyIdOf, type Sealing } from '../storage/sealing.js';
import type { SealedTable } from '../storage/reseal.js';
import type { Vault } from '../storage/vault.js';
import { normaliseStated, type StatedPerson } from './applicant.rules.js';
import type { StatementRow, StatementTables } from './statement.entity.js';

/** The columns of a statement that are sealed. */
export const SEALED_COLUMNS = ['name', 'document_number', 'phone'] as const;

export type SealedColumn = (typeof SEALED_COLUMNS)[number];

/** What of this module is sealed, for the rotation of keys. */
export const sealedStatements: SealedTable = {
  table: 'person_statement',
  key: ['person', 'stated_for'],
  columns: SEALED_COLUMNS,
};

/** Whose statement, and for which case. */
export type StatementName = Pick<StatementRow, 'person' | 'stated_for'>;

// A person key has no blank in it, so that the two are kept apart.
const nameOf = ({ person, stated_for: statedFor }: StatementName): string => `${person} ${statedFor}`;

/** Where a sealed text of a statement stands: no other person, and no other case of the same one, can have it. */
export const placeOf = (statement: StatementName, column: SealedColumn) => ({
  ...{ table: sealedStatements.table, column },
  row: nameOf(statement),
});

/** What is stated, and when. */
export interface Stating {
  readonly stated: StatedPerson;
  readonly at: string;
}

/** The row of a statement, sealed under the newest key. */
export function sealStatement(sealing: Sealing, name: StatementName, { stated, at }: Stating): StatementRow {
  const { documentNumber, phone } = stated;
  const sealedName = sealing.seal(stated.name, placeOf(name, 'name'));
  return {
    stated_for: name.stated_for,
    person: name.person,
    document_type: stated.documentType,
    name: sealedName,
    document_number: sealing.seal(documentNumber, placeOf(name, 'document_number')),
    phone: phone === null ? null : sealing.seal(phone, placeOf(name, 'phone')),
    sealing_key_id: keyIdOf(sealedName),
    updated_at: at,
  };
}

/** The row of what was stated for a case, of whoever has the document that it names. */
export function createStatementRow({ sealing, matching }: Vault, statedFor: string, stating: Stating): StatementRow {
  const stated = normaliseStated(stating.stated);
  const person = matching.keyOf({ type: stated.documentType, number: stated.documentNumber });
  return sealStatement(sealing, { person, stated_for: statedFor }, { ...stating, stated });
}

/**
 * Keeps what was stated of a person for a case, in the place of what was stated for this case before, and gives his key.
 * What he or others have stated for other cases stays as it is.
 */
export async function keepStatement(
  transaction: Transaction,
  { vault, clock }: Pick<Desk, 'vault' | 'clock'>,
  { statedFor, stated }: { readonly statedFor: string; readonly stated: StatedPerson },
): Promise<PersonKey> {
  const row = createStatementRow(vault, statedFor, { stated, at: isoTime(clock.nowMs()) });
  await transaction
    .getKysely<StatementTables>()
    .insertInto('person_statement')
    .values(row)
    .onConflict((conflict) => conflict.columns(['stated_for', 'person']).doUpdateSet(row))
    .execute();
  return row.person;
}

/**
 * All that was stated of a person for a case, opened; undefined when nothing was. For what leaves this province sealed,
 * and for licences; readers get it from the release alone.
 */
export async function openStatement(
  transaction: Transaction,
  { sealing }: Pick<Vault, 'sealing'>,
  name: StatementName,
): Promise<StatedPerson | undefined> {
  const statements = transaction.getKysely<StatementTables>().selectFrom('person_statement').selectAll();
  const ofCase = statements.where('stated_for', '=', name.stated_for);
  const row = await ofCase.where('person', '=', name.person).executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    name: sealing.open(row.name, placeOf(row, 'name')),
    documentType: row.document_type,
    documentNumber: sealing.open(row.document_number, placeOf(row, 'document_number')),
    phone: row.phone === null ? null : sealing.open(row.phone, placeOf(row, 'phone')),
  };
}

/**
 * The names under which a person is known here, each once: to keep them out of what is published, and for nobody to
 * read.
 */
export async function namesOfPerson(
  transaction: Transaction,
  { sealing }: Pick<Vault, 'sealing'>,
  person: PersonKey,
): Promise<readonly string[]> {
  const statements = transaction.getKysely<StatementTables>().selectFrom('person_statement').selectAll();
  const rows = await statements.where('person', '=', person).execute();
  return [...new Set(rows.map((row) => sealing.open(row.name, placeOf(row, 'name'))))];
}

/** What was stated of a person for a case, sealed; undefined when nothing was. Many asked for together are one query. */
export function findStatement(context: ProvinceContext, name: StatementName): Promise<StatementRow | undefined> {
  return context.load(loadStatements, nameOf(name));
}

async function loadStatements(context: ProvinceContext, names: readonly string[]) {
  const cases = new Set(names.map((name) => name.slice(name.indexOf(' ') + 1)));
  const statements = context.orm.em.getKysely<StatementTables>().selectFrom('person_statement').selectAll();
  const rows = await statements.where('stated_for', 'in', [...cases]).execute();
  return new Map(rows.map((row) => [nameOf(row), row]));
}
