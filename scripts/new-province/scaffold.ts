import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { ensureKey, keyPlace } from '../../subgraphs/province/exchange/key-files.js';
import { addKeys } from '../keys/add-keys.js';
import { copyTrust } from './network-place.js';
import type { NewProvince } from './new-province.js';
import { printReadme } from './readme.js';

/** A folder is not empty, so that something might be overwritten. */
export class ScaffoldError extends Error {
  override readonly name = 'ScaffoldError';
}

const schemaFile = path.resolve(import.meta.dirname, '../../subgraphs/province/province.schema.json');
const registrySchemaFile = path.resolve(import.meta.dirname, '../../gateway/provinces/registry.schema.json');

/**
 * Makes the folder of a new province: configuration, keys, whom it trusts, registry entry and what to do next. Gives the
 * names of the files. Throws a {@link ScaffoldError} when the folder is not empty: no key is ever replaced.
 */
export function scaffold(options: NewProvince): readonly string[] {
  const { instance, out, network, nowMs } = options;
  refuseFull(out);
  mkdirSync(out, { recursive: true });
  const keysDir = path.join(out, 'keys');
  ensureKey(keyPlace(instance.code, { dataDir: path.join(out, 'data'), keysDir }), nowMs);
  if (network !== undefined) {
    copyTrust(network, path.join(out, TRUST_FILE));
    addKeys([network.keysDir], { keysDir, except: instance.code });
  }
  const files = {
    'province.yaml': printConfiguration(options),
    'registry-entry.yaml': printEntry(options),
    'README.md': printReadme({ ...options, isTrusting: network !== undefined }),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(out, name), text, { flag: 'wx' });
  return readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(out, name)).isFile())
    .sort();
}

/** Public keys of the gateways that are answered, in the folder of a province. */
const TRUST_FILE = 'passport.public.json';

function refuseFull(out: string): void {
  const found = statSync(out, { throwIfNoEntry: false });
  if (found === undefined || (found.isDirectory() && readdirSync(out).length === 0)) return;
  throw new ScaffoldError(
    `${out} is there already and not an empty folder; keys in it may be in use. Name another one with --out DIR.`,
  );
}

function printConfiguration({ instance, out, port, gateway, network, syntheticCases }: NewProvince): string {
  const { code, nameZh, nameEn } = instance;
  const settings = {
    code,
    host: '127.0.0.1',
    port,
    dataDir: 'data',
    gateway: { url: gateway },
    keysDir: 'keys',
    passportKeysFile: TRUST_FILE,
    ...(network !== undefined && { matchingKeyFile: path.resolve(network.matchingKeyFile) }),
    ...(syntheticCases !== undefined && { syntheticCases }),
  };
  return [
    `# yaml-language-server: $schema=${linkTo(schemaFile, out)}`,
    `# ${nameZh} · ${nameEn}. Paths are from this folder; docs/province.md describes every setting.`,
    stringify(settings).trimEnd(),
    ...(network === undefined
      ? [
          '# The national matching key, by which all provinces know a person by the same name. Ask whoever runs the network',
          '# for it: without it this province makes one of its own, and finds nobody whom others know.',
          '# matchingKeyFile: /run/secrets/matching.json',
        ]
      : []),
    '# database: { urlFile: /run/secrets/database-url } # PostgreSQL; a file in dataDir otherwise',
    '',
  ].join('\n');
}

function printEntry({ instance: { code, nameZh, nameEn }, out, url }: NewProvince): string {
  const requested = `${nameZh}申请加入 · ${nameEn} asks to take part`;
  return [
    `# yaml-language-server: $schema=${linkTo(registrySchemaFile, out)}`,
    '# For whoever keeps the registry, together with the public keys of this province.',
    stringify({ provinces: { [code]: { url, requested } } }),
  ].join('\n');
}

const linkTo = (file: string, folder: string): string => path.relative(folder, file).replaceAll(path.sep, '/');
