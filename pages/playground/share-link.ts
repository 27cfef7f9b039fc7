// Its CommonJS has no names that Node could see.
import lzString from 'lz-string';
import { packQuestion, QUESTION_NAME, type SharedQuestion } from '../shared/pack-question.js';

// What the gateway takes; a longer text comes from somebody who wants to see what a browser makes of it.
const MAX_CHARACTERS = 256 * 1024;

/** The link to a question. */
export function writeShareLink(page: string, question: SharedQuestion): string {
  const url = new URL(page);
  url.search = '';
  url.hash = packQuestion(question);
  return url.href;
}

/** The question in a link; undefined where there is none, and for what is no question. Nothing runs by itself. */
export function readShareLink(hash: string): SharedQuestion | undefined {
  const [name, packed] = hash.replace(/^#/, '').split('=');
  if (name !== QUESTION_NAME || packed === undefined) return undefined;
  try {
    const text = lzString.decompressFromEncodedURIComponent(packed);
    if (text.length > MAX_CHARACTERS) return undefined;
    const { query, variables } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return typeof query === 'string' && typeof variables === 'string' ? { query, variables } : undefined;
  } catch {
    return undefined; // Cut off by a chat program, or made up.
  }
}
