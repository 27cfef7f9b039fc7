import type { Expectation, Rule, Step, Value } from '../rule.js';

const asked = '{ serviceItems(first: 1) { totalCount } }';

/** RFC 9110, 15.5.2: not let in, and told so in the one shape of errors. */
const notLetIn: readonly Expectation[] = [
  { at: 'status', is: 401 },
  { refusedWith: ['UNAUTHENTICATED'] },
  { at: 'text', matchesNot: 'totalCount' },
];

const shown = (...flaws: readonly Extract<Step['send'], { query: string }>['passport'][]): readonly Step[] =>
  flaws.flatMap((passport) => (passport === undefined ? [] : [{ send: { query: asked, passport }, expect: notLetIn }]));

/** Fields that are guarded, each asked so that nobody but those who may could have an answer. */
const guarded: readonly Readonly<Record<string, Value>>[] = [
  { field: 'alerts(first: 1) { edges { cursor } }' },
  { field: 'staff(province: "{{province}}") { totalCount }' },
  { field: 'accessChallenges(province: "{{province}}") { totalCount }' },
  { field: 'policyChanges(province: "{{province}}") { totalCount }' },
  { field: 'myAccessTrail(first: 1) { totalCount }' },
  { field: 'consultations(first: 1) { totalCount }' },
  { field: 'myLicences(first: 1) { totalCount }' },
];

const CHECK_AGAIN = {
  zh: '省份不因网关已检查而不检查：能直接连到端口的人不经过网关。',
  en: 'A province checks again what the gateway has checked: whoever reaches its port comes past no gateway.',
};

/** Who is let in, and who may ask what. */
export const accessRules: readonly Rule[] = [
  {
    id: 'passport-taken',
    title: { zh: '接受网关签发的通行证，无论何人询问', en: 'takes the passport of a gateway, whoever asks' },
    why: {
      zh: '每次询问都带有通行证；不被接受，该省就完全不可用。',
      en: 'Every question carries one; a province that refuses it is not there.',
    },
    cure: {
      zh: '按 schema/passport.ts 校验；没有 sub 的通行证是匿名者。',
      en: 'Verify it as schema/passport.ts says; one without sub is of nobody known.',
    },
    profile: 'read',
    needs: ['passport'],
    steps: [
      { send: { query: asked }, expect: [{ answered: true }] },
      { send: { query: asked, as: 'gateway' }, expect: [{ answered: true }] },
      { send: { query: asked, as: 'citizen' }, expect: [{ answered: true }] },
      { send: { query: asked, as: 'clerk' }, expect: [{ answered: true }] },
      { send: { query: asked, as: 'clerk', home: 'ZX' }, expect: [{ answered: true }] },
    ],
  },
  {
    id: 'passport-absent',
    title: { zh: '没有通行证者不予应答', en: 'answers nobody without a passport' },
    why: CHECK_AGAIN,
    cure: {
      zh: '读取请求体之前检查 x-tongban-passport，没有或无效时返回 401 与 UNAUTHENTICATED。',
      en: 'Check x-tongban-passport before the body is read; answer 401 with UNAUTHENTICATED where it is not there or not valid.',
    },
    profile: 'read',
    steps: shown('absent'),
  },
  {
    id: 'passport-time',
    title: {
      zh: '过期、尚未生效或有效期过长的通行证不予接受',
      en: 'refuses a passport that is over, not yet valid, or valid for too long',
    },
    why: {
      zh: '通行证 30 秒有效：截获者只有这么久。',
      en: 'A passport is valid for 30 s: whoever steals one has no longer.',
    },
    cure: {
      zh: '以本省时钟核对 iat 与 exp，容差 5 秒；无论 exp 如何，iat 之后 30 秒即失效。',
      en: 'Check iat and exp by your own clock, 5 s apart at most; 30 s after iat it is over, whatever exp says.',
    },
    profile: 'read',
    needs: ['passport'],
    steps: shown('expired', 'not yet valid', 'valid for too long'),
  },
  {
    id: 'passport-signature',
    title: { zh: '签名不符的通行证不予接受', en: 'refuses a passport whose signature is not right' },
    why: { zh: '不核对签名，任何人都可以自称任何人。', en: 'Where it is not verified, anybody is whoever he says.' },
    cure: {
      zh: '以所信任的 Ed25519 公钥核对签名；只接受 EdDSA，拒绝 none。',
      en: 'Verify it with a listed Ed25519 key; take EdDSA and nothing else, none least of all.',
    },
    profile: 'read',
    needs: ['passport'],
    steps: shown('by another key', 'changed after signing', 'without a signature'),
  },
  {
    id: 'passport-kind',
    title: {
      zh: '其他类型或其他签发者的令牌不当作通行证',
      en: 'takes no other token for a passport: of another type, or of another issuer',
    },
    why: {
      zh: '同一密钥可能还签发别的令牌（RFC 8725 第 3.11 节）。',
      en: 'The same key may sign other tokens (RFC 8725, 3.11).',
    },
    cure: { zh: '核对 typ 与 iss。', en: 'Check typ and iss.' },
    profile: 'read',
    needs: ['passport'],
    steps: shown('of another type', 'of another issuer'),
  },
  {
    id: 'passport-operation',
    title: { zh: '没有操作散列的通行证不予接受', en: 'refuses a passport without the hash of an operation' },
    why: {
      zh: '散列说明所为何事，记入查询记录；没有它，记录就说不清依据。',
      en: 'It says what was asked for and stands in the trail; without it nobody can tell on what ground data were read.',
    },
    cure: {
      zh: '核对 operation 为 64 位小写十六进制数。',
      en: 'Check that operation has 64 lower-case hexadecimal digits.',
    },
    profile: 'read',
    needs: ['passport'],
    steps: shown('without an operation', 'of an operation that is no hash'),
  },
  {
    id: 'passport-role',
    title: { zh: '角色不存在的通行证不予接受', en: 'refuses a passport of a role that does not exist' },
    why: { zh: '未知角色若按匿名或按最高权限处理，都是错的。', en: 'An unknown role is neither nobody nor everybody.' },
    cure: { zh: '按 schema/roles.ts 核对 role。', en: 'Check role against schema/roles.ts.' },
    profile: 'read',
    needs: ['passport'],
    steps: shown('of a role that does not exist'),
  },
  {
    id: 'access-anonymous',
    title: {
      zh: '匿名者询问受限字段得到 UNAUTHENTICATED',
      en: 'answers UNAUTHENTICATED to nobody known who asks for what is guarded',
    },
    why: CHECK_AGAIN,
    cure: {
      zh: '按 schema/authority-matrix.ts 判断每个受限字段；缺省为拒绝。',
      en: 'Judge every guarded field by schema/authority-matrix.ts; deny by default.',
    },
    profile: 'read',
    needs: ['passport'],
    forEach: guarded,
    steps: [
      {
        send: { query: '{ {{field}} }' },
        expect: [{ at: 'status', isOneOf: [200, 401, 403] }, { refusedWith: ['UNAUTHENTICATED'] }],
      },
    ],
  },
  {
    id: 'access-role',
    title: { zh: '角色不符者得到 FORBIDDEN', en: 'answers FORBIDDEN to a role that may not' },
    why: CHECK_AGAIN,
    cure: { zh: '按 schema/authority-matrix.ts 判断角色。', en: 'Judge roles by schema/authority-matrix.ts.' },
    profile: 'read',
    needs: ['passport'],
    forEach: guarded,
    steps: [
      {
        send: { query: '{ {{field}} }', as: 'analyst' },
        expect: [{ at: 'status', isOneOf: [200, 403] }, { refusedWith: ['FORBIDDEN'] }],
      },
    ],
  },
  {
    id: 'access-home',
    title: {
      zh: '他省人员不得做限本省人员所做之事',
      en: 'answers FORBIDDEN to staff of another province where its own alone may',
    },
    why: {
      zh: '角色是在某一省的角色；他省协调员不是本省协调员。',
      en: 'A role is had in a province: a coordinator elsewhere is none here.',
    },
    cure: { zh: '核对通行证的 province 是否为本省。', en: 'Check that the province of the passport is yours.' },
    profile: 'read',
    needs: ['passport'],
    forEach: [
      { field: 'staff(province: "{{province}}") { totalCount }' },
      { field: 'policyChanges(province: "{{province}}") { totalCount }' },
    ],
    steps: [
      { send: { query: '{ {{field}} }', as: 'coordinator' }, expect: [{ answered: true }] },
      {
        send: { query: '{ {{field}} }', as: 'coordinator', home: '{{elsewhere}}' },
        expect: [{ at: 'status', isOneOf: [200, 403] }, { refusedWith: ['FORBIDDEN'] }],
      },
    ],
  },
  {
    id: 'schema-closed',
    title: {
      zh: '没有通行证者也得不到模式：内省、SDL 与拼写提示',
      en: 'tells nobody without a passport its schema: by introspection, SDL or suggestions',
    },
    why: {
      zh: '拒绝之后仍给出“是否想问……”，就逐字泄露了模式。',
      en: 'Where a refusal still suggests what was meant, it gives the schema away word by word.',
    },
    cure: { zh: '先检查通行证，再解析文档。', en: 'Check the passport first, and parse the document then.' },
    profile: 'read',
    forEach: [
      { asked: '{ __schema { queryType { name } } }' },
      { asked: '{ _service { sdl } }' },
      { asked: '{ serviceItms { id } }' },
    ],
    steps: [
      {
        send: { query: '{{asked}}', passport: 'absent' },
        expect: [
          { at: 'status', is: 401 },
          { at: 'text', matchesNot: 'Did you mean|queryType|serviceItem|type Query' },
        ],
      },
    ],
  },
];
