import { MissingReason } from '../../schema/graph-lists.js';
import type { Completeness } from './completeness.js';
import type { Language } from './language.js';

/** What a reason for a province's absence means; the code itself for one that this page does not know. */
export function reasonText(reason: string, language: Language): string {
  if (!isReason(reason)) return reason;
  const { labelZh, labelEn } = MissingReason.entries[reason];
  return language === 'zh' ? labelZh : labelEn;
}

function isReason(reason: string): reason is keyof typeof MissingReason.entries {
  return Object.hasOwn(MissingReason.entries, reason);
}

/** What an answer lacks, one sentence for each kind of gap; none for one that is whole. */
export function describeGaps(gaps: Completeness, language: Language): readonly string[] {
  const { missing, refusing, suppressed, errors } = gaps;
  const list = (absent: Completeness['missing']): string =>
    absent.map(({ province, reason }) => `${province} (${reasonText(reason, language)})`).join(SEPARATOR[language]);
  const texts = language === 'zh' ? chinese : english;
  return [
    ...(missing.length > 0 ? [texts.missing(missing.length, list(missing))] : []),
    ...(refusing.length > 0 ? [texts.refusing(refusing.length, list(refusing))] : []),
    ...(suppressed > 0 ? [texts.suppressed(suppressed)] : []),
    ...(errors.length > 0 ? [texts.errors(errors.length, errors[0]?.message ?? '')] : []),
  ];
}

const SEPARATOR: Readonly<Record<Language, string>> = { zh: '、', en: ', ' };

interface GapTexts {
  readonly missing: (count: number, list: string) => string;
  readonly refusing: (count: number, list: string) => string;
  readonly suppressed: (count: number) => string;
  readonly errors: (count: number, first: string) => string;
}

const chinese: GapTexts = {
  missing: (count, list) => `缺 ${String(count)} 省数据：${list}`,
  refusing: (count, list) => `${String(count)} 省未答复本问题：${list}`,
  suppressed: (count) => `${String(count)} 处数字因单元过小未全部公布，只是下限`,
  errors: (count, first) => `${String(count)} 个错误：${first}`,
};

const english: GapTexts = {
  missing: (count, list) => `${counted(count, 'province is', 'provinces are')} missing: ${list}`,
  refusing: (count, list) => `${counted(count, 'province does', 'provinces do')} not answer this question: ${list}`,
  suppressed: (count) =>
    `${counted(count, 'number is a lower bound', 'numbers are lower bounds')}: small cells are withheld`,
  errors: (count, first) => `${counted(count, 'error', 'errors')}: ${first}`,
};

function counted(count: number, one: string, many: string): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}
