import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { composeServices } from '@apollo/composition';
import { expect, it } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { askGateway } from '../../support/ask-gateway.js';
import { startOrdinarySubgraph } from '../../support/ordinary-subgraph.js';
import { runScript } from '../../support/run-script.js';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@external"])';
const users = `
  type Query { me: User user(id: ID!): User }
  type User @key(fields: "id") { id: ID! name: String! weight: Int }
`;
const parcels = `
  type User @key(fields: "id") {
    id: ID! weight: Int @external parcels: [Parcel!]! postage: Int @requires(fields: "weight")
  }
  type Parcel { number: ID! receiver: User }
`;

/** What a subgraph serves: its SDL without federation's directives, and the fields that federation adds. */
const served = (sdl: string): ReturnType<typeof buildSchema> =>
  buildSchema(
    `${sdl.includes('type Query') ? sdl : `type Query\n${sdl}`}
     scalar _Any union _Entity = User extend type Query { _entities(representations: [_Any!]!): [_Entity]! }
     directive @key(fields: String!) on OBJECT directive @external on FIELD_DEFINITION
     directive @requires(fields: String!) on FIELD_DEFINITION`,
    { assumeValid: true },
  );

interface Representation {
  readonly id: string;
  readonly weight?: number;
}

const people = [
  { __typename: 'User', id: '1', name: 'Li Na', weight: 3 },
  { __typename: 'User', id: '2', name: 'Wang Wei', weight: 5 },
];

it('npm run gateway serves a supergraph that knows nothing of provinces', async () => {
  const personOf = ({ id }: Representation) => people.find((person) => person.id === id) ?? null;
  await using first = await startOrdinarySubgraph(served(users), {
    me: people[0],
    user: personOf,
    _entities: ({ representations }: { representations: readonly Representation[] }) => representations.map(personOf),
  });
  await using second = await startOrdinarySubgraph(served(parcels), {
    _entities: ({ representations }: { representations: readonly Representation[] }) =>
      representations.map(({ id, weight }) => ({
        __typename: 'User',
        id,
        postage: weight === undefined ? null : weight * 2,
        parcels: [{ number: `p-${id}`, receiver: { id: '2' } }],
      })),
  });
  const { supergraphSdl = '' } = composeServices([
    { name: 'users', url: first.url, typeDefs: parse(link + users) },
    { name: 'parcels', url: second.url, typeDefs: parse(link + parcels) },
  ]);
  const directory = mkdtempSync(path.join(tmpdir(), 'tongban-supergraph-'));
  const file = path.join(directory, 'supergraph.graphql');
  writeFileSync(file, supergraphSdl);

  await using gateway = runScript('gateway/main.ts', ['--supergraph', file, '--port', '0'], { DATA_DIR: directory });
  const [, url = ''] = await gateway.waitFor(/ready at (\S+)\/graphql/);
  const answer = await askGateway(url, {
    query: 'query ($id: ID!) { me { name postage parcels { number receiver { name } } } user(id: $id) { name } }',
    variables: { id: '2' },
  });

  expect(answer).toEqual({
    status: 200,
    data: {
      me: { name: 'Li Na', postage: 6, parcels: [{ number: 'p-1', receiver: { name: 'Wang Wei' } }] },
      user: { name: 'Wang Wei' },
    },
  });
  rmSync(directory, { recursive: true });
});
