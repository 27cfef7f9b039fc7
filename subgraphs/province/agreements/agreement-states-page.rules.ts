import { agreementLifeRefusals } from '../../../schema/agreement-life-refusals.js';
import { AgreementState } from '../../../schema/agreement-life-lists.js';
import { policyParameters } from '../../../schema/policy-parameters.js';
import { printMarkdownTable, printStateTable } from '../shared/state-page.js';
import { life } from './life/life.rules.js';
import { agreementEvents } from './life/life-words.rules.js';

const policies = ['AGREEMENT_NOTICE', 'AGREEMENT_WARN_EARLY', 'AGREEMENT_WARN_SOON', 'AGREEMENT_WARN_LAST'] as const;

/** The life of agreements as a page of documentation; `npm run schema` writes it. */
export function printAgreementStates(): string {
  return [
    '# States of agreements · 协议状态机',
    '',
    'Printed from the table by `npm run schema`; not to be edited. What the table does not list is refused. How coordinators go',
    'through it: `docs/agreements.md`.',
    '',
    ...printStateTable(life, { states: AgreementState.entries, events: agreementEvents }),
    '## Policy · 政策参数',
    '',
    ...printMarkdownTable(
      ['code', 'value', 'from', 'to', 'unit', '中文', 'English'],
      policies.map((code) => {
        const { standard, min, max, unit, zh, en } = policyParameters[code];
        return [code, String(standard), String(min), String(max), unit, zh, en];
      }),
    ),
    '## Refusals · 不予进行的原因',
    '',
    ...printMarkdownTable(
      ['code', 'what it says', 'source', '中文', 'English'],
      Object.entries(agreementLifeRefusals).map(([code, { rule, source, messageZh, messageEn }]) => [
        ...[code, rule, `[${source.mark}] ${source.text}`, messageZh, messageEn],
      ]),
    ),
  ].join('\n');
}
