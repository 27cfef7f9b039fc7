// Five shades are as many as people tell apart beside a legend.
const SHADES = 5;

/**
 * The least value of each shade, ascending, as round numbers (1, 2, 5, 10 …) in equal ratios, since flows of provinces
 * differ a thousandfold. Zero has no shade; no values, no shades.
 */
export function shadeBreaks(values: Iterable<number>): readonly number[] {
  const counted = [...values].filter((value) => value > 0);
  if (counted.length === 0) return [];
  const least = Math.min(...counted);
  const ratio = Math.max(...counted) / least;
  const steps = Array.from({ length: SHADES }, (_, step) => roundDown(least * ratio ** (step / SHADES)));
  return [...new Set(steps)];
}

/** The shade of a value: 0 for zero, 1 for the lightest. */
export function shadeOf(value: number, breaks: readonly number[]): number {
  return value <= 0 ? 0 : breaks.filter((least) => least <= value).length;
}

function roundDown(value: number): number {
  // A little more, so that 1000 ** (1 / 3) counts as the ten that it is.
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const leading = value / decade + 1e-9;
  return (leading >= 5 ? 5 : leading >= 2 ? 2 : 1) * decade;
}
