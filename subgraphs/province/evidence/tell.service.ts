import type { EvidenceRule } from '../../../schema/evidence-refusals.js';
import { sendEnvelope } from '../exchange/send-envelope.js';
import { type Bureau, mustStep, stepSupply } from './course.service.js';
import type { SupplyRow } from './evidence.entity.js';
import type { Facts } from './machine/machine.rules.js';
import type { Told } from './question.rules.js';
import { EVIDENCE_TOLD } from './letter-events.rules.js';

/** A step that the other province is told of, in the same transaction. */
export interface ToldStep {
  readonly event: Told['event'];
  readonly by: 'SYSTEM' | 'APPLICANT' | 'OTHER_PROVINCE';
  readonly facts?: Partial<Facts>;
  readonly rule?: EvidenceRule;
  readonly explanation?: string;
  readonly licence?: string;
}

/** Moves a request of another province one step and tells that province; or gives the rule that refuses the step. */
export async function stepAndTell(
  bureau: Bureau,
  row: SupplyRow,
  { licence, facts = {}, ...told }: ToldStep,
): Promise<EvidenceRule | undefined> {
  const changes = licence === undefined ? {} : { changes: { licence } };
  const stepped = await stepSupply(bureau, row, { ...told, facts, ...changes });
  if ('refusal' in stepped) return stepped.refusal;
  await tell(bureau, stepped.row, told);
  return undefined;
}

/** As {@link stepAndTell}, for a step of the system itself, which the rules cannot refuse. */
export async function mustStepAndTell(bureau: Bureau, row: SupplyRow, step: ToldStep): Promise<void> {
  const refusal = await stepAndTell(bureau, row, step);
  if (refusal !== undefined) mustStep({ refusal });
}

/** Tells the other province that its refusal of an answer has ended the request. */
export function tellRefused(bureau: Bureau, row: SupplyRow, rule: EvidenceRule): Promise<void> {
  return tell(bureau, row, { event: 'refuse', by: 'SYSTEM', rule });
}

async function tell(
  { desk, transaction }: Bureau,
  row: SupplyRow,
  { event, rule, explanation }: Omit<ToldStep, 'licence'>,
): Promise<void> {
  const until = event === 'askPreview' && row.due_ms !== null ? new Date(row.due_ms).toISOString() : null;
  const { request_id: requestId, collaboration_no: collaborationNo, requester: to } = row;
  const payload = { requestId, event, rule: rule ?? null, explanation: explanation ?? null, until };
  await sendEnvelope(transaction, desk, { collaborationNo, to, event: EVIDENCE_TOLD, payload });
}
