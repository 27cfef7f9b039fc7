import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Identity } from '../../../schema/identity.js';
import {
  type AdapterOptions,
  createAdapterRuntime,
  openTables,
  type SourcePlace,
  startAdapter,
} from '../../../subgraphs/exchange-tables/adapter.js';
import { type MappingReport, readReport } from '../../../subgraphs/exchange-tables/report.service.js';
import { AdapterContext } from '../../../subgraphs/exchange-tables/context.js';
import type { DatabasePlace } from '../../../subgraphs/server/database.js';
import { formatError } from '../../../subgraphs/server/format-error.js';
import type { SubgraphServer } from '../../../subgraphs/server/start-subgraph-server.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import { TestDatabases } from '../test-databases.js';
import { fillTables, type Rows, type TableShape } from './fill-tables.js';

/** The instant at which the adapter of a test lives. */
export const NOW = '2026-06-01T04:00:00.000Z';

const shared = createAdapterRuntime();

export interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly { readonly path?: readonly (string | number)[]; readonly code: unknown }[];
}

/** Exchange tables of Anhui, and an adapter over them. */
export interface AdapterWorld extends AsyncDisposable {
  readonly place: DatabasePlace;
  /** Asks as somebody, or nobody in particular; throws when anything is reported to be a bug. */
  ask(query: string, variables?: Readonly<Record<string, unknown>>, caller?: Identity): Promise<Answer>;
  report(): Promise<MappingReport>;
  serve(options?: Partial<AdapterOptions>): Promise<SubgraphServer>;
}

export interface WorldOptions extends Partial<Omit<SourcePlace, 'instance' | 'database'>> {
  readonly shape?: TableShape;
}

/** Fills a database of its own and opens the adapter over it. */
export async function openAdapterWorld(rows: Rows, { shape, ...options }: WorldOptions = {}): Promise<AdapterWorld> {
  await using opened = new AsyncDisposableStack();
  const folder = mkdtempSync(path.join(tmpdir(), 'tongban-adapter-'));
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  const place = opened.use(new TestDatabases(folder)).placeOf('AH');
  await fillTables(place, rows, shape);
  const source = { instance: readInstance('AH'), database: place, ...options };
  const tables = opened.use(await openTables(source));
  const nowMs = (): number => Date.parse(NOW);
  const premises = { source: tables.source, provenance: 'SYNTHETIC', nowMs } as const;
  const resources = opened.move();
  return {
    place,
    ask: async (query, variables, identity) => {
      const passport = identity === undefined ? undefined : { identity, operation: '', purpose: undefined };
      const context = new AdapterContext(premises, passport);
      const { data, errors = [] } = await shared.executor({ query, variables }, context);
      const told = errors.map((error) => {
        const { path: where, extensions } = formatError(error, (thrown) => {
          throw thrown;
        });
        return { ...(where === undefined ? {} : { path: where }), code: extensions?.['code'] };
      });
      return { data: data ?? null, errors: told };
    },
    report: () => readReport(tables.source, NOW),
    serve: async (more = {}) =>
      resources.use(await startAdapter({ ...source, provenance: 'SYNTHETIC', port: 0, shared, nowMs, ...more })),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
