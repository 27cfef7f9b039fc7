import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { FastifyInstance } from 'fastify';
import { followTlsFiles, readTlsFiles, TlsFileError, type TlsFiles } from '../../settings/tls-files.js';
import { asError, StartupError } from './errors.js';
import { reportFault, reportNotice } from './report-fault.js';

/** A server that may be one for HTTPS, which follows the files of its certificates. */
export interface OpenableServer extends Disposable {
  readonly factory: (handle: RequestListener) => Server;
}

// As long as undici and balancers keep a connection at least; fastify would set it for servers of its own.
const KEEP_ALIVE_MS = 72_000;

// Certificates are replaced days before they end.
const LOOK_MS = 10_000;

/** Prepares a server. With `tls`, whoever shows no certificate that `caFile` vouches for does not get past the handshake. */
export function prepareServer(tls: Required<TlsFiles> | undefined, lookMs = LOOK_MS): OpenableServer {
  const limits = { keepAliveTimeout: KEEP_ALIVE_MS };
  if (tls === undefined)
    return { factory: (handle) => createHttpServer(limits, handle), [Symbol.dispose]: () => undefined };
  const texts = readOwn(tls);
  const fixed = { requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const;
  const server = createHttpsServer({ ...limits, ...fixed, ...texts });
  const followed = followTlsFiles(tls, texts, {
    everyMs: lookMs,
    onChange: (next) => {
      server.setSecureContext({ minVersion: 'TLSv1.2', ...next });
      reportNotice('certificates changed, the new ones are in force', { file: tls.certFile });
    },
    onProblem: (error) => reportFault('certificates cannot be read, the old ones stay', error),
  });
  return {
    factory: (handle) => server.on('request', handle),
    [Symbol.dispose]: () => followed[Symbol.dispose](),
  };
}

function readOwn(tls: TlsFiles) {
  try {
    return readTlsFiles(tls);
  } catch (error) {
    throw error instanceof TlsFileError ? new StartupError(error.message, { cause: error }) : error;
  }
}

export interface Address {
  readonly name: string;
  readonly port: number;
  readonly host: string;
}

/** Opens the port and gives the one that it is; throws a StartupError that says what to do. */
export async function listen(app: FastifyInstance, address: Address): Promise<number> {
  try {
    await app.listen({ port: address.port, host: address.host });
  } catch (error) {
    await app.close();
    throw new StartupError(describeListenError(asError(error), address), { cause: error });
  }
  const bound = app.server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : address.port;
}

function describeListenError(error: Error, { name, port, host }: Address): string {
  const code = 'code' in error ? error.code : undefined;
  const place = `${name} cannot listen on ${host}:${port}`;
  if (code === 'EADDRINUSE') return `${place}: the port is in use. Stop the process that holds it, or choose another.`;
  if (code === 'EACCES') return `${place}: not permitted. Choose a port above 1023.`;
  return `${place}: ${error.message}.`;
}
