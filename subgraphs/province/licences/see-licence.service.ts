import { parseGlobalId } from '../../../schema/global-id.js';
import { type BasisRefusal, findBasis } from '../access/agreements/agreements.rules.js';
import { readNationalLists } from '../access/agreements/national-lists.js';
import { findCaseBetween, viewForCase } from '../cases/index.js';
import type { ProvinceContext } from '../context.js';
import type { AccessBasis } from '../../../schema/trail-lists.js';
import { decideView, type View } from '../persons/index.js';
import { formatClause, isClause } from '../shared/agreement.js';
import type { LicenceRow } from './licence.entity.js';

/** How somebody gets to see a licence, and for which case. */
export interface Seen {
  readonly view: View;
  readonly caseId: string | null;
}

/** Why a province that has a part in the case is given nothing. */
export interface NotGranted {
  readonly refusal: BasisRefusal;
}

/** How the caller gets to see a licence; undefined for whoever gets to see nothing of it. Reads nothing of it. */
export async function seeLicence(context: ProvinceContext, row: LicenceRow): Promise<Seen | NotGranted | undefined> {
  const caseId = statedCase(context);
  if (isOfAnotherProvince(context)) return caseId === null ? undefined : seeAcross(context, row, caseId);
  const forCase = caseId === null ? undefined : await viewForCase(context, { caseId, person: row.holder_person });
  if (forCase?.kind === 'CLEAR') return { view: forCase, caseId };
  // Who names a case names one of the holder, or reads nothing.
  const view = viewByItself(context, row, forCase === undefined ? row.id : (caseId ?? row.id));
  return view === undefined ? undefined : { view, caseId: null };
}

/** The case of this province that the caller has named as what he reads for; null for none. */
function statedCase({ passport, province }: ProvinceContext): string | null {
  const { code, reference } = passport?.purpose ?? {};
  const parts = parseGlobalId(reference);
  const isCase = parts?.type === 'Case' && parts.province === province.code;
  return isCase && (code === 'CASE_HANDLING' || code === 'EVIDENCE') ? (reference ?? null) : null;
}

function isOfAnotherProvince({ caller, province }: ProvinceContext): boolean {
  return (caller?.role === 'clerk' || caller?.role === 'officer') && caller.province !== province.code;
}

// Staff of a province that has a part in a running case of the holder, by a grant in force at this instant. The
// national list hands cases over; of licences it gives nothing.
async function seeAcross(
  context: ProvinceContext,
  row: LicenceRow,
  caseId: string,
): Promise<Seen | NotGranted | undefined> {
  const { caller, passport, province, surroundings } = context;
  const [between, from, purpose] = [await findCaseBetween(context, caseId), caller?.province, passport?.purpose?.code];
  if (between === undefined || from === undefined || purpose === undefined) return undefined;
  if (between.person !== row.holder_person || !between.provinces.includes(from)) return undefined;
  const grant = { kind: 'LICENCE', type: row.type_code, fields: ['LICENCE'], purpose, sharing: 'CONDITIONAL' } as const;
  const asked = { from, to: province.code, item: between.itemCode, atMs: surroundings.nowMs() };
  const policies = { agreements: surroundings.agreements.current(), nationalItems: readNationalLists().items };
  const found = findBasis({ action: 'PROVIDE', ...asked, grant }, policies);
  if (found.status === 'REFUSED') return found;
  if (!isClause(found.basis)) throw new Error('The national list gives no licence.');
  return { view: { kind: 'CLEAR', basis: { kind: 'AGREEMENT', text: formatClause(found.basis) } }, caseId };
}

// [P] Who keeps a register reads what stands in it; the law on licences says who issues and supervises.
const REGISTER: AccessBasis = {
  kind: 'LAW',
  text: '颁发机构管理其颁发的证照 · the issuing authority keeps the licences that it has issued',
};

// Without a case: the holder, officers of the issuing authority, and who supervises under an order.
function viewByItself(context: ProvinceContext, row: LicenceRow, about: string): View | undefined {
  const { caller, passport, province, surroundings } = context;
  const asker = { caller, purpose: passport?.purpose, province: province.code, nowMs: surroundings.nowMs() };
  const nobody = { receivingUnits: [], handedOverMs: null };
  return decideView(asker, {
    ...{ about, person: row.holder_person, handlingUnits: [row.issuer_code], basis: REGISTER },
    ...nobody,
  });
}
