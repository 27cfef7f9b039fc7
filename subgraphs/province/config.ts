import { parseArgs } from 'node:util';
import { asError, StartupError } from '../server/errors.js';

export interface ProvinceConfig {
  /** Letter code as typed; whether there is such a province is found out by reading its instance. */
  readonly code: string;
  readonly dataDir: string;
  readonly port: number;
  readonly host: string;
}

const USAGE = 'Usage: npm run province -- GD --port 4201 [--host 127.0.0.1]; DATA_DIR says where the databases are.';

/** Reads the command line and the environment; throws a StartupError when they make no sense. */
export function readProvinceConfig(argv: readonly string[], env: NodeJS.ProcessEnv): ProvinceConfig {
  const { values, positionals } = readArguments(argv);
  const [code, ...others] = positionals;
  if (code === undefined || others.length > 0) throw new StartupError(`Name one province by its code. ${USAGE}`);
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
  if (!(port <= 65_535)) throw new StartupError(`--port is not a port number: ${values.port}. ${USAGE}`);
  return { code, dataDir: env['DATA_DIR'] ?? './data', port, host: values.host };
}

function readArguments(argv: readonly string[]) {
  try {
    const options = {
      port: { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
    } as const;
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new StartupError(`${asError(error).message} ${USAGE}`, { cause: error });
  }
}
