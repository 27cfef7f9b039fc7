import { isOrdered, isOwnCase } from '../../access/own-case.service.js';
import { isOfUnit } from '../../access/unit.rules.js';
import type { ProvinceContext } from '../../context.js';
import { enterOrder, findReceived } from '../../materials/index.js';
import type { CourseRecord } from './dossier.service.js';
import { findCaseIdOf } from './read-handling.service.js';

type Received = Awaited<ReturnType<typeof findReceived>>;

/** What was received with a case, for those whom it concerns: names of files may tell of persons. */
export async function readReceived(context: ProvinceContext, caseId: string): Promise<Received> {
  if (!(await isOwnCase(context, caseId))) return undefined;
  await enterOrder(context, caseId);
  return findReceived(context, caseId);
}

/** What was received with a leg, for those whom its case concerns; where there is no case, for the unit that has it. */
export async function readReceivedOfLeg(context: ProvinceContext, { id, collaborationNo, unitCode }: CourseRecord) {
  const caseId = await findCaseIdOf(context, collaborationNo);
  if (caseId !== undefined && !(await isOwnCase(context, caseId))) return undefined;
  if (caseId === undefined && !isTheirs(context, unitCode)) return undefined;
  return findReceived(context, id);
}

const isTheirs = (context: ProvinceContext, unitCode: string | null): boolean =>
  isOrdered(context) || isOfUnit(context.caller, { province: context.province.code, unit: unitCode });
