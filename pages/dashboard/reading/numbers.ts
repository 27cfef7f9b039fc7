import type { Language } from '../../shared/language.js';

/** How numbers and times are written in one language. Times are those of China, where the offices are. */
export interface Numbers {
  /** 12,345 */
  readonly count: (value: number) => string;
  /** 1.2万 or 12K, for little room. */
  readonly compact: (value: number) => string;
  /** 98.5% of 0.985. */
  readonly share: (value: number) => string;
  /** An instant, to the minute. */
  readonly moment: (instant: string | number) => string;
  /** An instant of today, to the second. */
  readonly clock: (instant: number) => string;
  readonly day: (instant: string) => string;
  /** 2026年3月 of 2026-03. */
  readonly month: (month: string) => string;
  /** 12.30 元 of 1230. */
  readonly yuan: (fen: number) => string;
  /** Whether a number takes the word for one. */
  readonly isOne: (value: number) => boolean;
}

const ZONE = { timeZone: 'Asia/Shanghai' } as const;

/** Makes them; the formats are costly to make and cheap to use. */
export function createNumbers(language: Language): Numbers {
  const tag = language === 'zh' ? 'zh-CN' : 'en';
  const whole = new Intl.NumberFormat(tag);
  const compact = new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(tag, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const money = new Intl.NumberFormat(tag, { style: 'currency', currency: 'CNY' });
  const minute = new Intl.DateTimeFormat(tag, { ...ZONE, dateStyle: 'medium', timeStyle: 'short' });
  const second = new Intl.DateTimeFormat(tag, { ...ZONE, timeStyle: 'medium' });
  const day = new Intl.DateTimeFormat(tag, { ...ZONE, dateStyle: 'medium' });
  const month = new Intl.DateTimeFormat(tag, {
    timeZone: 'UTC',
    year: 'numeric',
    month: language === 'zh' ? 'long' : 'short',
  });
  const plural = new Intl.PluralRules(tag);
  return {
    count: (value) => whole.format(value),
    compact: (value) => compact.format(value),
    share: (value) => percent.format(value),
    moment: (instant) => minute.format(new Date(instant)),
    clock: (instant) => second.format(new Date(instant)),
    day: (instant) => day.format(new Date(instant)),
    month: (text) => month.format(new Date(`${text}-01T00:00:00Z`)),
    yuan: (fen) => money.format(fen / 100),
    isOne: (value) => plural.select(value) === 'one',
  };
}
