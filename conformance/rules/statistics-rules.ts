import type { Rule } from '../rule.js';

const numbers = 'smallestCell rows { cases suppressedIn } refusals { code }';
const small = [1, 2, 3, 4, 5, 6, 7, 8, 9];

const tables = ['YEAR', 'MONTH', 'ITEM', 'AUTHORITY', 'MODE', 'STATE', 'SATISFACTION', 'RECEIVING_PROVINCE'].map(
  (table) => ({
    table,
  }),
);

const SMALL = {
  zh: '小于 10 的单元可以认出具体的人。',
  en: 'A cell below ten may tell who a person is.',
};

/** Numbers over cases: no answer tells a small number, and none can be told from another. */
export const statisticsRules: readonly Rule[] = [
  {
    id: 'small-cells',
    title: { zh: '公开的统计表中没有 1 至 9', en: 'publishes no number from 1 to 9' },
    why: SMALL,
    cure: {
      zh: '小于 10 的单元不公布：cases 为 0，suppressedIn 为 1。',
      en: 'Keep cells below ten: cases is 0, and suppressedIn is 1.',
    },
    profile: 'read',
    forEach: tables,
    steps: [
      {
        send: { query: `{ caseStatistics(groupBy: [{{table}}]) { ${numbers} } }` },
        expect: [{ answered: true }, { at: 'body.data.caseStatistics.rows.*.cases', isNoneOf: small }],
        keep: { row: 'body.data.caseStatistics.rows.0' },
      },
    ],
  },
  {
    id: 'small-cell-size',
    title: { zh: '最小单元不小于 10', en: 'has no smaller smallest cell than ten' },
    why: SMALL,
    cure: { zh: 'smallestCell 不得小于 10。', en: 'Give a smallestCell of ten or more.' },
    profile: 'read',
    steps: [
      {
        send: { query: `{ caseStatistics { ${numbers} } }` },
        expect: [{ answered: true }],
        keep: { row: 'body.data.caseStatistics.rows.0', smallest: 'body.data.caseStatistics.smallestCell' },
      },
      {
        send: { query: `{ caseStatistics { ${numbers} } }` },
        expect: [{ at: 'body.data.caseStatistics.smallestCell', isAtLeast: 10 }],
      },
    ],
  },
  {
    id: 'kept-cells',
    title: { zh: '不公布的单元不带数字', en: 'gives no number beside a cell that it keeps' },
    why: {
      zh: '说不公布而又给出数字，就是公布了。',
      en: 'Whoever says that he keeps a number and gives it has published it.',
    },
    cure: { zh: 'suppressedIn 为 1 时 cases 为 0。', en: 'Where suppressedIn is 1, cases is 0.' },
    profile: 'read',
    forEach: tables,
    steps: [
      {
        send: { query: `{ caseStatistics(groupBy: [{{table}}]) { ${numbers} } }` },
        expect: [{ answered: true }, { at: 'body.data.caseStatistics.rows.*[suppressedIn=1].cases', isOneOf: [0] }],
        keep: { row: 'body.data.caseStatistics.rows.0' },
      },
    ],
  },
  {
    id: 'complementary-cells',
    title: { zh: '一行中不公布的单元不会只有一个', en: 'never keeps one cell of a line alone' },
    why: { zh: '合计减去其余各项，就得到那一个。', en: 'The total less the others is the one that is kept.' },
    cure: {
      zh: '再隐去至少一个单元，使所隐合计不小于 10。',
      en: 'Keep at least one more, so that what is kept is ten or more together.',
    },
    profile: 'read',
    forEach: tables,
    steps: [
      {
        send: { query: `{ caseStatistics(groupBy: [{{table}}]) { ${numbers} } }` },
        expect: [{ answered: true }, { at: 'body.data.caseStatistics.rows.*[suppressedIn=1]', countsNot: 1 }],
        keep: { row: 'body.data.caseStatistics.rows.0' },
      },
    ],
  },
  {
    id: 'free-questions',
    title: { zh: '匿名者只得到公开的统计表', en: 'gives published tables alone to nobody known' },
    why: {
      zh: '自由提问有次数上限，匿名者无从计数。',
      en: 'Free questions are counted, and those of nobody known cannot be.',
    },
    cure: {
      zh: '在 refusals 中给出 TABLE_NOT_PUBLISHED，rows 为空。',
      en: 'Give TABLE_NOT_PUBLISHED in refusals, and no rows.',
    },
    profile: 'read',
    forEach: [
      { question: 'groupBy: [MODE, STATE, MONTH]' },
      { question: 'groupBy: [ITEM], filter: { modes: [FULLY_ONLINE] }' },
    ],
    steps: [
      {
        send: { query: `{ caseStatistics({{question}}) { ${numbers} } }` },
        expect: [
          { answered: true },
          { at: 'body.data.caseStatistics.rows', counts: 0 },
          { at: 'body.data.caseStatistics.refusals.*.code', is: ['TABLE_NOT_PUBLISHED'] },
        ],
      },
    ],
  },
];
