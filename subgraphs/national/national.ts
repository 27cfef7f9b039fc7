import { join } from 'node:path';
import { createExecutor } from '../server/execute.js';
import type { CheckPassport } from '../server/check-passport.js';
import { startSubgraphServer, type SubgraphServer } from '../server/start-subgraph-server.js';
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
}

/** Opens the database and serves the national subgraph until it is closed. */
export async function startNational(options: NationalOptions): Promise<SubgraphServer> {
  const { dataDir, port, host, checkPassport, onSql } = options;
  await using resources = new AsyncDisposableStack();
  const { database } = resources.use(await openNationalStorage({ file: join(dataDir, 'national.sqlite'), onSql }));
  const server = resources.use(
    await startSubgraphServer<NationalContext>({
      name: 'national',
      executor: createExecutor(buildNationalSchema().schema),
      createContext: () => createNationalContext(database),
      checkPassport,
      port,
      ...(host === undefined ? {} : { host }),
    }),
  );
  const running = resources.move();
  const close = (): Promise<void> => running.disposeAsync();
  return { url: server.url, port: server.port, close, [Symbol.asyncDispose]: close };
}
