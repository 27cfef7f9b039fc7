import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';

const schema = buildSchema(readFileSync(new URL('api.graphql', import.meta.url), 'utf8'));

const roots: readonly unknown[] = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];

/** Everything of the client's schema that can be described, by its coordinate. */
function* described(): Generator<readonly [string, string | null | undefined]> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || isSpecifiedScalarType(type)) continue;
    if (!roots.includes(type)) yield [type.name, type.description];
    if (isEnumType(type)) for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value.description];
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) yield [`${type.name}.${field.name}`, field.description];
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      yield [`${type.name}.${field.name}`, field.description];
      for (const { name, description } of field.args) yield [`${type.name}.${field.name}(${name}:)`, description];
    }
  }
}

it('is in Chinese and English for every type, field, argument and enum value that clients see', () => {
  const all = [...described()];
  const isBilingual = (text: string): boolean => /\p{Script=Han}.* · .*[A-Za-z]/su.test(text);

  expect(all.length).toBeGreaterThan(300);
  expect(all.filter(([, text]) => !isBilingual(text ?? '')).map(([coordinate]) => coordinate)).toEqual([]);
});
