// npm run new-province -- --code GD [--out DIR] [--port N]: the folder of a new province, with all that it needs to start.
// --network DIR takes the gateway's public keys, the keys of the others and the matching key from the data directory of a
// network on this machine; --url says where gateways will find it, --gateway by way of which it tells others, --cases N
// fills it with synthetic cases, for trying out.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { KeyFileError } from '../subgraphs/province/exchange/key-files.js';
import { InstanceError, readInstance } from '../subgraphs/shared/instance.js';
import { findPortFrom } from './start/port.js';
import { findNetwork, NetworkPlaceError } from './new-province/network-place.js';
import { scaffold, ScaffoldError } from './new-province/scaffold.js';

const USAGE =
  'Usage: npm run new-province -- --code GD [--out DIR] [--port N] [--url URL] [--gateway URL] [--network DIR] [--cases N]';

async function run(): Promise<void> {
  const text = { type: 'string' } as const;
  const options = { code: text, out: text, url: text, gateway: text, network: text, cases: text };
  const { values } = parseArgs({ options: { ...options, port: text } });
  if (values.code === undefined) throw new TypeError(`Say which province it is. ${USAGE}`);
  const instance = readInstance(values.code);
  const port = values.port === undefined ? await findPortFrom(FIRST_PORT) : readNumber('port', values.port, 65_535);
  const out = values.out ?? path.join(process.env['DATA_DIR'] ?? './data', 'provinces', instance.code);
  const files = scaffold({
    instance,
    out,
    port,
    url: readUrl('url', values.url ?? `http://127.0.0.1:${port}/graphql`),
    gateway: readUrl('gateway', values.gateway ?? `http://127.0.0.1:${process.env['PORT'] ?? '4000'}/graphql`),
    network: values.network === undefined ? undefined : findNetwork(values.network),
    syntheticCases: values.cases === undefined ? undefined : readNumber('cases', values.cases, 10_000_000),
    nowMs: Date.now(),
  });
  process.stdout.write(files.map((file) => `${path.join(out, file)}\n`).join(''));
  process.stdout.write(
    `${instance.nameZh} · ${instance.nameEn} is ready; what follows stands in ${path.join(out, 'README.md')}\n`,
  );
}

// Above what npm start and the examples use.
const FIRST_PORT = 4201;

function readNumber(name: string, text: string, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > most) throw new TypeError(`--${name} is a number from 1 to ${most}. ${USAGE}`);
  return number;
}

function readUrl(name: string, text: string): string {
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? ''))
    throw new TypeError(`--${name} is not a URL: ${text}. ${USAGE}`);
  return text;
}

try {
  await run();
} catch (error) {
  const expected = [TypeError, InstanceError, ScaffoldError, NetworkPlaceError, KeyFileError];
  if (!(error instanceof Error) || !expected.some((kind) => error instanceof kind)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
