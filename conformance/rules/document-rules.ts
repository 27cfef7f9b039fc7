import type { Rule } from '../rule.js';

const executed = { at: 'status', isOneOf: [200, 400] } as const;

/** What is done with GraphQL documents, and how it is told what is wrong with one. */
export const documentRules: readonly Rule[] = [
  {
    id: 'gateway-probe',
    title: { zh: '通过网关自身的探测', en: 'passes the probe of a gateway' },
    why: {
      zh: '网关登记省份时、此后每 30 秒作同样的探测；不通过即隔离。它核对各汇集字段所答的每个叶子值的类型。',
      en: 'A gateway asks the same when a province is registered and every 30 s, and quarantines who fails. It checks the type of every leaf.',
    },
    cure: {
      zh: '改正所指出的字段：类型、缺失的字段或不应有的空值。',
      en: 'Mend the field that is named: its type, that it is there, or that it is null.',
    },
    profile: 'read',
    steps: [
      {
        send: { probe: true },
        expect: [
          { at: 'found', is: '' },
          { at: 'outcome', is: 'kept' },
        ],
      },
    ],
  },
  {
    id: 'graphql-aliases',
    title: { zh: '以别名应答，同一字段可多次询问', en: 'answers under aliases, and one field several times' },
    why: {
      zh: '网关为核对而加入别名；名为 then 或 constructor 的别名曾使一些服务器出错。',
      en: 'A gateway adds aliases to check what comes; aliases such as then and constructor have broken servers.',
    },
    cure: {
      zh: '使用符合规范的执行器；不要按字段名自行拼装结果。',
      en: 'Use an executor that follows the specification; do not put answers together by field name.',
    },
    profile: 'read',
    steps: [
      {
        send: {
          query: `{ then: __typename constructor: __typename
                    one: serviceItems(first: 1) { edges { at: cursor } } two: serviceItems(first: 2) { edges { at: cursor } } }`,
        },
        expect: [
          { answered: true },
          { at: 'body.data.then', is: 'Query' },
          { at: 'body.data.constructor', is: 'Query' },
          { at: 'body.data.one.edges.*.at', matches: '^[\\w-]+$' },
          { at: 'body.data.two.edges.*.at', matches: '^[\\w-]+$' },
        ],
        keep: {
          first: 'body.data.one.edges.0.at',
          second: 'body.data.two.edges.1.at',
          again: 'body.data.two.edges.0.at',
        },
      },
      { send: { query: '{ __typename }' }, expect: [{ at: 'kept.again', is: '{{first}}' }] },
    ],
  },
  {
    id: 'graphql-conditions',
    title: { zh: '遵守 @skip、@include 与片段', en: 'follows @skip, @include and fragments' },
    why: {
      zh: '网关原样转发客户端的条件；多给或少给字段都不符合契约。',
      en: 'A gateway passes conditions of clients on; a field too many or too few breaks the contract.',
    },
    cure: { zh: '使用符合规范的执行器。', en: 'Use an executor that follows the specification.' },
    profile: 'read',
    steps: [
      {
        send: {
          query: `query Conditions($yes: Boolean!, $no: Boolean!) {
                    a: __typename @include(if: $yes) b: __typename @include(if: $no) c: __typename @skip(if: $yes) ...Names }
                  fragment Names on Query { d: __typename @skip(if: $no) }`,
          variables: { yes: true, no: false },
        },
        expect: [{ answered: true }, { at: 'body.data', is: { a: 'Query', d: 'Query' } }],
      },
    ],
  },
  {
    id: 'error-syntax',
    title: {
      zh: '文档有语法错误时返回 GRAPHQL_PARSE_FAILED',
      en: 'answers GRAPHQL_PARSE_FAILED to what is no GraphQL',
    },
    why: {
      zh: '代码说明由谁改正；没有代码的错误会被算作省份故障。',
      en: 'A code says who can mend it; an error without one counts as a fault of the province.',
    },
    cure: {
      zh: '在 errors[].extensions.code 中给出 schema/error-codes.ts 的代码。',
      en: 'Give a code of schema/error-codes.ts in errors[].extensions.code.',
    },
    profile: 'read',
    steps: [
      {
        send: { query: '{ serviceItems(' },
        expect: [executed, { refusedWith: ['GRAPHQL_PARSE_FAILED'] }, { leaksNothing: true }],
      },
    ],
  },
  {
    id: 'error-validation',
    title: {
      zh: '文档不符合模式时返回 GRAPHQL_VALIDATION_FAILED',
      en: 'answers GRAPHQL_VALIDATION_FAILED to what does not fit the schema',
    },
    why: {
      zh: '未经校验就执行，会返回半个答案，或在执行中出错。',
      en: 'Whoever executes without validation gives half an answer, or breaks on the way.',
    },
    cure: {
      zh: '执行前按模式校验文档，并给出该代码。',
      en: 'Validate documents against the schema before they are executed, and give that code.',
    },
    profile: 'read',
    forEach: [
      { wrong: '{ noSuchField }' },
      { wrong: '{ serviceItems(noSuchArgument: 1) { totalCount } }' },
      { wrong: '{ serviceItems }' },
      { wrong: '{ serviceItems(first: "one") { totalCount } }' },
    ],
    steps: [
      {
        send: { query: '{{wrong}}' },
        expect: [executed, { refusedWith: ['GRAPHQL_VALIDATION_FAILED'] }, { leaksNothing: true }],
      },
    ],
  },
  {
    id: 'error-operation',
    title: {
      zh: '操作不明确时返回 OPERATION_RESOLUTION_FAILURE',
      en: 'answers OPERATION_RESOLUTION_FAILURE when it is not clear what to run',
    },
    why: { zh: '任选其一执行，会执行没有要求的操作。', en: 'Whoever runs any of them does what nobody has asked for.' },
    cure: {
      zh: '文档有多个操作时须由 operationName 指明；指明的不存在时拒绝。',
      en: 'Of several operations run the one that operationName names, and none when there is no such.',
    },
    profile: 'read',
    forEach: [
      { asked: '{"query":"query A { __typename } query B { __typename }"}' },
      { asked: '{"query":"query A { __typename }","operationName":"C"}' },
    ],
    steps: [
      {
        send: {
          method: 'POST',
          body: '{{asked}}',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
        },
        expect: [executed, { refusedWith: ['OPERATION_RESOLUTION_FAILURE'] }],
      },
    ],
  },
  {
    id: 'error-variables',
    title: { zh: '变量不合类型时返回 BAD_USER_INPUT', en: 'answers BAD_USER_INPUT to variables that do not fit' },
    why: {
      zh: '网关据此告知客户端由其改正，而不算作省份故障。',
      en: 'By it a gateway tells the client to mend it, and does not count a fault of the province.',
    },
    cure: {
      zh: '变量不能转换为其类型时给出该代码；不要静默改成缺省值。',
      en: 'Give that code when a variable cannot be coerced; do not take the default instead.',
    },
    profile: 'read',
    forEach: [{ size: 'one' }, { size: 1.5 }, { size: null }, { size: {} }],
    steps: [
      {
        send: {
          query: 'query Sized($size: Int!) { serviceItems(first: $size) { totalCount } }',
          variables: { size: '{{size}}' },
        },
        expect: [executed, { refusedWith: ['BAD_USER_INPUT'] }, { leaksNothing: true }],
      },
    ],
  },
  {
    id: 'error-path',
    title: {
      zh: '错误带有其字段的路径，其余字段照常应答',
      en: 'tells the path of an error, and answers the other fields',
    },
    why: {
      zh: '网关把多人的读取合在一次询问中；一处出错不应带走其余，路径说明是哪一处。',
      en: 'A gateway joins reads into one request: one mistake must not take the rest with it, and the path says which it was.',
    },
    cure: {
      zh: '可空字段出错时只将该字段置空，并给出 errors[].path。',
      en: 'Where a nullable field fails, null that field alone, and give errors[].path.',
    },
    profile: 'read',
    steps: [
      {
        send: { query: '{ wrong: serviceItem(id: "wrong") { id } right: serviceItems(first: 1) { totalCount } }' },
        expect: [
          { at: 'status', is: 200 },
          { at: 'body.data.wrong', is: null },
          { at: 'body.data.right.totalCount', isAtLeast: 0 },
          { at: 'body.errors.*.path', is: [['wrong']] },
          { at: 'body.errors.*.message', matches: '.' },
          { at: 'body.errors.*.extensions.code', is: ['BAD_ID'] },
        ],
      },
    ],
  },
  {
    id: 'error-leaks',
    title: { zh: '错误不泄露地址、语句或调用栈', en: 'tells no address, statement or stack by an error' },
    why: { zh: '这些信息告诉攻击者内部用什么、在哪里。', en: 'They tell an attacker what is inside, and where.' },
    cure: { zh: '对外只给公布的信息；原因写入日志。', en: 'Tell the published message; write the cause into the log.' },
    profile: 'read',
    forEach: [
      { wrong: `{ serviceItem(id: "{{province}}:ServiceItem:'; DROP") { id } }` },
      { wrong: '{ cases(first: 2, after: "WyJ4Il0") { totalCount } }' },
      { wrong: '{ cases(filter: { submittedFrom: "yesterday" }) { totalCount } }' },
      { wrong: '{ _entities(representations: [5]) { __typename } }' },
    ],
    steps: [
      {
        send: { query: '{{wrong}}' },
        expect: [
          { at: 'status', isOneOf: [200, 400] },
          { at: 'text', matches: '"errors"\\s*:' },
          { leaksNothing: true },
        ],
      },
    ],
  },
];
