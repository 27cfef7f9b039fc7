import type { FetchAnswer } from '../../gateway/operation/engine/engine.js';

/** One way in which a subgraph misbehaves, and in which of its two fetches. */
export interface HostileAnswer {
  readonly title: string;
  readonly fetch: 'root' | 'entities';
  readonly answer: FetchAnswer;
}

const json = (text: string): unknown => JSON.parse(text) as unknown;
const answer = (data: unknown, errors: unknown = []): FetchAnswer => ({ data, errors }) as FetchAnswer;
const entities = (list: unknown, errors: unknown = []): FetchAnswer => answer({ _entities: list }, errors);
const entry = (path?: unknown): unknown => ({
  message: 'A subgraph answered with an error.',
  ...(path === undefined ? {} : { path }),
  extensions: { code: 'SUBGRAPH_FAULT', retryable: true },
});
const user = (id: unknown, name: unknown, age: unknown = 1): unknown => ({ __typename: 'User', id, name, age });
const [first, second] = [
  { __typename: 'User', reviews: 1, mood: 'GOOD' },
  { __typename: 'User', reviews: 2, mood: 'BAD' },
];

const roots: Readonly<Record<string, FetchAnswer>> = {
  'an object where a list belongs': answer({ users: user('1', 'A') }),
  'a string where a list belongs': answer({ users: 'none' }),
  'a list where an object belongs': answer({ users: [[user('1', 'A')], user('2', 'B')] }),
  'a number where an object belongs': answer({ users: [7, user('2', 'B')] }),
  'a boolean where an object belongs': answer({ users: [true, user('2', 'B')] }),
  'a string where an object belongs': answer({ users: ['x', user('2', 'B')] }),
  'null where an object belongs': answer({ users: [null, user('2', 'B')] }),
  'an object where a string belongs': answer({ users: [user('1', { a: 1 }), user('2', 'B')] }),
  'a list where a string belongs': answer({ users: [user('1', ['A']), user('2', 'B')] }),
  'an object where an Int belongs': answer({ users: [user('1', 'A', {}), user('2', 'B')] }),
  'a string where an Int belongs': answer({ users: [user('1', 'A', 'NaN'), user('2', 'B')] }),
  'an Int out of range': answer({ users: [user('1', 'A', 2 ** 31), user('2', 'B')] }),
  'an Int below the range': answer({ users: [user('1', 'A', -(2 ** 31) - 1), user('2', 'B')] }),
  'a fraction where an Int belongs': answer({ users: [user('1', 'A', 0.5), user('2', 'B')] }),
  'a huge number': answer({ users: [user('1', 'A', json('1e999')), user('2', 'B')] }),
  'no key of an entity': answer({ users: [{ __typename: 'User', name: 'A', age: 1 }, user('2', 'B')] }),
  'a null key': answer({ users: [user(null, 'A'), user('2', 'B')] }),
  'an object as key': answer({ users: [user({}, 'A'), user('2', 'B')] }),
  'no field that is not null': answer({ users: [{ __typename: 'User', id: '1', age: 1 }, user('2', 'B')] }),
  'no nullable field': answer({ users: [{ __typename: 'User', id: '1', name: 'A' }, user('2', 'B')] }),
  'another typename': answer({ users: [{ __typename: 'Ghost', id: '1', name: 'A', age: 1 }, user('2', 'B')] }),
  'a typename that is no string': answer({ users: [{ __typename: 7, id: '1', name: 'A', age: 1 }] }),
  'no root field': answer({}),
  'no data and no errors': answer(null),
  'no data but an error without path': answer(null, [entry()]),
  'no data but an error with a path': answer(null, [entry(['users'])]),
  'an error with a path to nowhere': answer(null, [entry(['nowhere', 4, 'x'])]),
  'data that is a list': answer([]),
  'data that is a string': answer('users'),
  'a __proto__ in data': answer(json('{"users":[],"__proto__":{"polluted":1}}')),
  'a __proto__ in an object': answer(
    json('{"users":[{"__typename":"User","id":"1","name":"A","age":1,"__proto__":{"polluted":1}}]}'),
  ),
  'a constructor in an object': answer(
    json('{"users":[{"__typename":"User","id":"1","name":"A","age":1,"constructor":{"prototype":{"polluted":1}}}]}'),
  ),
  'thousands of errors': answer(
    null,
    Array.from({ length: 5000 }, () => entry(['users'])),
  ),
};

const hops: Readonly<Record<string, FetchAnswer>> = {
  'too few entities': entities([first]),
  'too many entities': entities([first, second, first]),
  'no entities': entities([]),
  'entities that are null': entities(null),
  'entities that are an object': entities({ 0: first, 1: second }),
  'entities that are a string': entities('xx'),
  'no list of entities': answer({}),
  'a null entity with an error': entities([null, second], [entry(['_entities', 0])]),
  'an entity that is a number': entities([7, second]),
  'an entity that is a list': entities([[first], second]),
  'an entity that is a string': entities(['x', second]),
  'an entity of another type': entities([{ ...first, __typename: 'Ghost' }, second]),
  'a typename that is no string': entities([{ ...first, __typename: {} }, second]),
  'a wrong scalar': entities([{ ...first, reviews: 'many' }, second]),
  'an Int out of range': entities([{ ...first, reviews: 2 ** 40 }, second]),
  'a list as scalar': entities([{ ...first, reviews: [1] }, second]),
  'an unknown enum value': entities([{ ...first, mood: 'UGLY' }, second]),
  'a number as enum': entities([{ ...first, mood: 1 }, second]),
  'an object as enum': entities([{ ...first, mood: {} }, second]),
  'an inherited name as enum': entities([{ ...first, mood: 'constructor' }, second]),
  'a missing field': entities([{ __typename: 'User', mood: 'GOOD' }, second]),
  'an empty object': entities([{}, second]),
  'no data and no errors': answer(null),
  'no data but an error without path': answer(null, [entry()]),
  'no data but an error into the entities': answer(null, [entry(['_entities', 1, 'reviews'])]),
  'an error beyond the entities': entities([null, second], [entry(['_entities', 99])]),
  'a __proto__ in an entity': entities([
    json('{"__typename":"User","reviews":1,"mood":"GOOD","__proto__":{"polluted":1}}'),
    second,
  ]),
  'a constructor in an entity': entities([
    json('{"__typename":"User","reviews":1,"mood":"GOOD","constructor":{"prototype":{"polluted":1}}}'),
    second,
  ]),
  'thousands of errors': answer(
    null,
    Array.from({ length: 5000 }, (_, index) => entry(['_entities', index])),
  ),
};

/** Sixty-two ways in which a subgraph can misbehave. */
export const hostileAnswers: readonly HostileAnswer[] = [
  ...Object.entries(roots).map(([title, given]): HostileAnswer => ({ title, fetch: 'root', answer: given })),
  ...Object.entries(hops).map(([title, given]): HostileAnswer => ({ title, fetch: 'entities', answer: given })),
];

/** Those with which @apollo/gateway 2.14.4 breaks a promise; no other engine may. */
export const stockMisses: readonly string[] = [
  'root: an object where a list belongs',
  'root: a string where a list belongs',
  'root: a number where an object belongs',
  'root: a boolean where an object belongs',
  'root: a string where an object belongs',
  'root: a typename that is no string',
  'root: no root field',
  'root: no data and no errors',
  'root: no data but an error without path',
  'root: an error with a path to nowhere',
  'root: data that is a list',
  'root: data that is a string',
  'entities: too few entities',
  'entities: too many entities',
  'entities: no entities',
  'entities: entities that are null',
  'entities: entities that are an object',
  'entities: entities that are a string',
  'entities: no list of entities',
  'entities: an entity that is a number',
  'entities: an entity that is a string',
  'entities: a typename that is no string',
  'entities: a wrong scalar',
  'entities: an Int out of range',
  'entities: a list as scalar',
  'entities: an unknown enum value',
  'entities: a number as enum',
  'entities: an object as enum',
  'entities: an inherited name as enum',
  'entities: a missing field',
  'entities: an empty object',
  'entities: no data but an error without path',
  'entities: no data but an error into the entities',
  'entities: an error beyond the entities',
  'entities: a __proto__ in an entity',
  'entities: a constructor in an entity',
];
