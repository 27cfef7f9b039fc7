import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { publicKeysFile, publishPassportKey } from '../../gateway/auth/issue-passport.js';
import { isLoopback } from '../../gateway/config.js';
import { ConfigurationError } from '../../gateway/errors.js';
import { gatewayFlags } from '../gateway-flags.js';
import { listInstances, type ProvinceInstance } from '../../subgraphs/shared/instance.js';
import { isChildMessage, type ChildMessage, type HostCommand } from './messages.js';
import { createProgress } from './progress.js';
import { placeSupergraph, writeRegistry } from './registry-file.js';
import { placeSampleAgreement } from './sample-agreement.js';

export interface NetworkOptions {
  readonly dataDir: string;
  readonly port: number;
  /** Letter codes. */
  readonly codes: readonly string[];
  readonly averageCases: number;
  /** Whether subgraphs answer the gateway alone, by its passports, or anybody. */
  readonly isGuarded: boolean;
  /** Told when a province was stopped or is back, on command. */
  onState?(code: string, state: 'stopped' | 'back'): void;
}

/** Everything that runs: gateway, national subgraph and provinces, as child processes. */
export interface Network extends AsyncDisposable {
  readonly url: string;
  /** Stops a province as if it had failed, or starts it again. */
  command(kind: 'stop' | 'start', code: string): void;
  /** Process ids of all children, and of the gateway among them; for measuring. */
  readonly pids: readonly number[];
  readonly gatewayPid: number | undefined;
  /** Resolves when a child ended that nobody stopped. */
  readonly failed: Promise<string>;
}

/** A child could not start; the message says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

// One host a core and never more than two: each costs 150 MB before its first row.
const HOSTS = 2;
const STOP_GRACE_MS = 8000;

/** Starts everything, seeding what is empty, and resolves when the gateway answers. Throws {@link StartError}. */
export async function startNetwork(options: NetworkOptions): Promise<Network> {
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(children.map(stopChild));
  };
  const launch = (script: string, argument: readonly string[], flags: readonly string[] = []): ChildProcess => {
    const child = fork(path.resolve(import.meta.dirname, script), argument, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: [...process.execArgv, ...flags],
      env: { ...process.env, DATA_DIR: options.dataDir },
    });
    children.push(child);
    return child;
  };
  try {
    const passportKey = options.isGuarded ? await createPassportKey(options.dataDir) : undefined;
    const hosted = await startHosts(options, { launch, passportKey });
    await placeSampleAgreement({ dataDir: options.dataDir, codes: options.codes, nowMs: Date.now() });
    const registry = writeRegistry(options.dataDir, hosted.national, hosted.provinces);
    const gatewayScript = '../../gateway/main.ts';
    const supergraph = placeSupergraph(options.dataDir);
    const files = ['--registry', registry, '--supergraph', supergraph];
    const argument = ['--port', String(options.port), ...files, '--explain', '--dev-issuer'];
    // Whoever reaches the gateway from elsewhere brings a token of `npm run token`.
    if (isLoopback(process.env['HOST'] ?? '127.0.0.1')) argument.push('--dev-tokens');
    if (passportKey !== undefined) argument.push('--passport-key', passportKey);
    const gateway = launch(gatewayScript, argument, gatewayFlags);
    const ready = await firstMessage(gateway, 'ready', 'The gateway');
    const joining: HostCommand = { kind: 'gateway', url: `${ready.url}/graphql` };
    for (const host of new Set(hosted.hostOf.values())) host.send(joining);
    return {
      url: ready.url,
      pids: children.flatMap(({ pid }) => pid ?? []),
      gatewayPid: gateway.pid,
      failed: Promise.race(
        children.map(async (child) => `${nameOf(child)} ended (${String((await once(child, 'exit'))[0])})`),
      ),
      command: (kind, code) => hosted.hostOf.get(code)?.send({ kind, code }),
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Before anybody starts: subgraphs verify with its public half, the gateway signs with it. */
async function createPassportKey(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'passport', 'key.json');
  try {
    await publishPassportKey(file);
    return file;
  } catch (error) {
    throw error instanceof ConfigurationError ? new StartError(error.message) : error;
  }
}

interface Hosted {
  readonly national: string;
  readonly provinces: ReadonlyMap<string, string>;
  readonly hostOf: ReadonlyMap<string, ChildProcess>;
}

interface Hosting {
  readonly launch: (script: string, argument: readonly string[]) => ChildProcess;
  readonly passportKey: string | undefined;
}

async function startHosts(options: NetworkOptions, { launch, passportKey }: Hosting): Promise<Hosted> {
  const { dataDir, codes, averageCases } = options;
  const progress = createProgress(process.stdout, codes.length);
  const urls = new Map<string, string>();
  const hostOf = new Map<string, ChildProcess>();
  const passportKeysFile = passportKey === undefined ? null : publicKeysFile(passportKey);
  const instances = listInstances().filter(({ code }) => codes.includes(code));
  await Promise.all(
    shareOut(instances, Math.min(HOSTS, codes.length)).map(async (share, index) => {
      const hasNational = index === 0;
      const own = share.map(({ code }) => code);
      const task = { dataDir, codes: own, averageCases, hasNational, passportKeysFile };
      const child = launch('host.ts', [JSON.stringify(task)]);
      for (const code of own) hostOf.set(code, child);
      const expected = own.length + (hasNational ? 1 : 0);
      await allListening(child, expected, (message) => {
        if (message.kind === 'seeding') progress.update(message.name, message.done, message.total);
        if (message.kind === 'stopped') options.onState?.(message.name, 'stopped');
        if (message.kind !== 'listening') return;
        if (urls.has(message.name)) options.onState?.(message.name, 'back');
        urls.set(message.name, message.url);
      });
    }),
  );
  progress.finish();
  const national = urls.get('national') ?? '';
  // The order of the instances, whatever host was first: lists of several provinces are joined in it.
  const provinces = new Map(instances.map(({ code }) => [code, urls.get(code) ?? '']));
  return { national, provinces, hostOf };
}

/** Shares provinces out by population, largest first to the lighter host, so that all finish seeding together. */
function shareOut(instances: readonly ProvinceInstance[], count: number): ProvinceInstance[][] {
  const shares = Array.from({ length: count }, () => ({ population: 0, own: [] as ProvinceInstance[] }));
  for (const instance of [...instances].sort((a, b) => b.population - a.population)) {
    const lightest = shares.reduce((least, share) => (share.population < least.population ? share : least));
    lightest.own.push(instance);
    lightest.population += instance.population;
  }
  return shares.map(({ own }) => own);
}

function allListening(
  child: ChildProcess,
  expected: number,
  onMessage: (message: ChildMessage) => void,
): Promise<void> {
  let listening = 0;
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (!isChildMessage(message)) return;
      onMessage(message);
      if (message.kind === 'failed') reject(new StartError(message.problem));
      if (message.kind === 'listening' && (listening += 1) === expected) resolve();
    });
    child.once('exit', () => reject(new StartError('A host of provinces ended before it was ready.')));
  });
}

function firstMessage(
  child: ChildProcess,
  kind: 'ready',
  name: string,
): Promise<Extract<ChildMessage, { kind: 'ready' }>> {
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (isChildMessage(message) && message.kind === kind) resolve(message);
    });
    child.once('exit', () => reject(new StartError(`${name} ended before it was ready; its message stands above.`)));
  });
}

function nameOf(child: ChildProcess): string {
  return child.spawnargs.some((argument) => argument.endsWith('host.ts')) ? 'A host of provinces' : 'The gateway';
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
  await exited;
  clearTimeout(force);
}
