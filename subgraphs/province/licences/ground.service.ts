import { parseGlobalId } from '../../../schema/global-id.js';
import { clauseIn } from '../access/agreements/agreements.rules.js';
import { decidingClause } from '../access/decider.rules.js';
import { type GivenArguments, type Ground, NOTHING, textAt } from '../access/ground.js';
import { groundOfView } from '../cases/index.js';
import type { ProvinceContext } from '../context.js';
import { viewForCopy } from './annotate-licence.service.js';
import type { LicenceRow } from './licence.entity.js';
import { findLicence } from './licence.service.js';
import { type NotGranted, seeLicence } from './see-licence.service.js';

/** On what the caller would read the licence that a query names. */
export async function groundOfDetails(context: ProvinceContext, given: GivenArguments): Promise<Ground | undefined> {
  const id = textAt(given, 'id');
  if (id === undefined || parseGlobalId(id)?.type !== 'Licence') return undefined;
  const row = await findLicence(context, id);
  const seen = row === undefined ? undefined : await seeLicence(context, row);
  if (row === undefined || seen === undefined) return NOTHING;
  if ('refusal' in seen) return { gives: 'REFUSED', decidedBy: lackingGrant(context, row, seen) };
  return groundOfView(seen.view, context.caller?.province === context.province.code ? 'CLAUSE' : 'GRANT');
}

function lackingGrant({ caller, province }: ProvinceContext, row: LicenceRow, { refusal }: NotGranted) {
  const clause = clauseIn(refusal);
  if (clause !== undefined) return decidingClause(clause, 'GRANT');
  return { kind: 'GRANT', name: `${caller?.province} → ${province.code}: LICENCE ${row.type_code}` } as const;
}

/** On what the caller would be given a copy of a licence. */
export async function groundOfCopy(context: ProvinceContext, given: GivenArguments): Promise<Ground | undefined> {
  const id = textAt(given, 'input', 'licenceId');
  if (id === undefined) return undefined;
  const row = await findLicence(context, id);
  if (row === undefined) return NOTHING;
  const view = await viewForCopy(context, row, textAt(given, 'input', 'caseId') ?? null);
  return view?.kind === 'CLEAR' ? groundOfView(view) : NOTHING;
}
