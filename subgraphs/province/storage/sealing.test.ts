import { mkdtempDisposableSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { StartupError } from '../../server/errors.js';
import { openSealing, SealingError } from './sealing.js';
import { addSecretKey } from './secret-keys.js';

const NAME = { table: 'person', column: 'name', row: 'p-1' };

const newFolder = () => mkdtempDisposableSync(path.join(tmpdir(), 'tongban-sealing-'));

it('opens what it sealed, in the row, column and table for which it was sealed', () => {
  using folder = newFolder();
  const sealing = openSealing(path.join(folder.path, 'GD', 'sealing.json'));

  const sealed = sealing.seal('张三', NAME);

  expect(sealed).toMatch(/^v1\.[0-9a-f]{12}\.[\w-]{16}\.[\w-]{30}$/);
  expect(sealing.open(sealed, NAME)).toBe('张三');
  expect(sealing.seal('张三', NAME)).not.toBe(sealed);
});

it.each([
  ['row', { ...NAME, row: 'p-2' }],
  ['column', { ...NAME, column: 'phone' }],
  ['table', { ...NAME, table: 'licence' }],
  ['row and column whose names run into one another', { ...NAME, column: 'namep', row: '-1' }],
])('opens nothing that was copied from another %s', (_title, place) => {
  using folder = newFolder();
  const sealing = openSealing(path.join(folder.path, 'sealing.json'));

  expect(() => sealing.open(sealing.seal('张三', NAME), place)).toThrow(SealingError);
});

it('opens nothing of which one character was changed', () => {
  using folder = newFolder();
  const sealing = openSealing(path.join(folder.path, 'sealing.json'));
  const sealed = sealing.seal('张三', NAME);

  // The key's name is part of it too; the last character of base64url carries spare bits, so it is left alone.
  for (let index = 0; index < sealed.length - 1; index += 1) {
    const other = sealed[index] === 'A' ? 'B' : 'A';
    const changed = `${sealed.slice(0, index)}${other}${sealed.slice(index + 1)}`;
    expect(() => sealing.open(changed, NAME)).toThrow(SealingError);
  }
});

it('seals under a key that was added at once, in every process, and opens what is under the old one', () => {
  using folder = newFolder();
  const file = path.join(folder.path, 'sealing.json');
  const [writer, reader] = [openSealing(file), openSealing(file)];
  const old = writer.seal('张三', NAME);

  const { id } = addSecretKey(file);
  const fresh = writer.seal('张三', NAME);

  expect(fresh.split('.')[1]).toBe(id);
  expect([reader.keyId, reader.open(fresh, NAME), reader.open(old, NAME)]).toEqual([id, '张三', '张三']);
  expect(reader.keyIds).toEqual([old.split('.')[1], id]);
});

it('says which key is missing, and nothing of the text', () => {
  using folder = newFolder();
  const [one, other] = ['one.json', 'other.json'].map((name) => openSealing(path.join(folder.path, name)));
  const sealed = one?.seal('张三', NAME) ?? '';

  const opening = () => other?.open(sealed, NAME);

  expect(opening).toThrow(`A text is sealed under the key ${one?.keyId ?? ''}, which is not in the key ring.`);
});

it('makes the key ring when there is none, for its owner alone', () => {
  using folder = newFolder();
  const file = path.join(folder.path, 'private-keys', 'GD', 'sealing.json');

  const first = openSealing(file);
  const second = openSealing(file);

  expect(second.keyId).toBe(first.keyId);
  expect([file, path.dirname(file)].map((name) => statSync(name).mode & 0o777)).toEqual([0o600, 0o700]);
});

const KEY = 'A'.repeat(43);

it.each([
  ['no JSON', 'secret-text', 'it is no JSON'],
  ['another JSON', '{"key":"secret-text"}', 'it holds no keys of 256 bits'],
  ['no keys', '{"keys":[]}', 'it holds no keys of 256 bits'],
  ['a short key', '{"keys":[{"id":"a","key":"secret-text"}]}', 'it holds no keys of 256 bits'],
  ['one sound key of two', `{"keys":[{"id":"a","key":"${KEY}"},{"id":"b"}]}`, 'it holds no keys of 256 bits'],
  ['a name that is none', `{"keys":[{"id":"a.b","key":"${KEY}"}]}`, 'it holds no keys of 256 bits'],
  ['two keys of one name', `{"keys":[{"id":"a","key":"${KEY}"},{"id":"a","key":"${KEY}"}]}`, 'share a name'],
])('refuses a file of %s by its name, with the cure, and quotes nothing of it', (_title, text, reason) => {
  using folder = newFolder();
  const file = path.join(folder.path, 'sealing.json');
  writeFileSync(file, text);

  const opening = () => openSealing(file);

  expect(opening).toThrow(StartupError);
  expect(opening).toThrow(reason);
  expect(opening).toThrow(`${file}: secret keys cannot be read`);
  expect(opening).toThrow('Restore the file from a backup');
  expect(opening).not.toThrow(/secret-text|AAAA/);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

it('refuses a place in which no file can be made', () => {
  using folder = newFolder();
  const place = path.join(folder.path, 'file');
  writeFileSync(place, '');

  expect(() => openSealing(path.join(place, 'sealing.json'))).toThrow(/secret keys cannot be read \(ENOTDIR\)/);
});

it('makes no other ring when the one that it has been using is gone', () => {
  using folder = newFolder();
  const file = path.join(folder.path, 'sealing.json');
  const sealing = openSealing(file);
  rmSync(file);

  expect(() => sealing.seal('张三', NAME)).toThrow('it is not there');
});
