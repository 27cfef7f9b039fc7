import path from 'node:path';
import type { Tracing } from '../../telemetry/tracing.js';
import type { TlsFiles } from '../../settings/tls-files.js';
import type { StorageOptions } from '../server/database.js';
import type { Subgraph } from '../server/build-schema.js';
import { createExecutor, type Executor } from '../server/execute.js';
import { createSubscriber, type Subscriber } from '../server/subscribe.js';
import type { CheckPassport } from '../server/check-passport.js';
import { createGatewayClient } from '../server/gateway-client.js';
import { reportFault, reportNotice } from '../server/report-fault.js';
import { traceRootFields } from '../server/trace-requests.js';
import { startSubgraphServer, type SubgraphServer } from '../server/start-subgraph-server.js';
import { AgreementFolder } from './access/agreements/follow-agreements.js';
import { startAgreements } from './agreements/index.js';
import { startFeed, startSweep } from './cases/index.js';
import { type Feed, ProvinceContext } from './context.js';
import { startConsultations } from './consultations/index.js';
import { startEvidence } from './evidence/index.js';
import type { Clock, Desk, EventHandlers } from './exchange/desk.js';
import type { Exchange } from './exchange/exchange.js';
import { keyPlace } from './exchange/key-files.js';
import type { NatsPlace } from './exchange/nats-line.js';
import { type RunningExchange, startExchange } from './exchange/start-exchange.js';
import { systemClock } from './exchange/system-clock.js';
import { createLicenceIssuer } from './licences/index.js';
import { createGatewayFetchChunk, startEndedSweep, startTransfers, startUploadSweep } from './materials/index.js';
import { entities, modules, sealedTables } from './modules.js';
import type { ProvinceMeters } from './metrics.js';
import { createRatingKeeper } from './ratings/index.js';
import { assertVaultFits, carryStatements } from './persons/index.js';
import { type BesideDesk, buildSchema, createHandlers, type SchemaModule } from './schema.js';
import type { AgreementBook } from './shared/agreement.js';
import { isSeeded, seedProvince, type SeededPlace } from './seeds/seed-province.js';
import type { ProvinceInstance } from '../shared/instance.js';
import { findUnready } from './storage/find-unready.js';
import { createMaterialFiles, type MaterialFiles } from './storage/material-files.js';
import {
  databaseOf,
  materialFolder,
  openProvinceDatabase,
  type ProvincePlace,
  type ProvinceStorage,
} from './storage/orm.js';
import { serveAlone } from './storage/serve-alone.js';
import { openVault, vaultPlace, type Vault } from './storage/vault.js';
import { startStatistics } from './statistics/index.js';
import { startSupervision } from './supervision/index.js';

export { KeyFileError } from './exchange/key-files.js';
export { isSeeded } from './seeds/seed-province.js';
export { InstanceError, listInstances, type ProvinceInstance, readInstance } from '../shared/instance.js';

/** What all provinces of a process share: the schema, its compiled operations, the modules. It knows no province. */
export interface ProvinceRuntime extends Subgraph {
  readonly executor: Executor<ProvinceContext>;
  readonly subscriber: Subscriber<ProvinceContext>;
  readonly createHandlers: (desk: Desk, beside: BesideDesk) => EventHandlers;
}

/** A running province. Disposing of it stops the server, then the exchange, and closes the database. */
export interface ProvinceServer extends AsyncDisposable {
  readonly code: string;
  readonly url: string;
  readonly port: number;
  readonly exchange: Exchange;
  /** Tells other provinces by way of this gateway, from now on. Before, envelopes wait in the outbox. */
  joinGateway(url: string, tls?: TlsFiles): void;
}

/** Where a province's data are, and who wants to see its SQL. */
export interface ProvinceStorageOptions extends ProvincePlace {
  readonly instance: ProvinceInstance;
  /** Sees the text of every SQL statement; tests count them. */
  readonly onSql?: ((sql: string) => void) | undefined;
  /** Told how long each statement took. */
  readonly onStatement?: ((tookMs: number) => void) | undefined;
}

export interface ProvinceOptions extends ProvinceStorageOptions {
  /** Public keys of all provinces; `keys` in the data directory unless it is given. */
  readonly keysDir?: string | undefined;
  /** The national matching key; `matching.json` in the keys of the data directory unless it is given. */
  readonly matchingFile?: string | undefined;
  /** Signed agreements; `agreements` in the data directory unless it is given. */
  readonly agreementsDir?: string | undefined;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string | undefined;
  /** Where a gateway serves GraphQL; see {@link ProvinceServer.joinGateway}. */
  readonly gateway?: string | undefined;
  /** With what that gateway is called over HTTPS; Node's own trust unless given. */
  readonly gatewayTls?: TlsFiles | undefined;
  /** Serves HTTPS to gateways that show a certificate; HTTP unless given. */
  readonly tls?: Required<TlsFiles> | undefined;
  /** The notice that gateways are given instead of answers, while there is one. */
  readonly findMaintenance?: (() => string | undefined) | undefined;
  /** What carries letters between provinces; the gateway unless it is given. */
  readonly nats?: NatsPlace | undefined;
  /** Whom to answer; anybody unless it is given. Provinces of one process may share it. */
  readonly checkPassport?: CheckPassport | undefined;
  readonly shared: ProvinceRuntime;
  /** With so many synthetic cases an empty database is filled first; it stays empty unless this is given. */
  readonly seedCases?: number | undefined;
  /** By which everything is timed that nobody asks for; the clock of this machine unless given. */
  readonly clock?: Clock | undefined;
  /** By which requests are answered; the same clock unless given. */
  readonly nowMs?: (() => number) | undefined;
  /** Undefined where nothing is counted. */
  readonly meters?: ProvinceMeters | undefined;
  /** Undefined where no request is told to a collector. */
  readonly tracing?: Tracing | undefined;
}

/** The schema that every province serves, and the contract text printed from it. */
export function buildProvinceSchema(): Subgraph {
  return buildSchema(modules);
}

let ofAllModules: ProvinceRuntime | undefined;

/** What the provinces of this process share. It is built once, for any number of provinces, unless it is traced. */
export function provinceRuntime(tracing?: Tracing): ProvinceRuntime {
  if (tracing !== undefined) return createProvinceRuntime(modules, tracing);
  return (ofAllModules ??= createProvinceRuntime(modules));
}

/** What provinces share that serve these modules only. */
export function createProvinceRuntime(served: readonly SchemaModule[], tracing?: Tracing): ProvinceRuntime {
  const subgraph = buildSchema(served);
  if (tracing !== undefined) traceRootFields(subgraph.schema, tracing);
  const executor = createExecutor<ProvinceContext>(subgraph.schema);
  const subscriber = createSubscriber<ProvinceContext>(subgraph.schema);
  return { ...subgraph, executor, subscriber, createHandlers: (desk, beside) => createHandlers(served, desk, beside) };
}

/** Opens the database of a province; throws a StorageError that names its place when it cannot. The caller closes it. */
export function openProvinceStorage(options: ProvinceStorageOptions): Promise<ProvinceStorage> {
  const { instance, onSql, onStatement, ...place } = options;
  return openProvinceDatabase({ place: databaseOf(instance.code, place), entities, onSql, onStatement });
}

/** Brings the database of a province to this version, as far as `migrating` lets it, and gives the steps that it took. */
export async function migrateProvince(
  { instance, ...place }: ProvinceStorageOptions,
  migrating: StorageOptions['migrating'],
): Promise<readonly string[]> {
  let taken: readonly string[] = [];
  const onMigrated = (steps: readonly string[]): void => void (taken = steps);
  const storage = await openProvinceDatabase({
    place: databaseOf(instance.code, place),
    entities,
    migrating,
    onMigrated,
  });
  await storage.close(true);
  return taken;
}

/** Starts one province on its database, which may be empty. */
export async function startProvince(options: ProvinceOptions): Promise<ProvinceServer> {
  await using opened = new AsyncDisposableStack(); // what is opened last is closed first
  const orm = await openProvinceStorage({ ...options, onStatement: options.meters?.server.stated });
  opened.defer(() => orm.close(true));
  opened.use(await serveAlone(orm, options.instance.code));
  const vault = await openOwnVault(options, orm);
  await seedIfWanted(options, { orm, vault });
  const agreements = createAgreementFolder(options);
  const running = opened.use(await openExchange(options, { orm, vault }, { agreements }));
  const files = createMaterialFiles(materialFolder(options.dataDir, options.instance.code), vault.sealing);
  await files.sealClear();
  const { instance } = options;
  const onFault = (error: unknown): void => reportFault('background work failed', error, { province: instance.code });
  const feed = opened.use(startFeed(running.exchange.desk, { onFault }));
  const wake = (): void => {
    running.exchange.wake();
    feed.wake();
  };
  const visit = (peer: string): void => {
    running.exchange.visit(peer);
    feed.wake();
  };
  const exchange: Exchange = { ...running.exchange, wake, visit };
  opened.use(await agreements.follow(exchange.desk.keys, onFault));
  const place = { desk: exchange.desk, instance, agreements, wake };
  opened.use(await startAgreements(place, { shelf: agreements, onFault }));
  opened.use(startEvidence(place, { onFault }));
  opened.use(startConsultations(place, { onFault }));
  opened.use(startSweep(place, { onFault }));
  opened.use(startSupervision(place, { onFault }));
  opened.use(startStatistics(place, { onFault }));
  const { clock } = exchange.desk;
  options.meters?.watch(orm, clock.nowMs);
  const sweeping = { storage: orm, files, nowMs: clock.nowMs };
  opened.use(startUploadSweep(sweeping, { clock, onFault }));
  opened.use(startEndedSweep(sweeping, { clock, onFault }));
  const server = opened.use(await serve(options, { orm, exchange, files, agreements, feed }));
  const resources = opened.move();
  const joinGateway = (url: string, tls?: TlsFiles): void => {
    const { call, ...client } = createGatewayClient(tls);
    running.joinGateway(url, call, visit);
    const fetchChunk = createGatewayFetchChunk(url, exchange.desk, call);
    resources.use(startTransfers({ storage: orm, files, nowMs: clock.nowMs, fetchChunk }, { clock, onFault }));
    resources.use(client); // first of all: nothing waits for a gateway that does not answer
  };
  if (options.gateway !== undefined) joinGateway(options.gateway, options.gatewayTls);
  const { url, port } = server;
  const dispose = async (): Promise<void> => {
    // Calls that are under way may want to ask others, so that everything else ends after them.
    await server.close();
    await resources.disposeAsync();
  };
  return { code: instance.code, url, port, exchange, joinGateway, [Symbol.asyncDispose]: dispose };
}

async function seedIfWanted({ instance, seedCases: cases }: ProvinceOptions, place: SeededPlace): Promise<void> {
  if (cases === undefined || (await isSeeded(place.orm))) return;
  await seedProvince({ instance, cases, ...place });
}

function createAgreementFolder({
  instance,
  dataDir,
  agreementsDir,
  clock = systemClock,
  nowMs,
}: ProvinceOptions): AgreementFolder {
  return new AgreementFolder({
    folder: agreementsDir ?? path.join(dataDir, 'agreements'),
    clock: { nowMs: nowMs ?? clock.nowMs },
    onProblem: (problem) => reportNotice('agreement does not count', { province: instance.code, problem }),
  });
}

async function openOwnVault(options: ProvinceOptions, orm: ProvinceStorage): Promise<Vault> {
  const place = vaultPlace(options.instance.code, options);
  const vault = openVault(place);
  await assertVaultFits(orm, vault, { place, tables: sealedTables });
  await carryStatements(orm, vault.sealing);
  return vault;
}

function openExchange(
  options: ProvinceOptions,
  { orm, vault }: { readonly orm: ProvinceStorage; readonly vault: Vault },
  beside: BesideDesk,
): Promise<RunningExchange> {
  const { instance, dataDir, keysDir = path.join(dataDir, 'keys'), shared, nats, clock = systemClock } = options;
  return startExchange({
    storage: orm,
    vault,
    clock,
    place: keyPlace(instance.code, { dataDir, keysDir }),
    nats,
    createHandlers: (desk) => shared.createHandlers(desk, beside),
    meters: options.meters?.exchange,
    onFault: (error) => reportFault('exchange failed', error, { province: instance.code }),
  });
}

interface Opened {
  readonly orm: ProvinceStorage;
  readonly exchange: Exchange;
  readonly files: MaterialFiles;
  readonly agreements: AgreementBook;
  readonly feed: Feed;
}

function serve(options: ProvinceOptions, { orm, exchange, files, agreements, feed }: Opened): Promise<SubgraphServer> {
  const { instance, port, host, shared, checkPassport, clock = systemClock, nowMs = clock.nowMs } = options;
  const issueLicence = createLicenceIssuer({ instance, desk: exchange.desk, nowMs });
  const keepRating = createRatingKeeper({ instance, desk: exchange.desk });
  const surroundings = { nowMs, files, agreements, issueLicence, keepRating, feed, ...exchange.desk.vault };
  const premises = { province: instance, orm, exchange, surroundings };
  return startSubgraphServer<ProvinceContext>({
    name: instance.code,
    executor: shared.executor,
    subscriber: shared.subscriber,
    createContext: ({ passport }) => new ProvinceContext(premises, passport),
    checkPassport,
    meters: options.meters?.server,
    tracing: options.tracing,
    tls: options.tls,
    findMaintenance: options.findMaintenance,
    findUnready: () => findUnready(orm),
    port,
    ...(host === undefined ? {} : { host }),
  });
}
