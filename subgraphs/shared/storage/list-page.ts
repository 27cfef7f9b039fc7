import { type SelectQueryBuilder, sql } from 'kysely';
import type { SortKey } from '../../../schema/cursor.js';
import { cursorOf, type ListRequest } from '../list-request.js';
import type { PageOf } from '../page.js';
import { fetchPage, type Page } from './keyset.js';

/** A list, what is asked of it, and whose it is. */
export interface ListedWhole<DB, TB extends keyof DB, Row, Column extends string> {
  readonly query: SelectQueryBuilder<DB, TB, Row>;
  readonly request: ListRequest<Column>;
  readonly province: string;
}

/** The page of `query` that `request` asks for, as `province` answers it. Counts nothing until asked to. */
export async function listPage<
  DB,
  TB extends keyof DB,
  Row extends Readonly<Record<Column, SortKey>> & { readonly id: string },
  Column extends string,
>(query: SelectQueryBuilder<DB, TB, Row>, request: ListRequest<Column>, province: string): Promise<PageOf<Row>> {
  return toPage(await fetchPage(query, request), { query, request, province });
}

/** A page of rows that were fetched already; `query` is the whole list, to be counted. */
export function toPage<
  DB,
  TB extends keyof DB,
  Row extends Readonly<Record<Column, SortKey>> & { readonly id: string },
  Column extends string,
>({ rows, hasMore }: Page<Row>, { query, request, province }: ListedWhole<DB, TB, Row, Column>): PageOf<Row> {
  const hasCursor = request.cursor !== undefined;
  return {
    items: rows.map((row) => ({ node: row, cursor: cursorOf(row, request) })),
    hasNextPage: request.isBackward ? hasCursor : hasMore,
    hasPreviousPage: request.isBackward ? hasMore : hasCursor,
    countTotal: () => count(query),
    provinces: [province],
  };
}

async function count<DB, TB extends keyof DB, Row>(query: SelectQueryBuilder<DB, TB, Row>): Promise<number> {
  const counting = query.clearSelect().select(sql<number>`count(*)`.as('total'));
  const { total } = await counting.$castTo<{ total: number }>().executeTakeFirstOrThrow();
  return total;
}
