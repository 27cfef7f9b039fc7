import { expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { Authorized, Directive, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { buildSubgraph, type ReferenceResolver } from './build-schema.js';
import { SubgraphError } from './errors.js';
import { createExecutor } from './execute.js';
import { formatError } from './format-error.js';
import { Node } from './node.js';

const header = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

@ObjectType({ implements: Node, description: '桥 · A bridge.' })
@Directive('@key(fields: "id")')
class Bridge extends Node {
  @Field(() => Int, { description: '长度（米） · Length in metres.' })
  readonly lengthM!: number;
}

@ObjectType()
@Directive('@key(fields: "code", resolvable: false)')
class Stub {
  @Field(() => ID)
  readonly code!: string;
}

@Resolver()
class BridgeResolver {
  @Query(() => Int, { description: '数量 · How many.' })
  bridges(): number {
    return 2;
  }

  @Authorized()
  @Query(() => Int)
  secret(): number {
    return 1;
  }
}

const loadBridge: ReferenceResolver<undefined> = ({ id }) => {
  if (id === 'bad') throw new SubgraphError('BAD_ID');
  return id === 'none' ? undefined : { id, lengthM: 5 };
};

const build = (references: Record<string, ReferenceResolver<undefined>> = { Bridge: loadBridge }) =>
  buildSubgraph({ resolvers: [BridgeResolver], orphanedTypes: [Bridge, Stub], header, references });

it('prints the header, then the root types, then the others by name, with directives and descriptions', () => {
  const { sdl } = build();

  expect(() => parse(sdl)).not.toThrow();
  expect(sdl.startsWith(header)).toBe(true);
  expect(sdl.match(/^(type|interface) \w+/gm)).toEqual(['type Query', 'type Bridge', 'interface Node', 'type Stub']);
  expect(sdl).toContain('"""桥 · A bridge."""\ntype Bridge implements Node @key(fields: "id") {');
  expect(sdl).toContain('type Stub @key(fields: "code", resolvable: false) {');
});

it('prints the same text each time', () => {
  expect(build().sdl).toBe(build().sdl);
});

it('refuses a reference resolver for a type that is not there', () => {
  expect(() => build({ Brigde: loadBridge })).toThrow('There is a reference resolver for Brigde, but no such type.');
});

it('loads entities by reference, and a bad one spoils no other', async () => {
  const execute = createExecutor<undefined>(build().schema);

  const answer = await execute(
    {
      query: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Bridge { id lengthM } } }',
      variables: { r: ['b1', 'bad', 'none', 'bad'].map((id) => ({ __typename: 'Bridge', id })) },
    },
    undefined,
  );

  expect(answer.data).toEqual({ _entities: [{ id: 'b1', lengthM: 5 }, null, null, null] });
  expect(answer.errors?.map((error) => formatError(error))).toMatchObject([
    { path: ['_entities', 1], extensions: { code: 'BAD_ID' } },
    { path: ['_entities', 3], extensions: { code: 'BAD_ID' } },
  ]);
});

it('keeps every entity in its place, whichever of its neighbours fail and when', async () => {
  const slow: ReferenceResolver<undefined> = async ({ id }) => {
    const ticks = Number(String(id).slice(1));
    for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
    if (String(id).startsWith('x')) throw new SubgraphError('BAD_ID');
    return { id, lengthM: ticks };
  };
  const ids = ['x9', 'b1', 'x0', 'b5', 'b0', 'x3', 'b2', 'x12'];

  const answer = await createExecutor<undefined>(build({ Bridge: slow }).schema)(
    {
      query: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Bridge { id } } }',
      variables: { r: ids.map((id) => ({ __typename: 'Bridge', id })) },
    },
    undefined,
  );

  expect(answer.data).toEqual({ _entities: ids.map((id) => (id.startsWith('x') ? null : { id })) });
  expect(answer.errors?.map(({ path }) => path?.[1]).toSorted()).toEqual([0, 2, 5, 7]);
});

it('serves its own SDL to the gateway', async () => {
  const { schema, sdl } = build();

  const answer = await createExecutor<undefined>(schema)({ query: '{ _service { sdl } }' }, undefined);

  expect(answer.data).toMatchObject({ _service: { sdl: expect.stringContaining('type Bridge implements Node') } });
  expect(sdl).not.toContain('_service');
});

it('refuses guarded fields to everybody when no checker is given', async () => {
  const answer = await createExecutor<undefined>(build().schema)({ query: '{ bridges secret }' }, undefined);

  expect(answer.errors).toHaveLength(1);
  expect(answer.data ?? null).toBeNull();
});

it.each([[{ id: 'b1' }], [{ __typename: 'Ship', id: 'b1' }], [{ __typename: 'Query' }], [5]])(
  'refuses the reference %j, which is of no entity, as a mistake of who asks',
  async (reference) => {
    const execute = createExecutor(build().schema);

    const answer = await execute(
      {
        query: 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
        variables: { r: [{ __typename: 'Bridge', id: 'b1' }, reference] },
      },
      undefined,
    );

    expect(answer.data).toBeNull();
    expect(answer.errors?.map((error) => formatError(error))).toMatchObject([
      { message: 'representations[1]: of no entity type.', extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  },
);
