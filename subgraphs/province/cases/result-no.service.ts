import type { ProvinceContext } from '../context.js';
import { isLicenceIdentifier, maskLicenceIdentifier } from '../shared/licence-identifier.js';
import { commitAccess } from '../trail/index.js';
import { viewApplicant } from './applicant.service.js';

/** The number of what a case ended with. */
export interface CaseResultNo {
  readonly caseId: string;
  readonly resultNo: string | null;
}

/**
 * The number as the caller gets to see it. The identifier of a licence lets one verify it, so it is whole for who may
 * read the applicant only, and entered in the trail before, those of a page in one commit; for all others what follows
 * the type of licence is left out.
 */
export async function readResultNo(
  context: ProvinceContext,
  { caseId, resultNo }: CaseResultNo,
): Promise<string | null> {
  if (resultNo === null || !isLicenceIdentifier(resultNo)) return resultNo;
  const isReleased = (await context.load(releaseResults, caseId)) !== undefined;
  return isReleased ? resultNo : maskLicenceIdentifier(resultNo);
}

/** Of these cases, those whose results the caller may see whole: their accesses are committed. */
async function releaseResults(context: ProvinceContext, caseIds: readonly string[]) {
  const viewed = await Promise.all(caseIds.map((caseId) => viewApplicant(context, caseId)));
  const entries = viewed.flatMap((applicant, index) => {
    const [caseId = null, view] = [caseIds[index], applicant?.view];
    if (applicant === undefined || view?.kind !== 'CLEAR') return [];
    return [{ person: applicant.person, classes: ['LICENCE' as const], basis: view.basis, caseId }];
  });
  await commitAccess(context, entries);
  return new Map(entries.map((entry) => [entry.caseId ?? '', true as const]));
}
