import type { ProvinceContext } from '../context.js';
import { maskName, maskNumber, type View } from '../persons/index.js';
import { maskLicenceIdentifier } from '../shared/licence-identifier.js';
import { commitAccess } from '../trail/index.js';
import type { LicenceRow } from './licence.entity.js';
import { findLicence } from './licence.service.js';
import { type Seen, seeLicence } from './see-licence.service.js';

/** What tells who holds a licence, and what else is not on its face. */
interface LicenceDetails {
  readonly identifier: string;
  readonly number: string;
  readonly holderName: string;
  readonly holderCode: string;
  readonly previous: string | null;
}

/** The same as somebody gets to see it, and whether it is covered. */
export interface ReadDetails extends LicenceDetails {
  readonly isMasked: boolean;
}

/**
 * Reads what tells who holds a licence, as the caller gets to see it; undefined for whoever gets to see nothing of it.
 * What is read in clear is entered into the trail first, all of what is asked for together in one transaction; nothing
 * is opened before that is committed.
 */
export function readDetails(context: ProvinceContext, id: string): Promise<ReadDetails | undefined> {
  return context.load(loadDetails, id);
}

async function loadDetails(context: ProvinceContext, ids: readonly string[]) {
  const seen = (await Promise.all(ids.map((id) => see(context, id)))).filter((each) => each !== undefined);
  await commitAccess(
    context,
    seen.flatMap(({ row, view, caseId }) =>
      view.kind === 'CLEAR' ? [{ person: row.holder_person, classes: ['LICENCE'], basis: view.basis, caseId }] : [],
    ),
  );
  return new Map(seen.map(({ row, view }) => [row.id, open(context, row, view)]));
}

interface SeenRow extends Seen {
  readonly row: LicenceRow;
}

async function see(context: ProvinceContext, id: string): Promise<SeenRow | undefined> {
  const row = await findLicence(context, id);
  const seen = row === undefined ? undefined : await seeLicence(context, row);
  return row === undefined || seen === undefined || 'refusal' in seen ? undefined : { row, ...seen };
}

function open({ surroundings }: ProvinceContext, row: LicenceRow, view: View): ReadDetails {
  const read = (column: 'number' | 'holder_name' | 'holder_code'): string =>
    surroundings.sealing.open(row[column], { table: 'licence', column, row: row.id });
  const details = {
    ...{ identifier: row.identifier, previous: row.previous },
    ...{ number: read('number'), holderName: read('holder_name'), holderCode: read('holder_code') },
  };
  return view.kind === 'CLEAR' ? { ...details, isMasked: false } : { ...mask(details), isMasked: true };
}

/** The same with what identifies the holder, or lets one verify in the holder's place, covered. */
function mask({ identifier, number, holderName, holderCode, previous }: LicenceDetails): LicenceDetails {
  return {
    identifier: maskLicenceIdentifier(identifier),
    number: maskNumber(number),
    holderName: maskName(holderName),
    holderCode: maskNumber(holderCode),
    previous: previous === null ? null : maskLicenceIdentifier(previous),
  };
}
