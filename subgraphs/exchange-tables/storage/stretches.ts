import { sql } from 'kysely';
import type { OrderTerm } from '../../shared/list-request.js';
import type { Expression } from './cells.js';
import { FIRST_YEAR, LAST_YEAR } from './read-cell.js';
import type { Source } from './source.js';

/** All cases that were handed in from one second to before another, with the numbers that any row of that time has. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
  /** Undefined when there are more than a query can name. */
  readonly numbers: readonly string[] | undefined;
}

export interface StretchOptions {
  readonly direction: OrderTerm['direction'];
  /** No case of an earlier, or of this or a later second, is wanted. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** About how many rows the first stretch shall have; each further one has four times as many. */
  readonly rows: number;
}

// A server takes 65,535 parameters, and a query has others.
const MOST_NUMBERS = 30_000;
const GROWTH = 4;
// Midnight in Beijing, where the first readable year begins.
const EARLIEST = `${FIRST_YEAR - 1}-12-31T16:00:00.000Z`;
const LATEST = `${LAST_YEAR + 1}-01-01T00:00:00.000Z`;

/**
 * True where the server keeps the times of applications as times: then it finds those of a stretch by its own index on
 * them, and only their cases have to be read.
 */
export function canStretch({ types }: Source, terms: readonly OrderTerm[]): boolean {
  return terms[0]?.column === 'submitted_at' && nativeBound(types) !== undefined;
}

/**
 * The time that the cases of a province fill, in stretches one behind the other. They end at whole seconds, since what
 * we tell of a time is rounded to less than one, and what is told alike belongs into one order.
 */
export async function* stretches(source: Source, options: StretchOptions): AsyncGenerator<Stretch> {
  const isDescending = options.direction === 'DESC';
  const [earliest, latest] = [later(options.from, EARLIEST), earlier(options.to, LATEST)];
  let [from, to] = [earliest, latest];
  for (let rows = options.rows; from < to; rows *= GROWTH) {
    const edge = await findEdge(source, { from, to, rows, isDescending });
    const stretch = isDescending ? { from: edge ?? earliest, to } : { from, to: edge ?? latest };
    yield { ...stretch, numbers: await findNumbers(source, stretch) };
    if (edge === undefined) return;
    if (isDescending) to = stretch.from;
    else from = stretch.to;
  }
}

interface Bounds {
  readonly from: string;
  readonly to: string;
}

/** The second at which so many rows lie behind; undefined when there are no more. */
async function findEdge(
  source: Source,
  { from, to, rows, isDescending }: Bounds & { readonly rows: number; readonly isDescending: boolean },
): Promise<string | undefined> {
  const order = isDescending ? sql`desc` : sql`asc`;
  const { cells, types } = source;
  const at = cells.instant(applied, types.get(COLUMN));
  const found = await sql<{ at: string }>`select ${at} as at from ${sql.table('up_pro_accept')} as r
    where ${isWithin(source, { from, to })} order by ${applied} ${order} offset ${rows - 1} limit 1`.execute(source.db);
  const edge = found.rows[0]?.at;
  if (edge === undefined) return undefined;
  return isDescending ? ownSecond(edge) : nextSecond(edge);
}

async function findNumbers(source: Source, bounds: Bounds): Promise<readonly string[] | undefined> {
  const { rows } = await sql<{ number: string | null }>`select distinct cast(r.project_no as text) as number
    from ${sql.table('up_pro_accept')} as r where ${isWithin(source, bounds)} limit ${MOST_NUMBERS + 1}`.execute(
    source.db,
  );
  return rows.length > MOST_NUMBERS ? undefined : rows.flatMap(({ number }) => number ?? []);
}

const COLUMN = 'up_pro_accept.apply_date';
const applied = sql.ref('r.apply_date');

function isWithin({ types }: Source, { from, to }: Bounds): Expression {
  const bound = nativeBound(types) ?? ((instant: string) => sql`${instant}`);
  return sql`${applied} >= ${bound(from)} and ${applied} < ${bound(to)}`;
}

/** How an instant is written that a column of the server's own type is compared with. Times without a zone are of Beijing. */
function nativeBound(types: Source['types']): ((instant: string) => Expression) | undefined {
  const type = types.get(COLUMN) ?? '';
  if (type === 'timestamptz') return (instant) => sql`cast(${instant} as timestamptz)`;
  if (type !== 'timestamp' && type !== 'date') return undefined;
  return (instant) => sql`(cast(${instant} as timestamptz) at time zone 'Asia/Shanghai')`;
}

const SECOND_MS = 1000;

/** The first second after the one in which an instant lies. */
export function nextSecond(instant: string): string {
  return new Date((Math.floor(Date.parse(instant) / SECOND_MS) + 1) * SECOND_MS).toISOString();
}

/** The second in which an instant lies. */
export function ownSecond(instant: string): string {
  return new Date(Math.floor(Date.parse(instant) / SECOND_MS) * SECOND_MS).toISOString();
}

function later(instant: string | undefined, other: string): string {
  return instant !== undefined && Date.parse(instant) > Date.parse(other) ? instant : other;
}

function earlier(instant: string | undefined, other: string): string {
  return instant !== undefined && Date.parse(instant) < Date.parse(other) ? instant : other;
}
