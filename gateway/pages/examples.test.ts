import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { buildSchema, type DocumentNode, Kind, type OperationDefinitionNode, parse, validate } from 'graphql';
import { examples } from './examples.js';

it('names the tabs of the playground by distinct operations', () => {
  const names = examples.map(({ query }) => operationOf(parse(query)).name?.value);

  expect(new Set(names).size).toBe(examples.length);
  expect(names).not.toContain(undefined);
});

it('says what each example is in both languages', () => {
  expect(examples.filter(({ title, purpose }) => !isBilingual(title) || !isBilingual(purpose))).toEqual([]);
});

it('needs no variables, so that a query works wherever it is pasted', () => {
  expect(examples.flatMap(({ query }) => operationOf(parse(query)).variableDefinitions ?? [])).toEqual([]);
});

it('asks only for what the graph has', () => {
  const schema = buildSchema(readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8'));

  expect(examples.flatMap(({ query }) => validate(schema, parse(query)).map(({ message }) => message))).toEqual([]);
});

function operationOf(document: DocumentNode): OperationDefinitionNode {
  const [operation, ...others] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0) throw new Error('Not one operation.');
  return operation;
}

const isBilingual = (text: string): boolean => /^[^·]*\p{Script=Han}[^·]* · [A-Z][^\p{Script=Han}]+$/u.test(text);
