import type { FetchAnswer, PlannedFetch } from '../../gateway/operation/engine/engine.js';

/** How many answers without errors were read each way. */
export const readings = { asExpected: 0, asAnyJson: 0 };

/** The answer as the engine gets it over HTTP: read by what the fetch was compiled to expect, where that can. */
export function readAsExpected(answer: FetchAnswer, { read }: PlannedFetch): FetchAnswer {
  if (answer.data === null || answer.errors.length > 0) return answer; // only JSON.parse is for those
  const data = read?.(inPieces(JSON.stringify({ data: answer.data })));
  readings[data === undefined ? 'asAnyJson' : 'asExpected'] += 1;
  return data === undefined ? answer : { data, errors: [] };
}

/** The bytes as a socket may bring them: cut somewhere, in the middle of a character too. */
function inPieces(text: string): readonly Buffer[] {
  const bytes = Buffer.from(text);
  const cut = (bytes.length * 7) % 11;
  return [bytes.subarray(0, cut), bytes.subarray(cut)];
}
