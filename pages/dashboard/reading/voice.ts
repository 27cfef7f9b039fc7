import type { CodeList } from '../../../schema/code-list.js';
import { MissingReason } from '../../../schema/graph-lists.js';
import { statisticsRefusals } from '../../../schema/statistics-refusals.js';
import type { Language } from '../../shared/language.js';
import type { Absence, Figure } from './figure.js';
import { createNumbers, type Numbers } from './numbers.js';
import { findTile } from './province-tiles.js';
import { words, type Words } from './words.js';

/** How the page speaks in one language. */
export interface Voice {
  readonly language: Language;
  readonly words: Words;
  readonly numbers: Numbers;
  /** 广东 or Guangdong. */
  readonly province: (code: string) => string;
  /** 广东 or GD, where there is little room. */
  readonly short: (code: string) => string;
  /** What a code of a list means; the code itself where the list does not have it. */
  readonly label: (list: CodeList, code: string | null) => string;
  /** Why there is no number. */
  readonly why: (absence: Absence) => string;
  /** A number as it is read out: 1,234, at least 1,234, not published, no data (no answer in time). */
  readonly figure: (figure: Figure | undefined, form?: 'count' | 'share') => string;
  /** One of two texts that belong together. */
  readonly pick: (zh: string | null | undefined, en: string | null | undefined) => string;
}

/** Makes a voice. */
export function createVoice(language: Language): Voice {
  const texts = words[language];
  const numbers = createNumbers(language);
  const pick: Voice['pick'] = (zh, en) => (language === 'zh' ? (zh ?? en) : (en ?? zh)) ?? '';
  const why = (absence: Absence): string => {
    if (absence === 'NOT_TAKING_PART' || absence === 'NOT_ANSWERED') return texts[absence];
    const reasons: CodeList['entries'] = MissingReason.entries;
    const reason = reasons[absence];
    if (reason !== undefined) return pick(reason.labelZh, reason.labelEn);
    const refusal = (statisticsRefusals as Readonly<Record<string, { messageZh: string; messageEn: string }>>)[absence];
    return refusal === undefined ? absence : pick(refusal.messageZh, refusal.messageEn);
  };
  const figure: Voice['figure'] = (one, form = 'count') => {
    if (one === undefined) return texts.none;
    if (one.kind === 'hidden') return texts.hidden;
    if (one.kind === 'missing')
      return language === 'zh' ? `${texts.missing}（${why(one.why)}）` : `${texts.missing} (${why(one.why)})`;
    const text = form === 'share' ? numbers.share(one.value) : numbers.count(one.value);
    return one.isLowerBound ? atLeast(text, language) : text;
  };
  return {
    ...{ language, words: texts, numbers, pick, why, figure },
    province: (code) => findTile(code)?.[language] ?? code,
    short: (code) => (language === 'zh' ? (findTile(code)?.zh ?? code) : code),
    label: (list, code) => {
      const found = code === null ? undefined : list.entries[code];
      return found === undefined ? (code ?? texts.unsaid) : pick(found.labelZh, found.labelEn);
    },
  };
}

const atLeast = (text: string, language: Language): string => (language === 'zh' ? `至少 ${text}` : `at least ${text}`);
