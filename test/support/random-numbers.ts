// The multiple of small numbers by which choices are drawn.
const RANGE = 5040;

/** As many decisions as asked for, always the same for one seed (mulberry32). */
export function randomNumbers(seed: number, count: number): readonly number[] {
  let state = Math.imul(seed, 0x9e3779b1);
  return Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % RANGE;
  });
}
