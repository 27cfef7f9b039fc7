import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** One address in front of several servers: each connection goes to the next of them that takes it. */
export interface TcpBalancer extends AsyncDisposable {
  readonly url: string;
  /** How many connections each server has taken, by its port. */
  readonly taken: ReadonlyMap<number, number>;
  /** Gives a server no further connections; it keeps those that it has. */
  drop(port: number): void;
}

/** Starts a balancer in front of ports of this machine. It knows no more of them than whether they take a connection. */
export async function startTcpBalancer(servers: readonly number[]): Promise<TcpBalancer> {
  const ports = [...servers];
  const taken = new Map(ports.map((port) => [port, 0]));
  const sockets = new Set<Socket>();
  let turn = 0;
  const join = (near: Socket, [port = 0, ...others]: readonly number[]): void => {
    const far = connect({ host: '127.0.0.1', port });
    let isJoined = false;
    far.once('connect', () => {
      isJoined = true;
      taken.set(port, (taken.get(port) ?? 0) + 1);
      near.pipe(far).pipe(near);
    });
    far.on('error', () => {
      if (!isJoined && others.length > 0) join(near, others);
      else near.destroy();
    });
    far.on('close', () => isJoined && near.destroy());
    near.on('close', () => far.destroy());
    sockets.add(far);
  };
  const server = createServer((near) => {
    sockets.add(near.on('error', () => undefined));
    turn = (turn + 1) % ports.length;
    join(near, [...ports.slice(turn), ...ports.slice(0, turn)]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    drop: (port) => void ports.splice(ports.indexOf(port), 1),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
