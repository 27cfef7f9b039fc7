import { expect, it } from '@jest/globals';
import { readProvinceConfig } from './config.js';

it('reads the province, the port and where the data are', () => {
  expect(readProvinceConfig(['GD', '--port', '4201', '--host', '::1'], { DATA_DIR: 'elsewhere' })).toEqual({
    code: 'GD',
    dataDir: 'elsewhere',
    port: 4201,
    host: '::1',
    gateway: undefined,
    keysDir: 'elsewhere/keys',
    passportKeysFile: undefined,
  });
  const defaults = { code: 'GD', dataDir: './data', port: 0, host: '127.0.0.1', keysDir: 'data/keys' };
  expect(readProvinceConfig(['GD'], {})).toEqual({ ...defaults, gateway: undefined });
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
