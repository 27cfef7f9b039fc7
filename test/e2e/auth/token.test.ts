import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createAuthenticate } from '../../../gateway/auth/authenticate.js';
import { devKeyFile, trustDevIssuer } from '../../../gateway/auth/dev-issuer.js';
import { runScript } from '../../support/run-script.js';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-token-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

async function run(...argument: readonly string[]): Promise<readonly [unknown, string]> {
  await using script = runScript('scripts/token.ts', argument, { DATA_DIR: dataDir });
  return [await script.ended, script.output().trim()];
}

it('npm run token signs what a gateway with the built-in issuer takes, with a key that only its owner can read', async () => {
  const argument = ['--role', 'clerk', '--province', 'gd', '--subject', 'li', '--scope', 'b a', '--hours', '1'];
  const [code, token] = await run(...argument);
  const file = devKeyFile(dataDir);
  const at = (hours: number): Date => new Date(Date.now() + hours * 3_600_000);
  const trust = await trustDevIssuer(file);
  const ask = async (hours: number) =>
    createAuthenticate({ trust, now: () => at(hours), report: () => undefined })(`Bearer ${token}`);

  expect(code).toBe(0);
  expect((await ask(0.9)).identity).toEqual({
    subject: 'li',
    role: 'clerk',
    province: 'GD',
    scopes: new Set(['a', 'b']),
  });
  await expect(ask(1.1)).rejects.toThrow('The token has expired.');
  expect(statSync(file).mode & 0o077).toBe(0);
});

it.each([
  [[], 'citizen, clerk'],
  [['--role', 'king'], 'citizen, clerk'],
  [['--role', 'clerk'], 'Nobody is clerk without a province'],
  [['--role', 'citizen', '--hours', '0'], '--hours'],
  [['--role', 'clerk', '--province', 'XX'], 'XX'],
  [['--rule', 'clerk'], '--rule'],
])('says what is wrong with %j', async (argument, message) => {
  const [code, output] = await run(...argument);

  expect(code).toBe(1);
  expect(output).toContain(message);
  expect(output.split('\n')).toHaveLength(1);
});
