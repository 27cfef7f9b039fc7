import type { Transaction } from '../exchange/exchange.entity.js';
import { fromJson } from '../storage/stored.js';
import type { Sealing } from '../storage/sealing.js';
import { tablesIn } from './command.service.js';
import type { LicenceRow } from './licence.entity.js';
import { termOf } from './licence.service.js';
import { isInForce } from './status.rules.js';

/** Whose licence is looked for, and of which type. */
export interface ProofQuestion {
  /** Person key of the holder. */
  readonly holder: string;
  readonly typeName: string;
}

/** A licence as what it proves. Names and numbers are in clear: it is made only to be released. */
export interface LicenceProof {
  /** Global id of the licence. */
  readonly id: string;
  readonly identifier: string;
  readonly holder: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly validTo: string | null;
  readonly authority: string;
  readonly lastUpdated: string;
}

/** The identifiers of the licences of a type that a person holds and that count at an instant; at most two. */
export async function findLicencesInForce(
  transaction: Transaction,
  { holder, typeName }: ProofQuestion,
  atMs: number,
): Promise<readonly string[]> {
  const licences = tablesIn(transaction).selectFrom('licence').selectAll().where('holder_person', '=', holder);
  const rows = await licences.where('type_name', '=', typeName).orderBy('issued_on').orderBy('id').execute();
  const counting = rows.filter((row) => isInForce(termOf(row), atMs));
  return counting.slice(0, 2).map(({ identifier }) => identifier);
}

/** A licence of this province as what it proves; undefined unless it counts at that instant. */
export async function readProof(
  transaction: Transaction,
  sealing: Sealing,
  { identifier, atMs }: { readonly identifier: string; readonly atMs: number },
): Promise<LicenceProof | undefined> {
  const licences = tablesIn(transaction).selectFrom('licence').selectAll();
  const row = await licences.where('identifier', '=', identifier).executeTakeFirst();
  if (row === undefined || !isInForce(termOf(row), atMs)) return undefined;
  return {
    id: row.id,
    identifier,
    holder: row.holder_person,
    fields: fieldsOf(sealing, row),
    validTo: row.valid_to,
    authority: row.issuer_name,
    lastUpdated: row.updated_at,
  };
}

function fieldsOf(sealing: Sealing, row: LicenceRow): LicenceProof['fields'] {
  const open = (column: 'number' | 'holder_name' | 'holder_code'): string =>
    sealing.open(row[column], { table: 'licence', column, row: row.id });
  return [
    { name: '证照名称', value: row.name },
    { name: '证照号码', value: open('number') },
    { name: '持证主体', value: open('holder_name') },
    { name: '持证主体代码', value: open('holder_code') },
    { name: '证照颁发机构', value: row.issuer_name },
    { name: '证照颁发日期', value: row.issued_on },
    { name: '证照有效期', value: row.valid_range },
    ...fromJson(row.extension).map(({ name, value }) => ({ name, value })),
  ];
}
