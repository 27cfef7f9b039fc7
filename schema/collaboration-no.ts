import { checkCharacter } from './check-character.js';

/** A collaboration number taken apart: where and when a case began, and the how manieth it was there that day. */
export interface CollaborationNo {
  /** `20260302`, a day in China. */
  readonly date: string;
  /** Six-digit code (GB/T 2260) of the province where the case began. */
  readonly gbCode: string;
  /** 1 to 99,999,999. */
  readonly serial: number;
}

const PATTERN = /^KS(\d{8})(\d{6})(\d{8})[\dA-Z]$/;
const MAX_SERIAL = 99_999_999;

/** Puts a number together. Refuses parts that it has no room for. */
export function formatCollaborationNo({ date, gbCode, serial }: CollaborationNo): string {
  const text = `KS${date}${gbCode}${String(serial).padStart(8, '0')}`;
  const number = text + checkCharacter(text);
  if (serial < 1 || serial > MAX_SERIAL || !PATTERN.test(number)) throw new Error(`There is no number of ${text}.`);
  return number;
}

/** Takes a number apart; undefined when it is none, above all when one of its characters was changed. */
export function parseCollaborationNo(text: unknown): CollaborationNo | undefined {
  if (typeof text !== 'string') return undefined;
  const [, date, gbCode, serial] = PATTERN.exec(text) ?? [];
  if (date === undefined || gbCode === undefined || !Number(serial)) return undefined;
  return checkCharacter(text.slice(0, -1)) === text.slice(-1) ? { date, gbCode, serial: Number(serial) } : undefined;
}
