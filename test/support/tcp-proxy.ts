import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A network between a client and one server, of which the client knows only this end. */
export interface TcpProxy extends AsyncDisposable {
  /** Where it listens: host and port. */
  readonly host: string;
  /** Ends all connections, and takes no new ones until it is mended. */
  cut(): void;
  /** Ends all connections; whoever comes again is let through. */
  reset(): void;
  /** Lets everything through again. */
  mend(): void;
  /** Keeps all connections, and passes nothing on. */
  hush(): void;
}

/** Starts a proxy on a port of its own, in front of a server on this machine. */
export async function startTcpProxy(target: { readonly port: number }): Promise<TcpProxy> {
  let isCut = false;
  let isHushed = false;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect({ host: '127.0.0.1', port: target.port });
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
    near.on('data', (chunk) => !isHushed && far.write(chunk));
    far.on('data', (chunk) => !isHushed && near.write(chunk));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const reset = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const cut = (): void => {
    isCut = true;
    reset();
  };
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    reset,
    mend() {
      // Whoever was kept in silence holds half a conversation.
      if (isHushed) reset();
      isCut = false;
      isHushed = false;
    },
    hush: () => void (isHushed = true),
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
