// The database of a province as it was before statements of persons stood by their cases: one row for each person.
import type { CaseTables } from '../../subgraphs/province/cases/index.js';
import type { HandlingTables } from '../../subgraphs/province/cases/handling/handling.entity.js';
import { entities } from '../../subgraphs/province/modules.js';
import { type StatedPerson, syntheticNumber } from '../../subgraphs/province/persons/index.js';
import type { PersonTables } from '../../subgraphs/province/persons/person.entity.js';
import { provinceMigrations, type ProvinceStorage } from '../../subgraphs/province/storage/orm.js';
import { keyIdOf } from '../../subgraphs/province/storage/sealing.js';
import { toJson } from '../../subgraphs/province/storage/stored.js';
import type { Vault } from '../../subgraphs/province/storage/vault.js';
import type { DatabasePlace } from '../../subgraphs/server/database.js';
import { openStorage } from '../../subgraphs/server/storage.js';
import { registerCase } from './register-case.js';

/** When everything in it was stated. */
export const STATED_AT = '2026-02-02T02:00:00.000Z';

/** Opens a database as the version before the statements left it. The caller closes it. */
export function openEarlier(place: DatabasePlace): Promise<ProvinceStorage> {
  const before = provinceMigrations.findIndex(({ name }) => name === '0015-person-statements');
  return openStorage({ place, entities, migrations: provinceMigrations.slice(0, before), synchronous: 'full' });
}

/** Somebody, and what he has applied for. */
export interface EarlierPerson {
  readonly stated: StatedPerson;
  /** Person key. */
  readonly person: string;
  /** Ids of cases that are mere records. */
  readonly records: readonly string[];
  /** Collaboration numbers of cases that are handled here, and of those of which a leg is. */
  readonly handled: readonly string[];
  readonly legs: readonly string[];
}

const OTHERS = 120;

/** Fills it: somebody with cases of every kind, somebody with none, and more than are carried over at once. */
export async function fillEarlier(storage: ProvinceStorage, vault: Vault): Promise<readonly EarlierPerson[]> {
  const others = Array.from({ length: OTHERS }, (_, index) => ({
    records: [`GD:Case:a-${index}`, `GD:Case:b-${index}`],
  }));
  const plans = [
    { records: ['GD:Case:1', 'GD:Case:2'], handled: ['C-1', 'C-2'], legs: ['L-1'] },
    { phone: null, handled: ['C-3'] },
    {}, // who has applied for nothing that is still here
    ...others,
  ];
  const persons = plans.map((plan, index) => createPerson(vault, { ...plan, index }));
  for (const person of persons) await storePerson(storage, vault, person);
  await registerCase(storage, 'GD:Case:of-nobody');
  return persons;
}

interface Plan extends Partial<Omit<EarlierPerson, 'stated' | 'person'>> {
  readonly index: number;
  readonly phone?: null;
}

function createPerson(
  { matching }: Vault,
  { index, phone, records = [], handled = [], legs = [] }: Plan,
): EarlierPerson {
  const documentNumber = syntheticNumber('19770707', index);
  const name = `某${String.fromCodePoint(0x4e00 + index)}`;
  const number = phone === null ? null : `1200000${1000 + index}`;
  const stated = { name, documentType: 'RESIDENT_ID', documentNumber, phone: number } as const;
  const person = matching.keyOf({ type: 'RESIDENT_ID', number: documentNumber });
  return { stated, person, records, handled, legs };
}

async function storePerson(storage: ProvinceStorage, { sealing }: Vault, of: EarlierPerson): Promise<void> {
  const db = storage.em.getKysely<PersonTables>();
  const { person, stated } = of;
  const seal = (text: string, column: string): string => sealing.seal(text, { table: 'person', column, row: person });
  const name = seal(stated.name, 'name');
  const sealed = {
    ...{ name, document_number: seal(stated.documentNumber, 'document_number') },
    phone: stated.phone === null ? null : seal(stated.phone, 'phone'),
  };
  const row = { person, document_type: stated.documentType, sealing_key_id: keyIdOf(name), updated_at: STATED_AT };
  await db
    .insertInto('person')
    .values({ ...row, ...sealed })
    .execute();
  for (const id of of.records) await recordCase(storage, id, person);
  for (const number of of.handled) await fileCase(storage, { person, number, caseId: `GD:Case:${number}` });
  for (const number of of.legs) await fileCase(storage, { person, number, caseId: null });
}

async function recordCase(storage: ProvinceStorage, id: string, person: string): Promise<void> {
  await registerCase(storage, id, 'DELIVERED');
  const cases = storage.em.getKysely<CaseTables>().updateTable('service_case');
  await cases.set({ applicant_person: person }).where('id', '=', id).execute();
}

interface EarlierFile {
  readonly person: string;
  readonly number: string;
  readonly caseId: string | null;
}

async function fileCase(storage: ProvinceStorage, { person, number, caseId }: EarlierFile): Promise<void> {
  if (caseId !== null) await recordCase(storage, caseId, person);
  const row = { collaboration_no: number, case_id: caseId, applicant_person: person, applicant_subject: null };
  const files = storage.em.getKysely<HandlingTables>().insertInto('case_file');
  await files.values({ ...row, content: toJson({ places: { LEAD: 'GD' } } as never), gaps: null }).execute();
}
