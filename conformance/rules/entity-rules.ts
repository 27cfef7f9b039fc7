import type { Rule, Step } from '../rule.js';

const entities = `query Entities($list: [_Any!]!) { _entities(representations: $list) {
  __typename ... on ServiceItem { id nameZh } ... on Case { id } ... on ServiceWindow { id } } }`;

const item = { __typename: 'ServiceItem', id: '{{item}}' };
const nobody = { __typename: 'ServiceItem', id: '{{province}}:ServiceItem:no-such-item' };

/** Some rows that the province has. */
const someRows: Step = {
  send: { query: '{ serviceItems(first: 2) { nodes { id nameZh } } }' },
  expect: [{ answered: true }],
  keep: {
    item: 'body.data.serviceItems.nodes.0.id',
    name: 'body.data.serviceItems.nodes.0.nameZh',
    other: 'body.data.serviceItems.nodes.1.id',
  },
};

/** `_entities`: how a gateway reads what it knows by id. */
export const entityRules: readonly Rule[] = [
  {
    id: 'entities-order',
    title: { zh: '_entities 按请求的次序逐一应答', en: 'answers _entities one by one, in the order asked' },
    why: {
      zh: '答案只按位置与请求对应：次序一乱，一个人的数据就会显示在另一个人名下。',
      en: 'Answers are told by their place alone: out of order, one person’s data stand under another’s name.',
    },
    cure: {
      zh: '按 representations 的次序返回；批量读取后按 id 归位。',
      en: 'Return them in the order of the representations; put rows of a batch back into their places by id.',
    },
    profile: 'read',
    steps: [
      someRows,
      {
        send: {
          query: entities,
          variables: { list: [{ ...item, id: '{{other}}' }, item, { ...item, id: '{{other}}' }] },
        },
        expect: [{ answered: true }, { at: 'body.data._entities.*.id', is: ['{{other}}', '{{item}}', '{{other}}'] }],
      },
    ],
  },
  {
    id: 'entities-unknown',
    title: {
      zh: '不存在的对象在其位置上为空，不报错',
      en: 'gives null in the place of what does not exist, and no error',
    },
    why: {
      zh: '略去空位会使其后的答案全部错位；报错会使整批失败。',
      en: 'Where a place is left out, all answers behind it move up; an error fails the whole batch.',
    },
    cure: {
      zh: '找不到时返回 null，列表长度与请求相同。',
      en: 'Return null for what is not found; the list is as long as the one asked.',
    },
    profile: 'read',
    steps: [
      someRows,
      {
        send: { query: entities, variables: { list: [nobody, item, nobody] } },
        expect: [{ answered: true }, { at: 'body.data._entities.*.id', is: [null, '{{item}}', null] }],
      },
    ],
  },
  {
    id: 'entities-same-row',
    title: { zh: '_entities 与列表给出同一行', en: 'gives the same row by _entities as in a list' },
    why: { zh: '同一对象经两条路读取，必须一致。', en: 'One object that is read in two ways has to be one.' },
    cure: { zh: '两处使用同一读取函数。', en: 'Read both by the same function.' },
    profile: 'read',
    steps: [
      someRows,
      {
        send: { query: entities, variables: { list: [item] } },
        expect: [
          { answered: true },
          { at: 'body.data._entities', is: [{ __typename: 'ServiceItem', id: '{{item}}', nameZh: '{{name}}' }] },
        ],
      },
    ],
  },
  {
    id: 'entities-mixed',
    title: { zh: '一次询问可以混有多种类型', en: 'takes several types in one request' },
    why: { zh: '网关把对一省的读取合为一次询问。', en: 'A gateway joins its reads of a province into one request.' },
    cure: {
      zh: '按 __typename 分组读取，再归位。',
      en: 'Group representations by __typename, and put the rows back into their places.',
    },
    profile: 'read',
    steps: [
      {
        send: {
          query:
            '{ serviceItems(first: 1) { nodes { id } } cases(first: 1) { nodes { id } } windows(first: 1) { nodes { id } } }',
        },
        expect: [{ answered: true }],
        keep: {
          item: 'body.data.serviceItems.nodes.0.id',
          case: 'body.data.cases.nodes.0.id',
          window: 'body.data.windows.nodes.0.id',
        },
      },
      {
        send: {
          query: entities,
          variables: {
            list: [
              { __typename: 'Case', id: '{{case}}' },
              item,
              { __typename: 'ServiceWindow', id: '{{window}}' },
              item,
            ],
          },
        },
        expect: [
          { answered: true },
          { at: 'body.data._entities.*.__typename', is: ['Case', 'ServiceItem', 'ServiceWindow', 'ServiceItem'] },
          { at: 'body.data._entities.*.id', is: ['{{case}}', '{{item}}', '{{window}}', '{{item}}'] },
        ],
      },
    ],
  },
  {
    id: 'entities-batch',
    title: { zh: '一次应答 500 个对象', en: 'answers 500 objects at once' },
    why: {
      zh: '一页 200 行各引用若干对象，合为一次询问；逐个查询数据库会超时。',
      en: 'A page of 200 rows names some objects each, which are one request; a statement for each of them takes too long.',
    },
    cure: {
      zh: '以一条语句读取整批（例如 DataLoader）；不设更小的上限。',
      en: 'Read a batch by one statement (a DataLoader, say); set no lower limit.',
    },
    profile: 'read',
    steps: [
      someRows,
      {
        send: {
          query: entities,
          variables: {
            list: { times: 500, each: [item, { ...nobody, id: '{{province}}:ServiceItem:no-such-item-{{n}}' }] },
          },
          headers: { 'x-tongban-deadline-ms': '3000' },
        },
        expect: [
          { answered: true },
          { at: 'body.data._entities', counts: 500 },
          { at: 'body.data._entities.*.id', is: { times: 500, each: ['{{item}}', null] } },
          { at: 'tookMs', isAtMost: 3500 },
        ],
      },
    ],
  },
  {
    id: 'entities-foreign',
    title: { zh: '外省的对象在其位置上为空', en: 'gives null for what belongs to another province' },
    why: {
      zh: '对象只由其所属省份作答；替他省作答就是第二个真相来源。',
      en: 'An object is its owner’s to answer for; whoever answers in his place is a second truth.',
    },
    cure: { zh: '只应答以本省代码开头的 id。', en: 'Answer for ids alone that begin with your own code.' },
    profile: 'read',
    steps: [
      someRows,
      {
        send: { query: entities, variables: { list: [{ ...item, id: { abroad: '{{item}}' } }, item] } },
        expect: [
          { at: 'status', is: 200 },
          { at: 'body.data._entities.0', is: null },
          { at: 'body.data._entities.1.id', is: '{{item}}' },
        ],
      },
    ],
  },
  {
    id: 'entities-malformed',
    title: {
      zh: '缺少键或键类型有误的引用，只影响其自身的位置',
      en: 'lets a reference without a key, or with a wrong one, harm its own place only',
    },
    why: {
      zh: '一个坏引用不应带走同批的其余 499 个。',
      en: 'One bad reference must not take the other 499 of its batch with it.',
    },
    cure: {
      zh: '键不是字符串、格式不符或类型不符时返回 null（可附带错误）。',
      en: 'Where the key is no text, has not its form or is of another type, return null, with an error or without.',
    },
    profile: 'read',
    steps: [
      someRows,
      {
        send: {
          query: entities,
          variables: {
            list: [
              { __typename: 'ServiceItem' },
              { __typename: 'ServiceItem', id: 5 },
              { __typename: 'ServiceItem', id: 'nonsense' },
              { __typename: 'ServiceItem', id: '{{province}}:Case:1' },
              item,
            ],
          },
        },
        expect: [
          { at: 'status', is: 200 },
          { at: 'body.data._entities', counts: 5 },
          { at: 'body.data._entities.0', is: null },
          { at: 'body.data._entities.1', is: null },
          { at: 'body.data._entities.2', is: null },
          { at: 'body.data._entities.3', is: null },
          { at: 'body.data._entities.4.id', is: '{{item}}' },
          { leaksNothing: true },
        ],
      },
    ],
  },
  {
    id: 'entities-type',
    title: {
      zh: '类型不明的引用以 BAD_USER_INPUT 拒绝',
      en: 'refuses a reference of no known type with BAD_USER_INPUT',
    },
    why: {
      zh: '这是询问者的错误；以内部错误作答会被算作省份故障。',
      en: 'It is a mistake of who asks; an internal error counts as a fault of the province.',
    },
    cure: {
      zh: '核对 __typename 是否为本省可解析的实体类型。',
      en: 'Check that __typename is an entity that you can resolve.',
    },
    profile: 'read',
    forEach: [
      { reference: { id: 'one' } },
      { reference: { __typename: 'NoSuchType', id: 'one' } },
      { reference: { __typename: 'PageInfo', id: 'one' } },
      { reference: 5 },
    ],
    steps: [
      {
        send: {
          query: 'query Entities($list: [_Any!]!) { _entities(representations: $list) { __typename } }',
          variables: { list: ['{{reference}}'] },
        },
        expect: [
          { at: 'status', isOneOf: [200, 400] },
          { at: 'body.errors.*.extensions.code', is: ['BAD_USER_INPUT'] },
          { leaksNothing: true },
        ],
      },
    ],
  },
];
