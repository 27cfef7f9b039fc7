import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  KeyFileError,
  parsePublishedKeys,
  publicKeyFile,
  type PublishedKeys,
  readPublishedKeys,
} from '../../subgraphs/province/exchange/key-files.js';

/** What became of one file of public keys. */
export interface AddedKeys {
  readonly province: string;
  readonly outcome: 'ADDED' | 'RENEWED' | 'KNOWN';
}

export interface AddKeysOptions {
  /** The address book: one file of public keys for each province. */
  readonly keysDir: string;
  /** A province whose file is left alone: it writes its own. */
  readonly except?: string | undefined;
}

const PROVINCE_FILE = /^[A-Z]{2,4}\.json$/;

/**
 * Takes files of public keys, or all those of a folder, into an address book. A file that is there is replaced only by
 * one that still has every key of it: whoever has none of the old ones is somebody else. Throws a {@link KeyFileError}
 * before anything is written.
 */
export function addKeys(places: readonly string[], { keysDir, except }: AddKeysOptions): readonly AddedKeys[] {
  const files = places.flatMap(filesAt).filter((file) => provinceOf(file) !== except);
  const incoming = files.map((file) => compare(file, keysDir));
  mkdirSync(keysDir, { recursive: true });
  for (const { province, outcome, text } of incoming) {
    if (outcome === 'KNOWN') continue;
    const place = publicKeyFile({ province, publicDir: keysDir });
    const draft = `${place}.${process.pid}.draft`;
    writeFileSync(draft, text, { flush: true });
    renameSync(draft, place); // whole or not at all: provinces read it while they run
  }
  return incoming.map(({ province, outcome }) => ({ province, outcome }));
}

function filesAt(place: string): readonly string[] {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) {
    const names = readdirSync(place).filter((name) => PROVINCE_FILE.test(name));
    return names.sort().map((name) => path.join(place, name));
  }
  if (found === undefined || !PROVINCE_FILE.test(path.basename(place)))
    throw new KeyFileError(`${place} is no file of public keys. Name one such as keys/GD.json, or a folder of them.`);
  return [place];
}

const provinceOf = (file: string): string => path.basename(file, '.json');

function compare(file: string, keysDir: string): AddedKeys & { readonly text: string } {
  const province = provinceOf(file);
  const text = readFileSync(file, 'utf8');
  const next = parsePublishedKeys(text, { file, province });
  if (next.signing.length === 0)
    throw new KeyFileError(`${file} has no key that signs. Take the file that the province has in its own keys.`);
  const known = readPublishedKeys({ province, publicDir: keysDir });
  const [lost] = keysOf(known).difference(keysOf(next));
  if (lost !== undefined)
    throw new KeyFileError(
      `${file} lacks the key ${lost.split(' ', 1)[0] ?? ''} of ${province}, which is known here. Ask the province by ` +
        `telephone; when its keys are lost, remove ${publicKeyFile({ province, publicDir: keysDir })} first.`,
    );
  if (known.signing.length === 0) return { province, outcome: 'ADDED', text };
  const isSame = JSON.stringify(known) === JSON.stringify(next);
  return { province, outcome: isSame ? 'KNOWN' : 'RENEWED', text };
}

function keysOf({ signing, letters }: PublishedKeys): ReadonlySet<string> {
  return new Set([...signing, ...letters].map(({ kid, publicKey }) => `${kid} ${publicKey}`));
}
