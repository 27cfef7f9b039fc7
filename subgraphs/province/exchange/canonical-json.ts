/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The value has no canonical form: it is not JSON, or two readers could read it differently. */
export class NotCanonicalError extends Error {
  override readonly name = 'NotCanonicalError';
}

/**
 * JSON text of RFC 8785: equal values give equal bytes, whoever writes them. Throws a {@link NotCanonicalError} for
 * what JSON cannot say (infinities, undefined, functions) and for lone surrogates, which UTF-8 cannot carry.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return canonicalString(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (typeof value === 'object') return canonicalObject(value);
  throw new NotCanonicalError(`JSON has no ${typeof value}.`);
}

// RFC 8785 §3.2.2.3 refers to ECMAScript for numbers, and §3.2.2.2 for strings: JSON.stringify is both.
function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new NotCanonicalError('JSON has no infinities and no NaN.');
  return JSON.stringify(value);
}

function canonicalString(value: string): string {
  if (!value.isWellFormed()) throw new NotCanonicalError('The text has half of a surrogate pair.');
  return JSON.stringify(value);
}

function canonicalObject(value: object): string {
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`;
  if (!isPlain(value)) throw new NotCanonicalError('Only plain objects and lists are JSON.');
  // Sorted by UTF-16 units (§3.2.3), which is how JavaScript compares strings.
  const names = Object.keys(value).sort();
  const members = names.map((name) => `${canonicalString(name)}:${canonicalJson((value as never)[name])}`);
  return `{${members.join(',')}}`;
}

// A Date or a Map would become text or nothing. By the shape of the prototype, since Object of another realm is as good.
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
