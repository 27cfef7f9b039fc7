import { AlertState, SupervisionRule } from '../../../schema/supervision-lists.js';
import { supervisionRefusals } from '../../../schema/supervision-refusals.js';
import { printMarkdownTable, printStateTable } from '../shared/state-page.js';
import { cardTable } from './machine/card-table.rules.js';
import { cardEvents, type CardRule, seriousRules } from './machine/vocabulary.rules.js';

/** The table of alerts as a page of documentation; `npm run schema` writes it. */
export function printSupervisionStates(): string {
  return [
    '# States of alerts · 监察预警状态机',
    '',
    'Printed from the tables by `npm run schema`; not to be edited. What a table does not list is refused by a rule.',
    '',
    'TIME is time itself and the work that a limit is about; UNIT the responsible unit; SUPERVISOR one outside it.',
    '',
    ...printStateTable(cardTable, { states: AlertState.entries, events: cardEvents }),
    '## Rules · 监察规则',
    '',
    ...printMarkdownTable(
      ['rule', '中文', 'English', 'begins with', 'computed from'],
      (Object.keys(SupervisionRule.entries) as CardRule[]).map((rule) => {
        const { labelZh, labelEn } = SupervisionRule.entries[rule];
        return [rule, labelZh, labelEn, begin(rule), sources[rule]];
      }),
    ),
    '## Refusals · 不予办理的原因',
    '',
    ...printMarkdownTable(
      ['code', 'what it says', 'source', '中文', 'English', 'cured by'],
      Object.entries(supervisionRefusals).map(([code, { rule, source, messageZh, messageEn, curedBy }]) => [
        ...[code, rule, `[${source.mark}] ${source.text}`, messageZh, messageEn],
        `${curedBy.role}, ${curedBy.place}`,
      ]),
    ),
  ].join('\n');
}

const limits: ReadonlySet<CardRule> = new Set<CardRule>(['R2', 'R3', 'R4', 'R12']);

const begin = (rule: CardRule): string =>
  limits.has(rule) ? 'a limit that runs' : seriousRules.has(rule) ? 'a red card' : 'a yellow card';

const sources: Readonly<Record<CardRule, string>> = {
  R1: 'the log: acceptance refused while the preflight of the deciding place found nothing missing',
  R2: 'clocks HANDLING, LEG and DELIVERY',
  R3: 'clocks NOTICE, STEP and INFO',
  R4: 'clocks FORWARD and HANDING',
  R5: 'nothing: a refusal without reasons is refused by the tables of cases',
  R6: 'envelopes in which a province has told two different things',
  R7: 'nothing yet: no fee is charged by way of the system',
  R8: 'the log: a further round of corrections',
  R9: 'the log: a handoff that the third try did not get through',
  R10: 'bad ratings: what their unit should have done by then',
  R11: 'rosters: opening hours of a window that has them in which a post is not held',
  R12: 'texts of agreements that grant data: what is left to each party to sign, counter or decline one [P]',
};
