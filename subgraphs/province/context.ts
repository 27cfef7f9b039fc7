import DataLoader from 'dataloader';
import type { Identity } from '../../schema/identity.js';
import type { Exchange } from './exchange/exchange.js';
import type { ProvinceInstance } from './shared/instance.js';
import type { MaterialFiles } from './storage/material-files.js';
import type { ProvinceStorage } from './storage/orm.js';

/**
 * Loads rows by key for a whole batch at once; a key without a row is left out. The function itself identifies the
 * loader, so it must be a module-level function, not a fresh closure.
 */
export type BatchLoad<Row> = (context: ProvinceContext, keys: readonly string[]) => Promise<ReadonlyMap<string, Row>>;

// SQLite binds at most 32,766 variables to one statement.
const MAX_BATCH_SIZE = 10_000;

/** What a province has beside its database. */
export interface Surroundings {
  readonly nowMs: () => number;
  readonly files: MaterialFiles;
}

/** What a province works with; every request may touch all of it. */
export interface Premises {
  readonly province: ProvinceInstance;
  readonly orm: ProvinceStorage;
  readonly exchange: Exchange;
  readonly surroundings: Surroundings;
}

/**
 * What one request to one province may touch: the province, its storage, its exchange, and loaders that live as long as
 * the request. Creating it opens nothing and asks nothing.
 */
export class ProvinceContext implements Premises {
  readonly province: ProvinceInstance;
  readonly orm: ProvinceStorage;
  readonly exchange: Exchange;
  readonly surroundings: Surroundings;
  /** Who asks, as the gateway says it; undefined for whoever is not known to it. */
  readonly caller: Identity | undefined;
  readonly #loaders = new Map<unknown, DataLoader<string, unknown>>();

  constructor(premises: Premises, caller: Identity | undefined) {
    this.province = premises.province;
    this.orm = premises.orm;
    this.exchange = premises.exchange;
    this.surroundings = premises.surroundings;
    this.caller = caller;
  }

  /** The row of `key`, or undefined. Everything asked for in one turn becomes one call of `batch`. */
  load<Row>(batch: BatchLoad<Row>, key: string): Promise<Row | undefined> {
    const loader = this.#loaders.get(batch) ?? this.#createLoader(batch);
    return loader.load(key) as Promise<Row | undefined>; // the map pairs each batch function with a loader of its rows
  }

  /** Forgets what was loaded: what is read from now on is what a command has left. */
  forget(): void {
    this.#loaders.clear();
  }

  #createLoader<Row>(batch: BatchLoad<Row>): DataLoader<string, unknown> {
    const loader = new DataLoader<string, unknown>(
      async (keys) => {
        const rows = await batch(this, keys);
        return keys.map((key) => rows.get(key));
      },
      { maxBatchSize: MAX_BATCH_SIZE },
    );
    this.#loaders.set(batch, loader);
    return loader;
  }
}
