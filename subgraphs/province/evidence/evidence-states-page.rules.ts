import { EvidenceState } from '../../../schema/evidence-lists.js';
import { evidenceRefusals } from '../../../schema/evidence-refusals.js';
import { printMarkdownTable, printStateTable } from '../shared/state-page.js';
import { evidenceEvents } from './machine/events.rules.js';
import { limits } from './machine/limits.rules.js';
import { provider } from './machine/provider.rules.js';
import { requester } from './machine/requester.rules.js';

const words = { states: EvidenceState.entries, events: evidenceEvents };

/** The tables of requests for evidence as a page of documentation; `npm run schema` writes it. */
export function printEvidenceStates(): string {
  return [
    '# States of requests for evidence · 证明请求状态机',
    '',
    'Printed from the tables by `npm run schema`; not to be edited. What a table does not list is refused by a rule.',
    '',
    ...[requester, provider].flatMap((machine) => printStateTable(machine, words)),
    '## Limits · 时限',
    '',
    ...printMarkdownTable(
      ['clock', 'limit', 'source'],
      Object.entries(limits).map(([name, { text, source }]) => [name, text, source]),
    ),
    '## Refusals · 不予办理的原因',
    '',
    ...printMarkdownTable(
      ['code', 'rule', 'what it says', 'source', '中文', 'English', 'cured by'],
      Object.entries(evidenceRefusals).map(([name, { code, rule, source, messageZh, messageEn, curedBy }]) => [
        ...[code, name, rule, `[${source.mark}] ${source.text}`, messageZh, messageEn],
        `${curedBy.role}, ${curedBy.place}`,
      ]),
    ),
  ].join('\n');
}
