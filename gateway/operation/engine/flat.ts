/**
 * The same text in one piece. A text made by `+` holds every piece that it was made of, some ten thousand in a long
 * answer, until somebody reads a character of it.
 */
export function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}
