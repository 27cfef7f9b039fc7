import { expect, it } from '@jest/globals';
import { Query, Resolver } from 'type-graphql';
import { CaseKind } from '../../schema/code-lists.js';
import { buildSubgraph } from './build-schema.js';
import { codeListEnum } from './code-list-enum.js';

it('gives an enum object whose values equal their names, the same one each time', () => {
  const first = codeListEnum(CaseKind);

  expect(first).toEqual({ ON_THE_SPOT: 'ON_THE_SPOT', WITHIN_PROMISE: 'WITHIN_PROMISE', OTHER: 'OTHER' });
  expect(codeListEnum(CaseKind)).toBe(first);
});

it('refuses a second list of the same name', () => {
  codeListEnum(CaseKind);

  expect(() => codeListEnum({ ...CaseKind })).toThrow('Two code lists are named CaseKind.');
});

it('registers labels in both languages and the code of the source', () => {
  const kinds = codeListEnum(CaseKind);

  @Resolver()
  class KindResolver {
    @Query(() => kinds)
    kind(): keyof typeof kinds {
      return kinds.OTHER;
    }
  }
  const { sdl } = buildSubgraph({ resolvers: [KindResolver], header: '', references: {} });

  expect(sdl).toContain('"""办件类型 · Kind of case (GB/T 39046-2020, annex A.6)"""\nenum CaseKind {');
  expect(sdl).toContain('  """即办件 · decided on the spot (1)"""\n  ON_THE_SPOT');
});
