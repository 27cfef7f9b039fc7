import type { CheckPassport } from '../server/check-passport.js';
import type { DatabasePlace } from '../server/database.js';
import { createExecutor, type Executor } from '../server/execute.js';
import { openToRead } from '../server/open-to-read.js';
import { nameOfPlace } from '../server/place-name.js';
import { startSubgraphServer, type SubgraphServer } from '../server/start-subgraph-server.js';
import { createSubscriber, type Subscriber } from '../server/subscribe.js';
import type { ProvinceInstance } from '../shared/instance.js';
import { AdapterContext, type Premises } from './context.js';
import { buildAdapterSchema } from './contract.js';
import { NO_OWN_MAPPING, type OwnMapping } from './mapping-file.js';
import { cellFunctions } from './storage/cells.js';
import { openSource, type Source } from './storage/source.js';
import { exchangeTables } from './tables.entity.js';

/** What all adapters of a process share. */
export interface AdapterRuntime {
  readonly executor: Executor<AdapterContext>;
  readonly subscriber: Subscriber<AdapterContext>;
}

/** Whose tables are read, and where and how. */
export interface SourcePlace {
  readonly instance: ProvinceInstance;
  readonly database: DatabasePlace;
  readonly mapping?: OwnMapping | undefined;
  /** What cases without the applicant's region are taken for; they are not served unless it is said. */
  readonly applicantsWithoutRegion?: Source['applicantsWithoutRegion'] | undefined;
  /** Sees the text of every SQL statement; tests count them. */
  readonly onSql?: ((sql: string) => void) | undefined;
}

export interface AdapterOptions extends SourcePlace {
  /** What the rows are; records of the authority unless it is said. */
  readonly provenance?: Premises['provenance'] | undefined;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string | undefined;
  /** Whom to answer; anybody unless it is given. */
  readonly checkPassport?: CheckPassport | undefined;
  readonly shared: AdapterRuntime;
  readonly nowMs?: (() => number) | undefined;
}

/** Builds what adapters share: one schema, compiled once. */
export function createAdapterRuntime(): AdapterRuntime {
  const { schema } = buildAdapterSchema();
  return { executor: createExecutor(schema), subscriber: createSubscriber(schema) };
}

/** An open database of exchange tables, which nobody can write to from here. */
export interface OpenedTables extends AsyncDisposable {
  readonly source: Source;
}

/** Opens the tables; throws a StorageError when they are not there or not what they must be. The caller closes them. */
export async function openTables(options: SourcePlace): Promise<OpenedTables> {
  const { instance, database, mapping = NO_OWN_MAPPING, applicantsWithoutRegion = 'WITHHELD', onSql } = options;
  await using opened = new AsyncDisposableStack();
  const orm = await openToRead({ place: database, entities: exchangeTables, functions: cellFunctions, onSql });
  opened.defer(() => orm.close(true));
  const place = nameOfPlace(database);
  const source = await openSource({ orm, place, province: instance, mapping, applicantsWithoutRegion });
  const resources = opened.move();
  return { source, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** Serves the contract from the exchange tables of a province until it is closed. */
export async function startAdapter(options: AdapterOptions): Promise<SubgraphServer> {
  const { instance, provenance = 'OFFICIAL', port, host, checkPassport, shared, nowMs = Date.now } = options;
  await using resources = new AsyncDisposableStack();
  const { source } = resources.use(await openTables(options));
  const premises: Premises = { source, provenance, nowMs };
  const server = resources.use(
    await startSubgraphServer<AdapterContext>({
      name: instance.code,
      executor: shared.executor,
      subscriber: shared.subscriber,
      createContext: ({ passport }) => new AdapterContext(premises, passport),
      checkPassport,
      port,
      ...(host === undefined ? {} : { host }),
    }),
  );
  const running = resources.move();
  const close = (): Promise<void> => running.disposeAsync();
  return { url: server.url, port: server.port, close, [Symbol.asyncDispose]: close };
}
