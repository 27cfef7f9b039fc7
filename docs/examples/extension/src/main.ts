// node src/main.ts --port 4301 --passport-keys FILE: serves the extension to the gateway whose keys stand in the file.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { graphql } from 'graphql';
import { buildSchema } from './build-schema.ts';
import { openPassportCheck } from './check-passport.ts';

const options = { port: { type: 'string', default: '4301' }, 'passport-keys': { type: 'string' } } as const;
const { values } = parseArgs({ options });
if (values['passport-keys'] === undefined) {
  process.stderr.write(
    'Say whom it answers: --passport-keys FILE, the *.public.json beside the passport key of a gateway.\n',
  );
  process.exit(1);
}
const checkPassport = openPassportCheck(values['passport-keys']);
const schema = buildSchema(() => new Date());

// As much as a gateway sends: a page of 200 references is a hundredth of it.
const BODY_LIMIT_BYTES = 256 * 1024;

/** The request's body; undefined when it is none of a GraphQL request. */
async function readBody(request: IncomingMessage) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > BODY_LIMIT_BYTES) return undefined;
  }
  try {
    const { query, variables } = JSON.parse(text) as { query?: unknown; variables?: Record<string, unknown> };
    return typeof query === 'string' ? { query, variables } : undefined;
  } catch {
    return undefined;
  }
}

const server = createServer(async (request, response) => {
  const answer = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const passport = request.headers['x-tongban-passport'];
  if (typeof passport !== 'string' || !(await checkPassport(passport))) {
    return answer(401, { errors: [{ message: 'A passport of the gateway is needed.' }] });
  }
  const body = await readBody(request);
  if (body === undefined) return answer(400, { errors: [{ message: 'Not a GraphQL request.' }] });
  answer(200, await graphql({ schema, source: body.query, variableValues: body.variables }));
});

server.listen(Number(values.port), '127.0.0.1', () => {
  process.stdout.write(`The extension listens on http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql\n`);
});
process.once('SIGTERM', () => server.close());
