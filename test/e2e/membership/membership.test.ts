// Provinces come and go by commands while the gateway runs, and the graph says how each of them is.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { runScript } from '../../support/run-script.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';
import { until } from '../../support/until.js';

const PATIENCE_MS = 180_000;

const asked = `{
  federation { provinces { province { code } state message since } }
  cases(first: 1) { coverage { answered { code } missing { province { code } reason message since } } }
}`;

interface Told {
  readonly federation: { readonly provinces: readonly { readonly province: { readonly code: string } }[] };
  readonly cases: { readonly coverage: { readonly missing: readonly { readonly reason: string }[] } };
}

/** Runs the command of the registrar, and gives what it said. */
async function registry(network: TestNetwork, ...args: readonly string[]): Promise<readonly [unknown, string]> {
  const options = ['--gateway', `${network.url}/graphql`];
  await using script = runScript('scripts/registry.ts', [...args, ...options], { DATA_DIR: network.dataDir });
  return [await script.ended, script.output()];
}

async function untilTold(network: TestNetwork, isAwaited: (told: Told) => boolean): Promise<Told> {
  let told: Told | undefined;
  await until(async () => {
    told = (await network.query(asked)).data as unknown as Told;
    return isAwaited(told);
  });
  if (told === undefined) throw new Error('nothing was told');
  return told;
}

/** How the graph says that SC is. */
const stateOfSc = ({ federation }: Told): unknown =>
  federation.provinces.find(({ province }) => province.code === 'SC');

it(
  'a province is stopped, comes back, leaves in two steps and is registered again, without a restart',
  async () => {
    await using network = await startNetwork({ provinces: ['GD', 'SC'], cases: 0, isGuarded: true });
    const notice = '系统升级至 18:00 · upgrade until 18:00';
    const url = network.province('SC').url;

    for (const [command, state] of [
      ['maintenance', 'MAINTENANCE'],
      ['disable', 'DISABLED'],
    ] as const) {
      expect(await registry(network, command, 'SC', notice)).toEqual([0, expect.stringContaining(state)]);
      const told = await untilTold(network, ({ cases }) => cases.coverage.missing[0]?.reason === state);
      const since = expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown;
      expect(stateOfSc(told)).toEqual({ province: { code: 'SC' }, state, message: notice, since });
      expect(told.cases.coverage).toEqual({
        answered: [{ code: 'GD' }],
        missing: [{ province: { code: 'SC' }, reason: state, message: notice, since }],
      });
    }
    await registry(network, 'resume', 'SC');
    await untilTold(network, ({ cases }) => cases.coverage.missing.length === 0);

    const [, leaving] = await registry(network, 'remove', 'SC', 'merged');
    const left = await untilTold(network, ({ cases }) => cases.coverage.missing[0]?.reason === 'DEREGISTERING');
    const out = await registry(network, 'remove', 'SC');
    const without = await untilTold(network, ({ federation }) => federation.provinces.length === 1);
    expect(leaving).toMatch(/SC is leaving \(DEREGISTERING\).*What waits:\n {2}nothing\n/);
    expect(stateOfSc(left)).toMatchObject({ state: 'DEREGISTERING', message: 'merged' });
    expect(out).toEqual([0, 'SC is not in the registry any more (DEREGISTERED); nothing waited\n']);
    expect(without.cases.coverage).toEqual({ answered: [{ code: 'GD' }], missing: [] });

    const [code, report] = await registry(network, 'add', 'SC', '--url', url);
    const back = await untilTold(network, ({ federation }) => federation.provinces.length === 2);
    expect([code, report]).toEqual([
      0,
      expect.stringMatching(/keeps \d+ rules of the contract[^]*SC takes part \(SERVING\)/),
    ]);
    expect(stateOfSc(back)).toMatchObject({ state: 'SERVING', message: null });
  },
  PATIENCE_MS,
);

it(
  'what does not keep the contract is not registered, and the report says why',
  async () => {
    await using network = await startNetwork({ provinces: ['GD'], cases: 2 });
    const file = path.join(network.dataDir, 'registry.yaml');
    const before = readFileSync(file, 'utf8');

    // Another province answers there than the one that is to be registered.
    const broken = await registry(network, 'add', 'HN', '--url', network.province('GD').url);
    const absent = await registry(network, 'add', 'HN', '--url', 'http://127.0.0.1:9/graphql');

    expect(broken[0]).toBe(1);
    expect(broken[1]).toMatch(/FAILED[^]*cure:[^]*HN is SAVED\. It does not keep the contract \(see the report\)/);
    expect(absent[0]).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe(before);
  },
  PATIENCE_MS,
);
