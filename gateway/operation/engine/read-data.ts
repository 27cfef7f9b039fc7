import { readExpected, readObject, type Read } from '../../json/read.js';
import type { ReadData } from './engine.js';

/** Reads an answer that is nothing but data. One with errors is for JSON.parse. */
export function readData(read: Read): ReadData {
  const whole = readObject([{ key: 'data', read }]);
  return (pieces) => (readExpected(pieces, whole) as { readonly data: ReturnType<ReadData> } | undefined)?.data;
}
