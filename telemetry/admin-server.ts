import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AdminAddress } from './config.js';
import type { Metrics } from './metrics.js';

/** The port for those who watch over the process, apart from that of its callers. */
export interface AdminServer extends AsyncDisposable {
  readonly url: string;
}

/** The address cannot be listened on; `message` says why, and what to do. */
export class AdminPortError extends Error {
  override readonly name = 'AdminPortError';
}

// A scrape is one short request; whoever takes longer to send it holds a connection for nothing.
const REQUEST_TIMEOUT_MS = 5_000;

/** Serves `GET /metrics`, and nothing else, until it is disposed of. Throws {@link AdminPortError}. */
export async function startAdminServer({ host, port }: AdminAddress, metrics: Metrics): Promise<AdminServer> {
  const limits = { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS };
  const server = createServer(limits, ({ method, url }, response) => {
    if (url !== '/metrics') send(response, 404, { text: 'Metrics are at /metrics.\n' });
    else if (method !== 'GET') send(response, 405, { text: 'GET it.\n' });
    else void printTo(response, metrics);
  });
  server.unref(); // a process ends when nothing but its metrics is left
  server.listen(port, host);
  await listening(server, { host, port });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

async function printTo(response: ServerResponse, metrics: Metrics): Promise<void> {
  try {
    const { type, text } = await metrics.print();
    send(response, 200, { type, text });
  } catch {
    send(response, 500, { text: 'The metrics cannot be printed.\n' });
  }
}

function send(
  response: ServerResponse,
  status: number,
  { type = 'text/plain; charset=utf-8', text }: { readonly type?: string; readonly text: string },
): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}

async function listening(server: Server, { host, port }: AdminAddress): Promise<void> {
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
    const cure = 'Choose another with --admin-port, or an address of this machine with --admin-host.';
    throw new AdminPortError(`Metrics cannot be served on ${host}:${port} (${code}). ${cure}`, { cause: error });
  }
}
