// The bare proxy that the gateway is measured against: the same calls to the same provinces through the same HTTP
// client, and the answers put one after another. No parsing, no merging, no GraphQL.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';

interface ProxyTask {
  readonly urls: readonly string[];
  readonly body: string;
}

const task = JSON.parse(process.argv[2] ?? '{}') as ProxyTask; // written by the benchmark, not by people
const agent = new Agent({ connections: 64 });
const targets = task.urls.map((url) => new URL(url));

async function call(url: URL): Promise<Buffer> {
  const { body } = await agent.request({
    origin: url.origin,
    path: url.pathname,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: task.body,
  });
  return Buffer.from(await body.arrayBuffer());
}

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    void Promise.all(targets.map(call)).then((answers) => response.end(Buffer.concat(answers)));
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.send?.({ kind: 'ready', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
