import { type SelectQueryBuilder, sql } from 'kysely';
import type { Identity } from '../../schema/identity.js';
import type { Passport } from '../../schema/passport.js';
import { BatchLoaders, type Load } from '../shared/batch-loaders.js';
import type { Expression } from './storage/cells.js';
import type { Source } from './storage/source.js';

/** What the adapter works with; every request may touch all of it. */
export interface Premises {
  readonly source: Source;
  /** What the rows are: records of the authority, or made up for a trial. */
  readonly provenance: 'OFFICIAL' | 'SYNTHETIC';
  readonly nowMs: () => number;
}

/** What one request to the adapter may touch. Creating it asks nothing. */
export class AdapterContext {
  readonly source: Source;
  readonly provenance: Premises['provenance'];
  /** The instant at which the request is answered. */
  readonly now: string;
  readonly #passport: Passport | undefined;
  readonly #loaders = new BatchLoaders<AdapterContext>(this);

  constructor({ source, provenance, nowMs }: Premises, passport: Passport | undefined) {
    this.source = source;
    this.provenance = provenance;
    this.now = new Date(nowMs()).toISOString();
    this.#passport = passport;
  }

  /** Letter code of the province. */
  get code(): string {
    return this.source.province.code;
  }

  /** Who asks; undefined for whoever is not known to the gateway. */
  get caller(): Identity | undefined {
    return this.#passport?.identity;
  }

  /** The row of `key`, or undefined. Everything asked for in one turn becomes one call of `batch`. */
  load<Row>(batch: Load<AdapterContext, Row>, key: string): Promise<Row | undefined> {
    return this.#loaders.load(batch, key);
  }
}

/** The rows of a mapping of which all that is required can be told, as `row`. */
export function servedRows<Row extends object>(
  { db }: Source,
  mapped: Expression,
  required: readonly string[],
): SelectQueryBuilder<{ row: Row }, 'row', Row> {
  const told = required.map((name) => sql`${sql.ref(`row.${name}`)} is not null`);
  const query = db.selectFrom(sql<Row>`${mapped}`.as('row')).where(sql<boolean>`${sql.join(told, sql` and `)}`);
  return query.selectAll() as unknown as SelectQueryBuilder<{ row: Row }, 'row', Row>;
}
