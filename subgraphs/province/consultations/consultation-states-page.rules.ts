import { ConsultationState } from '../../../schema/consultation-lists.js';
import { consultationRefusals } from '../../../schema/consultation-refusals.js';
import { policyParameters } from '../../../schema/policy-parameters.js';
import { printMarkdownTable, printStateTable } from '../shared/state-page.js';
import { negotiation } from './machine/negotiation.rules.js';
import { thread } from './machine/thread.rules.js';
import { consultationEvents, guards } from './machine/words.rules.js';

/** The tables of consultations as a page of documentation; `npm run schema` writes it. */
export function printConsultationStates(): string {
  const words = { states: ConsultationState.entries, events: consultationEvents };
  const limits = Object.entries(policyParameters).filter(([code]) => code.startsWith('CONSULTATION_'));
  return [
    '# States of consultations · 咨询状态机',
    '',
    'Printed from the tables by `npm run schema`; not to be edited. What a table does not list is refused by a rule.',
    '',
    ...printStateTable(thread, words),
    ...printStateTable(negotiation, words),
    '## Guards · 条件',
    '',
    ...printMarkdownTable(['guard', 'refusal'], Object.entries(guards)),
    '## Parameters of policy · 政策参数',
    '',
    ...printMarkdownTable(
      ['parameter', '中文', 'English', 'national value', 'bounds', 'source'],
      limits.map(([code, { zh, en, standard, unit, min, max, source }]) => [
        ...[code, zh, en, `${standard} ${unit}`, `${min}–${max}`, `[${source.mark}] ${source.text}`],
      ]),
    ),
    '## Refusals · 不予办理的原因',
    '',
    ...printMarkdownTable(
      ['code', 'rule', 'source', '中文', 'English', 'cured by'],
      Object.entries(consultationRefusals).map(([code, { rule, source, messageZh, messageEn, curedBy }]) => [
        ...[code, rule, `[${source.mark}] ${source.text}`, messageZh, messageEn],
        `${curedBy.role}, ${curedBy.place}`,
      ]),
    ),
  ].join('\n');
}
