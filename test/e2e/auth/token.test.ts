import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { createAuthenticate } from '../../../gateway/auth/authenticate.js';
import { devKeyFile, trustDevIssuer } from '../../../gateway/auth/dev-issuer.js';
import { checkCharacterOf } from '../../../subgraphs/province/persons/index.js';
import { openMatching } from '../../../subgraphs/province/storage/matching.js';
import { runScript } from '../../support/run-script.js';

const CHECK = checkCharacterOf('99000019820314001');

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
  argument.push('--unit', '11440000MB2D01234X', '--person', 'A'.repeat(43));
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
    unit: '11440000MB2D01234X',
    person: 'A'.repeat(43),
    scopes: new Set(['a', 'b']),
  });
  await expect(ask(1.1)).rejects.toThrow('The token has expired.');
  expect(statSync(file).mode & 0o077).toBe(0);
});

it('makes the person key of a document by the matching key of this machine, as its provinces do', async () => {
  const [code, token] = await run('--role', 'citizen', '--document', `99000019820314001${CHECK}`);
  const { person } = decodeJwt(token);

  const matching = openMatching(path.join(dataDir, 'keys', 'matching.json'));
  expect(code).toBe(0);
  expect(person).toBe(matching.keyOf({ type: 'RESIDENT_ID', number: `99000019820314001${CHECK}` }));
  expect(token).not.toContain('99000019820314001');
});

it.each([
  [['--role', 'citizen', '--document', '110105194912310021'], 'check character is wrong'],
  [['--role', 'citizen', '--document', '1', '--person', 'A'.repeat(43)], 'stands in the place of --person'],
  [['--role', 'citizen', '--document', '1', '--document-type', 'CARD'], 'RESIDENT_ID, PASSPORT'],
  [[], 'citizen, clerk'],
  [['--role', 'king'], 'citizen, clerk'],
  [['--role', 'clerk'], 'Nobody is clerk without a province'],
  [['--role', 'citizen', '--hours', '0'], '--hours'],
  [['--role', 'clerk', '--province', 'XX'], 'XX'],
  [['--rule', 'clerk'], '--rule'],
  [['--role', 'citizen', '--person', 'li'], 'keyed hash'],
  [['--role', 'citizen', '--unit', 'U1'], 'no province'],
])('says what is wrong with %j', async (argument, message) => {
  const [code, output] = await run(...argument);

  expect(code).toBe(1);
  expect(output).toContain(message);
  expect(output.split('\n')).toHaveLength(1);
});
