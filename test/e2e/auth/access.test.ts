// Federation's directives of access, through a whole gateway: every guarded place of a supergraph is asked for by every
// kind of caller, and whoever may not have it costs no subgraph a request.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { composeServices } from '@apollo/composition';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { issueDevToken, type DevToken } from '../../../gateway/auth/dev-issuer.js';
import { startGateway } from '../../../gateway/gateway.js';
import type { HttpServer } from '../../../gateway/http/server.js';
import { createLog } from '../../../telemetry/log.js';
import { roles } from '../../../schema/roles.js';
import { askGateway, type GatewayAnswer } from '../../support/ask-gateway.js';
import { gatewayOptions } from '../../../scripts/demo/gateway-options.js';
import { startOrdinarySubgraph, type OrdinarySubgraph } from '../../support/ordinary-subgraph.js';

const sdl = `
  type Query {
    open: String
    known: String @authenticated
    cases: String @policy(policies: [["clerk"], ["officer"]])
    both: String @policy(policies: [["clerk"]]) @requiresScopes(scopes: [["cases:read", "cases:write"], ["all"]])
    never: String @policy(policies: [["clerk", "officer"]])
    person: Person
    holders: [Holder!]!
    anything: [Thing!]!
    secret: Secret
  }
  interface Holder { name: String }
  type Office implements Holder { name: String }
  type Person implements Holder { name: String @policy(policies: [["officer"]]) town: String }
  type Vault @policy(policies: [["supervisor"]]) { gold: Int }
  union Thing = Office | Vault
  scalar Secret @policy(policies: [["analyst"]])
`;
const directives = `
  directive @authenticated on FIELD_DEFINITION directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION | OBJECT | SCALAR
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION`;
const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@authenticated", "@requiresScopes", "@policy"])`;
const office = { __typename: 'Office', name: 'window' };
const rows = {
  open: 'o',
  known: 'k',
  cases: 'c',
  both: 'b',
  never: 'n',
  person: { __typename: 'Person', name: 'p', town: 't' },
  holders: [office],
  anything: [office, { __typename: 'Vault', gold: 1 }],
  secret: 's',
};

const now = new Date('2026-03-02T08:00:00Z');
// The supergraph says itself where its subgraph is.
const nowhere = { provinces: new Map(), subgraphs: {} };
let subgraph: OrdinarySubgraph;
let gateway: HttpServer | undefined;
let directory: string;
let requests = 0;
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'tongban-access-'));
  subgraph = await startOrdinarySubgraph(buildSchema(sdl + directives), rows);
  subgraph.misbehave(() => {
    requests += 1;
    return undefined;
  });
  const { supergraphSdl, errors } = composeServices([{ name: 'one', url: subgraph.url, typeDefs: parse(link + sdl) }]);
  if (supergraphSdl === undefined) throw new Error(String(errors));
  const settings = { issuer: { kind: 'dev', keyFile: path.join(directory, 'dev-issuer.json') } } as const;
  const options = gatewayOptions(supergraphSdl, nowhere, { directory, settings });
  gateway = await startGateway(
    { ...options, registry: undefined },
    { log: createLog(() => undefined), now: () => now },
  );
});
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
  await subgraph[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true });
});

type Person = Partial<DevToken> | undefined;

async function ask(query: string, person: Person): Promise<GatewayAnswer & { readonly requests: number }> {
  const before = requests;
  const token = { subject: 'li', role: 'app', province: 'GD', scope: undefined, hours: 1, ...person } as const;
  const bearer = await issueDevToken(path.join(directory, 'dev-issuer.json'), token, now);
  const answer = await askGateway(gateway?.url ?? '', { query }, person && { authorization: `Bearer ${bearer}` });
  return { ...answer, requests: requests - before };
}

const everyRole = Object.keys(roles) as (keyof typeof roles)[];
const nobodyAndAll = [undefined, ...everyRole];

/** Who may have what: the roles, or undefined where everybody may. */
const guarded: readonly (readonly [query: string, may: readonly string[] | undefined, coordinate: string])[] = [
  ['{ open }', undefined, ''],
  ['{ known }', everyRole, 'Query.known'],
  ['{ cases }', ['clerk', 'officer'], 'Query.cases'],
  ['{ never }', [], 'Query.never'],
  ['{ person { town } }', undefined, ''],
  ['{ person { __typename name } }', ['officer'], 'Person.name'],
  ['{ person { ...P } } fragment P on Person { who: name }', ['officer'], 'Person.name'],
  ['{ holders { name } }', ['officer'], 'Holder.name'],
  ['{ holders { ... on Office { name } } }', undefined, ''],
  ['{ anything { ... on Office { name } } }', undefined, ''],
  ['{ anything { ... on Vault { gold } } }', ['supervisor'], 'Vault'],
  ['{ secret }', ['analyst'], 'Secret'],
  ['query ($no: Boolean = false) { open known @include(if: $no) }', everyRole, 'Query.known'],
];

describe.each(guarded)('%s', (query, may, coordinate) => {
  it.each(nobodyAndAll.map((role) => [role ?? 'nobody', role] as const))('asked for by %s', async (_name, role) => {
    const answer = await ask(query, role && { role });

    if (may === undefined || (role !== undefined && may.includes(role))) {
      expect(answer).toMatchObject({ status: 200, requests: 1 });
      expect(answer.errors).toBeUndefined();
      return;
    }
    const code = role === undefined ? 'UNAUTHENTICATED' : 'FORBIDDEN';
    expect(answer.status).toBe(role === undefined ? 401 : 403);
    expect(new Set(answer.errors?.map(({ extensions }) => extensions.code))).toEqual(new Set([code]));
    expect(answer).not.toHaveProperty('data');
    expect(answer.errors?.[0]?.message).toContain(`${coordinate} asks for`);
    expect(answer.requests).toBe(0);
  });
});

it.each([
  ['nothing of it', undefined, 403],
  ['half of one set', 'cases:read', 403],
  ['one whole set', 'cases:write cases:read', 200],
  ['the other set', 'all more', 200],
] as const)('scopes count with %s', async (_what, scope, status) => {
  expect((await ask('{ both }', { role: 'clerk', scope })).status).toBe(status);
  expect((await ask('{ both }', { role: 'officer', scope })).status).toBe(403);
});

it('tells a client that shows no token how to show one', async () => {
  const response = await fetch(`${gateway?.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ known }"}',
  });

  expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
});

it('says all that is missing at once', async () => {
  const answer = await ask('{ cases never person { name } }', { role: 'analyst' });

  expect(answer.errors?.map(({ message }) => message)).toEqual([
    'Query.cases asks for clerk, or officer (@policy).',
    'Query.never asks for clerk and officer (@policy).',
    'Person.name asks for officer (@policy).',
  ]);
});
