import type { Transaction } from '../exchange/exchange.entity.js';
import { type Desk, isoTime } from '../exchange/desk.js';
import { createUuidV7, type Randomness } from '../exchange/uuid.js';
import { formatGlobalId } from '../../../schema/global-id.js';
import { chinaDayOf, dateOf } from '../shared/calendar.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import { formatLicenceIdentifier } from '../shared/licence-identifier.js';
import { toJson } from '../storage/stored.js';
import { takeTurn } from '../storage/turns.js';
import type { SealedTable } from '../storage/reseal.js';
import { keyIdOf } from '../storage/sealing.js';
import type { Vault } from '../storage/vault.js';
import type { IssueLicence, LicenceResult } from '../context.js';
import { findChainFault, numberAfter, type Predecessor } from './chain.rules.js';
import { tablesIn } from './command.service.js';
import type { LicenceRow } from './licence.entity.js';
import { termOf } from './licence.service.js';
import { definerCode, findTypeNamed, type LicenceType } from './licence-types.rules.js';
import { statusAt } from './status.rules.js';

/** Where licences are issued. */
export interface IssuingPlace {
  readonly instance: ProvinceInstance;
  readonly desk: Pick<Desk, 'vault' | 'randomness'>;
  readonly nowMs: () => number;
}

type Form = Omit<LicenceResult, 'typeName'> & { readonly type: LicenceType };

const SERIAL_LENGTH = 20;
const SERIAL_CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Issues what cases end with, as licences of their applicants. A licence of the same type that the holder has from this
 * province, and that another can follow, is the one in whose place the new one stands.
 */
export function createLicenceIssuer(place: IssuingPlace): IssueLicence {
  return async (transaction, { typeName, ...result }) => {
    const type = findTypeNamed(typeName);
    return type === undefined ? undefined : issue(place, transaction, { ...result, type });
  };
}

async function issue(place: IssuingPlace, transaction: Transaction, form: Form): Promise<string> {
  const holder = place.desk.vault.matching.keyOf(form.holder.document);
  await takeTurn(transaction, `licences of ${holder}`);
  const today = dateOf(chinaDayOf(place.nowMs()));
  const previous = await findPredecessor(place, transaction, { typeCode: form.type.code, holder, validFrom: today });
  const row = layOut(place, form, { holder, today, previous });
  const db = tablesIn(transaction);
  await db.insertInto('licence').values(row).execute();
  if (previous !== undefined) {
    await db
      .updateTable('licence')
      .set((old) => ({ superseded_from: today, revision: old('revision', '+', 1), updated_at: row.updated_at }))
      .where('identifier', '=', previous)
      .execute();
  }
  return row.identifier;
}

interface Beginning {
  readonly typeCode: string;
  readonly holder: string;
  readonly validFrom: string;
}

async function findPredecessor(
  { nowMs }: IssuingPlace,
  transaction: Transaction,
  next: Beginning,
): Promise<string | undefined> {
  const rows = await tablesIn(transaction)
    .selectFrom('licence')
    .selectAll()
    .where('holder_person', '=', next.holder)
    .where('type_code', '=', next.typeCode)
    .where('superseded_from', 'is', null)
    .orderBy('issued_on', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const candidates = rows.map(
    (row): Predecessor => ({
      ...{ identifier: row.identifier, typeCode: row.type_code, holder: row.holder_person },
      ...{ validFrom: row.valid_from, previous: row.previous, isSuperseded: false },
      status: statusAt(termOf(row), nowMs()),
    }),
  );
  return candidates.find((candidate) => findChainFault(candidate, { ...next, identifier: '' }) === undefined)
    ?.identifier;
}

interface Settled {
  readonly holder: string;
  readonly today: string;
  readonly previous: string | undefined;
}

function layOut(place: IssuingPlace, form: Form, { holder, today, previous }: Settled): LicenceRow {
  const { instance, nowMs } = place;
  const { vault, randomness } = place.desk;
  const { type, issuer } = form;
  const local = createUuidV7(nowMs(), randomness);
  const id = formatGlobalId({ province: instance.code, type: 'Licence', local });
  const freshSerial = randomSerial(randomness);
  const numbered =
    previous === undefined
      ? { serial: freshSerial, version: 1 }
      : numberAfter(previous, { issuer: issuer.code, freshSerial });
  const validTo = lastDay(today, type.years);
  const at = isoTime(nowMs());
  return {
    id,
    identifier: formatLicenceIdentifier({ typeCode: type.code, issuer: issuer.code, ...numbered }),
    ...{ type_code: type.code, type_name: type.name, name: type.name, version: numbered.version },
    ...{ issued_on: today, issuer_code: issuer.code, issuer_name: issuer.name },
    ...{ definer_code: definerCode(type), definer_name: type.definedBy },
    ...{ valid_from: today, valid_to: validTo, valid_range: `${today}至${validTo ?? '长期'}` },
    area_code: instance.gbCode,
    ...sealHolder(vault, id, {
      holder: form.holder,
      // Not of the identifier's serial: whoever sees one of the two must not know the other.
      number: numberOf(type, form.holder, { place: instance, serial: randomSerial(randomness) }),
    }),
    holder_person: holder,
    ...{ item_code: form.itemCode, case_id: form.caseId, status: 'VALID', status_since: at, status_reason: null },
    ...{ previous: previous ?? null, superseded_from: null, extension: toJson([]), file_digest: null },
    ...{ revision: 1, provenance: form.provenance, updated_at: at },
  };
}

/** The number of a licence: that of the holder's document, or one of its own. */
export function numberOf(
  { isNumberedByHolder }: Pick<LicenceType, 'isNumberedByHolder'>,
  { document }: LicenceResult['holder'],
  { place, serial }: { readonly place: ProvinceInstance; readonly serial: string },
): string {
  return isNumberedByHolder ? document.number : `${place.gbCode}${serial.slice(0, OWN_NUMBER_LENGTH)}`;
}

const OWN_NUMBER_LENGTH = 10;

/** What of this module is sealed, for the rotation of keys. */
export const sealedLicences: SealedTable = {
  table: 'licence',
  key: ['id'],
  columns: ['number', 'holder_name', 'holder_code'],
};

/** What tells who holds a licence, as its row keeps it. */
export function sealHolder(
  { sealing }: Vault,
  id: string,
  { holder: { name, document }, number }: { readonly holder: LicenceResult['holder']; readonly number: string },
): Pick<LicenceRow, 'number' | 'holder_name' | 'holder_code' | 'holder_code_type' | 'sealing_key_id'> {
  const sealed = (column: string, text: string): string => sealing.seal(text, { table: 'licence', column, row: id });
  const sealedNumber = sealed('number', number);
  return {
    number: sealedNumber,
    sealing_key_id: keyIdOf(sealedNumber),
    holder_name: sealed('holder_name', name),
    holder_code: sealed('holder_code', document.number),
    holder_code_type: document.type,
  };
}

/** The last day of a licence that begins on a day and counts for so many years; null for ever. */
export function lastDay(from: string, years: number | null): string | null {
  if (years === null) return null;
  const end = new Date(`${from}T00:00:00Z`);
  end.setUTCFullYear(end.getUTCFullYear() + years);
  end.setUTCDate(end.getUTCDate() - 1);
  return end.toISOString().slice(0, 10);
}

// Twenty characters that nobody can guess: whoever reads one identifier knows no other.
function randomSerial(randomness: Randomness): string {
  let serial = '';
  while (serial.length < SERIAL_LENGTH) {
    for (const byte of randomness.bytes(SERIAL_LENGTH)) {
      // 252 is the largest multiple of 36 in a byte; what lies above would make some characters likelier.
      if (byte < 252 && serial.length < SERIAL_LENGTH) serial += SERIAL_CHARACTERS.charAt(byte % 36);
    }
  }
  return serial;
}
