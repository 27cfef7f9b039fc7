// Defects of schema, HTTP, documents and access, each with the rule that finds it.
import type { Answered, Defect, Passing, Sign } from './flawed-proxy.js';
import { asText, change, drop, instead, type Json, put, refusal } from './spoil-answer.js';

const text = (from: string | RegExp, to: string) => change('data._service.sdl', (sdl) => asText(sdl).replace(from, to));

const withBody =
  (body: string) =>
  (request: Passing): Passing => ({ ...request, body });

const withPassport =
  (as: Parameters<Sign>[0]['as']) =>
  (request: Passing, sign: Sign): Passing => ({
    ...request,
    headers: { ...request.headers, 'x-tongban-passport': sign({ as }) },
  });

const asPost = ({ headers, body, search }: Passing): Passing => {
  const query = new URLSearchParams(search).get('query');
  const asked = query === null ? body : JSON.stringify({ query });
  return { method: 'POST', search: '', headers: { ...headers, 'content-type': 'application/json' }, body: asked };
};

const serviceItems: Json = { data: { serviceItems: { totalCount: 110 } } };

const page =
  (status: number): ((answer: Answered) => Answered) =>
  () => ({
    status,
    type: 'text/html',
    text: '<h1>error</h1>',
  });

/** One part of a passport is not looked at: whatever stands there is let in. */
const letsIn = (rule: string, what: string, isLetIn: (passport: Shown) => boolean): Defect => ({
  ...{ rule, what, when: /serviceItems\(first: 1\) \{ totalCount/ },
  takes: (request, sign) => (isLetIn(readShown(request)) ? withPassport('anonymous')(request, sign) : request),
});

/** Header and claims of a passport as it was shown, unchecked. */
interface Shown {
  readonly isThere: boolean;
  readonly part: Readonly<Record<string, unknown>>;
}

function readShown({ headers }: Passing): Shown {
  const [head, claims] = (headers['x-tongban-passport'] ?? '').split('.').map((text) => {
    const part: unknown = text === '' ? {} : JSON.parse(Buffer.from(text, 'base64url').toString());
    return part as Readonly<Record<string, unknown>>;
  });
  return { isThere: claims !== undefined, part: { ...head, ...claims } };
}

const seconds = (): number => Date.now() / 1000;

/** What provinces do wrong before a row is read. */
export const transportDefects: readonly Defect[] = [
  { rule: 'service-sdl', what: 'has no SDL', when: /_service/, gives: put('data._service.sdl', null) },
  {
    rule: 'sdl-types',
    what: 'lets a count be null',
    when: /_service/,
    gives: text('totalCount: Int!', 'totalCount: Int'),
  },
  { rule: 'sdl-types', what: 'lacks an enum value', when: /_service/, gives: text('JOINT_HANDLING', 'JOINT') },
  { rule: 'sdl-directives', what: 'prints no @owner', when: /_service/, gives: text(/@owner\(by: "\w+"\)/, '') },
  { rule: 'sdl-directives', what: 'prints no @key', when: /_service/, gives: text('@key(fields: "id")', '') },
  { rule: 'http-answer', what: 'compresses unasked', when: /nameZh/, isEncoded: true },
  { rule: 'http-answer', what: 'sends HTML', when: /nameZh/, gives: (answer) => ({ ...answer, type: 'text/html' }) },
  {
    rule: 'http-answer',
    what: 'reads its rows as another charset',
    when: /nameZh/,
    gives: (answer) => ({ ...answer, text: answer.text.replaceAll(/[\u4e00-\u9fff]/g, '?') }),
  },
  { rule: 'http-answer', what: 'sends to a login page', when: /nameZh/, gives: page(302) },
  {
    rule: 'http-accept',
    what: 'refuses the media type of GraphQL',
    header: ['accept', /graphql-response/],
    gives: page(406),
  },
  { rule: 'http-get-mutation', what: 'carries out a mutation by GET', when: /^GET/, takes: asPost },
  { rule: 'http-methods', what: 'treats DELETE as POST', when: /^DELETE/, takes: asPost },
  { rule: 'http-media-types', what: 'reads forms', header: ['content-type', /form-urlencoded/], takes: asPost },
  { rule: 'http-media-types', what: 'reads plain text', header: ['content-type', /text\/plain/], takes: asPost },
  { rule: 'http-not-graphql', what: 'breaks on what is no JSON', when: /^POST \{"query":$/, gives: page(500) },
  {
    rule: 'http-not-graphql',
    what: 'takes variables that are a list',
    when: /"variables":\[\]/,
    takes: withBody('{"query":"{ __typename }"}'),
  },
  { rule: 'http-body-accepted', what: 'takes 256 kB at most', when: /^[^]{262144}/, gives: page(413) },
  {
    rule: 'http-body-limit',
    what: 'reads whatever comes',
    when: /^[^]{4194304}/,
    takes: withBody('{"query":"{ __typename }"}'),
  },
  { rule: 'deadline-kept', what: 'does not end in time', header: ['x-tongban-deadline-ms', /^3000$/], isSilent: true },
  {
    rule: 'deadline-short',
    what: 'hangs when time is short',
    header: ['x-tongban-deadline-ms', /^1$/],
    isSilent: true,
  },
  {
    rule: 'deadline-short',
    what: 'breaks when time is short',
    header: ['x-tongban-deadline-ms', /^1$/],
    gives: page(500),
  },
  {
    rule: 'stream-open',
    what: 'sends its first head with the first event',
    when: /caseEvents/,
    isSilent: true,
  },
  {
    rule: 'stream-open',
    what: 'does not know subscriptions',
    when: /caseEvents/,
    takes: withBody('{"query":"{ __typename }"}'),
  },
  {
    rule: 'stream-refusal',
    what: 'breaks off without an end',
    when: /caseProgress/,
    gives: (answer) => ({ ...answer, text: answer.text.replace('complete', 'end') }),
  },
  {
    rule: 'stream-refusal',
    what: 'says nothing of what is wrong',
    when: /caseProgress/,
    gives: (answer) => ({ ...answer, text: answer.text.replace('BAD_ID', 'NONE') }),
  },
  {
    rule: 'gateway-probe',
    what: 'gives a count as text',
    when: /cases\(first: ?1\)|cases\(first:\$/,
    gives: put('data.cases.totalCount', '150'),
  },
  { rule: 'graphql-aliases', what: 'loses an alias', when: /then: __typename/, gives: drop('data.then') },
  {
    rule: 'graphql-aliases',
    what: 'joins fields of two aliases',
    when: /then: __typename/,
    gives: (answer) => change('data.one', () => 'two')(answer),
  },
  {
    rule: 'graphql-conditions',
    what: 'does not know @include',
    when: /Conditions/,
    gives: change('data', (data) => ({ ...(data as object), b: 'Query' })),
  },
  {
    rule: 'error-syntax',
    what: 'has no code for a syntax error',
    when: /"\{ serviceItems\("/,
    gives: drop('errors.*.extensions'),
  },
  {
    rule: 'error-validation',
    what: 'gives half an answer',
    when: /noSuchField/,
    gives: instead({ data: { serviceItems: {} } }),
  },
  {
    rule: 'error-validation',
    what: 'has a code of its own',
    when: /noSuchArgument/,
    gives: put('errors.0.extensions.code', 'BAD_QUERY'),
  },
  {
    rule: 'error-operation',
    what: 'runs the first operation',
    when: /query B/,
    takes: withBody('{"query":"{ __typename }"}'),
  },
  {
    rule: 'error-variables',
    what: 'takes its default for a wrong value',
    when: /Sized.*"one"/,
    gives: instead(serviceItems),
  },
  {
    rule: 'error-variables',
    what: 'calls it a fault of its own',
    when: /Sized/,
    gives: put('errors.0.extensions.code', 'INTERNAL'),
  },
  { rule: 'error-path', what: 'does not say where', when: /wrong: serviceItem/, gives: drop('errors.0.path') },
  { rule: 'error-path', what: 'lets one error take the rest', when: /wrong: serviceItem/, gives: put('data', null) },
  {
    rule: 'error-leaks',
    what: 'tells its statement',
    when: /DROP/,
    gives: put('errors.0.message', 'SELECT id FROM item WHERE id = 1'),
  },
  {
    rule: 'error-leaks',
    what: 'tells its stack',
    when: /yesterday/,
    gives: put('errors.0.message', 'x\n    at Query.run (/srv/app.js:10:5)'),
  },
  {
    rule: 'error-leaks',
    what: 'tells an address',
    when: /WyJ4Il0/,
    gives: put('errors.0.message', 'no connection to 10.1.2.3:5432'),
  },
  {
    rule: 'passport-taken',
    what: 'lets nobody in but the gateway itself',
    when: /serviceItems/,
    gives: instead(refusal('UNAUTHENTICATED'), 401),
  },
  letsIn('passport-absent', 'asks for no passport', ({ isThere }) => !isThere),
  letsIn('passport-time', 'does not look at the end', ({ part }) => Number(part['exp']) < seconds()),
  letsIn('passport-time', 'does not look at the beginning', ({ part }) => Number(part['iat']) > seconds() + 60),
  letsIn('passport-time', 'believes any end', ({ part }) => Number(part['exp']) - Number(part['iat']) > 60),
  letsIn('passport-signature', 'verifies no signature', ({ part }) => part['alg'] !== 'none'),
  letsIn('passport-signature', 'takes changed claims', ({ part }) => part['sub'] === 'somebody'),
  letsIn('passport-signature', 'lets the passport say how it is signed', ({ part }) => part['alg'] === 'none'),
  letsIn('passport-kind', 'takes a token of another type', ({ part }) => part['typ'] === 'JWT'),
  letsIn('passport-kind', 'takes a token of any issuer', ({ part }) => part['iss'] === 'urn:tongban:somebody'),
  letsIn('passport-operation', 'does not ask what for', ({ part }) => part['operation'] === undefined),
  letsIn('passport-operation', 'takes anything for a hash', ({ part }) => part['operation'] === 'query'),
  letsIn('passport-role', 'takes any role', ({ part }) => part['role'] === 'emperor'),
  {
    rule: 'passport-absent',
    what: 'answers 200 to whom it does not let in',
    when: /serviceItems/,
    gives: (answer) => ({ ...answer, status: 200 }),
  },
  { rule: 'access-anonymous', what: 'shows alerts to everybody', when: /alerts/, takes: withPassport('supervisor') },
  {
    rule: 'access-anonymous',
    what: 'says FORBIDDEN to nobody known',
    when: /staff/,
    gives: put('errors.0.extensions.code', 'FORBIDDEN'),
  },
  { rule: 'access-role', what: 'shows alerts to any role', when: /alerts/, takes: withPassport('supervisor') },
  {
    rule: 'access-role',
    what: 'shows who changed policy to any role',
    when: /policyChanges/,
    takes: withPassport('coordinator'),
  },
  {
    rule: 'access-home',
    what: 'takes a coordinator for one of its own',
    when: /staff/,
    takes: withPassport('coordinator'),
  },
  {
    rule: 'schema-closed',
    what: 'suggests names to anybody',
    when: /serviceItms/,
    gives: put('errors.0.message', 'Did you mean serviceItems?'),
  },
  { rule: 'schema-closed', what: 'lets anybody read its SDL', when: /_service/, takes: withPassport('anonymous') },
];
