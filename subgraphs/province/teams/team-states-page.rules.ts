import { CertificationEvent, CertificationState } from '../../../schema/team-lists.js';
import { teamRefusals } from '../../../schema/team-refusals.js';
import { printMarkdownTable, printStateTable } from '../shared/state-page.js';
import { certificationLife } from './certification.rules.js';

/** The life of a certification as a page of documentation; `npm run schema` writes it. */
export function printTeamStates(): string {
  const events = Object.fromEntries(
    Object.entries(CertificationEvent.entries).map(([name, { labelZh: zh, labelEn: en }]) => [name, { zh, en }]),
  ) as Record<keyof typeof CertificationEvent.entries, { readonly zh: string; readonly en: string }>;
  return [
    '# States of certifications · 上岗认证状态',
    '',
    'Printed from the tables by `npm run schema`; not to be edited. What a table does not list is refused.',
    '',
    ...printStateTable(certificationLife, { states: CertificationState.entries, events }),
    'How long VALIDITY is, and how many points pass an exam, each province sets: CERTIFICATE_VALIDITY and EXAM_PASS in',
    '[policy.md](policy.md). What has been given keeps the validity of its day. Nothing is written when it runs out: a',
    'certification holds from the instant at which it was given until the first of its end and its revocation.',
    '',
    '## Refusals · 不予办理的原因',
    '',
    ...printMarkdownTable(
      ['code', 'rule', 'source', '中文', 'English'],
      Object.entries(teamRefusals).map(([code, { rule, source, messageZh, messageEn }]) => [
        ...[code, rule, `[${source.mark}] ${source.text}`, messageZh, messageEn],
      ]),
    ),
  ].join('\n');
}
