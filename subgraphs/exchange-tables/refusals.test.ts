import { expect, it } from '@jest/globals';
import {
  buildASTSchema,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  parse,
} from 'graphql';
import type { Identity } from '../../schema/identity.js';
import { roles, type Role } from '../../schema/roles.js';
import { type AdapterWorld, openAdapterWorld } from '../../test/support/exchange-tables/adapter-world.js';
import { aCase, aLicence, anItem, PERSONS, together } from '../../test/support/exchange-tables/exchange-rows.js';
import { asError } from '../server/errors.js';
import { isEmbedded } from '../server/database.js';
import { openToRead } from '../server/open-to-read.js';
import { readContractSdl } from './contract.js';
import { answered } from './mapping/mapping.js';
import { tableNames } from './tables.js';
import { exchangeTables } from './tables.entity.js';

const contract = buildASTSchema(parse(readContractSdl()), { assumeValid: true, assumeValidSDL: true });

const rows = together(
  anItem(),
  aCase({ accept: { project_no: 'N1' }, steps: [{}], procedures: [{}], materials: [{}], result: {} }),
  aLicence({ certificate_source_id: 'L1' }),
);

const everybody: readonly (Identity | undefined)[] = [
  undefined,
  ...(Object.keys(roles) as Role[]).map((role) => ({
    subject: 's',
    role,
    province: 'AH',
    unit: '11340000003000000X',
    person: 'p'.repeat(43),
    scopes: new Set<string>(),
  })),
];

/** Some value of a type, as a literal. */
function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return '[]';
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(isRequiredInputField);
    return `{ ${fields.map((field) => `${field.name}: ${literal(field.type)}`).join(', ')} }`;
  }
  const texts: Readonly<Record<string, string>> = { Int: '1', Boolean: 'true', DateTime: '"2026-01-01T00:00:00Z"' };
  return texts[type.name] ?? '"AH:Case:N1"';
}

const asked = (field: GraphQLField<unknown, unknown>): string => {
  const given = field.args.filter(isRequiredArgument).map(({ name, type }) => `${name}: ${literal(type)}`);
  const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
  return `${field.name}${given.length === 0 ? '' : `(${given.join(', ')})`} ${selection}`;
};

const questions = Object.values(contract.getQueryType()?.getFields() ?? {}).filter(({ name }) => !name.startsWith('_'));
const commands = Object.values(contract.getMutationType()?.getFields() ?? {});

it('answers the questions that its page names, and refuses every other one and every command with a code', async () => {
  await using world = await openAdapterWorld(rows);
  const codesOf = async (operation: string): Promise<ReadonlySet<unknown>> => {
    const codes = new Set<unknown>();
    for (const caller of everybody)
      for (const { code } of (await world.ask(operation, {}, caller)).errors) codes.add(code);
    return codes;
  };

  expect(Object.keys(answered).filter((name) => !questions.some((field) => field.name === name))).toEqual([]);
  expect(questions.length).toBeGreaterThan(50);
  expect(commands.length).toBeGreaterThan(50);
  for (const field of questions.filter(({ name }) => !(name in answered))) {
    expect([field.name, [...(await codesOf(`{ ${asked(field)} }`))]]).toEqual([
      field.name,
      expect.arrayContaining(['NOT_OFFERED']),
    ]);
  }
  for (const field of commands) {
    const codes = await codesOf(`mutation { ${asked(field)} }`);
    expect([
      field.name,
      [...codes].filter((code) => !String(code).match(/^(NOT_OFFERED|FORBIDDEN|UNAUTHENTICATED)$/)),
    ]).toEqual([field.name, []]);
    expect([field.name, codes.has('NOT_OFFERED')]).toEqual([field.name, true]);
  }
}, 120_000);

it.each([
  ['applicant', undefined, 'UNAUTHENTICATED'],
  ['applicant', 'analyst', 'FORBIDDEN'],
  ['receivedMaterials', 'coordinator', 'FORBIDDEN'],
] as const)('judges who asks for Case.%s as any province does: %s is %s', async (field, role, code) => {
  await using world = await openAdapterWorld(rows);
  const caller = everybody.find((one) => one?.role === role);

  const { errors } = await world.ask(`{ case(id: "AH:Case:N1") { ${field} { __typename } } }`, {}, caller);

  expect(errors).toEqual([{ path: ['case', field], code }]);
});

/** Everything that can be selected of a type without arguments, to some depth. */
function everything(type: unknown, depth: number): string {
  if (!isObjectType(type)) return '{ __typename }';
  const fields = Object.values(type.getFields()).filter((field) => !field.args.some(isRequiredArgument));
  const inner = fields.flatMap((field) => {
    const named = getNamedType(field.type);
    if (isLeafType(named)) return [field.name];
    return depth > 1 && isObjectType(named) ? [`${field.name} ${everything(named, depth - 1)}`] : [];
  });
  return `{ __typename ${inner.join(' ')} }`;
}

async function readAll(world: AdapterWorld, caller: Identity | undefined): Promise<string> {
  const of = (type: string): string => everything(contract.getType(type), 3);
  const texts = [
    `{ cases { edges { node ${of('Case')} } } }`,
    `{ serviceItems { edges { node ${of('ServiceItem')} } } }`,
    `{ node(id: "AH:Case:N1") { ... on Case ${of('Case')} } }`,
    '{ licence(id: "AH:Licence:L1") { id typeCode typeName name issuer { code name } definer { code name } issuedOn areaCode details { holderName holderCode number } } }',
    '{ myLicences { nodes { id } } myAccessTrail { totalCount } }',
  ];
  const answers = [];
  for (const text of texts) answers.push(await world.ask(text, {}, caller));
  return JSON.stringify(answers);
}

it('shows nobody who has applied, who holds a licence, who has handled a case, or what was written of them', async () => {
  await using world = await openAdapterWorld(rows);

  for (const caller of everybody) {
    const all = await readAll(world, caller);

    expect(all).toContain('"caseNo":"N1"');
    expect(all).toContain('"typeName":"居民身份证"');
    for (const person of PERSONS) expect(all).not.toContain(person);
  }
  expect(JSON.stringify(await world.report())).not.toContain(PERSONS[0]);
});

it('never selects a column that holds something of a person', async () => {
  const statements: string[] = [];
  await using world = await openAdapterWorld(rows, { onSql: (text) => void statements.push(text) });

  await readAll(
    world,
    everybody.find((one) => one?.role === 'officer'),
  );

  expect(statements.length).toBeGreaterThan(5);
  const personal =
    /applyer_name|applyer_page|contact_|handle_user|handle_explain|special_reason|result_cetr|certificate_holder|certificate_number/;
  expect(statements.filter((text) => personal.test(text))).toEqual([]);
});

it('cannot write: the database itself refuses', async () => {
  await using world = await openAdapterWorld(rows);
  await using opened = new AsyncDisposableStack();
  const orm = await openToRead({ place: world.place, entities: exchangeTables });
  opened.defer(() => orm.close(true));
  const attempt = (statement: string): Promise<string> =>
    orm.em
      .getConnection()
      .execute(statement)
      .then(
        () => 'done',
        (error: unknown) => asError(error).message,
      );

  for (const table of tableNames) {
    for (const statement of [`delete from ${table}`, `drop table ${table}`, `insert into ${table} default values`]) {
      expect(await attempt(statement)).toMatch(isEmbedded(orm.em) ? /readonly database/ : /read-only transaction/);
    }
  }
  expect((await world.ask('{ cases { totalCount } }')).data).toEqual({ cases: { totalCount: 1 } });
});

it('opens no stream, and says why', async () => {
  await using world = await openAdapterWorld(rows);
  const adapter = await world.serve();

  const response = await fetch(adapter.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: 'subscription { caseProgress(caseId: "AH:Case:N1") { __typename } }' }),
  });

  expect(await response.text()).toContain('"code":"NOT_OFFERED"');
});
