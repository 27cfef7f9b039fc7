import { isProvinceCode } from '../../schema/global-id.js';

/**
 * The cursors that clients hold. One is a province's cursor and, behind it, the provinces of which rows before it were
 * never shown, since they were missing from an earlier page, each with the time since when:
 * `<cursor>.GD-<seconds, base 36>.HN-<seconds, base 36>`. The note stays in the client's hands, so that any replica can
 * carry on with the page; provinces only ever see the bare cursor.
 */
export interface PageCursor {
  /** As a province gave it, and as every province gets it. */
  readonly bare: string;
  /** By letter code: since when the province has been missing. */
  readonly behind: ReadonlyMap<string, Date>;
}

// A cursor of every province there is, with room to spare; more is not one of ours.
const MAX_NOTES = 64;

/** Takes a cursor apart, or gives undefined when its notes are not ours. The bare cursor is not read yet. */
export function readPageCursor(text: unknown): PageCursor | undefined {
  if (typeof text !== 'string') return undefined;
  const [bare, ...notes] = text.split('.', MAX_NOTES + 2);
  if (bare === undefined || notes.length > MAX_NOTES) return undefined;
  const behind = new Map<string, Date>();
  for (const note of notes) {
    const [, code, seconds] = /^([A-Z]+)-([0-9a-z]{1,8})$/.exec(note) ?? [];
    if (!isProvinceCode(code) || seconds === undefined) return undefined;
    behind.set(code, new Date(Number.parseInt(seconds, 36) * 1000));
  }
  return { bare, behind };
}

/** Puts a cursor together; the inverse of {@link readPageCursor}. */
export function writePageCursor({ bare, behind }: PageCursor): string {
  const notes = [...behind].map(([code, since]) => `.${code}-${Math.floor(since.getTime() / 1000).toString(36)}`);
  return bare + notes.join('');
}
