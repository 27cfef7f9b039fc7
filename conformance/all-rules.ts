import type { Rule, Words } from './rule.js';
import { accessRules } from './rules/access-rules.js';
import { cursorRules } from './rules/cursor-rules.js';
import { documentRules } from './rules/document-rules.js';
import { entityRules } from './rules/entity-rules.js';
import { exchangeRules } from './rules/exchange-rules.js';
import { httpRules } from './rules/http-rules.js';
import { idRules } from './rules/id-rules.js';
import { pageRules } from './rules/page-rules.js';
import { sdlRules } from './rules/sdl-rules.js';
import { statisticsRules } from './rules/statistics-rules.js';
import { streamRules } from './rules/stream-rules.js';

/** Rules that belong together. */
export interface RuleGroup {
  readonly title: Words;
  readonly rules: readonly Rule[];
}

/** All rules of the kit, in the order in which they are played. */
export const ruleGroups: readonly RuleGroup[] = [
  { title: { zh: '模式', en: 'The schema' }, rules: sdlRules },
  { title: { zh: 'HTTP 与期限', en: 'HTTP and deadlines' }, rules: httpRules },
  { title: { zh: '文档与错误', en: 'Documents and errors' }, rules: documentRules },
  { title: { zh: '访问', en: 'Access' }, rules: accessRules },
  { title: { zh: '标识', en: 'Ids' }, rules: idRules },
  { title: { zh: '实体', en: 'Entities' }, rules: entityRules },
  { title: { zh: '列表与游标', en: 'Lists and cursors' }, rules: [...pageRules, ...cursorRules] },
  { title: { zh: '动态', en: 'Live events' }, rules: streamRules },
  { title: { zh: '统计', en: 'Statistics' }, rules: statisticsRules },
  { title: { zh: '省际交换', en: 'The exchange' }, rules: exchangeRules },
];

/** Every rule of the kit. */
export const allRules: readonly Rule[] = ruleGroups.flatMap(({ rules }) => rules);
