import { type CodeList, type CodeListEntry, entry } from './code-list.js';
import { PolicyParameterCodes, type PolicyUnit } from './policy-parameters.js';
import { PolicyRefusalCodes } from './policy-refusals.js';
import type { SourceMark } from './refusal.js';

/** What parameters count, as clients see it. */
export const PolicyUnits = {
  name: 'PolicyUnit',
  labelZh: '参数单位',
  labelEn: 'What a parameter counts',
  standard: 'Tongban',
  entries: {
    WORKING_DAY: entry(null, '工作日', 'working days'),
    CALENDAR_DAY: entry(null, '自然日', 'calendar days'),
    MINUTE: entry(null, '分钟', 'minutes'),
    MONTH: entry(null, '月', 'months'),
    PERCENT: entry(null, '百分比', 'percent'),
    COUNT: entry(null, '个数', 'a number of things'),
  } satisfies Record<PolicyUnit, CodeListEntry>,
} as const satisfies CodeList;

/** How sure the source of a rule is, as clients see it. */
export const RuleSourceMark = {
  name: 'RuleSourceMark',
  labelZh: '依据的可靠程度',
  labelEn: 'How sure the source of a rule is',
  standard: 'Tongban',
  entries: {
    V: entry(null, '见于公开来源', 'read in a public source'),
    M: entry(null, '凭记忆，未核对来源', 'recalled, not checked against the source'),
    P: entry(null, '本项目提出', 'proposed by this project'),
  } satisfies Record<SourceMark, CodeListEntry>,
} as const satisfies CodeList;

/** The lists of policy that clients can read. */
export const policyLists: readonly CodeList[] = [PolicyParameterCodes, PolicyUnits, RuleSourceMark, PolicyRefusalCodes];
