import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureKey, keyPlace, type KeyPlace, rotateKey } from '../../subgraphs/province/exchange/key-files.js';
import { addKeys } from './add-keys.js';

const nowMs = Date.parse('2026-07-01T00:00:00Z');

let folder: string;
let keysDir: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tongban-keys-'));
  keysDir = path.join(folder, 'book');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A province with keys of its own, in a folder of its own. */
function aProvince(code: string, name = code): KeyPlace {
  const place = keyPlace(code, { dataDir: path.join(folder, name), keysDir: path.join(folder, name, 'keys') });
  ensureKey(place, nowMs);
  return place;
}

const fileOf = ({ publicDir, province }: KeyPlace): string => path.join(publicDir, `${province}.json`);
const known = (code: string): string => readFileSync(path.join(keysDir, `${code}.json`), 'utf8');

describe('an address book', () => {
  it('takes in the keys of a province, and new ones beside the old', () => {
    const gd = aProvince('GD');

    expect(addKeys([fileOf(gd)], { keysDir })).toEqual([{ province: 'GD', outcome: 'ADDED' }]);
    expect(addKeys([gd.publicDir], { keysDir })).toEqual([{ province: 'GD', outcome: 'KNOWN' }]);
    rotateKey(gd, nowMs + 60_000);
    expect(addKeys([gd.publicDir], { keysDir })).toEqual([{ province: 'GD', outcome: 'RENEWED' }]);
    expect(known('GD')).toBe(readFileSync(fileOf(gd), 'utf8'));
  });

  it('takes a whole folder, but for what stands beside keys and for whoever writes his own', () => {
    const gd = aProvince('GD');
    aProvince('SC', 'GD');
    writeFileSync(path.join(gd.publicDir, 'matching.json'), 'a secret');

    expect(addKeys([gd.publicDir], { keysDir, except: 'SC' })).toEqual([{ province: 'GD', outcome: 'ADDED' }]);
  });

  it('refuses keys of somebody else under a known name, and writes nothing of what came with them', () => {
    addKeys([fileOf(aProvince('GD'))], { keysDir });
    const before = known('GD');
    const impostor = aProvince('GD', 'impostor');
    const sc = aProvince('SC');

    expect(() => addKeys([fileOf(sc), fileOf(impostor)], { keysDir })).toThrow(
      /lacks the key GD-\S+ of GD.*by telephone/,
    );
    expect(known('GD')).toBe(before);
    expect(() => known('SC')).toThrow(/ENOENT/);
  });

  it('refuses the same name for another key', () => {
    const gd = aProvince('GD');
    addKeys([fileOf(gd)], { keysDir });
    const other = JSON.parse(readFileSync(fileOf(aProvince('GD', 'other')), 'utf8')) as {
      keys: { publicKey: string }[];
    };
    const file = JSON.parse(known('GD')) as typeof other;
    const forged = { ...file, keys: file.keys.map((key) => ({ ...key, publicKey: other.keys[0]?.publicKey })) };
    writeFileSync(fileOf(gd), JSON.stringify(forged));

    expect(() => addKeys([fileOf(gd)], { keysDir })).toThrow(/lacks the key/);
  });

  it.each<[string, (place: KeyPlace) => string, RegExp]>([
    ['that is not there', () => '/nowhere/GD.json', /is no file of public keys\. Name one such as keys\/GD\.json/],
    ['of another name', ({ publicDir }) => path.join(publicDir, 'matching.json'), /is no file of public keys/],
    ['that is broken', (place) => (writeFileSync(fileOf(place), '{'), fileOf(place)), /is not a file of public keys/],
    ['without keys', (place) => (writeFileSync(fileOf(place), '{"keys":[]}'), fileOf(place)), /has no key that signs/],
  ])('refuses a file %s', (_what, prepare, message) => {
    const file = prepare(aProvince('GD'));

    expect(() => addKeys([file], { keysDir })).toThrow(message);
  });
});
