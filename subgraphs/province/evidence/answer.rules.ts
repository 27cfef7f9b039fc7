import type { EvidenceRule } from '../../../schema/evidence-refusals.js';
import type { EvidenceContent } from './content.rules.js';
import type { Answer, Question } from './question.rules.js';

/** Why an answer is not one to the question of that hash; undefined when it is. */
export function refuseAnswer(
  hash: string,
  question: Pick<Question, 'subject' | 'type'>,
  { answer, content }: { readonly answer: Answer; readonly content: EvidenceContent },
): EvidenceRule | undefined {
  if (answer.requestHash !== hash || content.requestHash !== hash) return 'REQUEST_DIFFERS';
  if (content.subject !== question.subject) return 'ANSWER_ABOUT_ANOTHER';
  return content.type === question.type ? undefined : 'REQUEST_DIFFERS';
}
