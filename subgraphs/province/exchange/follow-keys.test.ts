import { mkdtempDisposableSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';

import { createManualClock } from '../../../test/support/exchange/manual-clock.js';
import { until } from '../../../test/support/until.js';
import { isoTime } from './desk.js';
import { followKeys, type FollowedKeys } from './follow-keys.js';
import { findPrivateKey, keyPlace, publicKeyFile, readPublishedKeys, rotateKey } from './key-files.js';

const NOW = Date.parse('2026-03-02T08:00:00.000Z');

class KeyWorld implements Disposable {
  readonly clock = createManualClock(NOW);
  readonly faults: unknown[] = [];
  readonly #folder = mkdtempDisposableSync(path.join(tmpdir(), 'tongban-keys-'));

  place(province: string) {
    const dataDir = this.#folder.path;
    return keyPlace(province, { dataDir, keysDir: path.join(dataDir, 'keys') });
  }

  follow(province: string): Promise<FollowedKeys> {
    const { clock } = this;
    return followKeys({ place: this.place(province), clock, onFault: (fault) => this.faults.push(fault) });
  }

  [Symbol.dispose](): void {
    this.#folder.remove();
  }
}

// The protected header of a JWE is its first part (RFC 7516, 7.1).
const headerOf = (sealed: string): Readonly<Record<string, unknown>> =>
  JSON.parse(Buffer.from(sealed.split('.')[0] ?? '', 'base64url').toString()) as Readonly<Record<string, unknown>>;

const verifies = async ({ signer }: FollowedKeys, { keys }: FollowedKeys, at: string): Promise<boolean> => {
  const { province, kid } = signer;
  return keys.findKey(province, kid, at)?.verify('a text', await signer.sign('a text')) === true;
};

it('makes a key at the first start, keeps it for good, and lets nobody else read it', async () => {
  using world = new KeyWorld();
  const place = world.place('GD');

  using first = await world.follow('GD');
  using second = await world.follow('GD');

  expect(second.signer.kid).toBe(first.signer.kid);
  const file = path.join(place.privateDir, `${first.signer.kid}.pem`);
  expect([file, place.privateDir].map((name) => statSync(name).mode & 0o777)).toEqual([0o600, 0o700]);
  expect(readFileSync(publicKeyFile(place), 'utf8')).not.toContain('PRIVATE');
  expect(await verifies(first, second, isoTime(NOW))).toBe(true);
});

it('signs with a new key from its time on, and verifies with the old one to the end of its own', async () => {
  using world = new KeyWorld();
  using own = await world.follow('GD');
  using peer = await world.follow('HN');
  await until(() => peer.keys.findKey('GD', own.signer.kid, isoTime(NOW)) !== undefined);
  const old = own.signer.kid;

  const fresh = rotateKey(world.place('GD'), NOW + 60_000);
  await until(() => peer.keys.findKey('GD', fresh, isoTime(NOW + 60_000)) !== undefined);
  const before = own.signer.kid;
  world.clock.advance(60_000);
  await until(() => own.signer.kid !== before);

  expect([before, own.signer.kid]).toEqual([old, fresh]);
  expect(await verifies(own, peer, isoTime(NOW + 60_000))).toBe(true);
  const isKnown = (kid: string, ms: number): boolean => peer.keys.findKey('GD', kid, isoTime(NOW + ms)) !== undefined;
  expect([isKnown(fresh, 59_999), isKnown(old, 660_000), isKnown(old, 660_001)]).toEqual([false, true, false]);
  expect(world.faults).toEqual([]);
});

it('seals letters to a new key from its time on, and opens those to the old one', async () => {
  using world = new KeyWorld();
  using own = await world.follow('GD');
  using peer = await world.follow('HN');
  const link = { collaborationNo: 'KS-1', from: 'HN', to: 'GD' };
  const seal = (): Promise<string> => peer.letters.seal('a text', link);
  await until(() => peer.keys.findKey('GD', own.signer.kid, isoTime(NOW)) !== undefined);
  const old = await seal();

  const fresh = rotateKey(world.place('GD'), NOW + 60_000);
  await until(() => peer.keys.findKey('GD', fresh, isoTime(NOW + 60_000)) !== undefined);
  const early = await seal();
  world.clock.advance(60_000);
  const late = await seal();

  const kids = [old, early, late].map((sealed) => headerOf(sealed)['kid']);
  const { letters } = readPublishedKeys(world.place('GD'));
  expect(kids).toEqual([letters[0]?.kid, letters[0]?.kid, letters[1]?.kid]);
  const opened = await Promise.all([old, early, late].map((sealed) => own.letters.open(sealed, link)));
  expect(opened).toEqual(['a text', 'a text', 'a text']);
});

it('publishes a key for letters beside keys from before there was one', async () => {
  using world = new KeyWorld();
  const place = world.place('GD');
  (await world.follow('GD'))[Symbol.dispose]();
  const file = JSON.parse(readFileSync(publicKeyFile(place), 'utf8')) as object;
  writeFileSync(publicKeyFile(place), JSON.stringify({ ...file, letterKeys: undefined }));
  const [old] = readPublishedKeys(place).signing;

  using after = await world.follow('GD');

  expect(after.signer.kid).toBe(old?.kid);
  expect(readPublishedKeys(place).letters).toHaveLength(1);
});

it('keeps the keys that it knows when a file is broken, and says so once', async () => {
  using world = new KeyWorld();
  using own = await world.follow('GD');
  using peer = await world.follow('HN');
  await until(() => peer.keys.findKey('GD', own.signer.kid, isoTime(NOW)) !== undefined);

  writeFileSync(publicKeyFile(world.place('GD')), '{"keys":[{"kid":"GD-1","publicKey":"?"}]}');
  writeFileSync(publicKeyFile(world.place('ZZ')), '');
  await until(() => world.faults.length >= 2);
  await until(() => peer.keys.findKey('GD', own.signer.kid, isoTime(NOW)) !== undefined);

  expect(String(world.faults[0])).toContain('is not a file of public keys');
});

it('does not start when its own file is broken, and makes a new key when its private one is lost', async () => {
  using world = new KeyWorld();
  const place = world.place('GD');
  (await world.follow('GD'))[Symbol.dispose]();

  rmSync(place.privateDir, { recursive: true });
  using after = await world.follow('GD');
  const published = readPublishedKeys(place).signing.map(({ kid }) => kid);

  expect(published).toHaveLength(2);
  expect(after.signer.kid).toBe(published[1]);
  expect(findPrivateKey(place, published[0] ?? '')).toBeUndefined();
  writeFileSync(publicKeyFile(place), 'not JSON');
  await expect(world.follow('GD')).rejects.toThrow('Restore it from a backup');
});
