import { expect, it } from '@jest/globals';
import { buildASTSchema, parse } from 'graphql';
import { contractBreaches } from '../../schema/contract-rules.js';
import { buildProvinceSchema } from './province.js';

const { sdl, schema } = buildProvinceSchema();

it('keeps the rules of the contract', () => {
  expect(contractBreaches(buildASTSchema(parse(sdl), { assumeValid: true, assumeValidSDL: true }))).toEqual([]);
});

it('describes every type, field, argument, input field and enum value in Chinese and English', () => {
  const isDescribed = (description: string | undefined): boolean =>
    /\p{Script=Han}.* · .*[a-z]/su.test(description ?? '');
  const poor: string[] = [];
  for (const definition of parse(sdl).definitions) {
    if (!('name' in definition) || definition.name === undefined || definition.kind === 'DirectiveDefinition') continue;
    const { value: type } = definition.name;
    if (type !== 'Query' && 'description' in definition && !isDescribed(definition.description?.value)) poor.push(type);
    const fields = 'fields' in definition ? (definition.fields ?? []) : [];
    const values = 'values' in definition ? (definition.values ?? []) : [];
    for (const member of [...fields, ...values]) {
      if (!isDescribed(member.description?.value)) poor.push(`${type}.${member.name.value}`);
      for (const argument of 'arguments' in member ? (member.arguments ?? []) : []) {
        if (!isDescribed(argument.description?.value))
          poor.push(`${type}.${member.name.value}(${argument.name.value})`);
      }
    }
  }

  expect(poor).toEqual([]);
});

it('prints the same contract each time it is built', () => {
  expect(buildProvinceSchema().sdl).toBe(sdl);
});

it('says nothing about persons', () => {
  const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
    'getFields' in type ? Object.keys(type.getFields()) : [],
  );

  expect(fields.filter((name) => /applicantName|identity|idNumber|mobile|birth/i.test(name))).toEqual([]);
});
