import { expect, it } from '@jest/globals';
import { Query, Resolver } from 'type-graphql';
import { Allow } from './allow.js';
import { buildSubgraph } from './build-schema.js';

const header = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@policy"])';

@Resolver()
class Judged {
  @Allow('decideCase')
  @Query(() => Number, { description: '数 · A number.' })
  guarded(): number {
    return 1;
  }

  @Allow('readPublic')
  @Query(() => Number, { description: '数 · A number.' })
  open(): number {
    return 1;
  }
}

@Resolver()
class Forgotten {
  @Query(() => Number)
  forgotten(): number {
    return 1;
  }
}

const directiveDefinitions = 'directive @action(name: String!, zh: String!, en: String!) on FIELD_DEFINITION';

const build = (...resolvers: readonly [typeof Judged, ...(typeof Forgotten)[]]) =>
  buildSubgraph({ resolvers, header, directiveDefinitions, references: {}, authChecker: () => true });

it('writes the policy of an action into the contract, and who may into the description', () => {
  const { sdl } = build(Judged);

  expect(sdl).toMatch(/guarded: Float! .*@policy\(policies: \[\["officer"\]\]\)/);
  expect(sdl).toContain('@action(name: "decideCase", zh: "受理、审查与决定", en: "accept, review and decide")');
  expect(sdl).toContain('可用者：办理人员。 · For: handling officer.');
});

it('writes no policy for what is open to everybody', () => {
  const { sdl } = build(Judged);

  expect(sdl).toMatch(/open: Float!$/m);
  expect(sdl).toContain('可用者：所有人。 · For: everybody.');
});

it('refuses a root field of which nobody says who may ask it', () => {
  expect(() => build(Judged, Forgotten)).toThrow('Say by @Allow who may ask Query.forgotten.');
});
