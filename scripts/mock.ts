// npm run mock -- [--port N] [--partial HN,SC] [--seed TEXT] [--cors-origin ORIGIN…] [--documents FILE]: the graph of a
// gateway with invented data, for whoever builds a front end and needs no province for it. HTTP, limits, validation and
// persisted documents are those of the gateway; ids, pages, coverage and refusals have their shape. Nothing is true.
import { subscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildSchema } from 'graphql';
import { trustNobody } from '../gateway/auth/authenticate.js';
import { limits } from '../gateway/config.js';
import { ConfigurationError, Fault } from '../gateway/errors.js';
import { parseDocuments } from '../gateway/http/persisted-documents.js';
import { startHttpServer } from '../gateway/http/server.js';
import { createLog } from '../telemetry/log.js';
import { provinceCodes } from './mock/invented-object.js';
import { createMock } from './mock/run-mock.js';

const DEFAULT_PORT = '4010';
const EVENT_EVERY_MS = 2_000;
// Where the development servers of front ends are by default.
const ORIGINS = [3000, 4200, 5173, 8080].flatMap((port) => [`http://localhost:${port}`, `http://127.0.0.1:${port}`]);

async function run(): Promise<void> {
  const text = { type: 'string' } as const;
  const options = { port: { ...text, default: DEFAULT_PORT }, partial: text, seed: { ...text, default: '1' } } as const;
  const more = { documents: text, 'cors-origin': { ...text, multiple: true, default: ORIGINS } } as const;
  const { values } = parseArgs({ options: { ...options, ...more } });
  const missing = (values.partial ?? '')
    .toUpperCase()
    .split(',')
    .filter((code) => code !== '');
  const unknown = missing.find((code) => !provinceCodes.includes(code));
  if (unknown !== undefined) throw new TypeError(`--partial: ${unknown} is no province. Name some, such as HN,SC.`);
  if (!/^\d{1,5}$/.test(values.port)) throw new TypeError(`--port: ${values.port} is not a port. Give a number.`);
  const sdl = readFileSync(path.resolve(import.meta.dirname, '../schema/api.graphql'), 'utf8');
  const { documents } = values;
  const known = documents === undefined ? new Map() : parseDocuments(readFileSync(documents, 'utf8'), documents);
  const schema = buildSchema(sdl, { assumeValid: true });
  const mock = createMock(schema, { seed: values.seed, missing, everyMs: EVENT_EVERY_MS });
  markAnswers();
  const server = await startHttpServer(
    {
      host: '127.0.0.1',
      port: Number(values.port),
      ...limits,
      drainMs: 1000,
      explanations: 'nobody',
      introspection: 'open',
      trustedProxies: 0,
      corsOrigins: values['cors-origin'],
      documentsOnly: false,
    },
    {
      authenticate: trustNobody,
      ...mock,
      // Nobody is known here, so nobody gets as far.
      startExport: () => Promise.reject(new Fault('UNAUTHENTICATED')),
      schemaSdl: () => sdl,
      currentDocuments: () => known,
      sharedQueries: undefined,
      log: createLog((line) => void process.stderr.write(line)),
      registerPages: () => undefined,
    },
  );
  process.stdout.write(
    `ALL DATA HERE ARE INVENTED 以下数据全部虚构 (extensions.mock, header x-tongban-mock)\n\n` +
      `  GraphQL   ${server.url}/graphql\n  Schema    ${server.url}/schema.graphql\n` +
      `  Missing   ${missing.join(', ') || 'nobody; --partial HN,SC would'}\n` +
      `  Refusals  any argument that is the text "refuse" is refused where the schema has a refusal\n`,
  );
}

/** Says on every answer of this process that it is invented, before anybody writes its head. */
function markAnswers(): void {
  subscribe('http.server.request.start', (message) => {
    (message as { readonly response: ServerResponse }).response.setHeader('x-tongban-mock', 'invented');
  });
}

try {
  await run();
} catch (error) {
  const isExpected = error instanceof TypeError || error instanceof ConfigurationError;
  if (!isExpected) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
