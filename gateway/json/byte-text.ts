/**
 * A byte text is the UTF-8 form of a text as a string of its bytes, one character each. What is passed on from subgraphs
 * to clients stays one: it is neither decoded nor encoded, and Chinese takes no longer than English.
 */

/** The byte text of a text. */
export function toByteText(text: string): string {
  return isPlain(text) ? text : Buffer.from(text).toString('latin1');
}

/** The text of a byte text. */
export function fromByteText(bytes: string): string {
  return isPlain(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString();
}

const BEYOND_ASCII = /[^\0-\x7f]/;

/** True when the characters of a text are its bytes. */
function isPlain(text: string): boolean {
  return !BEYOND_ASCII.test(text);
}
