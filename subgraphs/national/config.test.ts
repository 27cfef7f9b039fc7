import { expect, it } from '@jest/globals';
import { StartupError } from '../server/errors.js';
import { readNationalConfig } from './config.js';

const unwatched = { logLevel: 'info', admin: undefined, tracing: undefined };

it('has defaults for everything', () => {
  expect(readNationalConfig([], {})).toEqual({
    dataDir: './data',
    port: 4100,
    host: '127.0.0.1',
    telemetry: unwatched,
  });
});

it('reads the command line and the environment', () => {
  const argv = ['--port', '0', '--host', '::1', '--passport-keys', 'key.public.json'];
  const config = readNationalConfig(argv, { DATA_DIR: '/var/tongban' });

  expect(config).toEqual({
    ...{ dataDir: '/var/tongban', port: 0, host: '::1' },
    passportKeysFile: 'key.public.json',
    telemetry: unwatched,
  });
});

it.each([[['--port', 'x']], [['--port', '65536']], [['--port', '-1']], [['--port']], [['--prot', '1']], [['more']]])(
  'refuses %j and says how it is used',
  (argv) => {
    expect(() => readNationalConfig(argv, {})).toThrow(StartupError);
    expect(() => readNationalConfig(argv, {})).toThrow('Usage: npm run national');
  },
);
