import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { Position, SortKey } from '../../../schema/cursor.js';
import type { ListRequest, OrderTerm } from '../list-request.js';

/** Some rows of a list in order, and whether more lie beyond them in the direction in which the list was read. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
}

// Every table that is listed has its global id in this column.
const ID = 'id';

/**
 * The page of `query` that `request` asks for. The query brings the filter and neither order nor limit.
 *
 * What follows a position is cut into ranges that lie one behind the other, each of which an index on
 * (column, id) can seek; so the thousandth page costs what the first does. One condition with OR would say the same,
 * but SQLite then scans. Backward, the list is read in the opposite order and turned round.
 */
export function fetchPage<DB, TB extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, TB, Row>,
  request: ListRequest,
): Promise<Page<Row>> {
  return fetchPageOfParts([query], request);
}

/**
 * The same of a list that comes in parts, one behind the other in the direction in which the request reads it. No more of
 * them are asked for than the page takes.
 */
export async function fetchPageOfParts<DB, TB extends keyof DB, Row>(
  parts: Iterable<SelectQueryBuilder<DB, TB, Row>> | AsyncIterable<SelectQueryBuilder<DB, TB, Row>>,
  request: ListRequest,
): Promise<Page<Row>> {
  const rows: Row[] = [];
  const wanted = request.size + 1; // one more than the page tells whether there is a further one
  for await (const part of parts) {
    for (const range of keysetQueries(part, request)) {
      if (rows.length < wanted) rows.push(...(await range.limit(wanted - rows.length).execute()));
    }
    if (rows.length >= wanted) break;
  }
  const page = rows.slice(0, request.size);
  return { rows: request.isBackward ? page.reverse() : page, hasMore: rows.length > request.size };
}

/** The queries whose results, one behind the other, are all rows beyond the request's cursor. */
export function keysetQueries<DB, TB extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, TB, Row>,
  request: Pick<ListRequest, 'terms' | 'cursor' | 'isBackward'>,
): readonly SelectQueryBuilder<DB, TB, Row>[] {
  const terms = request.isBackward ? request.terms.map(turned) : request.terms;
  const ordered = inOrder(query, terms);
  if (request.cursor === undefined) return [ordered];
  return rangesAfter(terms, request.cursor).map((range) => ordered.where(range));
}

const turned = (term: OrderTerm): OrderTerm => ({ ...term, direction: term.direction === 'ASC' ? 'DESC' : 'ASC' });

function inOrder<DB, TB extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, TB, Row>,
  terms: readonly OrderTerm[],
): SelectQueryBuilder<DB, TB, Row> {
  const tie = terms.at(-1)?.direction ?? 'ASC';
  const columns = terms.map((term) => {
    // PostgreSQL and SQLite disagree about the place of nulls unless told.
    const nulls = term.nullable ? sql.raw(term.direction === 'ASC' ? ' nulls first' : ' nulls last') : sql.raw('');
    return sql`${sql.ref(term.column)} ${sql.raw(term.direction.toLowerCase())}${nulls}`;
  });
  const keys = sql.join([...columns, sql`${sql.ref(ID)} ${sql.raw(tie.toLowerCase())}`]);
  return query.orderBy(keys);
}

/**
 * Conditions of the ranges that follow `position`, nearest first. A range holds the leading terms equal and the next
 * one beyond its value. The last term and the id share a direction, so one row value covers both.
 */
function rangesAfter(terms: readonly OrderTerm[], position: Position): readonly RawBuilder<boolean>[] {
  const ranges: RawBuilder<boolean>[] = [];
  for (let depth = terms.length - 1; depth >= 0; depth -= 1) {
    const term = terms[depth];
    if (term === undefined) continue;
    const leading = terms.slice(0, depth).map((equal, index) => equals(equal.column, position.keys[index] ?? null));
    const isLast = depth === terms.length - 1;
    for (const beyond of rangesBeyond(term, position.keys[depth] ?? null, isLast ? position.id : undefined)) {
      ranges.push(sql<boolean>`${sql.join([...leading, beyond], sql` and `)}`);
    }
  }
  return ranges;
}

function rangesBeyond(term: OrderTerm, key: SortKey, id: string | undefined): readonly RawBuilder<boolean>[] {
  const column = sql.ref(term.column);
  const beyond = sql.raw(term.direction === 'ASC' ? '>' : '<');
  const nulls = sql<boolean>`${column} is null`;
  if (key === null) {
    const rest = term.direction === 'ASC' ? [sql<boolean>`${column} is not null`] : [];
    return id === undefined ? rest : [sql<boolean>`${nulls} and ${sql.ref(ID)} ${beyond} ${id}`, ...rest];
  }
  const values =
    id === undefined
      ? sql<boolean>`${column} ${beyond} ${key}`
      : sql<boolean>`(${column}, ${sql.ref(ID)}) ${beyond} (${key}, ${id})`;
  return term.nullable && term.direction === 'DESC' ? [values, nulls] : [values];
}

function equals(column: string, key: SortKey): RawBuilder<boolean> {
  return key === null ? sql<boolean>`${sql.ref(column)} is null` : sql<boolean>`${sql.ref(column)} = ${key}`;
}
