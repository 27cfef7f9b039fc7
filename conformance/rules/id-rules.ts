import type { Rule } from '../rule.js';

const lists = [
  { list: 'serviceItems', type: 'ServiceItem' },
  { list: 'cases', type: 'Case' },
  { list: 'windows', type: 'ServiceWindow' },
  { list: 'courses', type: 'TrainingCourse' },
  { list: 'faqs', type: 'Consultation' },
  { list: 'ratings', type: 'Rating' },
];

/** Global ids: whose an object is, is read from its id. */
export const idRules: readonly Rule[] = [
  {
    id: 'ids-own',
    title: {
      zh: '所列对象的 id 以本省代码开头，并含其类型',
      en: 'lists ids that begin with its own code and name the type',
    },
    why: {
      zh: '网关从 id 读出由谁作答，从不查找；id 不属于本省，对象就再也读不到。',
      en: 'A gateway reads from an id who answers, and never looks it up; with another code in it, nobody finds the object again.',
    },
    cure: {
      zh: '按 schema/global-id.ts 生成 id：省级代码:类型:本地 id。',
      en: 'Form ids as schema/global-id.ts does: <code>:<Type>:<local id>.',
    },
    profile: 'read',
    forEach: lists,
    steps: [
      {
        send: { query: '{ list: {{list}}(first: 200) { edges { node { id } } } }' },
        expect: [
          { answered: true },
          { at: 'body.data.list.edges.*.node.id', matches: '^{{province}}:{{type}}:[A-Za-z0-9][A-Za-z0-9._-]{0,127}$' },
        ],
        keep: { one: 'body.data.list.edges.0.node.id' },
      },
    ],
  },
  {
    id: 'rows-own',
    title: { zh: '列表只含本省的行', en: 'lists rows of its own alone' },
    why: {
      zh: '把副本也列出来，全国列表就有两份。',
      en: 'Where copies are listed too, the list of the nation has them twice.',
    },
    cure: { zh: '他省办件的副本不列入公开列表。', en: 'Leave copies of other provinces’ cases out of lists.' },
    profile: 'read',
    forEach: [{ list: 'serviceItems' }, { list: 'cases' }],
    steps: [
      {
        send: { query: '{ list: {{list}}(first: 200) { nodes { province { code } } } }' },
        expect: [{ answered: true }, { at: 'body.data.list.nodes.*.province.code', isOneOf: ['{{province}}'] }],
        keep: { one: 'body.data.list.nodes.0' },
      },
    ],
  },
  {
    id: 'id-found',
    title: { zh: '按 id 取得所列的同一对象', en: 'gives by its id the object that it lists' },
    why: { zh: '列表中的链接由此打开。', en: 'This is how what is listed is opened.' },
    cure: { zh: '列表与单个对象使用同一 id。', en: 'Use one id in lists and for single objects.' },
    profile: 'read',
    steps: [
      {
        send: { query: '{ serviceItems(first: 1) { nodes { id nameZh } } cases(first: 1) { nodes { id caseNo } } }' },
        expect: [{ answered: true }],
        keep: {
          item: 'body.data.serviceItems.nodes.0',
          case: 'body.data.cases.nodes.0',
          id: 'body.data.serviceItems.nodes.0.id',
          caseId: 'body.data.cases.nodes.0.id',
        },
      },
      {
        send: { query: '{ serviceItem(id: "{{id}}") { id nameZh } case(id: "{{caseId}}") { id caseNo } }' },
        expect: [
          { answered: true },
          { at: 'body.data.serviceItem', is: '{{item}}' },
          { at: 'body.data.case', is: '{{case}}' },
        ],
      },
    ],
  },
  {
    id: 'id-unknown',
    title: { zh: '不存在的 id 得到空值，不报错', en: 'gives null for an id that does not exist, and no error' },
    why: { zh: '不存在是答案，不是故障。', en: 'That there is none is an answer, and no fault.' },
    cure: { zh: '返回 null。', en: 'Return null.' },
    profile: 'read',
    forEach: [
      { field: 'serviceItem', type: 'ServiceItem' },
      { field: 'case', type: 'Case' },
    ],
    steps: [
      {
        send: { query: '{ one: {{field}}(id: "{{province}}:{{type}}:no-such-one") { id } }' },
        expect: [{ answered: true }, { at: 'body.data.one', is: null }],
      },
    ],
  },
  {
    id: 'id-refused',
    title: {
      zh: '格式不符、他省或另一类型的 id 返回 BAD_ID',
      en: 'answers BAD_ID to what is no id, of another province or of another type',
    },
    why: {
      zh: '这说明路由有误；以空值作答会把错误说成“不存在”。',
      en: 'Something was routed wrongly; null would call it “does not exist”.',
    },
    cure: {
      zh: '按 schema/global-id.ts 解析，核对省份与类型。',
      en: 'Parse ids as schema/global-id.ts does, and check province and type.',
    },
    profile: 'read',
    forEach: [
      { id: 'nonsense' },
      { id: '{{elsewhere}}:ServiceItem:one' },
      { id: '{{province}}:Case:one' },
      { id: '{{province}}:ServiceItem:' },
    ],
    steps: [
      {
        send: {
          query: 'query One($id: ID!) { serviceItem(id: $id) { id } }',
          variables: { id: '{{id}}' },
        },
        expect: [{ at: 'status', isOneOf: [200, 400] }, { refusedWith: ['BAD_ID'] }],
      },
    ],
  },
];
