import type { Desk, EventHandler, EventHandlers } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { readInstance } from '../../shared/instance.js';
import { noteAnswerEnd, noteQuestionEnd, noteToldRefused, takeAnswer, takeTold } from './answer.service.js';
import type { Bureau } from './course.service.js';
import { EVIDENCE_PROVIDED, EVIDENCE_REQUESTED, EVIDENCE_TOLD } from './letter-events.rules.js';
import { takeQuestion } from './supply.service.js';

/** What this module does about the letters of other provinces, and about the receipts of its own. */
export function createEvidenceHandlers(desk: Desk, { agreements }: Pick<Bureau, 'agreements'>): EventHandlers {
  const instance = readInstance(desk.signer.province);
  const at = (transaction: Transaction): Bureau => ({ desk, instance, agreements, transaction });
  const asked: EventHandler = {
    apply: (transaction, letter) => takeQuestion(at(transaction), letter),
    onApplied: (transaction, letter, receipt) => noteQuestionEnd(at(transaction), letter, receipt),
    onRefused: (transaction, letter, receipt) => noteQuestionEnd(at(transaction), letter, receipt),
  };
  const told: EventHandler = {
    apply: (transaction, letter) => takeTold(at(transaction), letter),
    onRefused: (transaction, letter, receipt) => noteToldRefused(at(transaction), letter, receipt),
  };
  const provided: EventHandler = {
    apply: (transaction, letter) => takeAnswer(at(transaction), letter),
    onApplied: (transaction, letter, receipt) => noteAnswerEnd(at(transaction), letter, receipt),
    onRefused: (transaction, letter, receipt) => noteAnswerEnd(at(transaction), letter, receipt),
  };
  return new Map([
    [EVIDENCE_REQUESTED, asked],
    [EVIDENCE_TOLD, told],
    [EVIDENCE_PROVIDED, provided],
  ]);
}
