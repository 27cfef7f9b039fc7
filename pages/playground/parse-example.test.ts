import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { buildSchema, type DocumentNode, Kind, type OperationDefinitionNode, parse, validate } from 'graphql';
import { isRole } from '../../schema/roles.js';
import { readCollections, readFirstExamples } from '../../scripts/start/read-collections.js';
import { gatherCollections, parseExample } from './parse-example.js';

const collections = readCollections();
const examples = collections.flatMap((collection) => collection.examples);
const schema = buildSchema(readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8'));

it('has examples of every kind, each under a name of its own', () => {
  const names = examples.map(({ query }) => operationOf(parse(query)).name?.value);

  expect(collections.filter((collection) => collection.examples.length === 0)).toEqual([]);
  expect(new Set(names).size).toBe(examples.length);
  expect(names).not.toContain(undefined);
});

it('says in both languages what each example is', () => {
  const texts = [
    ...collections.map(({ title }) => title),
    ...examples.flatMap(({ title, purpose }) => [title, purpose]),
  ];

  expect(texts.filter((text) => !isBilingual(text))).toEqual([]);
});

it('asks only for what the graph has', () => {
  expect(examples.flatMap(({ query }) => validate(schema, parse(query)).map(({ message }) => message))).toEqual([]);
});

it('gives a value to each variable and to nothing else', () => {
  const wrong = examples.filter(({ query, variables }) => {
    const asked = operationOf(parse(query)).variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
    const given = Object.keys(JSON.parse(variables ?? '{}') as object);
    return asked.sort().join() !== given.sort().join();
  });

  expect(wrong).toEqual([]);
});

it('names roles that there are', () => {
  expect(examples.filter(({ role }) => role !== undefined && !isRole(role))).toEqual([]);
});

it('begins with three that need no variables, so that they work wherever they are pasted', () => {
  const first = readFirstExamples();

  expect(first).toHaveLength(3);
  expect(first.flatMap(({ variables, role }) => variables ?? role ?? [])).toEqual([]);
});

it('refuses a file without a purpose, and one that is in no collection', () => {
  expect(() => parseExample('# 甲 · A\nquery A { a }')).toThrow('its title and its purpose');
  expect(() => gatherCollections({ 'other/1.graphql': '# 甲 · A\n# 乙 · B\nquery A { a }' })).toThrow(
    'other/1.graphql',
  );
});

function operationOf(document: DocumentNode): OperationDefinitionNode {
  const [operation, ...others] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0) throw new Error('Not one operation.');
  return operation;
}

function isBilingual(text: string): boolean {
  return /^[^·]*\p{Script=Han}[^·]* · [A-Z][^\p{Script=Han}]+$/u.test(text);
}
