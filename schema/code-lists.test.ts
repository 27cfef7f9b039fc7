import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { buildSchema, isEnumType } from 'graphql';
import { codeLists } from './code-lists.js';

const schema = buildSchema(readFileSync(new URL('api.graphql', import.meta.url), 'utf8'));
const enums = Object.values(schema.getTypeMap()).filter((type) => isEnumType(type) && !type.name.startsWith('__'));

it('are what the enums of the graph have as values', () => {
  for (const list of codeLists) {
    const type = schema.getType(list.name);
    if (!isEnumType(type)) continue; // a list may be there for reading before a field of its type is

    expect(type.getValues().map(({ name }) => name)).toEqual(Object.keys(list.entries));
  }
});

it('describe every enum of the graph but the orders of lists and what only the national subgraph has', () => {
  const known = new Set([...codeLists.map(({ name }) => name), 'HandlingPlaceRule', 'ItemCaveat']);

  expect(enums.map(({ name }) => name).filter((name) => !known.has(name) && !name.endsWith('Order'))).toEqual([]);
});
