import type { Subgraph } from '../server/build-schema.js';
import { createExecutor, type Executor } from '../server/execute.js';
import { startSubgraphServer, type SubgraphServer } from '../server/start-subgraph-server.js';
import { ProvinceContext } from './context.js';
import { createKeyDirectory, type KeyDirectory } from './exchange/signer.js';
import { entities, modules } from './modules.js';
import { buildSchema } from './schema.js';
import type { ProvinceInstance } from './shared/instance.js';
import { openProvinceFile, type ProvinceStorage, provinceFile } from './storage/orm.js';

export { isSeeded } from './seeds/seed-province.js';
export { InstanceError, listInstances, type ProvinceInstance, readInstance } from './shared/instance.js';

/** What all provinces of a process share: the schema and its compiled operations. It knows no province. */
export interface ProvinceRuntime extends Subgraph {
  readonly executor: Executor<ProvinceContext>;
}

/** A running province. Disposing of it stops the server and closes the database. */
export interface ProvinceServer extends AsyncDisposable {
  readonly code: string;
  readonly url: string;
  readonly port: number;
}

/** Where a province's data are, and who wants to see its SQL. */
export interface ProvinceStorageOptions {
  readonly instance: ProvinceInstance;
  readonly dataDir: string;
  /** Sees the text of every SQL statement; tests count them. */
  readonly onSql?: ((sql: string) => void) | undefined;
}

export interface ProvinceOptions extends ProvinceStorageOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string | undefined;
  /** Public keys of all provinces, to verify chains with; without them no signature counts as genuine. */
  readonly keys?: KeyDirectory | undefined;
  readonly shared: ProvinceRuntime;
}

/** The schema that every province serves, and the contract text printed from it. */
export function buildProvinceSchema(): Subgraph {
  return buildSchema(modules);
}

/** Builds what the provinces of this process share. Once per process is enough, for any number of provinces. */
export function createProvinceRuntime(): ProvinceRuntime {
  const subgraph = buildProvinceSchema();
  return { ...subgraph, executor: createExecutor<ProvinceContext>(subgraph.schema) };
}

/** Opens the database of a province; throws a StorageError that names the file when it cannot. The caller closes it. */
export function openProvinceStorage({ instance, dataDir, onSql }: ProvinceStorageOptions): Promise<ProvinceStorage> {
  return openProvinceFile({ file: provinceFile(dataDir, instance.code), entities, onSql });
}

/** Starts one province on its database, which may be empty. */
export async function startProvince(options: ProvinceOptions): Promise<ProvinceServer> {
  const orm = await openProvinceStorage(options);
  try {
    return asProvince(options.instance, orm, await serve(options, orm));
  } catch (error) {
    await orm.close(true);
    throw error;
  }
}

const noKeys = createKeyDirectory([]);

function serve(
  { instance, port, host, keys = noKeys, shared }: ProvinceOptions,
  orm: ProvinceStorage,
): Promise<SubgraphServer> {
  return startSubgraphServer<ProvinceContext>({
    name: instance.code,
    executor: shared.executor,
    createContext: () => new ProvinceContext(instance, orm, keys),
    port,
    ...(host === undefined ? {} : { host }),
  });
}

function asProvince({ code }: ProvinceInstance, orm: ProvinceStorage, server: SubgraphServer): ProvinceServer {
  return {
    code,
    url: server.url,
    port: server.port,
    [Symbol.asyncDispose]: async () => {
      await server.close(); // first: requests in flight still read
      await orm.close(true);
    },
  };
}
