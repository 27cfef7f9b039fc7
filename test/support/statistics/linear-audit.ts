// What linear algebra finds out: of numbers that are sums of the same unknowns, which ones give others away.

// The largest prime below 2^26: products of two remainders are exact. A false "determined" has a chance of about 1e-8.
const PRIME = 67_108_859;

/** Sums of unknowns that are known, in echelon form. Each is a row of ones and zeros, one for each unknown. */
export class KnownSums {
  readonly #rows = new Map<number, Float64Array>();

  /** Takes a sum as known. */
  add(sum: ReadonlyArray<0 | 1>): void {
    const rest = this.#reduce(sum);
    const lead = rest.findIndex((value) => value !== 0);
    if (lead < 0) return;
    const inverse = invert(rest[lead] ?? 1);
    this.#rows.set(
      lead,
      rest.map((value) => (value * inverse) % PRIME),
    );
  }

  /** True when the sum is a linear combination of those that are known. */
  determines(sum: ReadonlyArray<0 | 1>): boolean {
    return this.#reduce(sum).every((value) => value === 0);
  }

  #reduce(sum: ReadonlyArray<0 | 1>): Float64Array {
    const rest = Float64Array.from(sum);
    for (let lead = 0; lead < rest.length; lead += 1) {
      const factor = rest[lead] ?? 0;
      const row = factor === 0 ? undefined : this.#rows.get(lead);
      if (row === undefined) continue;
      for (let place = lead; place < rest.length; place += 1) {
        rest[place] = ((rest[place] ?? 0) + (PRIME - factor) * (row[place] ?? 0)) % PRIME;
      }
    }
    return rest;
  }
}

/** By Fermat: the power that is one less than the prime less one. */
function invert(value: number): number {
  let result = 1;
  let base = value % PRIME;
  for (let exponent = PRIME - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = (result * base) % PRIME;
    base = (base * base) % PRIME;
  }
  return result;
}
