import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

// Listens, and then neither accepts a connection nor does anything else until its thread is ended.
const deaf = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });
`;

// More than the system completes on behalf of a listener that accepts none.
const CROWD = 8;

/** An address at which a connection is never made and never refused: its queue is full, and nobody looks after it. */
export async function startDeafUpstream(): Promise<AsyncDisposable & { readonly url: URL }> {
  const worker = new Worker(deaf, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  const crowd = Array.from({ length: CROWD }, (): Socket => connect(port, '127.0.0.1').on('error', () => undefined));
  await Promise.all(crowd.slice(0, 2).map((socket) => once(socket, 'connect')));
  return {
    url: new URL(`http://127.0.0.1:${port}/graphql`),
    async [Symbol.asyncDispose]() {
      for (const socket of crowd) socket.destroy();
      await worker.terminate();
    },
  };
}
