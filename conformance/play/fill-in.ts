import type { Value } from '../rule.js';

/** What was kept, by name. */
export type Kept = Readonly<Record<string, unknown>>;

/** Puts what was kept into a value of a rule. Throws for a name that nobody has kept: the rule is wrong. */
export function fillIn(value: Value, kept: Kept): unknown {
  if (typeof value === 'string') return fillInText(value, kept);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((element) => fillIn(element, kept));
  const { times, each, cursor, abroad } = value;
  if (cursor !== undefined && isList(cursor))
    return Buffer.from(JSON.stringify(fillIn(cursor, kept))).toString('base64url');
  if (abroad !== undefined) return String(fillIn(abroad, kept)).replace(/^[A-Z]+/, String(kept['elsewhere']));
  if (typeof times === 'number' && each !== undefined && isList(each)) {
    return Array.from({ length: times }, (_, n) => fillIn(each[n % each.length] ?? null, { ...kept, n }));
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fillIn(inner, kept)]));
}

/** As {@link fillIn}, where only a text can stand. */
export function fillInWords(text: string, kept: Kept): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => asText(findKept(name, kept)));
}

function fillInText(text: string, kept: Kept): unknown {
  const whole = /^\{\{(\w+)\}\}$/.exec(text)?.[1];
  return whole === undefined ? fillInWords(text, kept) : findKept(whole, kept);
}

function findKept(name: string, kept: Kept): unknown {
  if (!Object.hasOwn(kept, name)) throw new TypeError(`A rule uses {{${name}}}, and nothing keeps it.`);
  return kept[name];
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
