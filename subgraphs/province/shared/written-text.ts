/** What a text must keep to. */
export interface TextLimits {
  /** Its longest length; a page when nothing is said, of which many still fit one letter. */
  readonly most?: number;
}

const PAGE = 2_000;

// PostgreSQL keeps no NUL, JSON writes the others with six signs each, and nobody sees them; lines may end.
const CONTROL = /[^\P{Cc}\n\r\t]/u;

/** True for a text that every province can keep: not too long, well formed, without control characters. */
export function isKeepable(text: unknown, { most = PAGE }: TextLimits = {}): text is string {
  return typeof text === 'string' && text.length <= most && text.isWellFormed() && !CONTROL.test(text);
}

/** True for what somebody has written: a text that can be kept, and says something. */
export function isWritten(text: unknown, limits: TextLimits = {}): text is string {
  return isKeepable(text, limits) && text.trim() !== '';
}
