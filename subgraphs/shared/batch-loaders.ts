import DataLoader from 'dataloader';

/**
 * Loads rows by key for a whole batch at once; a key without a row is left out. The function itself identifies the
 * loader, so it must be a module-level function, not a fresh closure.
 */
export type Load<Context, Row> = (context: Context, keys: readonly string[]) => Promise<ReadonlyMap<string, Row>>;

// SQLite binds at most 32,766 variables to one statement.
const MAX_BATCH_SIZE = 10_000;

/** The loaders of one request, which are made when they are first asked and live as long as it. */
export class BatchLoaders<Context> {
  readonly #context: Context;
  readonly #loaders = new Map<unknown, DataLoader<string, unknown>>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** The row of `key`, or undefined. Everything asked for in one turn becomes one call of `batch`. */
  load<Row>(batch: Load<Context, Row>, key: string): Promise<Row | undefined> {
    const loader = this.#loaders.get(batch) ?? this.#createLoader(batch);
    return loader.load(key) as Promise<Row | undefined>; // the map pairs each batch function with a loader of its rows
  }

  /** Forgets what was loaded. */
  forget(): void {
    this.#loaders.clear();
  }

  #createLoader<Row>(batch: Load<Context, Row>): DataLoader<string, unknown> {
    const loader = new DataLoader<string, unknown>(
      async (keys) => {
        const rows = await batch(this.#context, keys);
        return keys.map((key) => rows.get(key));
      },
      { maxBatchSize: MAX_BATCH_SIZE },
    );
    this.#loaders.set(batch, loader);
    return loader;
  }
}
