import { expect, it } from '@jest/globals';
import { readProvinceConfig } from './config.js';

const byCommandLine = {
  command: 'serve',
  configFile: undefined,
  tls: undefined,
  gatewayTls: undefined,
  syntheticCases: 'default',
};

it('reads the province, the port and where the data are', () => {
  expect(readProvinceConfig(['GD', '--port', '4201', '--host', '::1'], { DATA_DIR: 'elsewhere' })).toEqual({
    code: 'GD',
    dataDir: 'elsewhere',
    agreementsDir: 'elsewhere/agreements',
    database: undefined,
    port: 4201,
    host: '::1',
    gateway: undefined,
    nats: undefined,
    keysDir: 'elsewhere/keys',
    matchingFile: 'elsewhere/keys/matching.json',
    passportKeysFile: undefined,
    telemetry: { logLevel: 'info', admin: undefined, tracing: undefined },
    ...byCommandLine,
  });
  const defaults = {
    ...byCommandLine,
    code: 'GD',
    dataDir: './data',
    agreementsDir: 'data/agreements',
    passportKeysFile: undefined,
    database: undefined,
    port: 0,
    host: '127.0.0.1',
    keysDir: 'data/keys',
    matchingFile: 'data/keys/matching.json',
    telemetry: { logLevel: 'info', admin: undefined, tracing: undefined },
  };
  expect(readProvinceConfig(['GD'], {})).toEqual({ ...defaults, gateway: undefined, nats: undefined });
});

it('reads by way of which gateway others are told, where the public keys are, and those of gateways', () => {
  const places = ['--keys', 'shared/keys', '--passport-keys', 'key.public.json'];
  const argv = ['GD', '--gateway', 'http://127.0.0.1:4000/graphql', ...places];

  expect(readProvinceConfig(argv, {})).toMatchObject({
    gateway: 'http://127.0.0.1:4000/graphql',
    keysDir: 'shared/keys',
    passportKeysFile: 'key.public.json',
  });
});

it('reads which NATS carries letters: from the command line, or with a password from the environment', () => {
  const gateway = ['GD', '--gateway', 'http://127.0.0.1:4000/graphql'];
  const secret = 'tls://gd:secret@nats.example.cn';
  const credentials = ['--nats', 'nats://127.0.0.1:4222', '--nats-credentials', import.meta.filename];

  expect(readProvinceConfig([...gateway, ...credentials], { NATS_URL: secret }).nats).toEqual({
    url: 'nats://127.0.0.1:4222',
    credentialsFile: import.meta.filename,
  });
  expect(readProvinceConfig(gateway, { NATS_URL: secret }).nats).toEqual({ url: secret, credentialsFile: undefined });
  expect(readProvinceConfig(gateway, { NATS_URL: '' }).nats).toBeUndefined();
});

it.each([
  ['NATS without a gateway', ['--nats', 'nats://127.0.0.1'], 'Give --gateway too'],
  ['NATS at no URL', ['--nats', '127.0.0.1:4222', '--gateway', 'http://127.0.0.1/'], 'not the URL of a NATS server'],
  ['a password in --nats', ['--nats', 'nats://gd:secret@h', '--gateway', 'http://127.0.0.1/'], 'Give it in NATS_URL'],
  ['credentials without NATS', ['--nats-credentials', 'x.creds'], 'needs --nats too'],
  [
    'credentials that are not there',
    ['--nats', 'nats://h', '--gateway', 'http://127.0.0.1/', '--nats-credentials', 'nowhere.creds'],
    'nowhere.creds: cannot be read',
  ],
])('refuses %s, and repeats no password', (_title, argv, problem) => {
  expect(() => readProvinceConfig(['GD', ...argv], {})).toThrow(problem);
  expect(() => readProvinceConfig(['GD', ...argv], {})).not.toThrow('secret');
});

it('reads where the national matching key is: from the command line, the environment, or beside the public keys', () => {
  const env = { MATCHING_KEY_FILE: 'secret/matching.json' };

  expect(readProvinceConfig(['GD'], env).matchingFile).toBe('secret/matching.json');
  expect(readProvinceConfig(['GD', '--matching-key', 'm.json'], env).matchingFile).toBe('m.json');
  expect(readProvinceConfig(['GD', '--keys', 'shared'], {}).matchingFile).toBe('shared/matching.json');
});

it.each([
  ['no province', [], 'Name one province'],
  ['two provinces', ['GD', 'HN'], 'Name one province'],
  ['a port that is no number', ['GD', '--port', 'x'], 'not a port number: x'],
  ['a port that is too large', ['GD', '--port', '65536'], 'not a port number'],
  ['a gateway that is no URL', ['GD', '--gateway', 'localhost:4000'], '--gateway is not the URL'],
  ['a gateway with a password', ['GD', '--gateway', 'http://a:b@127.0.0.1/'], '--gateway is not the URL'],
  ['an unknown option', ['GD', '--colour', 'red'], 'Usage'],
])('refuses %s', (_title, argv, problem) => {
  expect(() => readProvinceConfig(argv, {})).toThrow(problem);
});

it('reads the server of the database; the schema is the one of the province unless it is named', () => {
  const DATABASE_URL = 'postgresql://gd:secret@db.example:5433/tongban?sslmode=require';

  const { database } = readProvinceConfig(['GD'], { DATABASE_URL });

  expect(database).toEqual({ url: DATABASE_URL, schema: 'province_gd' });
  expect(readProvinceConfig(['GD'], { DATABASE_URL: `${DATABASE_URL}&schema=own` }).database).toEqual({
    url: DATABASE_URL,
    schema: 'own',
  });
});

it.each([
  ['another kind of database', 'mysql://gd:secret@db.example/tongban'],
  ['no database on the server', 'postgresql://gd:secret@db.example'],
  ['no URL at all', 'secret'],
  ['a schema that would have to be quoted', 'postgresql://gd:secret@db.example/tongban?schema=GD;secret'],
])('refuses %s by the name of the setting, and keeps the password to itself', (_title, DATABASE_URL) => {
  const read = () => readProvinceConfig(['GD'], { DATABASE_URL });

  expect(read).toThrow(/DATABASE_URL.*Write it as postgresql:/);
  expect(read).not.toThrow(/secret/);
});
