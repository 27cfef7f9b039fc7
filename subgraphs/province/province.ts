import path from 'node:path';
import type { Subgraph } from '../server/build-schema.js';
import { createExecutor, type Executor } from '../server/execute.js';
import type { CheckPassport } from '../server/check-passport.js';
import { reportFault } from '../server/report-fault.js';
import { startSubgraphServer, type SubgraphServer } from '../server/start-subgraph-server.js';
import { startSweep } from './cases/index.js';
import { ProvinceContext } from './context.js';
import type { Desk, EventHandlers } from './exchange/desk.js';
import type { Exchange } from './exchange/exchange.js';
import { keyPlace } from './exchange/key-files.js';
import { type RunningExchange, startExchange } from './exchange/start-exchange.js';
import { systemClock } from './exchange/system-clock.js';
import { createGatewayFetchChunk, startTransfers, startUploadSweep } from './materials/index.js';
import { entities, modules } from './modules.js';
import { buildSchema, createHandlers, type SchemaModule } from './schema.js';
import type { ProvinceInstance } from './shared/instance.js';
import { createMaterialFiles, type MaterialFiles } from './storage/material-files.js';
import {
  databaseOf,
  materialFolder,
  openProvinceDatabase,
  type ProvincePlace,
  type ProvinceStorage,
} from './storage/orm.js';
import { serveAlone } from './storage/serve-alone.js';

export { KeyFileError } from './exchange/key-files.js';
export { isSeeded } from './seeds/seed-province.js';
export { InstanceError, listInstances, type ProvinceInstance, readInstance } from './shared/instance.js';

/** What all provinces of a process share: the schema, its compiled operations, the modules. It knows no province. */
export interface ProvinceRuntime extends Subgraph {
  readonly executor: Executor<ProvinceContext>;
  readonly createHandlers: (desk: Desk) => EventHandlers;
}

/** A running province. Disposing of it stops the server, then the exchange, and closes the database. */
export interface ProvinceServer extends AsyncDisposable {
  readonly code: string;
  readonly url: string;
  readonly port: number;
  readonly exchange: Exchange;
  /** Tells other provinces by way of this gateway, from now on. Before, envelopes wait in the outbox. */
  joinGateway(url: string): void;
}

/** Where a province's data are, and who wants to see its SQL. */
export interface ProvinceStorageOptions extends ProvincePlace {
  readonly instance: ProvinceInstance;
  /** Sees the text of every SQL statement; tests count them. */
  readonly onSql?: ((sql: string) => void) | undefined;
}

export interface ProvinceOptions extends ProvinceStorageOptions {
  /** Public keys of all provinces; `keys` in the data directory unless it is given. */
  readonly keysDir?: string | undefined;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string | undefined;
  /** Where a gateway serves GraphQL; see {@link ProvinceServer.joinGateway}. */
  readonly gateway?: string | undefined;
  /** Whom to answer; anybody unless it is given. Provinces of one process may share it. */
  readonly checkPassport?: CheckPassport | undefined;
  readonly shared: ProvinceRuntime;
  /** The clock of this machine unless given. */
  readonly nowMs?: (() => number) | undefined;
}

/** The schema that every province serves, and the contract text printed from it. */
export function buildProvinceSchema(): Subgraph {
  return buildSchema(modules);
}

/** Builds what the provinces of this process share. Once per process is enough, for any number of provinces. */
export function createProvinceRuntime(served: readonly SchemaModule[] = modules): ProvinceRuntime {
  const subgraph = buildSchema(served);
  const executor = createExecutor<ProvinceContext>(subgraph.schema);
  return { ...subgraph, executor, createHandlers: (desk) => createHandlers(served, desk) };
}

/** Opens the database of a province; throws a StorageError that names its place when it cannot. The caller closes it. */
export function openProvinceStorage({ instance, onSql, ...place }: ProvinceStorageOptions): Promise<ProvinceStorage> {
  return openProvinceDatabase({ place: databaseOf(instance.code, place), entities, onSql });
}

/** Starts one province on its database, which may be empty. */
export async function startProvince(options: ProvinceOptions): Promise<ProvinceServer> {
  await using opened = new AsyncDisposableStack(); // what is opened last is closed first
  const orm = await openProvinceStorage(options);
  opened.defer(() => orm.close(true));
  opened.use(await serveAlone(orm, options.instance.code));
  const running = opened.use(await openExchange(options, orm));
  const files = createMaterialFiles(materialFolder(options.dataDir, options.instance.code));
  const { exchange } = running;
  const { instance } = options;
  const onFault = (error: unknown): void => reportFault('background work failed', error, { province: instance.code });
  opened.use(startSweep({ desk: exchange.desk, instance, wake: () => exchange.wake() }, { onFault }));
  const { clock } = exchange.desk;
  opened.use(startUploadSweep({ storage: orm, files, nowMs: clock.nowMs }, { clock, onFault }));
  const server = opened.use(await serve(options, { orm, exchange, files }));
  const resources = opened.move();
  const joinGateway = (url: string): void => {
    running.joinGateway(url);
    const desk = { storage: orm, files, nowMs: clock.nowMs, fetchChunk: createGatewayFetchChunk(url) };
    resources.use(startTransfers(desk, { clock, onFault }));
  };
  if (options.gateway !== undefined) joinGateway(options.gateway);
  const { url, port } = server;
  const dispose = (): Promise<void> => resources.disposeAsync();
  return { code: instance.code, url, port, exchange, joinGateway, [Symbol.asyncDispose]: dispose };
}

function openExchange(options: ProvinceOptions, storage: ProvinceStorage): Promise<RunningExchange> {
  const { instance, dataDir, keysDir = path.join(dataDir, 'keys'), shared } = options;
  return startExchange({
    storage,
    place: keyPlace(instance.code, { dataDir, keysDir }),
    createHandlers: shared.createHandlers,
    onFault: (error) => reportFault('exchange failed', error, { province: instance.code }),
  });
}

interface Opened {
  readonly orm: ProvinceStorage;
  readonly exchange: Exchange;
  readonly files: MaterialFiles;
}

function serve(options: ProvinceOptions, { orm, exchange, files }: Opened): Promise<SubgraphServer> {
  const { instance, port, host, shared, checkPassport, nowMs = systemClock.nowMs } = options;
  const premises = { province: instance, orm, exchange, surroundings: { nowMs, files } };
  return startSubgraphServer<ProvinceContext>({
    name: instance.code,
    executor: shared.executor,
    createContext: ({ caller }) => new ProvinceContext(premises, caller),
    checkPassport,
    port,
    ...(host === undefined ? {} : { host }),
  });
}
