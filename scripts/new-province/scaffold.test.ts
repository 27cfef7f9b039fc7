import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { publishPassportKey } from '../../gateway/auth/issue-passport.js';
import { parseRegistry } from '../../gateway/provinces/registry.js';
import { readProvinceConfig } from '../../subgraphs/province/config.js';
import { ensureKey, findSigner, keyPlace, readPublishedKeys } from '../../subgraphs/province/exchange/key-files.js';
import { listInstances, readInstance } from '../../subgraphs/shared/instance.js';
import { openMatching } from '../../subgraphs/province/storage/matching.js';
import { openPassportCheck } from '../../subgraphs/server/check-passport.js';
import { findNetwork, NetworkPlaceError } from './network-place.js';
import type { NewProvince } from './new-province.js';
import { scaffold, ScaffoldError } from './scaffold.js';

const nowMs = Date.parse('2026-07-01T00:00:00Z');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tongban-scaffold-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const optionsFor = (code: string, more: Partial<NewProvince> = {}): NewProvince => ({
  instance: readInstance(code),
  out: path.join(folder, code),
  port: 4201,
  url: 'https://gd.example.cn/graphql',
  gateway: 'http://127.0.0.1:4000/graphql',
  network: undefined,
  syntheticCases: undefined,
  nowMs,
  ...more,
});

describe('a new province', () => {
  it.each(listInstances().map(({ code }) => code))(
    '%s is made from nothing: its files are what readers take',
    (code) => {
      const options = optionsFor(code);
      const files = scaffold(options);

      const config = readProvinceConfig(['--config', path.join(options.out, 'province.yaml')], {});
      const entry = path.join(options.out, 'registry-entry.yaml');
      const place = keyPlace(code, config);
      expect(config).toMatchObject({
        code,
        port: 4201,
        dataDir: path.join(options.out, 'data'),
        syntheticCases: 'none',
      });
      expect(config.passportKeysFile).toBe(path.join(options.out, 'passport.public.json'));
      expect(parseRegistry(readFileSync(entry, 'utf8'), entry).requested.get(code)?.url.href).toBe(options.url);
      expect(findSigner(place, nowMs).kid).toBe(readPublishedKeys(place).signing[0]?.kid);
      expect(files).toHaveLength(6);
      expect(statSync(path.join(options.out, files[1] ?? '')).mode & 0o777).toBe(0o600);
    },
  );

  it('links its files to the schemas that describe them', () => {
    const { out } = optionsFor('GD');
    scaffold(optionsFor('GD'));

    for (const name of ['province.yaml', 'registry-entry.yaml']) {
      const [, link = ''] =
        /^# yaml-language-server: \$schema=(.+)\n/.exec(readFileSync(path.join(out, name), 'utf8')) ?? [];
      expect(readFileSync(path.resolve(out, link), 'utf8')).toContain('json-schema.org');
    }
  });

  it('takes from a network on this machine what everybody in it knows', async () => {
    const dataDir = path.join(folder, 'network');
    await publishPassportKey(path.join(dataDir, 'passport', 'key.json'));
    for (const code of ['GD', 'SC']) ensureKey(keyPlace(code, { dataDir, keysDir: path.join(dataDir, 'keys') }), nowMs);
    const { keyId } = openMatching(path.join(dataDir, 'keys', 'matching.json'));
    const options = optionsFor('GD', { network: findNetwork(dataDir), syntheticCases: 7 });
    scaffold(options);

    const config = readProvinceConfig(['--config', path.join(options.out, 'province.yaml')], {});
    expect(() => openPassportCheck({ file: config.passportKeysFile ?? '' })).not.toThrow();
    expect(openMatching(config.matchingFile).keyId).toBe(keyId);
    expect(config.syntheticCases).toBe(7);
    // The keys of a GD that was there before are not its own.
    expect(readdirSync(config.keysDir).sort()).toEqual(['GD.json', 'SC.json']);
    expect(findSigner(keyPlace('GD', config), nowMs).kid).not.toBe(
      findSigner(keyPlace('GD', { dataDir, keysDir: path.join(dataDir, 'keys') }), nowMs).kid,
    );
  });

  it('replaces nothing: a folder that is not empty is refused, and stays as it was', () => {
    const options = optionsFor('GD');
    scaffold(options);
    const key = readFileSync(path.join(options.out, 'keys', 'GD.json'), 'utf8');

    expect(() => scaffold(options)).toThrow(ScaffoldError);
    expect(readFileSync(path.join(options.out, 'keys', 'GD.json'), 'utf8')).toBe(key);

    const empty = optionsFor('SC');
    mkdirSync(empty.out);
    expect(scaffold(empty)).toContain('province.yaml');
    writeFileSync(path.join(folder, 'HN'), '');
    expect(() => scaffold(optionsFor('HN'))).toThrow(/HN is there already and not an empty folder.*--out DIR/);
  });

  it('refuses a network that is none, with the file that is missing', () => {
    expect(() => findNetwork(folder)).toThrow(NetworkPlaceError);
    expect(() => findNetwork(folder)).toThrow(/key\.public\.json is not there.*npm start/);
  });
});
