import { createServer as createHttpServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { followTlsFiles, readTlsFiles, type TlsFiles } from '../../settings/tls-files.js';
import type { Log } from '../../telemetry/log.js';

export interface ServerSettings {
  readonly limits: ServerOptions;
  /** Serves HTTPS with these, which are followed; HTTP unless given. */
  readonly tls: TlsFiles | undefined;
  readonly log: Log;
}

// Certificates are replaced days before they end.
const LOOK_MS = 10_000;

/** Opens a server, of HTTP or HTTPS. It listens nowhere yet. */
export function openServer({ limits, tls, log }: ServerSettings, listener: RequestListener): Server {
  if (tls === undefined) return createHttpServer(limits, listener);
  const texts = readTlsFiles(tls);
  const asksForCertificate = tls.caFile !== undefined;
  const server = createHttpsServer(
    { ...limits, ...texts, minVersion: 'TLSv1.2', requestCert: asksForCertificate, rejectUnauthorized: false },
    listener,
  );
  // Citizens have no certificate. Whoever shows one, a province, is to be who it says, or is not heard.
  if (asksForCertificate) server.on('secureConnection', (socket) => refuseUnknown(socket));
  const followed = followTlsFiles(tls, texts, {
    everyMs: LOOK_MS,
    onChange: (next) => {
      server.setSecureContext({ ...next, minVersion: 'TLSv1.2' });
      log.info('certificates changed, the new ones are in force');
    },
    onProblem: (error) => log.error('certificates cannot be read, the old ones stay', error),
  });
  server.once('close', () => followed[Symbol.dispose]());
  return server;
}

function refuseUnknown(socket: TLSSocket): void {
  const hasShown = Object.keys(socket.getPeerCertificate()).length > 0;
  if (hasShown && !socket.authorized) socket.destroy();
}
