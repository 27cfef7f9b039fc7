// Tokens and identities are put wherever something of a caller, a province or a file comes near the log.
import { writeFileSync } from 'node:fs';
import { mock } from 'node:test';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { formatError } from '../../../subgraphs/server/format-error.js';
import { reportFault, reportNotice } from '../../../subgraphs/server/report-fault.js';
import { askGateway } from '../../support/ask-gateway.js';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';
import { until } from '../../support/until.js';

const IDENTITY = '44010619900307842X';
const PHONE = '13812345678';
const TOKEN = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJjbGVyay1HRCJ9.c2lnbmF0dXJlLW9mLTMyLWJ5dGVz';
const PLANTED = `${IDENTITY} ${PHONE} Bearer ${TOKEN}`;
const query = '{ rows { nodes { label } } }';

let federation: SmallFederation;
beforeEach(async () => {
  federation = await startSmallFederation({ GD: [{ rank: 1, label: 'a' }] }, { pollMs: 10 });
});
afterEach(async () => {
  await federation[Symbol.asyncDispose]();
});

function expectNothingIn(lines: readonly string[]): void {
  expect(lines).not.toEqual([]);
  for (const secret of [IDENTITY, PHONE, TOKEN]) expect(lines.join('\n')).not.toContain(secret);
}

it.each([
  [
    'in an error',
    JSON.stringify({ errors: [{ message: PLANTED, extensions: { code: PLANTED } }] }),
    'application/json',
  ],
  ['in what is no JSON', `{ ${PLANTED}`, 'application/json'],
  ['in what is no answer', JSON.stringify({ data: PLANTED }), 'application/json'],
  ['in its media type', PLANTED, `text/${IDENTITY}`],
])('a province says them %s', async (_where, body, type) => {
  federation.province('GD').misbehave((response) => {
    response.writeHead(200, { 'content-type': type }).end(body);
    return 'handled';
  });

  await federation.query(query);

  expectNothingIn(federation.logged);
});

it('a caller says them in query, variable, operation name and token, before something fails', async () => {
  federation.province('GD').misbehave((response) => (response.destroy(), 'handled'));
  const asked = {
    query: `query N${PHONE} { rows(label: "${PLANTED}") { nodes { label } } }`,
    variables: { word: PLANTED },
  };

  await askGateway(federation.url, asked, { authorization: `Bearer ${TOKEN}`, cookie: `sid=${TOKEN}` });

  expectNothingIn(federation.logged);
});

it('a file that is refused has them', async () => {
  writeFileSync(federation.registry.file, `${federation.registry.text}\n  "${PLANTED}": { url: "${PLANTED}" }\n`);
  await until(() => federation.logged.some((line) => line.includes('change refused')));

  expectNothingIn(federation.logged);
});

it('a resolver, a driver or a task throws them, with causes', () => {
  const written = mock.method(console, 'error', () => undefined).mock;
  const driver = Object.assign(new Error(`duplicate key value: (document)=(${IDENTITY})`), { detail: PLANTED });
  const thrown = new Error(`insert failed for ${PHONE}`, { cause: driver });

  const shown = formatError(new GraphQLError('', { originalError: thrown, path: ['case', 0] }));
  reportFault('background work failed', thrown, { province: 'GD', at: PLANTED });
  reportFault('background work failed', PLANTED);
  reportNotice('agreement does not count', { province: 'GD', problem: PLANTED });
  const lines = written.calls.map((call) => String(call.arguments[0]));
  written.restore();

  expect(lines).toHaveLength(4);
  expect(lines[0]).toContain('"path":"case.0"');
  expectNothingIn(lines);
  expect(JSON.stringify(shown)).not.toContain(IDENTITY);
});
