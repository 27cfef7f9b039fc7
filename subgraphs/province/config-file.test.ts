import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Authority } from '../../test/support/certificates.js';
import { readProvinceConfig } from './config.js';
import { followMaintenance, readProvinceFile } from './config-file.js';
import provinceSchema from './province.schema.json' with { type: 'json' };

let folder = '';
let authority: Authority;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tongban-config-'));
  mkdirSync(path.join(folder, 'tls'));
  authority = new Authority(path.join(folder, 'tls'), 'ca');
  authority.make('gd');
  writeFileSync(path.join(folder, 'database-url'), 'postgresql://gd:hunter2@db.example:5433/tongban\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(text: string): string {
  const file = path.join(folder, 'gd.yaml');
  writeFileSync(file, text);
  return file;
}

const read = (text: string, argv: readonly string[] = [], env: NodeJS.ProcessEnv = {}) =>
  readProvinceConfig([...argv, '--config', write(text)], env);

/** What is said of a configuration, without the folder that it is in. */
function problemsOf(text: string, argv: readonly string[] = []): readonly string[] {
  try {
    read(text, argv);
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll(`${folder}/`, '').split('\n') : [];
  }
}

const whole = `
code: GD
host: 0.0.0.0
port: 4201
dataDir: data
database: { urlFile: database-url }
gateway:
  url: https://gateway.example/graphql
  tls: { caFile: tls/ca.pem, certFile: tls/gd.cert.pem, keyFile: tls/gd.key.pem }
nats: { url: 'nats://nats.example:4222', credentialsFile: database-url }
keysDir: keys
agreementsDir: agreements
matchingKeyFile: matching.json
passportKeysFile: passport.json
tls: { certFile: tls/gd.cert.pem, keyFile: tls/gd.key.pem, clientCaFile: tls/ca.pem }
maintenance: until 18:00
syntheticCases: 7
`;

it('gives all that the file says, with paths from its folder', () => {
  const at = (name: string): string => path.join(folder, name);
  const own = { caFile: at('tls/ca.pem'), certFile: at('tls/gd.cert.pem'), keyFile: at('tls/gd.key.pem') };

  expect(read(whole)).toEqual({
    command: 'serve',
    telemetry: { logLevel: 'info', admin: undefined, tracing: undefined },
    code: 'GD',
    configFile: at('gd.yaml'),
    host: '0.0.0.0',
    port: 4201,
    dataDir: at('data'),
    database: { url: 'postgresql://gd:hunter2@db.example:5433/tongban', schema: 'province_gd' },
    gateway: 'https://gateway.example/graphql',
    gatewayTls: own,
    nats: { url: 'nats://nats.example:4222', credentialsFile: at('database-url') },
    keysDir: at('keys'),
    agreementsDir: at('agreements'),
    matchingFile: at('matching.json'),
    passportKeysFile: at('passport.json'),
    tls: own,
    syntheticCases: 7,
  });
});

it('is tried with every setting that the schema allows', () => {
  for (const setting of Object.keys(provinceSchema.properties)) expect(whole).toMatch(new RegExp(`^${setting}:`, 'm'));
});

it('gives way to flags, and to the environment', () => {
  const argv = ['GD', '--port', '1', '--host', '::1', '--keys', 'k', '--gateway', 'https://other.example/'];
  const env = { DATA_DIR: 'd', DATABASE_URL: 'postgresql://h/other', MATCHING_KEY_FILE: 'm' };

  expect(read(whole, argv, env)).toMatchObject({
    ...{ port: 1, host: '::1', keysDir: 'k', gateway: 'https://other.example/', dataDir: 'd', matchingFile: 'm' },
    database: { url: 'postgresql://h/other' },
  });
});

it('leaves a province empty that is run by a file, unless the file says otherwise', () => {
  expect(read('code: GD\n').syntheticCases).toBe('none');
  expect(readProvinceConfig(['GD'], {}).syntheticCases).toBe('default');
});

it('names the command to migrate beside the province, or alone where the file names the province', () => {
  expect(read('code: GD\n', ['migrate'])).toMatchObject({ command: 'migrate', code: 'GD' });
  expect(readProvinceConfig(['GD', 'migrate'], {})).toMatchObject({ command: 'migrate', code: 'GD' });
});

it('says all that is wrong at once, each with file, line and cure', () => {
  expect(problemsOf('code: gd\nport: "4201"\ncolour: red\ntls:\n  certFile: x\nmaintenance: ""\n')).toEqual([
    'gd.yaml:3: colour is not a known setting. Remove it or correct its spelling.',
    'gd.yaml:1: code is not a province code. Use the letter code of ISO 3166-2:CN, such as GD, or XPCC.',
    'gd.yaml:2: port must be integer. Write it like 4201.',
    'gd.yaml:4: tls lacks "keyFile". Add it.',
    'gd.yaml:4: tls lacks "clientCaFile". Add it.',
    expect.stringMatching(/^gd\.yaml:6: maintenance must NOT have fewer than 1 characters\. Write it like "系统升级/),
  ]);
  const found = problemsOf(
    'database: { urlFile: nowhere }\ngateway:\n  url: http://u:p@a/\n  tls: { caFile: none.pem }\npassportKeysFile: p\n',
    ['GD', '--port', 'x'],
  );
  expect(found).toEqual([
    'gd.yaml:1: nowhere cannot be read. Put the URL there.',
    expect.stringMatching(/^--port is not a port number: x/),
    'gd.yaml:3: gateway.url is not the URL of a gateway, without user and password. Correct it.',
    'gd.yaml:4: none.pem cannot be read (ENOENT). Put it there, or correct the path.',
  ]);
});

it.each([
  [
    'a URL with a password',
    'database: { url: "postgresql://gd:hunter2@db/t" }\n',
    /^gd\.yaml:1: database\.url is not taken/,
  ],
  [
    'a URL as the database',
    'code: GD\ndatabase: postgresql://gd:hunter2@db/t\n',
    /^gd\.yaml:2: database must name a file/,
  ],
  [
    'a URL as the name of a file',
    'database:\n  urlFile: postgresql://gd:hunter2@db/t\n',
    /^gd\.yaml:2: .*must name a file/,
  ],
  ['a password of its own', 'databasePassword: hunter2\n', /^gd\.yaml:1: databasePassword is not taken/],
])('refuses %s, says where secrets belong, and repeats nothing', (_title, text, said) => {
  const problems = problemsOf(text, ['GD']);

  const problem = problems.find((line) => said.test(line));
  expect(problem).toMatch(/database\.urlFile, or give DATABASE_URL/);
  expect(problems.join('')).not.toMatch(/hunter2/);
});

it.each([
  ['another province than was asked for', 'code: HN\n', ['GD'], 'gd.yaml:1: This is the configuration of HN, but GD'],
  ['no province at all', 'port: 1\n', [], 'Name one province by its code.'],
  ['YAML that is broken', 'code: [GD\n', ['GD'], 'gd.yaml:2: '],
  ['the same setting twice', 'port: 1\nport: 2\n', ['GD'], 'gd.yaml:2: Map keys must be unique. Correct'],
  [
    'a file in the place of its URL',
    'database: { urlFile: tls/ca.pem }\n',
    ['GD'],
    'gd.yaml:1: tls/ca.pem is not the URL',
  ],
  [
    'a key of another certificate',
    'tls: { certFile: tls/gd.cert.pem, keyFile: tls/hn.key.pem, clientCaFile: tls/ca.pem }\n',
    ['GD'],
    'gd.yaml:1: tls/hn.key.pem is not the private key of certFile',
  ],
  [
    'a certificate that is none',
    'tls: { certFile: database-url, keyFile: tls/gd.key.pem, clientCaFile: tls/ca.pem }\n',
    ['GD'],
    'gd.yaml:1: database-url has no "BEGIN CERTIFICATE"',
  ],
  [
    'a certificate for the gateway without its key',
    'gateway: { url: "https://a/", tls: { certFile: x } }\n',
    ['GD'],
    'gd.yaml:1: gateway.tls lacks "keyFile"',
  ],
  [
    'certificates for a gateway without TLS',
    'gateway: { url: "http://a/", tls: { caFile: tls/ca.pem } }\n',
    ['GD'],
    'gd.yaml:1: gateway.tls is for a URL of https',
  ],
])('refuses %s', (_title, text, argv, said) => {
  authority.make('hn');

  expect(problemsOf(text, argv)).toEqual([expect.stringContaining(said)]);
});

it('says which file of a configuration is not there', () => {
  expect(() => readProvinceConfig(['GD', '--config', 'nowhere.yaml'], {})).toThrow(
    'nowhere.yaml: cannot be read (ENOENT). Name the configuration with --config FILE.',
  );
});

it('follows the notice of maintenance, and keeps it while the file is broken, which it says once', () => {
  const file = write('code: GD\n');
  const told: unknown[] = [];
  let now = 0;
  const find = followMaintenance(file, { nowMs: () => now, lookMs: 1000, onProblem: (error) => told.push(error) });
  const after = (text: string): string | undefined => {
    write(text);
    now += 1000;
    return find();
  };

  expect(find()).toBeUndefined();
  expect(after('code: GD\nmaintenance: until 18:00\n')).toBe('until 18:00');
  expect([after('maintenance: 7\n'), after('maintenance: 7\n')]).toEqual(['until 18:00', 'until 18:00']);
  expect(told.map(String)).toEqual([expect.stringMatching(/gd\.yaml:1: maintenance must be string/)]);
  expect(after('code: GD\n')).toBeUndefined();
});

it('is told to operators with every setting, and with an example that is one', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/province.md'), 'utf8');
  const [, example = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const file = write(example);

  const { content } = readProvinceFile(file);

  expect(content.database).toEqual({ urlFile: '/run/secrets/database-url' });
  for (const setting of Object.keys(provinceSchema.properties)) expect(page).toMatch(new RegExp(`\`${setting}[.\`]`));
});
