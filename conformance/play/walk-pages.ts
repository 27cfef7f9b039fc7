import { parseCursor } from '../../schema/cursor.js';
import type { Send } from '../rule.js';
import { checkExpectation } from './check-expectation.js';
import { fillInWords, type Kept } from './fill-in.js';
import { findValue } from './find-values.js';
import type { Sent } from './send-request.js';
import { graphqlHeaders, type Session } from './session.js';

type Walk = Extract<Send, { readonly walk: string }>;

/** One page as it came. */
interface Page {
  readonly cursors: readonly unknown[];
  readonly ids: readonly unknown[];
  readonly total: unknown;
  readonly hasMore: unknown;
  readonly hasBefore: unknown;
  readonly areEndsRight: boolean;
}

/**
 * Reads a list page by page, forwards or, from a cursor, backwards. Adds to the last answer all rows in the order of the
 * list (`ids`, `cursors`), `totals` of each page, and what does not fit together.
 */
export async function walkPages(walk: Walk, session: Session, kept: Kept): Promise<Sent> {
  const query = queryOf(walk, kept);
  const pages: Page[] = [];
  let cursor: unknown = walk.isBackward === true ? kept['last'] : undefined;
  for (;;) {
    const body = JSON.stringify({ query, variables: { size: walk.size, cursor } });
    const { came, exchanged } = await session.send({ method: 'POST', headers: graphqlHeaders, body }, {});
    const off = checkExpectation({ answered: true }, came, kept);
    if (off !== undefined) return { came, exchanged, off };
    const list = findValue(came.body, 'data.list');
    if (!isPage(list)) return { came, exchanged, off: 'data.list：不是契约中的一页 · is no page of the contract' };
    const page = readPage(list, walk);
    pages.push(page);
    const rows = pages.reduce((count, { ids }) => count + ids.length, 0);
    const isOver = page.hasMore !== true || page.ids.length === 0 || rows >= walk.rows;
    cursor = walk.isBackward === true ? page.cursors[0] : page.cursors.at(-1);
    if (isOver) return { came: { ...came, ...join(pages, walk) }, exchanged };
  }
}

function queryOf({ walk, order, isBackward = false }: Walk, kept: Kept): string {
  const [size, cursor] = isBackward ? ['last', 'before'] : ['first', 'after'];
  const orderBy = fillInWords(order, kept);
  const sorted = orderBy === '' ? '' : `, orderBy: [${orderBy}]`;
  const fields =
    'edges { cursor node { id } } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
  const list = `${fillInWords(walk, kept)}(${size}: $size, ${cursor}: $cursor${sorted})`;
  return `query Walk($size: Int, $cursor: String) { list: ${list} { ${fields} } }`;
}

/** True when every row has a cursor and an id, and the page says what a page says. What is no page has no rows to lack. */
function isPage(list: unknown): boolean {
  const isOf = (type: string, path: string): boolean => typeof findValue(list, path) === type;
  const rows = findValue(list, 'edges');
  const texts = [...listAt(list, 'edges.*.cursor'), ...listAt(list, 'edges.*.node.id')];
  return (
    Array.isArray(rows) &&
    texts.every((text) => typeof text === 'string') &&
    Number.isInteger(findValue(list, 'totalCount')) &&
    ['pageInfo.hasNextPage', 'pageInfo.hasPreviousPage'].every((path) => isOf('boolean', path))
  );
}

function readPage(list: unknown, { isBackward = false }: Walk): Page {
  const cursors = listAt(list, 'edges.*.cursor');
  const info = (name: string): unknown => findValue(list, `pageInfo.${name}`);
  const [more, before] = isBackward ? ['hasPreviousPage', 'hasNextPage'] : ['hasNextPage', 'hasPreviousPage'];
  return {
    cursors,
    ids: listAt(list, 'edges.*.node.id'),
    total: findValue(list, 'totalCount'),
    hasMore: info(more),
    hasBefore: info(before),
    areEndsRight: info('startCursor') === (cursors[0] ?? null) && info('endCursor') === (cursors.at(-1) ?? null),
  };
}

function join(pages: readonly Page[], { size, isBackward = false }: Walk): Readonly<Record<string, unknown>> {
  const inOrder = isBackward ? pages.toReversed() : pages;
  const ids = inOrder.flatMap((page) => page.ids);
  const cursors = inOrder.flatMap((page) => page.cursors);
  const last = pages.at(-1);
  const total = Number(pages[0]?.total);
  return {
    ids,
    cursors,
    rows: ids.length,
    last: cursors.at(-1),
    lastId: ids.at(-1),
    idsBeforeLast: ids.slice(0, -1),
    totals: pages.map((page) => page.total),
    largest: Math.max(...pages.map((page) => page.ids.length)),
    // All but the last page are full: who comes back with fewer rows has lost some, or makes clients ask for ever.
    shortPages: pages.slice(0, -1).filter((page) => page.ids.length !== size).length,
    wrongEnds: pages.filter((page) => !page.areEndsRight).length,
    // A cursor names the row that it stands at, which is how a gateway knows what it merges.
    strangers: cursors.filter((cursor, index) => parseCursor(cursor)?.id !== ids[index]),
    ...(isBackward ? {} : { isCountRight: last?.hasMore === true ? total > ids.length : total === ids.length }),
  };
}

function listAt(list: unknown, path: string): readonly unknown[] {
  const values = findValue(list, path);
  return Array.isArray(values) ? (values as unknown[]) : [];
}
