import type { EvidenceRule } from '../../../schema/evidence-refusals.js';
import { isEvidenceRule } from '../../../schema/evidence-refusals.js';
import { isoTime, type Letter } from '../exchange/desk.js';
import type { Receipt } from '../exchange/envelope.js';
import { fromJson } from '../storage/stored.js';
import { refuseAnswer } from './answer.rules.js';
import { parseContent } from './content.rules.js';
import { type Bureau, type Happening, holdRequest, holdSupply, stepRequest, stepSupply } from './course.service.js';
import type { RequestRow } from './evidence.entity.js';
import { parseAnswer, parseQuestion, parseTold } from './question.rules.js';
import { openAnswer } from './seal-answer.service.js';
import { sealContent } from './seal-content.service.js';
import { previewId } from './supply.service.js';
import { tellRefused } from './tell.service.js';

/** The province that was asked says how far it is. Gives the rule by which its letter is refused. */
export async function takeTold(bureau: Bureau, letter: Letter): Promise<EvidenceRule | undefined> {
  const told = parseTold(letter.payload);
  if (told === undefined) return 'REQUEST_MALFORMED';
  const row = await holdAsked(bureau, told.requestId, letter);
  if (row === undefined) return 'REQUEST_UNKNOWN';
  const { event, explanation, until } = told;
  const rule = isEvidenceRule(told.rule) ? told.rule : undefined;
  const changes = event === 'askPreview' ? { preview_until: until } : {};
  const stepped = await stepRequest(bureau, row, {
    ...{ event, by: 'OTHER_PROVINCE', facts: {}, changes },
    ...(rule === undefined ? {} : { rule }),
    ...(explanation === null ? {} : { explanation }),
  });
  return 'refusal' in stepped ? stepped.refusal : undefined;
}

/**
 * The province that was asked gives the evidence. It counts only when it answers this request and is about the person
 * who was asked about; then it is stored sealed. Gives the rule by which it is refused, and then nothing of it is kept.
 */
export async function takeAnswer(bureau: Bureau, letter: Letter): Promise<EvidenceRule | undefined> {
  const answer = parseAnswer(letter.payload);
  if (answer === undefined) return 'ANSWER_UNREADABLE';
  const row = await holdAsked(bureau, answer.requestId, letter);
  if (row === undefined || row.question === null) return 'REQUEST_UNKNOWN';
  const content = parseContent(await openAnswer(bureau, letter, answer.content));
  if (content === undefined) return 'ANSWER_UNREADABLE';
  const unbound = refuseAnswer(row.request_hash, fromJson(row.question), { answer, content });
  if (unbound !== undefined) return unbound;
  const changes = {
    ...sealContent(bureau.desk.vault.sealing, row.id, content),
    received_at: isoTime(bureau.desk.clock.nowMs()),
  };
  const received: Happening<RequestRow> = { event: 'receive', by: 'OTHER_PROVINCE', facts: { isBound: true }, changes };
  const stepped = await stepRequest(bureau, row, received);
  return 'refusal' in stepped ? stepped.refusal : undefined;
}

// Only the province that was asked can answer, and only in the collaboration in which it was asked.
async function holdAsked(
  bureau: Bureau,
  id: string,
  { from, collaborationNo }: Letter,
): Promise<RequestRow | undefined> {
  const row = await holdRequest(bureau, id);
  return row?.provider === from && row.collaboration_no === collaborationNo ? row : undefined;
}

/** The other province has taken the question, or refused it. */
export async function noteQuestionEnd(bureau: Bureau, letter: Letter, receipt: Receipt): Promise<void> {
  const row = await holdRequest(bureau, parseQuestion(letter.payload)?.requestId ?? '');
  // A request that was given up before is over, whatever becomes of its letter.
  if (row?.state !== 'SENT') return;
  const code = receipt.code;
  const rule: EvidenceRule = isEvidenceRule(code) ? code : 'REQUEST_MALFORMED';
  const by = 'OTHER_PROVINCE';
  await stepRequest(
    bureau,
    row,
    receipt.result === 'APPLIED' ? { event: 'take', by, facts: {} } : { event: 'refuse', by, facts: {}, rule },
  );
}

/** The province that asked has taken the answer, or refused it; then it is told that nothing else will come. */
export async function noteAnswerEnd(bureau: Bureau, letter: Letter, receipt: Receipt): Promise<void> {
  const requestId = parseAnswer(letter.payload)?.requestId ?? '';
  const row = await holdSupply(bureau, previewId(bureau.instance.code, requestId));
  if (row?.state !== 'PROVIDED') return;
  const by = 'OTHER_PROVINCE';
  if (receipt.result === 'APPLIED') {
    await stepSupply(bureau, row, { event: 'receive', by, facts: {} });
    return;
  }
  const rule: EvidenceRule = isEvidenceRule(receipt.code) ? receipt.code : 'ANSWER_UNREADABLE';
  const stepped = await stepSupply(bureau, row, { event: 'refuse', by, facts: {}, rule });
  if ('row' in stepped) await tellRefused(bureau, stepped.row, rule);
}

/** The province that asked does not wait for a preview any more: it is over here too. */
export async function noteToldRefused(bureau: Bureau, letter: Letter, receipt: Receipt): Promise<void> {
  const told = parseTold(letter.payload);
  if (told?.event !== 'askPreview') return;
  const row = await holdSupply(bureau, previewId(bureau.instance.code, told.requestId));
  const rule: EvidenceRule = isEvidenceRule(receipt.code) ? receipt.code : 'STEP_OUT_OF_TURN';
  if (row !== undefined) await stepSupply(bureau, row, { event: 'refuse', by: 'OTHER_PROVINCE', facts: {}, rule });
}
