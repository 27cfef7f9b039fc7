// A process that stands in for many provinces, each on a port of its own, and takes next to no processor time: every
// distinct request body is executed once for each province, and after that its answer is a text in a table.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execute, parse, type ExecutionResult } from 'graphql';
import { createWeather, type Moment } from '../simulate/weather.js';
import { createItemContract } from './item-rows.js';
import { createSmallContract } from './small-contract.js';
import type { StandInContract } from './stand-in-contract.js';
import type { StandInReady, StandInTask, StandInTraffic } from './stand-in-process.js';

const contracts = { items: createItemContract, small: createSmallContract };

// Longer than any pause between two rounds: a connection that closes under a request would be the stand-in's fault.
const KEEP_ALIVE_MS = 600_000;

const NO_WEATHER = (): Moment => ({ delayMs: 0, trouble: undefined });

let requests = 0;
const bodies = new Set<string>();

async function startProvince(
  contract: StandInContract,
  code: string,
  { codes, weather }: StandInTask,
): Promise<string> {
  const momentAt = weather === undefined ? NO_WEATHER : createWeather(code, weather);
  const rootValue = contract.rootValue(code, codes);
  const answers = new Map<string, string>();
  const answer = async (body: string): Promise<string> => {
    // What only keeps two requests from being the same one changes no answer here.
    const key = body.replace(/"nonce-\d+"/, '""');
    const known = answers.get(key);
    if (known !== undefined) return known;
    const { query, variables } = JSON.parse(body) as RequestBody;
    const { schema } = contract;
    const result: ExecutionResult = await execute({
      schema,
      document: parse(query),
      variableValues: variables,
      rootValue,
    });
    const text = JSON.stringify(result);
    answers.set(key, text);
    return text;
  };
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    void readText(request).then(async (body) => {
      requests += 1;
      bodies.add(body);
      send(response, await answer(body), momentAt(performance.now()));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

function send(response: ServerResponse, text: string, { delayMs, trouble }: Moment): void {
  if (trouble === 'hang') return;
  const answer = (): void => {
    if (trouble === 'reset') response.destroy();
    else if (trouble === 'unavailable') response.writeHead(503).end();
    else response.setHeader('content-type', 'application/json').end(text);
  };
  if (delayMs === 0) answer();
  else setTimeout(answer, delayMs);
}

interface RequestBody {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

// The one command of the parent: to say what has been asked since the last time.
process.on('message', () => {
  const traffic: StandInTraffic = { requests, bodies: [...bodies] };
  requests = 0;
  bodies.clear();
  process.send?.(traffic);
});
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));

const task = JSON.parse(process.argv[2] ?? '{}') as StandInTask; // written by the benchmark, not by people
const contract = contracts[task.contract]();
const urls: [string, string][] = [];
for (const code of task.codes) urls.push([code, await startProvince(contract, code, task)]);
const ready: StandInReady = { urls };
process.send?.(ready);
