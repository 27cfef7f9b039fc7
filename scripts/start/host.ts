// A child process of npm start that hosts several provinces, and in one of the hosts the national subgraph. Each has
// its own port and its own database; they share the process to fit one machine, and nothing else.
import path from 'node:path';
import { openPassportCheck } from '../../subgraphs/server/check-passport.js';
import { startNational } from '../../subgraphs/national/national.js';
import { readMatchingFile } from '../../subgraphs/province/config.js';
import { provinceRuntime, startProvince, type ProvinceServer } from '../../subgraphs/province/province.js';
import { casesPerProvince, seedWhenEmpty } from '../../subgraphs/province/seeds/seed-province.js';
import { listInstances, type ProvinceInstance } from '../../subgraphs/province/province.js';
import type { ChildMessage, HostCommand } from './messages.js';

interface HostOptions {
  readonly dataDir: string;
  readonly codes: readonly string[];
  readonly averageCases: number;
  readonly hasNational: boolean;
  /** Public keys of the gateway; null when anybody is answered. */
  readonly passportKeysFile: string | null;
}

// A parent that is gone cannot be told; 'disconnect' ends this process then.
const tell = (message: ChildMessage): void => void process.send?.(message, undefined, {}, () => undefined);

async function host({ dataDir, codes, averageCases, hasNational, passportKeysFile }: HostOptions): Promise<void> {
  const resources = new AsyncDisposableStack();
  const open = new Map<string, ProvinceServer>();
  const stop = (): void => {
    const closing = [...open.values()].map((server) => server[Symbol.asyncDispose]());
    void Promise.all([...closing, resources.disposeAsync()]).then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.once('disconnect', stop);

  const checkPassport = passportKeysFile === null ? undefined : openPassportCheck({ file: passportKeysFile });
  const matchingFile = readMatchingFile(process.env, { keysDir: path.join(dataDir, 'keys') });
  const common = { dataDir, host: '127.0.0.1', checkPassport };
  if (hasNational) {
    const national = resources.use(await startNational({ ...common, port: 0 }));
    tell({ kind: 'listening', name: 'national', url: national.url });
  }
  const shared = provinceRuntime();
  const instances = listInstances();
  const sizes = casesPerProvince(averageCases, instances);
  const start = async (instance: ProvinceInstance, port: number): Promise<void> => {
    const server = await startProvince({ ...common, matchingFile, instance, port, gateway, shared });
    open.set(instance.code, server);
    tell({ kind: 'listening', name: instance.code, url: server.url });
  };
  for (const instance of instances.filter(({ code }) => codes.includes(code))) {
    await seedWhenEmpty({
      instance,
      dataDir,
      matchingFile,
      cases: sizes.get(instance.code) ?? averageCases,
      onProgress: (done, total) => tell({ kind: 'seeding', name: instance.code, done, total }),
    });
    await start(instance, 0);
  }
  process.on('message', (command: HostCommand) => void obey(command, { open, start, instances }));
}

interface HostState {
  readonly open: Map<string, ProvinceServer>;
  readonly instances: readonly ProvinceInstance[];
  readonly start: (instance: ProvinceInstance, port: number) => Promise<void>;
}

/** Where provinces that start from now on reach others; undefined until the gateway is ready. */
let gateway: string | undefined;

/** Ports of provinces that were stopped, so that they come back where the registry says they are. */
const portsOfStopped = new Map<string, number>();

async function obey(command: HostCommand, { open, instances, start }: HostState): Promise<void> {
  if (command.kind === 'gateway') {
    gateway = command.url;
    for (const server of open.values()) server.joinGateway(command.url);
    return;
  }
  const { kind, code } = command;
  const instance = instances.find((candidate) => candidate.code === code);
  const server = open.get(code);
  if (kind === 'stop' && server !== undefined) {
    open.delete(code);
    portsOfStopped.set(code, Number(new URL(server.url).port));
    await server[Symbol.asyncDispose]();
    tell({ kind: 'stopped', name: code });
  }
  const port = portsOfStopped.get(code);
  if (kind === 'start' && server === undefined && instance !== undefined && port !== undefined) {
    await start(instance, port);
  }
}

try {
  const options = JSON.parse(process.argv[2] ?? '{}') as HostOptions; // written by npm start, not by people
  await host(options);
} catch (error) {
  tell({ kind: 'failed', problem: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}
