import { StartupError } from '../../server/errors.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { createBulkInsert } from '../storage/bulk-insert.js';
import type { ProvinceStorage } from '../storage/orm.js';
import type { SealedTable } from '../storage/reseal.js';
import { type Sealing, SealingError } from '../storage/sealing.js';
import type { StatedPerson } from './applicant.rules.js';
import type { PersonRow, PersonTables } from './person.entity.js';
import type { StatementRow } from './statement.entity.js';
import { SEALED_COLUMNS, type SealedColumn, sealStatement } from './statement.service.js';

/** What is sealed of persons in a database that has not been carried over yet. */
export const sealedPersons: SealedTable = { table: 'person', key: ['person'], columns: SEALED_COLUMNS };

/** Where a sealed text of a person stood before statements stood by cases. */
export const earlierPlaceOf = (person: string, column: SealedColumn) => ({
  ...{ table: sealedPersons.table, column },
  row: person,
});

// One batch is one transaction. The seeded persons of a large province have hundreds of cases each.
const PERSONS_PER_BATCH = 100;

/**
 * Gives every case its own statement of its applicant, where a database is from before cases had them: what was stated
 * of him last, which is all that is known. A sealed text opens in its own place only, so no migration can do it; it is
 * done once, by whoever has the keys, and before anybody reads. Broken off, it goes on where it was. Throws a
 * StartupError for a text that does not open.
 */
export async function carryStatements(storage: ProvinceStorage, sealing: Sealing): Promise<void> {
  while (await storage.em.fork().transactional((transaction) => carryBatch(transaction, sealing)));
}

// True while there was something to be carried.
async function carryBatch(transaction: Transaction, sealing: Sealing): Promise<boolean> {
  const db = transaction.getKysely<PersonTables>();
  const rows = await db.selectFrom('person').selectAll().orderBy('person').limit(PERSONS_PER_BATCH).execute();
  if (rows.length === 0) return false;
  const persons = rows.map(({ person }) => person);
  const cases = await casesOf(transaction, persons);
  const carried = rows.flatMap((row) => carryPerson(sealing, row, cases.get(row.person) ?? []));
  await createBulkInsert<StatementRow>('person_statement')(db, carried);
  await db.deleteFrom('person').where('person', 'in', persons).execute();
  return true;
}

// Of whom nothing is here but the row, nothing is lost either: it stands by no case, where nobody reads it.
function carryPerson(sealing: Sealing, row: PersonRow, cases: readonly string[]): readonly StatementRow[] {
  const { person, updated_at: at } = row;
  const stated = openPerson(sealing, row);
  const statedFor = cases.length === 0 ? [''] : cases;
  return statedFor.map((each) => sealStatement(sealing, { person, stated_for: each }, { stated, at }));
}

function openPerson(sealing: Sealing, row: PersonRow): StatedPerson {
  const open = (text: string, column: SealedColumn): string => sealing.open(text, earlierPlaceOf(row.person, column));
  try {
    return {
      name: open(row.name, 'name'),
      documentType: row.document_type,
      documentNumber: open(row.document_number, 'document_number'),
      phone: row.phone === null ? null : open(row.phone, 'phone'),
    };
  } catch (cause) {
    if (!(cause instanceof SealingError)) throw cause;
    throw new StartupError(`A row of the table person does not open. Restore the database from a backup.`, { cause });
  }
}

/** The register of cases, as far as it says whose they are: the room of cases lies above this one. */
interface CaseRegister {
  case_file: {
    readonly collaboration_no: string;
    readonly case_id: string | null;
    readonly applicant_person: string | null;
  };
  service_case: { readonly id: string; readonly applicant_person: string | null };
}

// Files, those of a participant's legs too, and the records that have no file.
async function casesOf(transaction: Transaction, persons: readonly string[]) {
  const db = transaction.getKysely<CaseRegister>();
  const files = db.selectFrom('case_file').select(['applicant_person as person', 'collaboration_no as statedFor']);
  const records = db.selectFrom('service_case').select(['applicant_person as person', 'id as statedFor']);
  const filed = await files.where('applicant_person', 'in', persons).execute();
  const recorded = await records
    .where('applicant_person', 'in', persons)
    .where((row) =>
      row.not(row.exists(row.selectFrom('case_file').select('case_id').whereRef('case_id', '=', 'service_case.id'))),
    )
    .execute();
  const byPerson = Map.groupBy([...filed, ...recorded], ({ person }) => person);
  return new Map([...byPerson].map(([person, cases]) => [person, cases.map(({ statedFor }) => statedFor)]));
}
