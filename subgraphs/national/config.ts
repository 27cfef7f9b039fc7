import { parseArgs } from 'node:util';
import { readTelemetry, TELEMETRY_USAGE, telemetryFlags, type TelemetryConfig } from '../../telemetry/config.js';
import { asError, StartupError } from '../server/errors.js';

export interface NationalConfig {
  readonly dataDir: string;
  readonly port: number;
  readonly host: string;
  /** The public keys of gateways; undefined when anybody is answered. */
  readonly passportKeysFile: string | undefined;
  readonly telemetry: TelemetryConfig;
}

const USAGE =
  'Usage: npm run national -- --port 4100 [--host 127.0.0.1] [--passport-keys FILE] ' +
  `${TELEMETRY_USAGE}; DATA_DIR says where the database is.`;

/** Reads the command line and the environment; throws a StartupError when they make no sense. */
export function readNationalConfig(argv: readonly string[], env: NodeJS.ProcessEnv): NationalConfig {
  const { port, host, 'passport-keys': passportKeysFile, ...flags } = readOptions(argv);
  const number = /^\d{1,5}$/.test(port) ? Number(port) : NaN;
  if (!(number <= 65_535)) throw new StartupError(`--port is not a port number: ${port}. ${USAGE}`);
  const problems: string[] = [];
  const telemetry = readTelemetry(flags, env, problems);
  if (problems.length > 0) throw new StartupError(problems.join('\n'));
  return { dataDir: env['DATA_DIR'] ?? './data', port: number, host, passportKeysFile, telemetry };
}

function readOptions(argv: readonly string[]) {
  try {
    const options = {
      port: { type: 'string', default: '4100' },
      host: { type: 'string', default: '127.0.0.1' },
      'passport-keys': { type: 'string' },
      ...telemetryFlags,
    } as const;
    return parseArgs({ args: [...argv], options }).values;
  } catch (error) {
    throw new StartupError(`${asError(error).message} ${USAGE}`, { cause: error });
  }
}
