import { gbCodes, letterCodes } from './province-codes.js';

/** A collaboration number taken apart: `KS` · day · code of the origin · serial of eight digits · check character. */
export interface CollaborationNo {
  /** The day in China on which it was given, as `yyyy-mm-dd`. */
  readonly day: string;
  /** Letter code of the province that gave it. */
  readonly origin: string;
  /** 1 to 99,999,999, counted by the origin. */
  readonly serial: number;
}

const COLLABORATION_NO = /^KS(\d{4})(\d{2})(\d{2})(\d{6})(\d{8})[\dX]$/;
const MAX_SERIAL = 99_999_999;

/**
 * Takes a collaboration number apart, or gives undefined when it is not one: another form, a day that the calendar does
 * not have, a province that there is not, or a wrong check character. The origin is read from it, never looked up.
 */
export function parseCollaborationNo(text: unknown): CollaborationNo | undefined {
  if (typeof text !== 'string') return undefined;
  const [, year, month, date, gbCode = '', serial] = COLLABORATION_NO.exec(text) ?? [];
  const origin = letterCodes.get(gbCode);
  const day = `${year ?? ''}-${month ?? ''}-${date ?? ''}`;
  if (origin === undefined || !isDay(day) || Number(serial) === 0) return undefined;
  return text.endsWith(checkCharacter(text.slice(2, -1))) ? { day, origin, serial: Number(serial) } : undefined;
}

/** Puts a collaboration number together; the inverse of {@link parseCollaborationNo}. Throws when it cannot be one. */
export function formatCollaborationNo({ day, origin, serial }: CollaborationNo): string {
  const gbCode = gbCodes.get(origin);
  const isSerial = Number.isInteger(serial) && serial >= 1 && serial <= MAX_SERIAL;
  if (gbCode === undefined || !isDay(day) || !isSerial) {
    throw new RangeError(`No collaboration number has the day ${day}, the origin ${origin} and the serial ${serial}.`);
  }
  const digits = `${day.replaceAll('-', '')}${gbCode}${String(serial).padStart(8, '0')}`;
  return `KS${digits}${checkCharacter(digits)}`;
}

// MOD 11-2 of ISO/IEC 7064 (GB/T 17710), as in resident identity numbers: finds every wrong digit, and every two
// neighbours that were exchanged.
function checkCharacter(digits: string): string {
  const sum = Array.from(digits).reduce((rest, digit) => ((rest + Number(digit)) * 2) % 11, 0);
  const value = (12 - sum) % 11;
  return value === 10 ? 'X' : String(value);
}

function isDay(text: string): boolean {
  const instant = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}
