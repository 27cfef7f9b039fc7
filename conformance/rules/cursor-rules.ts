import type { Expectation, Rule } from '../rule.js';

const refused = (code: string): readonly Expectation[] => [
  { at: 'status', isOneOf: [200, 400] },
  { refusedWith: [code] },
  { leaksNothing: true },
];

/** What a client may ask of a list, and how a cursor is read. */
export const cursorRules: readonly Rule[] = [
  {
    id: 'page-size',
    title: {
      zh: 'first 与 last 不在 1 至 200 之间时返回 BAD_PAGE_SIZE',
      en: 'answers BAD_PAGE_SIZE to first or last below 1 or above 200',
    },
    why: {
      zh: '默默改成别的行数，客户端就会以为到了末尾。',
      en: 'Where another size is taken in silence, clients believe to be at the end.',
    },
    cure: { zh: '拒绝，不要截断。', en: 'Refuse it, do not cut it.' },
    profile: 'read',
    forEach: [
      { page: 'first: 0' },
      { page: 'first: -1' },
      { page: 'first: 201' },
      { page: 'last: 0' },
      { page: 'last: 201' },
      { page: 'first: 2, last: 2' },
    ],
    steps: [{ send: { query: '{ serviceItems({{page}}) { totalCount } }' }, expect: refused('BAD_PAGE_SIZE') }],
  },
  {
    id: 'page-direction',
    title: {
      zh: 'after 只与 first、before 只与 last 同用',
      en: 'takes after with first and before with last, and refuses them otherwise',
    },
    why: { zh: '两个方向混用没有确定的含义。', en: 'A mixture of both directions means nothing certain.' },
    cure: { zh: '混用时返回 BAD_CURSOR。', en: 'Answer BAD_CURSOR to a mixture.' },
    profile: 'read',
    forEach: [{ page: 'first: 2, before' }, { page: 'last: 2, after' }],
    steps: [
      {
        send: { query: '{ serviceItems(first: 1) { edges { cursor } } }' },
        expect: [{ answered: true }],
        keep: { cursor: 'body.data.serviceItems.edges.0.cursor' },
      },
      { send: { query: '{ serviceItems({{page}}: "{{cursor}}") { totalCount } }' }, expect: refused('BAD_CURSOR') },
    ],
  },
  {
    id: 'cursor-nonsense',
    title: { zh: '不是游标的文本返回 BAD_CURSOR', en: 'answers BAD_CURSOR to what is no cursor' },
    why: {
      zh: '当作“从头开始”会让客户端无休止地重读第一页。',
      en: 'Where it counts as the beginning, clients read the first page for ever.',
    },
    cure: {
      zh: '按 schema/cursor.ts 解析，解析不了就拒绝。',
      en: 'Parse it as schema/cursor.ts does, and refuse what cannot be parsed.',
    },
    profile: 'read',
    forEach: [
      { cursor: 'nonsense' },
      { cursor: '' },
      { cursor: 'e30' },
      { cursor: 'W10' },
      { cursor: 'WyJTVEFOREFSRF9DT0RFX0FTQyJd' },
    ],
    steps: [
      {
        send: {
          query: 'query After($cursor: String) { serviceItems(first: 2, after: $cursor) { totalCount } }',
          variables: { cursor: '{{cursor}}' },
        },
        expect: refused('BAD_CURSOR'),
      },
    ],
  },
  {
    id: 'cursor-other-order',
    title: {
      zh: '另一排序或另一列表的游标返回 BAD_CURSOR',
      en: 'answers BAD_CURSOR to the cursor of another order or list',
    },
    why: {
      zh: '游标中的排序值与当前排序不符，从那里继续就会丢行。',
      en: 'Its keys are not of this order; whoever goes on from there loses rows.',
    },
    cure: {
      zh: '核对游标中的排序名与当前 orderBy 是否一致。',
      en: 'Compare the order that the cursor names with orderBy.',
    },
    profile: 'read',
    steps: [
      {
        send: { query: '{ serviceItems(first: 1, orderBy: [NAME_ZH_ASC]) { edges { cursor } } }' },
        expect: [{ answered: true }],
        keep: { cursor: 'body.data.serviceItems.edges.0.cursor' },
      },
      {
        send: { query: '{ serviceItems(first: 2, after: "{{cursor}}", orderBy: [STANDARD_CODE_ASC]) { totalCount } }' },
        expect: refused('BAD_CURSOR'),
      },
      { send: { query: '{ cases(first: 2, after: "{{cursor}}") { totalCount } }' }, expect: refused('BAD_CURSOR') },
    ],
  },
  {
    id: 'cursor-anywhere',
    title: {
      zh: '接受指向他省行或并不存在的行的游标',
      en: 'takes the cursor of another province’s row, or of a row that is not there',
    },
    why: {
      zh: '网关把同一个 after 原样发给各省；位置由排序值与 id 决定，行本身不必在本省。',
      en: 'A gateway sends the same after to every province: a place is told by keys and id, and the row need not be here.',
    },
    cure: {
      zh: '按游标中的排序值与 id 比较，不要先查找该行。',
      en: 'Compare with the keys and id of the cursor; do not look the row up.',
    },
    profile: 'read',
    steps: [
      {
        send: { walk: 'serviceItems', order: 'STANDARD_CODE_ASC', size: 3, rows: 3 },
        expect: [],
        keep: { ids: 'ids', one: 'ids.0' },
      },
      {
        send: {
          query: 'query After($cursor: String) { serviceItems(first: 3, after: $cursor) { nodes { id } } }',
          variables: { cursor: { cursor: ['STANDARD_CODE_ASC', '', '{{elsewhere}}:ServiceItem:none'] } },
        },
        expect: [{ answered: true }, { at: 'body.data.serviceItems.nodes.*.id', is: '{{ids}}' }],
      },
      {
        send: {
          query:
            'query After($cursor: String) { serviceItems(first: 3, after: $cursor) { nodes { id } pageInfo { hasNextPage } } }',
          variables: { cursor: { cursor: ['STANDARD_CODE_ASC', '~', '{{elsewhere}}:ServiceItem:none'] } },
        },
        expect: [
          { answered: true },
          { at: 'body.data.serviceItems.nodes', counts: 0 },
          { at: 'body.data.serviceItems.pageInfo.hasNextPage', is: false },
        ],
      },
    ],
  },
];
