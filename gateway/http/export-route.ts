import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Authenticate } from '../auth/authenticate.js';
import { refuseExport } from '../auth/refuse-export.js';
import { errorEntry, Fault, type ErrorEntry } from '../errors.js';
import { formats, isFormat } from '../export/formats.js';
import { createEnterExport, type ExportLimits } from '../export/limit-exports.js';
import type { ExportWatch } from '../export/read-pieces.js';
import type { ExportRequest, RunningExport, StartExport } from '../export/run-export.js';
import type { Log } from '../../telemetry/log.js';
import { startDeadline, type Deadline } from '../resilience/deadline.js';
import type { ReadAddress } from './client-address.js';
import { takeOver } from './graphql-route.js';
import { readBody } from './read-body.js';
import { readRequest, type ReadOptions, type Sender } from './read-request.js';
import { securityHeaders } from './security-headers.js';
import { sendResponse } from './send-response.js';
import { createPartWriter, ReaderLeft, ROWS_HEADER, TOTAL_HEADER } from './write-parts.js';
import { writeErrors } from './write-response.js';

/** Where lists are exported. */
export const URL_OF_EXPORT = '/export';

export interface ExportRouteOptions extends ReadOptions {
  readonly bodyLimitBytes: number;
  /** How long one page may take. */
  readonly operationTimeoutMs: number;
  readonly exports: ExportLimits;
}

export interface ExportRouteDependencies {
  readonly authenticate: Authenticate;
  readonly readAddress: ReadAddress;
  readonly startExport: StartExport;
  readonly isClosing: () => boolean;
  readonly log: Log;
}

/**
 * Serves `POST /export`: the list of a query as a file, in parts, and its manifest as the last of them. What is refused
 * before the first row is an ordinary answer with its status.
 */
export function registerExport(
  app: FastifyInstance,
  options: ExportRouteOptions,
  dependencies: ExportRouteDependencies,
): void {
  const { authenticate, readAddress, startExport, isClosing, log } = dependencies;
  const enter = createEnterExport(options.exports);
  const serve = async (response: ServerResponse): Promise<void> => {
    const { req: message } = response;
    const caller = await authenticate(message.headers.authorization);
    const refusal = isClosing() ? new Fault('NOT_READY') : refuseExport(caller.identity);
    if (refusal !== undefined) throw refusal;
    const body = await readBody(message, options.bodyLimitBytes);
    const sender = { headers: message.headers, caller, readAddress: () => readAddress(message) };
    const request = await readExport(body, sender, options);
    const place = enter(caller.identity?.subject ?? '');
    try {
      const watch = watchOf(response, { pageTimeoutMs: options.operationTimeoutMs, isClosing, log });
      const running = await startExport(request, watch);
      if (running.ok) await send(response, running, options.exports.stallMs);
      else await sendErrors(response, running.errors);
    } finally {
      place[Symbol.dispose]();
    }
  };
  app.post(URL_OF_EXPORT, {
    // Before a body is read, which is done here.
    onRequest: async (_request, reply) => {
      const response = takeOver(reply);
      try {
        await serve(response);
      } catch (error) {
        await refuse(response, error, log);
      }
    },
    handler: () => undefined,
  });
}

/** The parameters of an operation, and the format of the file. */
async function readExport(body: unknown, sender: Sender, options: ReadOptions): Promise<ExportRequest> {
  const operation = await readRequest(body, sender, options);
  const format = typeof body === 'object' && body !== null && 'format' in body ? body.format : undefined;
  if (!isFormat(format)) throw new Fault('BAD_REQUEST', `"format" must be one of ${Object.keys(formats).join(', ')}.`);
  return { operation: { ...operation, isExplained: false, isReadOnly: true }, format };
}

interface Surroundings extends Pick<ExportRouteDependencies, 'isClosing' | 'log'> {
  /** How long one page may take. */
  readonly pageTimeoutMs: number;
}

function watchOf(response: ServerResponse, { pageTimeoutMs, isClosing, log }: Surroundings): ExportWatch {
  let page: Deadline | undefined;
  response.once('close', () => page?.cancel());
  return {
    startPage() {
      page = startDeadline(pageTimeoutMs);
      if (response.destroyed) page.cancel();
      return page;
    },
    ended() {
      if (response.destroyed) return 'gone';
      return isClosing() ? 'closing' : undefined;
    },
    report: (cause) => log.error('page of an export failed', cause),
  };
}

async function send(response: ServerResponse, running: RunningExport, stallMs: number): Promise<void> {
  const { format, totalCount, pieces } = running;
  const { mediaType } = formats[format];
  const parts = createPartWriter(response, stallMs);
  const total = totalCount === null ? {} : { [TOTAL_HEADER]: String(totalCount) };
  response.writeHead(200, { ...securityHeaders, 'content-type': parts.contentType, ...total });
  for await (const { bytes, rows } of pieces) {
    await parts.part({ 'content-type': mediaType, [ROWS_HEADER]: String(rows) }, bytes);
  }
  const manifest = Buffer.from(JSON.stringify(running.manifest()));
  await parts.part({ 'content-type': 'application/json; charset=utf-8' }, manifest);
  parts.end();
}

/** Says why there is no file; where there is half of one, the connection ends so that nobody takes it for a whole. */
async function refuse(response: ServerResponse, error: unknown, log: Log): Promise<void> {
  if (!(error instanceof Fault || error instanceof ReaderLeft)) log.error('export failed', error);
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const fault = error instanceof Fault ? error : new Fault('INTERNAL');
  await sendErrors(response, [errorEntry(fault)], fault.retryAfterMs);
}

async function sendErrors(
  response: ServerResponse,
  errors: readonly ErrorEntry[],
  retryAfterMs?: number,
): Promise<void> {
  if (!response.req.complete) response.shouldKeepAlive = false; // what is left of the body is not read
  await sendResponse(response, writeErrors(errors, retryAfterMs));
}
