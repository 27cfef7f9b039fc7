import { type PolicyUnit, policyParameters } from '../../../schema/policy-parameters.js';
import { PolicyUnits } from '../../../schema/policy-lists.js';
import { printMarkdownTable } from '../shared/state-page.js';

/** Every parameter as a page of documentation; `npm run schema` writes it. */
export function printPolicy(): string {
  return [
    '# Policy parameters · 政策参数',
    '',
    'Printed from `schema/policy-parameters.ts` by `npm run schema`; not to be edited. The national value holds in a province',
    'unless its operator has set another one within the bounds (`setPolicyParameter`); every change stays on record with its',
    'reason (`policyChanges`). Marks of sources: [V] read in a public source, [M] recalled, [P] proposed by this project.',
    '',
    ...printMarkdownTable(
      ['code', '中文', 'English', 'national value', 'bounds', 'source'],
      Object.entries(policyParameters).map(([code, { zh, en, unit, standard, min, max, source }]) => [
        ...[`\`${code}\``, zh, en, `${standard} ${wordOf(unit)}`, `${min} – ${max}`],
        `[${source.mark}] ${source.text}`,
      ]),
    ),
  ].join('\n');
}

function wordOf(unit: PolicyUnit): string {
  const { labelZh, labelEn } = PolicyUnits.entries[unit];
  return `${labelZh} · ${labelEn}`;
}
