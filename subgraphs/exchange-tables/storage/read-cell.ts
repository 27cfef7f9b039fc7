/**
 * What a cell of an exchange table says, whatever type its column has: systems keep dates, numbers and codes as text, each
 * in its own way. These functions are the rule; on a server the expressions of `cells.ts` say the same in SQL.
 */

/** Characters that stand around a value and mean nothing, an ideographic space among them. */
export const BLANKS = ' \t\r\n\u00a0\u3000';

/**
 * Text that somebody has read in the wrong encoding: the replacement character, its well-known Chinese disguise, control
 * characters, and GB 2312 that was taken for Latin-1. UTF-8 that was taken for GBK cannot be told from Chinese.
 */
export const GARBLED =
  '[\\u0080-\\u009f\\ufffd]|锟斤拷|[\\u0001-\\u0008\\u000b\\u000c\\u000e-\\u001f]|[\\u00a1-\\u00ff]{2}';

const garbled = new RegExp(GARBLED);
const blanks = new RegExp(`^[${BLANKS}]+|[${BLANKS}]+$`, 'g');

/** A cell as text without blanks around it; null for an empty one, and for one that nobody can read. */
export function readText(cell: unknown): string | null {
  if (typeof cell !== 'string' || garbled.test(cell) || cell.includes('\0')) return null;
  const text = cell.replaceAll(blanks, '');
  return text === '' ? null : text;
}

/** Fourteen digits, or eight: a time or a day without anything between. */
export const COMPACT = '^\\d{8}(?:\\d{6})?$';

/**
 * A day, with a time of day or without, and then with an offset or without; without one it is a time of Beijing. Nothing
 * is captured, since a server is slow at that: what fits is taken apart at its separators.
 */
export const TIME =
  '^\\d{4}[-/.年]\\d{1,2}[-/.月]\\d{1,2}日?' +
  '(?:[T ]+\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)? *(?:Z|[+-]\\d{2}(?::?\\d{2})?)?)?$';

/** Beyond these years a date is a mistake of typing or a mark for none (0001-01-01, 9999-12-31). */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2199;

const BEIJING_MINUTES = 8 * 60;

const compact = new RegExp(COMPACT);
const time = new RegExp(TIME);

/** The instant that a cell names, as ISO 8601 in UTC; null when it names none that there is. */
export function readInstant(cell: unknown): string | null {
  const text = spread(readText(cell) ?? '');
  if (!time.test(text)) return null;
  const [day = '', ...rest] = text.split(/[T ]+/);
  const [year = 0, month = 0, date = 0] = day
    .replace('日', '')
    .split(/[-/.年月]/)
    .map(Number);
  const [clock = '', offset] = rest.join('').split(/(?=[Z+-])/);
  const [hour = 0, minute = 0, second = 0] = clock.split(/[:.]/).map(Number);
  const ms = Number((clock.split('.')[1] ?? '').padEnd(3, '0').slice(0, 3));
  const offsetMinutes = readOffset(offset);
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const isReal = year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && date >= 1 && date <= lastDay;
  if (!isReal || hour > 23 || minute > 59 || second > 59 || offsetMinutes === undefined) return null;
  return new Date(Date.UTC(year, month - 1, date, hour, minute, second, ms) - offsetMinutes * 60_000).toISOString();
}

/** Digits without anything between, with what stands between elsewhere. */
function spread(text: string): string {
  if (!compact.test(text)) return text;
  const day = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
  return text.length === 8 ? day : `${day} ${text.slice(8, 10)}:${text.slice(10, 12)}:${text.slice(12)}`;
}

function readOffset(offset: string | undefined): number | undefined {
  if (offset === undefined) return BEIJING_MINUTES;
  if (offset === 'Z') return 0;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(3).replace(':', '') || '0')];
  if (hours > 14 || minutes > 59) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** The day in China that a cell names, as YYYY-MM-DD. */
export function readDay(cell: unknown): string | null {
  const instant = readInstant(cell);
  if (instant === null) return null;
  return new Date(Date.parse(instant) + BEIJING_MINUTES * 60_000).toISOString().slice(0, 10);
}

/** A number of things: digits, with the zeros behind the point that a decimal column writes. */
export const WHOLE = '^(\\d{1,8})(?:\\.0+)?$';
const whole = new RegExp(WHOLE);

/** A whole number; null for anything else. */
export function readWhole(cell: unknown): number | null {
  const [, digits] = whole.exec(readText(cell) ?? '') ?? [];
  return digits === undefined ? null : Number(digits);
}

/** Words for a fee of nothing. */
export const FREE = '^(?:免费|不收费|无|0(?:\\.0+)?(?:元)?)$';
/** One amount in yuan and no other number: 10元/证, 工本费20.5元. */
export const AMOUNT = '^[^\\d.]*(\\d{1,7})(?:\\.(\\d{1,2}))?元[^\\d]*$';
const free = new RegExp(FREE);
const amount = new RegExp(AMOUNT);

/** The one amount that the standard of a fee names, in fen; null where it names several, or a rule. */
export function readFen(cell: unknown): number | null {
  const text = readText(cell) ?? '';
  if (free.test(text)) return 0;
  const [, yuan, fen = ''] = amount.exec(text) ?? [];
  return yuan === undefined ? null : Number(yuan) * 100 + Number(fen.padEnd(2, '0'));
}

/** What may stand between the codes of a list. Spelt out, since what a server takes for a blank depends on its collation. */
export const BETWEEN = `[,，;；^|、${BLANKS}]+`;
const between = new RegExp(BETWEEN, 'g');

/** A list of codes with a comma before and after each: `,1,2,`. */
export function readCodes(cell: unknown): string | null {
  const text = readText(cell);
  return text === null ? null : `,${text.replaceAll(between, ',')},`;
}

/** What the local part of a global id may be (`schema/global-id.ts`), unless it looks like one of the other kind. */
export const PLAIN_ID = '^[A-Za-z0-9][A-Za-z0-9._-]*$';
const plainId = new RegExp(PLAIN_ID);
export const CODED_ID = 'x.';
const HEX_ID = /^x\.((?:[0-9a-f]{2})+)$/;
export const LONGEST_ID = 128;

/** The local part of the id of what a table knows by `cell`: itself, or its bytes; null when that is too long. */
export function readLocalId(cell: unknown): string | null {
  const text = readText(cell);
  if (text === null) return null;
  const isPlain = plainId.test(text) && !text.startsWith(CODED_ID);
  const local = isPlain ? text : `${CODED_ID}${Buffer.from(text, 'utf8').toString('hex')}`;
  return local.length <= LONGEST_ID ? local : null;
}

/** By what a table knows the thing of a local id; the inverse of {@link readLocalId}. */
export function keyOfLocalId(local: string): string {
  const [, hex] = HEX_ID.exec(local) ?? [];
  return hex === undefined ? local : Buffer.from(hex, 'hex').toString('utf8');
}
