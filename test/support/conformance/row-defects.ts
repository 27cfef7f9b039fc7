// Defects of ids, entities, lists and numbers, each with the rule that finds it.
import type { Defect } from './flawed-proxy.js';
import { asList, asText, change, instead, type Json, put, refusal } from './spoil-answer.js';

const reversed = asList((list) => list.reverse());

/** A page that was read by `walk`, behind a cursor or not. */
const behindCursor = /Walk.*"cursor":"/;

const rowsOf = (to: (list: Json[]) => Json[]) => change('data.list.edges', asList(to));

const item: Json = { __typename: 'ServiceItem', id: 'GD:ServiceItem:any', nameZh: '任一' };

const counted = (first: Json, others: Json) =>
  change(
    'data.caseStatistics.rows',
    asList(([row, ...rest]) => [
      { ...(row as object), ...(first as object) },
      ...rest.map((one) => ({ ...(one as object), ...(others as object) })),
    ]),
  );

/** What provinces do wrong with ids and entities. */
export const entityDefects: readonly Defect[] = [
  {
    rule: 'ids-own',
    what: 'lists ids of another province',
    when: /list: cases/,
    gives: change('data.list.edges.*.node.id', (id) => asText(id).replace('GD:', 'HN:')),
  },
  {
    rule: 'ids-own',
    what: 'lists ids without their type',
    when: /list: serviceItems/,
    gives: change('data.list.edges.0.node.id', (id) => asText(id).replace('ServiceItem:', '')),
  },
  {
    rule: 'rows-own',
    what: 'lists the rows of a neighbour',
    when: /province \{ code \}/,
    gives: put('data.list.nodes.0.province.code', 'HN'),
  },
  {
    rule: 'id-found',
    what: 'finds another object by an id',
    when: /serviceItem\(id/,
    gives: put('data.serviceItem.nameZh', '另一事项'),
  },
  {
    rule: 'id-unknown',
    what: 'makes an error of what is not there',
    when: /no-such-one/,
    gives: instead(refusal('BAD_ID')),
  },
  {
    rule: 'id-refused',
    what: 'says that a wrong id is not there',
    when: /query One/,
    gives: instead({ data: { serviceItem: null } }),
  },
  {
    rule: 'entities-order',
    what: 'answers in another order',
    when: /Entities/,
    gives: change(
      'data._entities',
      asList(([first, ...rest]) => [...rest, first ?? null]),
    ),
  },
  {
    rule: 'entities-unknown',
    what: 'leaves out what it does not find',
    when: /Entities/,
    gives: change(
      'data._entities',
      asList((list) => list.filter((one) => one !== null)),
    ),
  },
  {
    rule: 'entities-unknown',
    what: 'fails for one that it does not find',
    when: /no-such-item/,
    gives: instead(refusal('INTERNAL')),
  },
  {
    rule: 'entities-same-row',
    what: 'has two names for one object',
    when: /Entities/,
    gives: put('data._entities.0.nameZh', '另一名称'),
  },
  {
    rule: 'entities-mixed',
    what: 'answers the first type alone',
    when: /ServiceWindow"/,
    gives: change('data._entities.*', (one) => (JSON.stringify(one).includes('Window') ? null : one)),
  },
  {
    rule: 'entities-batch',
    what: 'answers 100 at most',
    when: /no-such-item-1/,
    gives: change(
      'data._entities',
      asList((list) => list.slice(0, 100)),
    ),
  },
  {
    rule: 'entities-foreign',
    what: 'answers for another province',
    when: /HN:ServiceItem/,
    gives: put('data._entities.0', item),
  },
  {
    rule: 'entities-malformed',
    what: 'lets a bad reference take the batch with it',
    when: /nonsense/,
    gives: instead({ ...(refusal('BAD_USER_INPUT') as object) }),
  },
  {
    rule: 'entities-type',
    what: 'calls a type that it does not know a fault of its own',
    when: /NoSuchType/,
    gives: instead(refusal('INTERNAL')),
  },
];

/** What provinces do wrong with lists. */
export const listDefects: readonly Defect[] = [
  {
    rule: 'page-order',
    what: 'sorts two rows wrongly',
    when: /Walk/,
    gives: rowsOf(([a = null, b = null, ...rest]) => [b, a, ...rest]),
  },
  {
    rule: 'page-order',
    what: 'gives cursors of another row',
    when: /Walk/,
    gives: change(
      'data.list.edges',
      asList((list) =>
        list.map((row, index) => ({
          ...(row as object),
          node: (list[index + 1] as { node: Json } | undefined)?.node ?? { id: 'GD:Case:1' },
        })),
      ),
    ),
  },
  {
    rule: 'page-order',
    what: 'numbers its rows by cursors',
    when: /Walk/,
    gives: change('data.list.edges.*.cursor', () => 'b2Zmc2V0OjE'),
  },
  {
    rule: 'page-no-repeats',
    what: 'begins a page with the row before',
    when: behindCursor,
    gives: rowsOf(([first = null, , ...rest]) => [first, first, ...rest]),
  },
  {
    rule: 'page-no-losses',
    what: 'skips a row behind a cursor',
    when: behindCursor,
    gives: rowsOf(([, ...rest]) => rest),
  },
  { rule: 'page-full', what: 'fills pages by halves', when: /Walk/, gives: rowsOf((list) => list.slice(0, 4)) },
  {
    rule: 'page-full',
    what: 'gives a row more than asked',
    when: /Walk/,
    gives: rowsOf((list) => [...list, list[0] ?? null]),
  },
  {
    rule: 'page-backward',
    what: 'gives rows backwards in reverse',
    when: /last: \$size/,
    gives: change('data.list.edges', reversed),
  },
  {
    rule: 'page-has-next',
    what: 'says too early that it is over',
    when: /Walk/,
    gives: put('data.list.pageInfo.hasNextPage', false),
  },
  {
    rule: 'page-has-next',
    what: 'never says that it is over',
    when: /Walk.*"size":200/,
    gives: put('data.list.pageInfo.hasNextPage', true),
  },
  {
    rule: 'page-total',
    what: 'counts the rows of the page',
    when: /Walk/,
    gives: (answer, { body }) => put('data.list.totalCount', Number(/"size":(\d+)/.exec(body)?.[1] ?? 0))(answer),
  },
  {
    rule: 'page-total',
    what: 'counts what is left',
    when: behindCursor,
    gives: change('data.list.totalCount', (count) => Number(count) - 7),
  },
  {
    rule: 'page-ends',
    what: 'ends a page by its beginning',
    when: /Walk/,
    gives: put('data.list.pageInfo.endCursor', 'x'),
  },
  {
    rule: 'page-nodes',
    what: 'has other rows in nodes',
    when: /nodes \{ id \}/,
    gives: change('data.list.nodes', reversed),
  },
  {
    rule: 'page-stable',
    what: 'has no order',
    when: /Walk/,
    gives: (answer, _request, turn) => (turn % 2 === 0 ? change('data.list.edges', reversed)(answer) : answer),
  },
  {
    rule: 'page-default',
    what: 'gives a row less unless it is told',
    when: /list: \w+ \{/,
    gives: rowsOf((list) => list.slice(1)),
  },
  {
    rule: 'page-size',
    what: 'cuts what is too large',
    when: /first: 201/,
    gives: instead({ data: { serviceItems: { totalCount: 110 } } }),
  },
  {
    rule: 'page-direction',
    what: 'ignores a cursor of the other direction',
    when: /first: 2, before/,
    gives: instead({ data: { serviceItems: { totalCount: 110 } } }),
  },
  {
    rule: 'cursor-nonsense',
    what: 'begins anew at a cursor that it cannot read',
    when: /After/,
    gives: instead({ data: { serviceItems: { totalCount: 110 } } }),
  },
  {
    rule: 'cursor-other-order',
    what: 'goes on in another order',
    when: /orderBy: \[STANDARD_CODE_ASC\]/,
    gives: instead({ data: { serviceItems: { totalCount: 110 } } }),
  },
  {
    rule: 'cursor-anywhere',
    what: 'looks up the row of a cursor',
    when: /After/,
    gives: instead(refusal('BAD_CURSOR')),
  },
  {
    rule: 'cursor-anywhere',
    what: 'begins anew behind the last row',
    when: /pageInfo \{ hasNextPage \}/,
    gives: put('data.serviceItems.nodes', [{ id: 'GD:ServiceItem:any' }]),
  },
];

/** What provinces do wrong with numbers. */
export const statisticsDefects: readonly Defect[] = [
  {
    rule: 'small-cells',
    what: 'publishes a cell of three',
    when: /groupBy: \[MODE\]/,
    gives: put('data.caseStatistics.rows.0.cases', 3),
  },
  {
    rule: 'small-cell-size',
    what: 'keeps cells below five alone',
    when: /caseStatistics/,
    gives: put('data.caseStatistics.smallestCell', 5),
  },
  {
    rule: 'kept-cells',
    what: 'gives the number of a cell that it keeps',
    when: /groupBy: \[STATE\]/,
    gives: counted({ suppressedIn: 1, cases: 12 }, { suppressedIn: 0 }),
  },
  {
    rule: 'complementary-cells',
    what: 'keeps one cell alone',
    when: /groupBy: \[MODE\]/,
    gives: counted({ suppressedIn: 1, cases: 0 }, { suppressedIn: 0 }),
  },
  {
    rule: 'free-questions',
    what: 'answers any question of anybody',
    when: /MODE, STATE, MONTH/,
    gives: instead({
      data: { caseStatistics: { smallestCell: 10, rows: [{ cases: 20, suppressedIn: 0 }], refusals: [] } },
    }),
  },
];
