import { RatingEvent, RatingIndicator, type RatingIndicatorCode, RatingState } from '../../../schema/rating-lists.js';
import { policyParameters } from '../../../schema/policy-parameters.js';
import { ratingRefusals } from '../../../schema/rating-refusals.js';
import { printMarkdownTable, printStateTable } from '../shared/state-page.js';
import { pointedAt, pointing } from './attribution.rules.js';
import { ratingTable, type RatingWords } from './states.rules.js';

/** The life of a rating as a page of documentation; `npm run schema` writes it. */
export function printRatingStates(): string {
  return [
    '# States of ratings · 好差评状态机',
    '',
    'Printed from the tables by `npm run schema`; not to be edited. What a table does not list is refused by a rule.',
    '',
    ...printStateTable<RatingWords>(ratingTable, { states: RatingState.entries, events: eventLabels }),
    '## Limits · 时限',
    '',
    ...printMarkdownTable(['parameter', 'limit', 'source'], limitLines()),
    '## Whose fault a bad rating is · 差评归责 [P]',
    '',
    'Computed, never typed: the leg that was overdue longest (working minutes, by its clocks); if none was, the one whose',
    'work was sent back most often; if none was, the leg that the indicator names; else the one that decides.',
    '',
    ...printMarkdownTable(
      ['indicator', '指标', 'leg', '环节'],
      (Object.keys(pointing) as RatingIndicatorCode[]).map(indicatorLine),
    ),
    '## Refusals · 不予办理的原因',
    '',
    ...printMarkdownTable(
      ['code', 'rule', 'source', '中文', 'English', 'cured by'],
      Object.entries(ratingRefusals).map(([code, { rule, source, messageZh, messageEn, curedBy }]) => [
        ...[code, rule, `[${source.mark}] ${source.text}`, messageZh, messageEn],
        `${curedBy.role}, ${curedBy.place}`,
      ]),
    ),
  ].join('\n');
}

const eventLabels = Object.fromEntries(
  Object.entries(RatingEvent.entries).map(([name, { labelZh: zh, labelEn: en }]) => [name, { zh, en }]),
) as Record<keyof typeof RatingEvent.entries, { readonly zh: string; readonly en: string }>;

function indicatorLine(code: RatingIndicatorCode): readonly string[] {
  const { zh, en } = pointedAt[pointing[code]];
  return [code, RatingIndicator.entries[code].labelZh, en, zh];
}

function limitLines(): readonly (readonly string[])[] {
  return (['RATING_CALLBACK', 'RATING_RECTIFY'] as const).map((code) => {
    const { zh, en, standard, unit, min, max, source } = policyParameters[code];
    return [
      `${code} ${zh} · ${en}`,
      `${standard} ${unit} (${min} to ${max}, set by each province)`,
      `[${source.mark}] ${source.text}`,
    ];
  });
}
