import { listInstances } from '../../subgraphs/shared/instance.js';

const LETTERS = 26;
const FIRST_LETTER = 'A'.charCodeAt(0);

/**
 * Letter codes of so many provinces: the 31 that there are (without the XPCC), then codes of three letters, which none
 * of them has.
 */
export function provinceCodes(count: number): readonly string[] {
  const real = listInstances().flatMap(({ code }) => (code === 'XPCC' ? [] : [code]));
  const madeUp = Array.from({ length: Math.max(0, count - real.length) }, (_, index) => madeUpCode(index));
  return [...real, ...madeUp].slice(0, count);
}

function madeUpCode(index: number): string {
  const digits = [Math.floor(index / LETTERS ** 2) % LETTERS, Math.floor(index / LETTERS) % LETTERS, index % LETTERS];
  return String.fromCharCode(...digits.map((digit) => FIRST_LETTER + digit));
}
