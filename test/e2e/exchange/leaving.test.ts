// A province leaves: nothing new begins there, what is under way comes to its end, and its numbers say when that is so.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { askGateway, type GatewayAnswer } from '../../support/ask-gateway.js';
import { ExchangeNetwork } from '../../support/exchange/exchange-network.js';
import { until } from '../../support/until.js';

const PATIENCE_MS = 120_000;

const preflight = `mutation ($input: PreflightInput!) { preflight(input: $input) { __typename } }`;
const input = {
  handlingProvince: 'HN',
  applicantProvince: 'GD',
  standardItem: 'CN:StandardItem:mps-idcard-renew',
  materials: [],
  conditions: [],
};

it(
  'lets letters reach a province that leaves, begins nothing new there, and counts what is not finished',
  async () => {
    await using network = await ExchangeNetwork.open('GD', 'HN');
    const ask = (query: string, variables?: object): Promise<GatewayAnswer> =>
      askGateway(network.gateway.replace('/graphql', ''), { query, variables: { ...variables } });
    const unfinished = async (province: string, between?: string): Promise<unknown> => {
      const query = `query ($province: ID!, $between: ID) {
        unfinished(province: $province, between: $between) { cases pending dead parked }
      }`;
      return (await ask(query, { province, between })).data?.['unfinished'];
    };
    const registry = path.join(network.dataDir, 'registry.yaml');
    await network.stop('HN');
    const letter = await network.say('GD', { collaborationNo: 'C-1', to: 'HN', payload: {} });
    const before = [await unfinished('GD'), await unfinished('GD', 'HN'), await unfinished('GD', 'SC')];

    writeFileSync(
      registry,
      readFileSync(registry, 'utf8').replace(/(HN: \{ url: "[^"]*")/, '$1, deregistering: "bye"'),
    );
    const refused = async (): Promise<GatewayAnswer['errors']> => (await ask(preflight, { input })).errors;
    await until(async () => JSON.stringify(await refused()).includes('PROVINCE_DEREGISTERING'));
    await network.start('HN');

    expect(await network.sent('GD', letter)).toMatchObject({ state: 'ACKED' });
    expect(before).toEqual([
      { cases: 0, pending: 1, dead: 0, parked: 0 },
      { cases: null, pending: 1, dead: 0, parked: 0 },
      { cases: null, pending: 0, dead: 0, parked: 0 },
    ]);
    expect(await unfinished('GD')).toEqual({ cases: 0, pending: 0, dead: 0, parked: 0 });
    expect(await unfinished('HN')).toEqual({ cases: 0, pending: 0, dead: 0, parked: 0 });
    expect(await refused()).toMatchObject([{ message: 'bye', extensions: { province: 'HN', retryable: false } }]);
  },
  PATIENCE_MS,
);
