import { expect, it } from '@jest/globals';
import { readProvinceConfig } from './config.js';

it('reads the province, the port and where the data are', () => {
  expect(readProvinceConfig(['GD', '--port', '4201', '--host', '::1'], { DATA_DIR: 'elsewhere' })).toEqual({
    code: 'GD',
    dataDir: 'elsewhere',
    port: 4201,
    host: '::1',
  });
  expect(readProvinceConfig(['GD'], {})).toEqual({ code: 'GD', dataDir: './data', port: 0, host: '127.0.0.1' });
});

it.each([
  ['no province', [], 'Name one province'],
  ['two provinces', ['GD', 'HN'], 'Name one province'],
  ['a port that is no number', ['GD', '--port', 'x'], 'not a port number: x'],
  ['a port that is too large', ['GD', '--port', '65536'], 'not a port number'],
  ['an unknown option', ['GD', '--colour', 'red'], 'Usage'],
])('refuses %s', (_title, argv, problem) => {
  expect(() => readProvinceConfig(argv, {})).toThrow(problem);
});
