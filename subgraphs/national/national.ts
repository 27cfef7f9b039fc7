import { join } from 'node:path';
import type { Tracing } from '../../telemetry/tracing.js';
import { createExecutor } from '../server/execute.js';
import type { CheckPassport } from '../server/check-passport.js';
import { startSubgraphServer, type SubgraphServer } from '../server/start-subgraph-server.js';
import type { SubgraphMeters } from '../server/subgraph-metrics.js';
import { traceRootFields } from '../server/trace-requests.js';
import { createNationalContext, type NationalContext } from './context.js';
import { openNationalStorage } from './national-database.js';
import { buildNationalSchema } from './schema.js';

export interface NationalOptions {
  /** Holds `national.sqlite`; created when it is not there. */
  readonly dataDir: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string | undefined;
  /** Whom to answer; anybody unless it is given. */
  readonly checkPassport?: CheckPassport | undefined;
  /** Sees the text of every SQL statement; tests count them. */
  readonly onSql?: ((sql: string) => void) | undefined;
  /** Undefined where nothing is counted. */
  readonly meters?: SubgraphMeters | undefined;
  /** Undefined where no request is told to a collector. */
  readonly tracing?: Tracing | undefined;
}

/** Opens the database and serves the national subgraph until it is closed. */
export async function startNational(options: NationalOptions): Promise<SubgraphServer> {
  const { dataDir, port, host, checkPassport, onSql, meters, tracing } = options;
  await using resources = new AsyncDisposableStack();
  const place = { file: join(dataDir, 'national.sqlite'), onSql, onStatement: meters?.stated };
  const { database } = resources.use(await openNationalStorage(place));
  const { schema } = buildNationalSchema();
  if (tracing !== undefined) traceRootFields(schema, tracing);
  const server = resources.use(
    await startSubgraphServer<NationalContext>({
      name: 'national',
      executor: createExecutor(schema),
      createContext: () => createNationalContext(database),
      checkPassport,
      meters,
      tracing,
      port,
      ...(host === undefined ? {} : { host }),
    }),
  );
  const running = resources.move();
  const close = (): Promise<void> => running.disposeAsync();
  return { url: server.url, port: server.port, close, [Symbol.asyncDispose]: close };
}
