import type { CaseState } from '../../../../schema/case-lists.js';
import type { DeliverState } from './deliver-leg.rules.js';
import type { HandleState } from './handle-leg.rules.js';
import type { ReceiveState } from './receive-leg.rules.js';

type Public = keyof typeof CaseState.entries;

const byReceiving: Readonly<Record<ReceiveState, Public>> = {
  NEW: 'DRAFT',
  RECEIVED: 'SUBMITTED',
  AWAITING_APPLICANT: 'CORRECTION',
  IDENTITY_VERIFIED: 'SUBMITTED',
  FORM_REVIEWED: 'SUBMITTED',
  CHECKED: 'SUBMITTED',
  FORWARDED: 'SUBMITTED',
  RETURNED: 'SUBMITTED',
  HANDED_OVER: 'SUBMITTED',
  CORRECTION_REQUESTED: 'CORRECTION',
  RESULT_ARRIVED: 'COMPLETED',
  RESULT_RECEIVED: 'COMPLETED',
  WITHDRAWN: 'WITHDRAWN',
  CLOSED: 'CLOSED',
};

const byHandling: Readonly<Record<HandleState, Public | null>> = {
  EXPECTED: null,
  OFFERED: null,
  SUBMITTED: 'SUBMITTED',
  CORRECTION: 'CORRECTION',
  ACCEPTED: 'ACCEPTED',
  IN_REVIEW: 'IN_REVIEW',
  SUSPENDED: 'SUSPENDED',
  DECIDED: 'DECIDED',
  COMPLETED: 'COMPLETED',
  RESULT_RETURNED: 'COMPLETED',
  RESULT_HANDED_OVER: 'COMPLETED',
  DELIVERED: 'DELIVERED',
  NOT_ACCEPTED: 'NOT_ACCEPTED',
  WITHDRAWN: 'WITHDRAWN',
  CLOSED: 'CLOSED',
};

/** States of the legs of a forwarded case, as far as they are known here; a leg elsewhere may be unknown. */
export interface ForwardedLegs {
  readonly receive: ReceiveState;
  readonly handle?: HandleState;
  readonly deliver?: DeliverState;
}

/** The state of a forwarded case: the handling place's once it has acknowledged the handoff, else the receiving one's. */
export function forwardedCaseState({ receive, handle = 'EXPECTED', deliver = 'PLANNED' }: ForwardedLegs): Public {
  const state = byHandling[handle] ?? byReceiving[receive];
  return state === 'COMPLETED' && deliver === 'DELIVERED' ? 'DELIVERED' : state;
}

/**
 * Who answers for a forwarded case at this moment, as both chains show it: the receiving place until the handoff is
 * acknowledged, the handling place until its result is, then again the receiving place; nobody once it has ended.
 */
export function responsiblePlace({
  receive,
  handle = 'EXPECTED',
  deliver = 'PLANNED',
}: ForwardedLegs): 'RECEIVING' | 'HANDLING' | null {
  if (handle === 'WITHDRAWN' || handle === 'CLOSED' || handle === 'DELIVERED') return null;
  if (handle === 'EXPECTED' || handle === 'OFFERED') {
    return receive === 'NEW' || receive === 'WITHDRAWN' || receive === 'CLOSED' ? null : 'RECEIVING';
  }
  if (deliver === 'DELIVERED' || deliver === 'CANCELLED') return null;
  return receive === 'RESULT_RECEIVED' ? 'RECEIVING' : 'HANDLING';
}
