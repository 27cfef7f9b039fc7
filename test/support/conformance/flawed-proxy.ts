// A province that breaks the contract in one way: our own one, behind a proxy that spoils what goes in or comes out.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { EVENT_STREAM } from '../../../schema/event-stream.js';

/** A request on its way to the province. */
export interface Passing {
  readonly method: string;
  /** Behind the path: empty, or `?query=…`. */
  readonly search: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer on its way back. */
export interface Answered {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** One way to be wrong, and the rule that finds it. */
export interface Defect {
  readonly rule: string;
  /** What the province does wrong. */
  readonly what: string;
  /** Which requests it does it to: this is in the method and body. All unless given. */
  readonly when?: RegExp;
  /** Only requests with this header. */
  readonly header?: readonly [name: string, value: RegExp];
  /** Lets something else reach the province: so it acts when it does not check what was sent. */
  readonly takes?: (request: Passing, sign: Sign) => Passing;
  /** Changes the answer; `turn` counts the requests that it concerns, from 1. */
  readonly gives?: (answer: Answered, request: Passing, turn: number) => Answered;
  readonly isEncoded?: boolean;
  /** Never answers. */
  readonly isSilent?: boolean;
}

/** Signs a right passport of somebody. */
export type Sign = (holder: { readonly as: 'anonymous' | 'supervisor' | 'coordinator' }) => string;

/** The province behind the proxy. */
export interface FlawedProvince extends AsyncDisposable {
  readonly url: string;
  /** What is wrong with it from now on; nothing unless it is set. */
  defect: Defect | undefined;
}

/** Starts a proxy before a province, which is as right as the province until it is given a defect. */
export async function startFlawedProvince(target: string, sign: Sign): Promise<FlawedProvince> {
  let turn = 0;
  let defect: Defect | undefined;
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const asked = await readRequest(incoming);
    const spoilt = defect !== undefined && concerns(defect, asked) ? defect : undefined;
    if (spoilt?.isSilent === true) return;
    const request = spoilt?.takes?.(asked, sign) ?? asked;
    const response = await forward(target, request);
    const type = response.headers.get('content-type') ?? '';
    if (spoilt?.gives === undefined && response.body !== null && type.startsWith(EVENT_STREAM)) {
      outgoing.writeHead(response.status, { 'content-type': type }).flushHeaders();
      // Whoever reads no more ends it, which is no fault of anybody.
      await pipeline(Readable.fromWeb(response.body), outgoing).catch(() => undefined);
      return;
    }
    const right = { status: response.status, type, text: await response.text() };
    if (spoilt !== undefined) turn += 1;
    const given = spoilt?.gives?.(right, asked, turn) ?? right;
    const isEncoded = spoilt?.isEncoded === true;
    const body = isEncoded ? gzipSync(given.text) : Buffer.from(given.text);
    const encoding = isEncoded ? { 'content-encoding': 'gzip' } : {};
    outgoing.writeHead(given.status, { 'content-type': given.type, ...encoding }).end(body);
  };
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => outgoing.writeHead(502).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const province: FlawedProvince = {
    url: `http://127.0.0.1:${port}/graphql`,
    get defect() {
      return defect;
    },
    set defect(next) {
      turn = 0;
      defect = next;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return province;
}

function concerns({ when, header }: Defect, { method, search, headers, body }: Passing): boolean {
  if (when !== undefined && !when.test(`${method} ${search}${body}`)) return false;
  return header === undefined || header[1].test(headers[header[0]] ?? '');
}

async function readRequest(incoming: IncomingMessage): Promise<Passing> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const passed = Object.entries(incoming.headers).filter(([name]) => !HOP_BY_HOP.includes(name));
  const headers = Object.fromEntries(passed.map(([name, value]) => [name, String(value)]));
  const search = new URL(incoming.url ?? '/', 'http://localhost').search;
  return { method: incoming.method ?? 'GET', search, headers, body: Buffer.concat(chunks).toString() };
}

// RFC 9110, 7.6.1: what is between two neighbours alone.
const HOP_BY_HOP = ['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive'];

function forward(target: string, { method, search, headers, body }: Passing): Promise<Response> {
  const hasBody = body !== '' && method !== 'GET';
  return fetch(target + search, { method, headers, body: hasBody ? body : null, redirect: 'manual' });
}
