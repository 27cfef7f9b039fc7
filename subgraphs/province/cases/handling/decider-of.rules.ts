import { isAgreementRefusal } from '../../../../schema/agreement-refusals.js';
import type { RefusalCode } from '../../../../schema/refusal-codes.js';
import { type Decider, decidingClause, NATIONAL_LIST } from '../../access/decider.rules.js';
import type { ClauseName } from '../../shared/agreement.js';
import type { CaseEvent } from '../machine/vocabulary.rules.js';
import { commandActions } from './command-actions.rules.js';

// Refusals that say who may act: the action of the matrix decides, and for some of them the row besides.
const byAction: ReadonlySet<RefusalCode> = new Set([
  'ROLE_MAY_NOT',
  'RECEIPT_IS_NOT_ACCEPTANCE',
  'RECEIVING_PLACE_DECIDES_NOT',
  'LEAD_DECIDES_NO_OTHER_LEG',
  'SUPERVISOR_CHANGES_NOT',
  'NOT_OF_RESPONSIBLE_UNIT',
  'NOT_THE_APPLICANT',
  'MANDATE_MISSING',
]);

/** What decided about a refusal of access; undefined for refusals that are about something else. */
export function deciderOf(
  code: RefusalCode,
  { event, clause }: { readonly event: CaseEvent; readonly clause: ClauseName | undefined },
): Decider | undefined {
  if (byAction.has(code)) return { kind: 'ACTION', name: actionOf(event) };
  if (code === 'NO_BASIS' || code === 'NOT_ON_NATIONAL_LIST') return NATIONAL_LIST;
  if (!isAgreementRefusal(code)) return undefined;
  return clause === undefined ? undefined : decidingClause(clause, 'CLAUSE');
}

/** A command that the action itself refuses. */
export function refusedTo(refusal: RefusalCode, event: CaseEvent) {
  return { refusal, decidedBy: { kind: 'ACTION', name: actionOf(event) } } as const;
}

function actionOf(event: CaseEvent): string {
  return event in commandActions ? commandActions[event as keyof typeof commandActions] : event;
}
