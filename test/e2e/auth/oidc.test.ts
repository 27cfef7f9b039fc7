// Tokens of a real OpenID Connect provider.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { composeServices } from '@apollo/composition';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { startGateway } from '../../../gateway/gateway.js';
import type { HttpServer } from '../../../gateway/http/server.js';
import { createLog } from '../../../telemetry/log.js';
import { askGateway, type GatewayAnswer } from '../../support/ask-gateway.js';
import { gatewayOptions } from '../../../scripts/demo/gateway-options.js';
import { startOidcIssuer, type OidcIssuer } from '../../support/oidc-issuer.js';
import { startOrdinarySubgraph, type OrdinarySubgraph } from '../../support/ordinary-subgraph.js';

const AUDIENCE = 'https://graph.example.cn';
const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@policy"])';
const sdl = 'type Query { open: String cases: String @policy(policies: [["clerk"]]) }';

// The supergraph says itself where its subgraph is.
const nowhere = { provinces: new Map(), subgraphs: {} };
let issuer: OidcIssuer;
let subgraph: OrdinarySubgraph;
let directory: string;
const lines: string[] = [];
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'tongban-oidc-'));
  issuer = await startOidcIssuer(AUDIENCE);
  const directive = 'directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION';
  subgraph = await startOrdinarySubgraph(buildSchema(`${sdl} ${directive}`), { open: 'o', cases: 'c' });
});
afterAll(async () => {
  await issuer[Symbol.asyncDispose]();
  await subgraph[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true });
});

function start(url: string): Promise<HttpServer> {
  const { supergraphSdl = '' } = composeServices([{ name: 'one', url: subgraph.url, typeDefs: parse(link + sdl) }]);
  const settings = { issuer: { kind: 'oidc', url: new URL(url), audience: AUDIENCE } } as const;
  const options = gatewayOptions(supergraphSdl, nowhere, { directory, settings });
  return startGateway(
    { ...options, registry: undefined },
    { log: createLog((line) => lines.push(line)), now: () => new Date() },
  );
}

function ask({ url }: HttpServer, token: string, query = '{ cases }'): Promise<GatewayAnswer> {
  return askGateway(url, { query }, { authorization: `bearer ${token}` });
}

it('takes its access tokens, and asks it for its keys once', async () => {
  await using gateway = await start(issuer.url);
  const clerk = await issuer.token({ role: 'clerk', province: 'GD' });
  const analyst = await issuer.token({ role: 'analyst' });

  expect(await ask(gateway, clerk)).toEqual({ status: 200, data: { cases: 'c' } });
  expect(await ask(gateway, clerk)).toEqual({ status: 200, data: { cases: 'c' } });
  expect(await ask(gateway, analyst)).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  expect(issuer.keyRequests()).toBe(1);
});

it('takes no token that is for somebody else, names no province, or was changed', async () => {
  await using gateway = await start(issuer.url);
  const clerk = await issuer.token({ role: 'clerk', province: 'GD' });
  const [head, , signature] = clerk.split('.');
  const claims = { iss: issuer.url, aud: AUDIENCE, sub: 'x', role: 'clerk', province: 'GD', exp: 4_000_000_000 };
  const forged = `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;

  for (const [token, message] of [
    [await issuer.token({ role: 'clerk', province: 'GD' }, 'https://other.example.cn'), 'not for this gateway'],
    [await issuer.token({ role: 'clerk' }), 'names no province'],
    [await issuer.token({ role: 'king' }), 'role that does not exist'],
    [forged, 'not valid here'],
    ['nonsense', 'not valid here'],
  ] as const) {
    const answer = await ask(gateway, token, '{ open }');

    expect(answer).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(answer.errors?.[0]?.message).toContain(message);
  }
});

it('says so when the issuer cannot be asked, and goes on serving whoever needs no token', async () => {
  await using gateway = await start('http://127.0.0.1:9');
  const clerk = await issuer.token({ role: 'clerk', province: 'GD' });

  expect(await ask(gateway, clerk)).toMatchObject({
    status: 503,
    errors: [{ extensions: { code: 'ISSUER_UNREACHABLE', retryable: true } }],
  });
  expect(await askGateway(gateway.url, { query: '{ open }' })).toEqual({ status: 200, data: { open: 'o' } });
  expect(lines.join('')).not.toContain(clerk.slice(-20));
});
