import { SubgraphError } from '../../server/errors.js';
import type { ProvinceContext } from '../context.js';
import {
  type CaseContentRequest,
  type MaterialChunk,
  readCaseContent,
  refuseFile,
  type Refused,
} from '../materials/index.js';
import { commitAccess } from '../trail/index.js';
import { findCaseView } from './applicant.service.js';
import { findCase } from './case.service.js';

// The key of no person: whoever handles a case of an unknown applicant reads what he handles, and no trail is touched.
const NOBODY = '';

const NOT_STATED =
  '查阅材料内容须为办理中的单位，并在 x-tongban-purpose 中载明事由。 · The content of materials is for the units that handle the case now, and for what they state: x-tongban-purpose: CASE_HANDLING.';

/**
 * Some bytes of a file of a case. Whoever is not the applicant reads it upon what he may read the applicant for, and that
 * is entered into the applicant's trail first; of a case without a known person there is no trail to enter it into.
 */
export async function readCaseMaterial(
  context: ProvinceContext,
  request: CaseContentRequest,
): Promise<MaterialChunk | Refused> {
  const refusal = await refuseFile(context, request);
  if (refusal !== undefined) return { refusal };
  await enterReading(context, request.caseId);
  return readCaseContent(context, request);
}

async function enterReading(context: ProvinceContext, caseId: string): Promise<void> {
  const row = await findCase(context, caseId);
  const person = row?.applicant_person ?? null;
  const role = context.caller?.role;
  // Of a case whose applicant nobody knows as a person, the account that has it is all there is.
  const isOwnOfNobody = person === null && (role === 'citizen' || role === 'app');
  if (row === undefined || isOwnOfNobody) return;
  const view = await findCaseView(context, row, person ?? NOBODY);
  if (view?.kind !== 'CLEAR') throw new SubgraphError('FORBIDDEN', NOT_STATED);
  // Whoever reads what he has handed in himself tells himself nothing new.
  if (person !== null && view.basis.kind !== 'OWN')
    await commitAccess(context, [{ person, classes: ['MATERIAL'], basis: view.basis, caseId }]);
}
