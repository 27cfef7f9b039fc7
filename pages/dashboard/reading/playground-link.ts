// Its CommonJS has no names that Node could see.
import lzString from 'lz-string';

/** A link that opens a question in the playground, as the playground itself writes such links. */
export function playgroundLink(query: string, variables: Readonly<Record<string, unknown>> = {}): string {
  const question = { query, variables: JSON.stringify(variables, null, 2) };
  return `playground#q=${lzString.compressToEncodedURIComponent(JSON.stringify(question))}`;
}
