import path from 'node:path';
import { parseArgs } from 'node:util';
import { asError, StartupError } from '../server/errors.js';

export interface ProvinceConfig {
  /** Letter code as typed; whether there is such a province is found out by reading its instance. */
  readonly code: string;
  readonly dataDir: string;
  readonly port: number;
  readonly host: string;
  /** Where a gateway serves GraphQL; undefined when the province shall tell others nothing yet. */
  readonly gateway: string | undefined;
  /** The public keys of all provinces. */
  readonly keysDir: string;
  /** The public keys of gateways; undefined when anybody is answered. */
  readonly passportKeysFile: string | undefined;
}

const USAGE =
  'Usage: npm run province -- GD --port 4201 [--host 127.0.0.1] [--gateway http://127.0.0.1:4000/graphql] [--keys DIR] ' +
  '[--passport-keys FILE]; ' +
  'DATA_DIR says where the databases are.';

/** Reads the command line and the environment; throws a StartupError when they make no sense. */
export function readProvinceConfig(argv: readonly string[], env: NodeJS.ProcessEnv): ProvinceConfig {
  const { values, positionals } = readArguments(argv);
  const [code, ...others] = positionals;
  if (code === undefined || others.length > 0) throw new StartupError(`Name one province by its code. ${USAGE}`);
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
  if (!(port <= 65_535)) throw new StartupError(`--port is not a port number: ${values.port}. ${USAGE}`);
  const dataDir = env['DATA_DIR'] ?? './data';
  const passportKeysFile = values['passport-keys'];
  const keysDir = values.keys ?? path.join(dataDir, 'keys');
  return { code, dataDir, port, host: values.host, gateway: readGateway(values.gateway), keysDir, passportKeysFile };
}

function readGateway(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  const isUsable = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!isUsable) throw new StartupError(`--gateway is not the URL of a gateway. ${USAGE}`);
  return url.href;
}

function readArguments(argv: readonly string[]) {
  try {
    const options = {
      port: { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
      gateway: { type: 'string' },
      keys: { type: 'string' },
      'passport-keys': { type: 'string' },
    } as const;
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new StartupError(`${asError(error).message} ${USAGE}`, { cause: error });
  }
}
