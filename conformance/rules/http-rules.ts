import type { Rule } from '../rule.js';

const json = { 'content-type': 'application/json', accept: 'application/json' };
const typename = '{"query":"{ __typename }"}';

/** How requests and answers travel: GraphQL over HTTP, as far as a gateway relies on it. */
export const httpRules: readonly Rule[] = [
  {
    id: 'http-answer',
    title: {
      zh: '以 UTF-8 JSON 应答，不压缩、不重定向',
      en: 'answers in JSON of UTF-8, neither encoded nor elsewhere',
    },
    why: {
      zh: '网关不跟随重定向，也不接收未请求的压缩：小小一段压缩内容可以展开成数 GB。',
      en: 'A gateway follows no redirect and takes no encoding that it has not asked for: a few bytes of it may stand for gigabytes.',
    },
    cure: {
      zh: '返回 content-type: application/json；对 accept-encoding: identity 不压缩；关闭到登录页等地址的跳转。',
      en: 'Send content-type: application/json, encode nothing for accept-encoding: identity, redirect to no login page.',
    },
    profile: 'read',
    steps: [
      {
        send: { query: '{ serviceItems(first: 1) { nodes { nameZh } } }' },
        expect: [
          { answered: true },
          { at: 'encoding', isOneOf: ['', 'identity'] },
          { at: 'body.data.serviceItems.nodes.*.nameZh', matches: '\\p{Script=Han}' },
        ],
      },
    ],
  },
  {
    id: 'http-accept',
    title: {
      zh: '接受 application/graphql-response+json',
      en: 'takes Accept: application/graphql-response+json',
    },
    why: {
      zh: '这是 GraphQL over HTTP 的现行媒体类型，标准客户端和其他网关会请求它。',
      en: 'It is the media type of GraphQL over HTTP, for which standard clients and other gateways ask.',
    },
    cure: {
      zh: '以该类型或 application/json 应答，不要以 406 拒绝。',
      en: 'Answer in that type or in application/json; do not refuse it by 406.',
    },
    profile: 'read',
    steps: [
      {
        send: { query: '{ __typename }', headers: { accept: 'application/graphql-response+json' } },
        expect: [{ answered: true }, { at: 'body.data.__typename', is: 'Query' }],
      },
    ],
  },
  {
    id: 'http-get-mutation',
    title: { zh: '不以 GET 执行变更', en: 'carries out no mutation by GET' },
    why: {
      zh: 'GET 会被缓存、预取和重放；网页上的一张图片就能发出它。',
      en: 'A GET is cached, fetched ahead and repeated, and any image of a page sends one.',
    },
    cure: {
      zh: '变更只经 POST；对 GET 上的变更返回 405（完全不支持 GET 亦可）。',
      en: 'Take mutations by POST only; answer 405 to one by GET (or to every GET).',
    },
    profile: 'read',
    steps: [
      {
        send: { method: 'GET', search: '?query=mutation%7B__typename%7D', headers: { accept: 'application/json' } },
        expect: [
          { at: 'status', isOneOf: [400, 403, 404, 405, 501] },
          { at: 'text', matchesNot: '"__typename"\\s*:' },
        ],
      },
    ],
  },
  {
    id: 'http-methods',
    title: { zh: '不执行 PUT、PATCH 与 DELETE', en: 'carries out nothing by PUT, PATCH or DELETE' },
    why: {
      zh: '多一种方法就多一条绕过检查的路。',
      en: 'Each further method is another way past what guards POST.',
    },
    cure: { zh: '返回 405。', en: 'Answer 405.' },
    profile: 'read',
    forEach: [{ method: 'PUT' }, { method: 'PATCH' }, { method: 'DELETE' }],
    steps: [
      {
        send: { method: '{{method}}', body: typename, headers: json },
        expect: [
          { at: 'status', isOneOf: [400, 403, 404, 405, 501] },
          { at: 'text', matchesNot: '"__typename"\\s*:' },
        ],
      },
    ],
  },
  {
    id: 'http-media-types',
    title: { zh: '只读取 JSON 请求体', en: 'reads no body but JSON' },
    why: {
      zh: '表单和纯文本可由任何网页不经预检发出；若被当作 JSON 读取，即可跨站伪造请求。',
      en: 'Any page may send forms and plain text without a preflight; read as JSON, they are forged requests.',
    },
    cure: {
      zh: '对 application/json 以外的 content-type 返回 415。',
      en: 'Answer 415 to any content-type but application/json.',
    },
    profile: 'read',
    forEach: [{ type: 'text/plain' }, { type: 'application/x-www-form-urlencoded' }, { type: 'multipart/form-data' }],
    steps: [
      {
        send: { method: 'POST', body: typename, headers: { 'content-type': '{{type}}', accept: 'application/json' } },
        expect: [
          { at: 'status', isOneOf: [400, 403, 406, 415] },
          { at: 'text', matchesNot: '"__typename"\\s*:' },
        ],
      },
    ],
  },
  {
    id: 'http-not-graphql',
    title: {
      zh: '请求体不是 GraphQL 请求时返回 400，并且不作其他事',
      en: 'answers 400 to a body that is no GraphQL request, and does nothing',
    },
    why: {
      zh: '网关据 4xx 与 5xx 区分请求有误与省份故障：误报 500 会触发重试和熔断。',
      en: 'By 4xx and 5xx a gateway tells a wrong request from a broken province, which it retries and then leaves alone.',
    },
    cure: {
      zh: '校验请求体：query 为字符串，variables 为对象或空，operationName 为字符串或空。',
      en: 'Check the body: query is a string, variables an object or null, operationName a string or null.',
    },
    profile: 'read',
    forEach: [
      { body: '{"query":' },
      { body: '[]' },
      { body: '{}' },
      { body: '{"query":5}' },
      { body: '{"query":"{ __typename }","variables":"x"}' },
      { body: '{"query":"{ __typename }","variables":[]}' },
    ],
    steps: [
      {
        send: { method: 'POST', body: '{{body}}', headers: json },
        expect: [
          { at: 'status', isOneOf: [400, 415, 422] },
          { at: 'text', matchesNot: '"data"\\s*:\\s*\\{' },
          { leaksNothing: true },
        ],
      },
    ],
  },
  {
    id: 'http-body-accepted',
    title: { zh: '接受 512 KB 的请求体', en: 'takes a body of 512 kB' },
    why: {
      zh: '一次可引用数百个对象，信封内容可达 200 KB；更小的上限会使联合查询和信封失败。',
      en: 'A request may name hundreds of objects, and a letter may hold 200 kB; with a lower limit both fail.',
    },
    cure: { zh: '将请求体上限设为不低于 1 MB。', en: 'Set the limit of bodies to 1 MB or more.' },
    profile: 'read',
    steps: [
      {
        send: { method: 'POST', body: typename, bodyBytes: 524_288, headers: json },
        expect: [{ answered: true }, { at: 'body.data.__typename', is: 'Query' }],
      },
    ],
  },
  {
    id: 'http-body-limit',
    title: { zh: '拒绝 16 MB 的请求体，随后照常应答', en: 'refuses a body of 16 MB, and goes on answering' },
    why: {
      zh: '没有上限时，一个请求就能占满内存。',
      en: 'Without a limit one request fills the memory.',
    },
    cure: {
      zh: '设置请求体上限（例如 4 MB），超出时返回 413。',
      en: 'Set a limit, such as 4 MB, and answer 413 above it.',
    },
    profile: 'read',
    steps: [
      {
        send: { method: 'POST', body: typename, bodyBytes: 16_777_216, headers: json },
        // 0: closed without an answer, which a server may do while the body still comes.
        expect: [{ at: 'status', isOneOf: [0, 400, 413] }],
      },
      { send: { query: '{ __typename }' }, expect: [{ answered: true }] },
    ],
  },
  {
    id: 'deadline-kept',
    title: {
      zh: '在 x-tongban-deadline-ms 给定的时间内应答',
      en: 'answers within the time that x-tongban-deadline-ms gives it',
    },
    why: {
      zh: '到时网关不再等待，该省列为缺失；此后所做的工作只会加重其负担。',
      en: 'Then the gateway waits no longer and calls the province missing; what it does after that is only a burden to it.',
    },
    cure: {
      zh: '读取该请求头（毫秒），到时停止并返回可重试的错误；为列表的排序字段建立索引。',
      en: 'Read the header (milliseconds), stop then and answer with an error; have an index for each order of a list.',
    },
    profile: 'read',
    steps: [
      {
        send: {
          query: `{ cases(first: 200) { totalCount edges { cursor node { id state caseNo submittedAt } } }
                    serviceItems(first: 200) { totalCount edges { cursor node { id nameZh materials { code } } } } }`,
          headers: { 'x-tongban-deadline-ms': '3000' },
        },
        expect: [
          { at: 'status', is: 200 },
          { at: 'text', matches: '"(data|errors)"\\s*:' },
          { at: 'tookMs', isAtMost: 3500 },
        ],
      },
    ],
  },
  {
    id: 'deadline-short',
    title: {
      zh: '期限极短时也立即应答，而不悬置',
      en: 'answers at once when the time is too short for an answer, and does not hang',
    },
    why: {
      zh: '悬置的请求会占住连接，网关对每省只有有限的连接。',
      en: 'A request that hangs holds a connection, and a gateway has a bounded number for each province.',
    },
    cure: {
      zh: '期限已到时返回可重试的错误，或照常返回结果。',
      en: 'When the time is over, answer with an error, or with what there is.',
    },
    profile: 'read',
    steps: [
      {
        send: { query: '{ cases(first: 1) { totalCount } }', headers: { 'x-tongban-deadline-ms': '1' } },
        expect: [
          { at: 'status', isOneOf: [200, 408, 503, 504] },
          { at: 'tookMs', isAtMost: 2000 },
        ],
      },
    ],
  },
];
