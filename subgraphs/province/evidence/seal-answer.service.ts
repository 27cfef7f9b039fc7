import type { Link } from '../exchange/envelope.js';
import type { EvidenceContent } from './content.rules.js';
import type { Bureau } from './course.service.js';

/** Evidence as it travels on a link: for the eyes of its addressee only. */
export function sealAnswer({ desk }: Pick<Bureau, 'desk'>, link: Link, content: EvidenceContent): Promise<string> {
  return desk.letters.seal(JSON.stringify(content), link);
}

/** What came on a link, in clear; undefined when it was not encrypted for this link, or is not JSON. */
export async function openAnswer({ desk }: Pick<Bureau, 'desk'>, link: Link, sealed: string): Promise<unknown> {
  const text = await desk.letters.open(sealed, link);
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    // What is wrong with it is refused by one rule; what it holds is told to nobody.
    return undefined;
  }
}
