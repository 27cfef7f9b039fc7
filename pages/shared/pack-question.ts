// Its CommonJS has no names that Node could see.
import lzString from 'lz-string';

/** What a link to the playground carries: a question, and never who asks it. */
export interface SharedQuestion {
  readonly query: string;
  /** As they stand in the editor. */
  readonly variables: string;
}

/** The name under which a link has its question. */
export const QUESTION_NAME = 'q';

/** A question as it stands behind `#` in a link, which browsers send to no server and write into no log of one. */
export function packQuestion({ query, variables }: SharedQuestion): string {
  return `${QUESTION_NAME}=${lzString.compressToEncodedURIComponent(JSON.stringify({ query, variables }))}`;
}
