/** An answer of a subgraph as JSON, to be spoiled. */
export interface Spoilable {
  data: Record<string, unknown> | null;
  errors: unknown[];
}

/** One way in which a subgraph misbehaves, and in which of its two fetches. */
export interface HostileAnswer {
  readonly title: string;
  readonly fetch: 'root' | 'entities';
  /** Makes a bad answer of the right one. */
  readonly spoil: (answer: Spoilable) => Spoilable;
  /** True where the schema allows the null that comes of it. */
  readonly mayBeNull: boolean;
}

type Row = Record<string, unknown>;
type Spoil = HostileAnswer['spoil'];

const entry = (path?: unknown): unknown => ({
  message: 'A subgraph answered with an error.',
  ...(path === undefined ? {} : { path }),
  extensions: { code: 'SUBGRAPH_FAULT', retryable: true },
});

/** Puts something else into the place of a root field. */
const put =
  (value: (list: Row[]) => unknown): Spoil =>
  ({ data, errors }) => {
    const key = Object.keys(data ?? {})[0] ?? '';
    return { data: { ...data, [key]: value((data?.[key] ?? []) as Row[]) }, errors };
  };
/** Puts something else into the place of the first row. */
const first = (value: (row: Row) => unknown): Spoil => put(([row, ...rows]) => [value(row ?? {}), ...rows]);
/** Puts something else into a field of the first row. */
const field = (key: string, value: unknown): Spoil => first((row) => ({ ...row, [key]: value }));
const without = (key: string): Spoil =>
  first((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== key)));
const withErrors =
  (data: unknown, ...errors: unknown[]): Spoil =>
  () =>
    ({ data, errors }) as Spoilable;
/** A member that only JSON can have, beside the others. */
const inherited = (member: string): Spoil =>
  first((row) => JSON.parse(`${JSON.stringify(row).slice(0, -1)},${member}}`) as unknown);

const both: Readonly<Record<string, Spoil>> = {
  'an object where a list belongs': put((list) => list[0]),
  'a string where a list belongs': put(() => 'none'),
  'a number where a list belongs': put(() => 7),
  'an object like a list': put((list) => Object.fromEntries([...list.entries(), ['length', list.length]])),
  'a list where an object belongs': first((row) => [row]),
  'a number where an object belongs': first(() => 7),
  'a boolean where an object belongs': first(() => true),
  'a string where an object belongs': first(() => 'x'),
  'an empty object': first(() => ({})),
  'another type': field('__typename', 'Ghost'),
  'a type that is no string': field('__typename', {}),
  'the name of an inherited member as type': field('__typename', 'constructor'),
  'nothing and no errors': withErrors(null),
  'nothing but an error without path': withErrors(null, entry()),
  'nothing but an error with a path to nowhere': withErrors(null, entry(['nowhere', 4, 'x'])),
  'nothing but thousands of errors': withErrors(
    null,
    ...Array.from({ length: 5000 }, (_, index) => entry(['x', index])),
  ),
  'data without its field': withErrors({}),
  'data that is a list': withErrors([]),
  'data that is a string': withErrors('data'),
  'an error with a path to a value': (answer) => ({
    ...answer,
    errors: [entry([Object.keys(answer.data ?? {})[0], 0])],
  }),
  'a __proto__ in data': ({ data, errors }) => ({
    data: JSON.parse(`${JSON.stringify(data).slice(0, -1)},"__proto__":{"polluted":1}}`) as Row,
    errors,
  }),
  'a __proto__ in an object': inherited('"__proto__":{"polluted":1}'),
  'a constructor in an object': inherited('"constructor":{"prototype":{"polluted":1}}'),
};

const roots: Readonly<Record<string, Spoil>> = {
  'an object where a string belongs': field('name', { a: 1 }),
  'a list where a string belongs': field('name', ['A']),
  'an object where an Int belongs': field('age', {}),
  'a string where an Int belongs': field('age', 'NaN'),
  'an Int out of range': field('age', 2 ** 31),
  'an Int below the range': field('age', -(2 ** 31) - 1),
  'a fraction where an Int belongs': field('age', 0.5),
  'a huge number': field('age', Number.MAX_VALUE),
  'a boolean where an Int belongs': field('age', true),
  'null where it may not be': field('age', null),
  'no key of an entity': without('id'),
  'a null key': field('id', null),
  'an object as key': field('id', {}),
  'no value for a field that may be null': without('name'),
  'no value for a field that may not be null': without('age'),
  'no type of an entity': without('__typename'),
};

const hops: Readonly<Record<string, Spoil>> = {
  'a list in a list': put((list) => [list]),
  'too few entities': put((list) => list.slice(1)),
  'too many entities': put((list) => [...list, list[0]]),
  'no entities': put(() => []),
  'entities in another order': put((list) => list.toReversed()),
  'one entity for all': put((list) => list.map(() => list[0])),
  'entities without their key': put((list) =>
    list.map(({ reviews, mood, __typename }) => ({ reviews, mood, __typename })),
  ),
  'a null entity with an error': ({ data, errors }) => ({
    ...first(() => null)({ data, errors }),
    errors: [entry(['_entities', 0])],
  }),
  'a null entity with an error beyond the list': ({ data, errors }) => ({
    ...first(() => null)({ data, errors }),
    errors: [entry(['_entities', 99])],
  }),
  'a null entity': first(() => null),
  'nothing but an error into the entities': withErrors(null, entry(['_entities', 1, 'reviews'])),
  'a wrong scalar': field('reviews', 'many'),
  'an Int out of range': field('reviews', 2 ** 40),
  'a list as scalar': field('reviews', [1]),
  'an unknown enum value': field('mood', 'UGLY'),
  'a number as enum': field('mood', 1),
  'an object as enum': field('mood', {}),
  'an inherited name as enum': field('mood', 'constructor'),
  'a missing field': without('reviews'),
  'a null that may not be': field('reviews', null),
};

const named = (fetch: HostileAnswer['fetch'], ways: Readonly<Record<string, Spoil>>): HostileAnswer[] =>
  Object.entries(ways).map(([title, spoil]) => ({ title, fetch, spoil, mayBeNull: false }));

/** Some eighty ways in which a subgraph can misbehave. */
export const hostileAnswers: readonly HostileAnswer[] = [
  ...named('root', { ...both, ...roots }),
  { title: 'null for a row that may be null', fetch: 'root', spoil: first(() => null), mayBeNull: true },
  { title: 'null for a field that may be null', fetch: 'root', spoil: field('name', null), mayBeNull: true },
  ...named('entities', { ...both, ...hops }),
];
