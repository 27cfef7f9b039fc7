// Two gateways as processes behind one address, under load; one is killed, or taken out and told to end. Promise: a client
// that repeats a read whose connection was lost notices nothing: no request fails, and the other gateway has all of them.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { expect, it } from '@jest/globals';
import { forkScript } from '../support/exchange/province-orders.js';
import { type SmallFederation, startSmallFederation } from '../support/small-federation.js';
import { startTcpBalancer } from '../support/tcp-balancer.js';

const CLIENTS = 16;
const REQUESTS = 1_200;
// The first is lost with its gateway; the second may reach it while it dies.
const ATTEMPTS = 3;
const QUERY = JSON.stringify({ query: '{ rows(first: 5) { nodes { label } } }' });

const WHOLE = JSON.stringify({ data: { rows: { nodes: [{ label: 'a' }, { label: 'b' }] } } });

interface Replica extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly port: number;
}

async function startReplica({ registry, supergraph }: SmallFederation): Promise<Replica> {
  const args = ['--port', '0', '--registry', registry.file, '--supergraph', supergraph.file];
  const child = forkScript('gateway/main.ts', args, () => undefined);
  const [ready] = (await once(child, 'message')) as [{ readonly url: string }];
  return {
    child,
    port: Number(new URL(ready.url).port),
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

class KeptConnections implements Disposable {
  readonly agent = new Agent({ keepAlive: true });

  [Symbol.dispose](): void {
    this.agent.destroy();
  }
}

/** What a load has come to. */
interface Load {
  answered: number;
  failed: number;
  /** Attempts that were lost, and made again. */
  repeated: number;
}

/** Asks as many clients do, each as soon as it has its answer. `onAnswer` is told how many there have been. */
async function ask(url: string, onAnswer: (answered: number) => void): Promise<Load> {
  const load: Load = { answered: 0, failed: 0, repeated: 0 };
  using kept = new KeptConnections();
  let left = REQUESTS;
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const isAnswered = await read(url, kept.agent, load);
      load[isAnswered ? 'answered' : 'failed'] += 1;
      onAnswer(load.answered);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return load;
}

// As clients do: over a connection that is kept, and after a loss over one of its own. Others of the kept ones may be
// lost too without anybody having noticed.
async function read(url: string, kept: Agent, load: Load): Promise<boolean> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const text = await post(url, attempt === 1 ? kept : false).catch(() => undefined);
    if (text === WHOLE) return true;
    load.repeated += 1;
  }
  return false;
}

async function post(url: string, agent: Agent | false): Promise<string> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const message = request(`${url}/graphql`, { method: 'POST', headers, agent });
  message.end(QUERY);
  const [response] = (await once(message, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  return text;
}

it.each(['SIGKILL', 'SIGTERM'] as const)(
  'loses no read of a client that repeats it when one of two gateways gets %s under load',
  async (signal) => {
    await using federation = await startSmallFederation({
      GD: [{ rank: 1, label: 'a' }],
      HN: [{ rank: 2, label: 'b' }],
    });
    const both = [startReplica(federation), startReplica(federation)] as const;
    await using one = await both[0];
    await using two = await both[1];
    await using balancer = await startTcpBalancer([one.port, two.port]);
    let takenBefore = 0;

    const load = await ask(balancer.url, (answered) => {
      if (answered !== REQUESTS / 3) return;
      takenBefore = balancer.taken.get(one.port) ?? 0;
      // While it ends it answers what still comes with 503, by which balancers would take it out themselves.
      if (signal === 'SIGTERM') balancer.drop(one.port);
      one.child.kill(signal);
    });

    expect(load).toMatchObject({ answered: REQUESTS, failed: 0 });
    expect(takenBefore).toBeGreaterThan(0);
    expect(two.child.exitCode).toBeNull();
    // The lost ones are those that were on their way, not a share of all that came later.
    expect(load.repeated).toBeLessThanOrEqual(2 * CLIENTS);
    if (process.env['FIGURES'] !== undefined) process.stderr.write(`${signal}: ${JSON.stringify(load)}\n`);
  },
);
