import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { composeServices } from '@apollo/composition';
import { expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { startGateway } from '../../../gateway/gateway.js';
import { createLog } from '../../../telemetry/log.js';
import { gatewayOptions } from '../../../scripts/demo/gateway-options.js';
import { postJson } from '../../support/send-http.js';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9")
  type Query { time: Int }
  type Subscription { ticks: Int }
`;

it.each([
  ['application/json', 200],
  ['application/graphql-response+json', 400],
])('a subscription is refused to whoever accepts no stream (%s)', async (accept, status) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'tongban-subscription-'));
  const { supergraphSdl = '' } = composeServices([{ name: 'clock', url: 'http://127.0.0.1:1/', typeDefs: parse(sdl) }]);
  const options = gatewayOptions(supergraphSdl, { provinces: new Map(), subgraphs: {} }, { directory, settings: {} });
  await using gateway = await startGateway(
    { ...options, registry: undefined },
    { log: createLog(() => undefined), now: () => new Date(0) },
  );

  const answer = await postJson(gateway.url, { query: 'subscription { ticks }' }, { accept });

  expect([answer.status, answer.codes]).toEqual([status, ['OPERATION_RESOLUTION_FAILURE']]);
  expect(answer.text).toContain('accept that.');
  rmSync(directory, { recursive: true });
});
