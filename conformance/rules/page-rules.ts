import type { Rule, Step, Value } from '../rule.js';

/** Lists that everybody may read, each under its orders; windows and courses have one only, which is not named. */
const orders: readonly Readonly<Record<string, Value>>[] = [
  ...['STANDARD_CODE', 'NAME_ZH', 'PROMISED_DAYS', 'STATUTORY_DAYS', 'UPDATED_AT'].flatMap((order) => [
    { list: 'serviceItems', order: `${order}_ASC` },
    { list: 'serviceItems', order: `${order}_DESC` },
  ]),
  ...['SUBMITTED_AT', 'DUE_AT', 'CASE_NO'].flatMap((order) => [
    { list: 'cases', order: `${order}_ASC` },
    { list: 'cases', order: `${order}_DESC` },
  ]),
  { list: 'windows', order: '' },
  { list: 'courses', order: '' },
  { list: 'faqs', order: '' },
  { list: 'ratings', order: 'GIVEN_AT_DESC' },
  { list: 'agreements', order: 'OPENED_AT_DESC' },
];

const lists = [
  { list: 'serviceItems', order: 'PROMISED_DAYS_DESC' },
  { list: 'cases', order: 'DUE_AT_ASC' },
  { list: 'windows', order: '' },
  { list: 'courses', order: '' },
];

const walk = (size: number, rows: number): Step['send'] => ({ walk: '{{list}}', order: '{{order}}', size, rows });

/** Without a row there is nothing to tell. */
const row = { row: 'ids.0' };

const SORTED = {
  zh: '按契约的次序排序：空值最先，文本按码点，最后以 id 区分（SQLite BINARY、PostgreSQL COLLATE "C"）。',
  en: 'Sort as the contract does: null first, texts by code point, ties by id (SQLite BINARY, PostgreSQL COLLATE "C").',
};

/** Lists in pages: one order over all provinces, in which nothing is lost and nothing comes twice. */
export const pageRules: readonly Rule[] = [
  {
    id: 'page-order',
    title: {
      zh: '各列表按其排序的全序排列，游标即行的位置',
      en: 'lists rows in the one total order, and its cursors are their places',
    },
    why: {
      zh: '网关按游标归并各省的行：次序不全或不同，合并后的页就会丢行或重复。',
      en: 'A gateway merges the rows of all provinces by their cursors: in another order, pages lose rows or repeat them.',
    },
    cure: SORTED,
    profile: 'read',
    forEach: orders,
    steps: [
      {
        send: walk(50, 100),
        expect: [
          { at: 'cursors.*', isInOrder: true },
          { at: 'strangers', is: [] },
        ],
        keep: row,
      },
    ],
  },
  {
    id: 'page-no-repeats',
    title: { zh: '翻页不重复', en: 'shows no row twice over its pages' },
    why: { zh: '重复的行会被重复统计和导出。', en: 'A row that comes twice is counted and exported twice.' },
    cure: {
      zh: '从游标之后的位置继续（排序值与 id 一起比较），不要用偏移量。',
      en: 'Go on behind the position of the cursor, comparing sort keys and id together; use no offsets.',
    },
    profile: 'read',
    forEach: lists,
    steps: [{ send: walk(7, 60), expect: [{ at: 'ids.*', isUnique: true }], keep: row }],
  },
  {
    id: 'page-no-losses',
    title: { zh: '翻页不丢行：无论每页多少，行都相同', en: 'loses no row over its pages, whatever their size' },
    why: {
      zh: '排序值相同的行若只比较排序值，就会在页与页之间丢失。',
      en: 'Rows of equal keys are lost between pages where keys alone are compared.',
    },
    cure: {
      zh: '以（排序值，id）作行值比较；排序值相同时按 id 继续。',
      en: 'Compare (sort keys, id) as one; among equal keys go on by id.',
    },
    profile: 'read',
    forEach: lists,
    steps: [
      { send: walk(60, 60), expect: [], keep: { ...row, ids: 'ids', cursors: 'cursors' } },
      {
        send: walk(3, 60),
        expect: [
          { at: 'ids', is: '{{ids}}' },
          { at: 'cursors', is: '{{cursors}}' },
        ],
      },
    ],
  },
  {
    id: 'page-full',
    title: {
      zh: '未到末尾的页都是满页，且不多于所要求的行数',
      en: 'fills every page but the last, and no page above its size',
    },
    why: {
      zh: '网关向每省取 first 行后归并；给得少就以为到了末尾，给得多就浪费。',
      en: 'A gateway takes first rows of each province; fewer mean the end to it, and more are wasted.',
    },
    cure: { zh: '恰好返回 first 行，除非没有更多。', en: 'Return first rows exactly, unless there are no more.' },
    profile: 'read',
    forEach: lists,
    steps: [
      {
        send: walk(7, 60),
        expect: [
          { at: 'shortPages', is: 0 },
          { at: 'largest', isAtMost: 7 },
        ],
        keep: row,
      },
    ],
  },
  {
    id: 'page-backward',
    title: { zh: 'last 与 before 反向翻页得到同样的行', en: 'gives the same rows backwards, by last and before' },
    why: { zh: '页面上的“上一页”由此而来。', en: 'The page before is read in this way.' },
    cure: {
      zh: '反向时颠倒排序读取 last 行，再按正序返回。',
      en: 'Read last rows in the opposite order, and return them in the order of the list.',
    },
    profile: 'read',
    forEach: lists,
    steps: [
      { send: walk(60, 60), expect: [], keep: { ...row, last: 'last', before: 'idsBeforeLast' } },
      {
        send: { walk: '{{list}}', order: '{{order}}', size: 7, rows: 60, isBackward: true },
        expect: [
          { at: 'ids', is: '{{before}}' },
          { at: 'cursors.*', isInOrder: true },
        ],
      },
    ],
  },
  {
    id: 'page-has-next',
    title: { zh: 'hasNextPage 属实', en: 'tells the truth by hasNextPage' },
    why: {
      zh: '客户端据此决定是否继续：误报“没有”就丢行，误报“有”就空转。',
      en: 'Clients go on by it: a false no loses rows, a false yes asks in vain.',
    },
    cure: { zh: '多读一行以判断是否还有。', en: 'Read one row more to know whether there are others.' },
    profile: 'read',
    forEach: lists,
    steps: [
      {
        send: { query: '{ list: {{list}}(first: 1) { edges { cursor } } }' },
        expect: [{ answered: true }],
        keep: { row: 'body.data.list.edges.0' },
      },
      { send: walk(200, 2000), expect: [{ at: 'isCountRight', is: true }] },
      { send: walk(1, 1), expect: [{ at: 'isCountRight', is: true }] },
    ],
  },
  {
    id: 'page-total',
    title: { zh: 'totalCount 与行数相符，每页相同', en: 'counts by totalCount what there is, the same on every page' },
    why: {
      zh: '网关把各省的 totalCount 相加，导出据此拒绝过大的列表。',
      en: 'A gateway adds those of all provinces, and refuses exports by it.',
    },
    cure: {
      zh: '按同一筛选统计全部行，与游标和页大小无关。',
      en: 'Count all rows of the filter, whatever cursor and page size.',
    },
    profile: 'read',
    forEach: lists,
    steps: [
      { send: walk(1, 1), expect: [{ at: 'rows', isAtMost: 1 }], keep: { ...row, total: 'totals.0' } },
      {
        send: walk(7, 21),
        expect: [{ at: 'totals.*', isOneOf: ['{{total}}'] }],
      },
      {
        send: walk(200, 2000),
        expect: [
          { at: 'totals.0', is: '{{total}}' },
          { at: 'isCountRight', is: true },
        ],
      },
    ],
  },
  {
    id: 'page-ends',
    title: {
      zh: 'startCursor 与 endCursor 是本页首行与末行的游标',
      en: 'gives the cursors of its first and last row as startCursor and endCursor',
    },
    why: { zh: '客户端用它们翻页（Relay 第 5.1 节）。', en: 'Clients page by them (Relay, section 5.1).' },
    cure: { zh: '取自 edges 的首末；没有行时为空。', en: 'Take them from the edges; null when there are no rows.' },
    profile: 'read',
    forEach: lists,
    steps: [{ send: walk(7, 21), expect: [{ at: 'wrongEnds', is: 0 }], keep: row }],
  },
  {
    id: 'page-nodes',
    title: { zh: 'nodes 与 edges 的行相同', en: 'has the same rows in nodes as in edges' },
    why: {
      zh: '网关按 edges 的游标归并 nodes 的行。',
      en: 'A gateway merges the rows of nodes by the cursors of edges.',
    },
    cure: { zh: '两者取自同一页。', en: 'Take both from one page.' },
    profile: 'read',
    forEach: lists,
    steps: [
      {
        send: { query: '{ list: {{list}}(first: 10) { edges { node { id } } } }' },
        expect: [{ answered: true }],
        keep: { row: 'body.data.list.edges.0', ids: 'body.data.list.edges.*.node.id' },
      },
      {
        send: { query: '{ list: {{list}}(first: 10) { nodes { id } edges { node { id } } } }' },
        expect: [{ answered: true }, { at: 'body.data.list.nodes.*.id', is: '{{ids}}' }],
      },
    ],
  },
  {
    id: 'page-stable',
    title: { zh: '同一询问再次得到同一答案', en: 'answers the same question in the same way again' },
    why: { zh: '没有固定次序的列表，每次翻页都不同。', en: 'A list without a fixed order has other pages each time.' },
    cure: SORTED,
    profile: 'read',
    forEach: lists,
    steps: [
      { send: walk(20, 20), expect: [], keep: { ...row, cursors: 'cursors' } },
      { send: walk(20, 20), expect: [{ at: 'cursors', is: '{{cursors}}' }] },
    ],
  },
  {
    id: 'page-default',
    title: { zh: '未给 first 时至多 20 行', en: 'gives 20 rows at most when nothing is said' },
    why: {
      zh: '没有缺省上限时，一个短查询会取出整张表。',
      en: 'Without a default a short query reads the whole table.',
    },
    cure: { zh: '缺省取 20 行。', en: 'Take 20 when first is not given.' },
    profile: 'read',
    forEach: lists,
    steps: [
      {
        send: { query: '{ list: {{list}} { edges { cursor } totalCount } }' },
        expect: [{ answered: true }],
        keep: { row: 'body.data.list.edges.0', cursors: 'body.data.list.edges.*.cursor' },
      },
      {
        send: { query: '{ list: {{list}}(first: 20) { edges { cursor } } }' },
        expect: [{ answered: true }, { at: 'body.data.list.edges.*.cursor', is: '{{cursors}}' }],
      },
    ],
  },
];
