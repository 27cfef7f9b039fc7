// Who may do what, cell by cell: every field with an action, for every role and for nobody known, by way of a whole
// gateway and straight at a province with a passport of a right key. What is expected comes from the matrix; which action
// each field is, is written down here once more, so that a wrong @Allow is seen.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { readAccessRules } from '../../../gateway/auth/access-rules.js';
import { devKeyFile, issueDevToken } from '../../../gateway/auth/dev-issuer.js';
import { publicKeysFile, publishPassportKey } from '../../../gateway/auth/issue-passport.js';
import { startGateway } from '../../../gateway/gateway.js';
import type { HttpServer } from '../../../gateway/http/server.js';
import { createLog } from '../../../telemetry/log.js';
import { type Action, authorityMatrix } from '../../../schema/authority-matrix.js';
import { roles, type Role } from '../../../schema/roles.js';
import { startNational } from '../../../subgraphs/national/national.js';
import {
  provinceRuntime,
  openProvinceStorage,
  readInstance,
  startProvince,
  type ProvinceServer,
} from '../../../subgraphs/province/province.js';
import type { CaseTables } from '../../../subgraphs/province/cases/index.js';
import type { LicenceTables } from '../../../subgraphs/province/licences/licence.entity.js';
import { seedWhenEmpty } from '../../../subgraphs/province/seeds/seed-province.js';
import { openPassportCheck } from '../../../subgraphs/server/check-passport.js';
import { askGateway } from '../../support/ask-gateway.js';
import { sampleOperation, type SampleOperation } from '../../support/auth/sample-operation.js';
import {
  anonymousClaims,
  createSigningKey,
  forgePassport,
  publicJwk,
  writeKeySet,
} from '../../support/forge-passport.js';
import { gatewayOptions } from '../../../scripts/demo/gateway-options.js';
import { actionOf } from '../../support/auth/expected-actions.js';

const apiSdl = readFileSync(new URL('../../../schema/api.graphql', import.meta.url), 'utf8');
const supergraphSdl = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');
const api = buildSchema(apiSdl);

const rootFields = (schema: GraphQLSchema): readonly string[] =>
  [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
    root ? Object.keys(root.getFields()).map((name) => `${root.name}.${name}`) : [],
  );

/** The fields of the national subgraph, which guards nothing; a province has none of them. */
const national = /^Query\.(codeLists?|provinces?|regions|standardItems?|competentAuthorities)$/;

interface Person {
  readonly title: string;
  readonly role: Role | undefined;
  readonly province: string;
}

const known = (Object.keys(roles) as Role[]).map((role): Person => ({ title: role, role, province: 'GD' }));
const everybody: readonly Person[] = [{ title: 'nobody known', role: undefined, province: 'GD' }, ...known];
const strangers = known
  .filter(({ role }) => role !== undefined && roles[role].isOfProvince)
  .map((person): Person => ({ ...person, title: `${person.title} of another province`, province: 'HN' }));

/** What the matrix says before any row is looked at. */
function mayAtAll(action: Action, { role }: Person): boolean {
  const { isOpen, grants } = authorityMatrix[action];
  return isOpen || (role !== undefined && grants[role] !== 'NO');
}

function mayInThisProvince(action: Action, person: Person): boolean {
  const { isOpen, isAtHome } = authorityMatrix[action];
  const isAway = person.role !== undefined && roles[person.role].isOfProvince && person.province !== 'GD';
  return mayAtAll(action, person) && (isOpen || !isAtHome || !isAway);
}

const claimsOf = ({ role, province }: Person) => ({
  ...(role !== undefined && { role, ...(roles[role].isOfProvince && { province, unit: 'U1' }) }),
});

const testKey = createSigningKey('test');
let directory: string;
let opened: AsyncDisposableStack;
let gateway: HttpServer;
let province: ProvinceServer;
let asked = 0;
beforeAll(async () => {
  opened = new AsyncDisposableStack();
  directory = mkdtempSync(path.join(tmpdir(), 'tongban-matrix-'));
  opened.defer(() => rmSync(directory, { recursive: true }));
  const passportKeyFile = path.join(directory, 'passport', 'key.json');
  await publishPassportKey(passportKeyFile);
  const { keys } = JSON.parse(readFileSync(publicKeysFile(passportKeyFile), 'utf8')) as { readonly keys: object[] };
  const keySet = path.join(directory, 'keys.json');
  writeKeySet(keySet, [...keys, publicJwk(testKey)]);
  const checkPassport = openPassportCheck({ file: keySet });
  const runtime = provinceRuntime();
  const shared: typeof runtime = {
    ...runtime,
    executor: (request, context) => {
      asked += 1;
      return runtime.executor(request, context);
    },
  };
  const place = { dataDir: directory, port: 0, checkPassport };
  const reference = opened.use(await startNational(place));
  await seedWhenEmpty({ instance: readInstance('GD'), dataDir: directory, cases: 20 });
  province = opened.use(await startProvince({ ...place, instance: readInstance('GD'), shared }));
  const endpoints = { provinces: new Map([['GD', province]]), subgraphs: { national: reference.url } };
  const issuer = { kind: 'dev', keyFile: devKeyFile(directory) } as const;
  const options = gatewayOptions(supergraphSdl, endpoints, { directory, settings: { issuer, passportKeyFile } });
  gateway = opened.use(await startGateway(options, { log: createLog(() => undefined), now: () => new Date() }));
});
afterAll(() => opened.disposeAsync());

/** An object that is there, so that its guarded field is asked for in earnest: of a null nobody is refused anything. */
async function idOf(type: 'Case' | 'Licence'): Promise<string> {
  const storage = await openProvinceStorage({ instance: readInstance('GD'), dataDir: directory });
  try {
    const table = { Case: 'service_case', Licence: 'licence' } as const;
    const db = storage.em.fork().getKysely<CaseTables & LicenceTables>();
    return (await db.selectFrom(table[type]).select('id').executeTakeFirstOrThrow()).id;
  } finally {
    await storage.close(true);
  }
}

/** Seeded cases have no legs: somebody drafts one. */
async function draftLeg(): Promise<string> {
  const query = `mutation ($input: DraftCaseInput!) { draftCase(input: $input) {
    ... on Case { legs { id } } ... on CaseRefusal { code } } }`;
  const input = {
    ...{ province: 'GD', standardItem: 'CN:StandardItem:mps-driver-licence-renew-expiry', mode: 'FULLY_ONLINE' },
    ...{ applicantKind: 'NATURAL_PERSON', applicantProvince: 'HN', channel: 'ONLINE_COMPUTER', realName: true },
    ...{ consent: true, materials: [], conditions: [], idempotencyKey: 'one' },
  };
  const answer = await byGateway({ query, variables: { input } }, { title: '', role: 'citizen', province: 'GD' });
  const { draftCase } = answer.data as unknown as { readonly draftCase: { readonly legs?: readonly { id: string }[] } };
  const [leg] = draftCase.legs ?? [];
  if (leg === undefined) throw new Error(JSON.stringify(answer));
  return leg.id;
}

let objects: Readonly<Record<string, string>> = {};
const sample = (coordinate: string): SampleOperation => sampleOperation(api, coordinate, { province: 'GD', objects });
beforeAll(async () => {
  objects = { Case: await idOf('Case'), Licence: await idOf('Licence'), Leg: await draftLeg() };
});

async function byGateway({ query, variables }: SampleOperation, person: Person) {
  const { role } = person;
  const identity = { subject: 'li', province: undefined, ...claimsOf(person), scope: undefined, hours: 1 };
  const headers = role && {
    authorization: `Bearer ${await issueDevToken(devKeyFile(directory), { ...identity, role }, new Date())}`,
  };
  const before = asked;
  const answer = await askGateway(gateway.url, { query, variables }, headers);
  return { ...answer, asked: asked - before };
}

interface DirectAnswer {
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

async function straight(operation: SampleOperation, person: Person): Promise<DirectAnswer> {
  const claims = person.role === undefined ? {} : { sub: 'li', ...claimsOf(person) };
  const seconds = Math.floor(Date.now() / 1000);
  const passport = await forgePassport(testKey, { ...anonymousClaims(seconds), ...claims });
  const headers = { 'content-type': 'application/json', 'x-tongban-passport': passport };
  const response = await fetch(province.url, { method: 'POST', headers, body: JSON.stringify(operation) });
  return (await response.json()) as DirectAnswer;
}

const guarded = [...readAccessRules(supergraphSdl).keys()];
const walked = [...new Set([...rootFields(api), ...guarded])].sort();
const served = walked.filter((coordinate) => !national.test(coordinate));
const cells = walked.length * everybody.length + served.length * (everybody.length + strangers.length);

it('knows the action of every root field and of every guarded field, and no others', () => {
  expect(Object.keys(actionOf).sort()).toEqual(walked);
});

it('finds a policy exactly where the matrix leaves somebody out', () => {
  const closed = Object.entries(actionOf).filter(([, action]) => !authorityMatrix[action].isOpen);

  expect(guarded.toSorted()).toEqual(closed.map(([coordinate]) => coordinate).sort());
});

describe(`the matrix, in ${cells} cells`, () => {
  describe.each(walked)('%s by way of the gateway', (coordinate) => {
    it.each(everybody.map((person) => [person.title, person] as const))('asked by %s', async (_title, person) => {
      const action = actionOf[coordinate] ?? 'maintainSubgraph';
      const answer = await byGateway(sample(coordinate), person);

      if (mayAtAll(action, person)) {
        expect(answer.errors?.filter(({ message }) => message.includes(' asks for ')) ?? []).toEqual([]);
        expect(answer).toHaveProperty('data');
        if (!authorityMatrix[action].isOpen) expect(answer.asked).toBeGreaterThan(0);
        return;
      }
      const code = person.role === undefined ? 'UNAUTHENTICATED' : 'FORBIDDEN';
      expect(answer).toMatchObject({ status: person.role === undefined ? 401 : 403, asked: 0 });
      const { zh, en } = authorityMatrix[action];
      const messages = answer.errors?.map(({ message }) => message).join();
      expect(answer.errors?.[0]).toMatchObject({ extensions: { code } });
      expect(messages).toContain(`${coordinate} asks for `);
      expect(messages).toContain(`${zh}（${action}）。 · ${en} (${action}).`);
      expect(answer).not.toHaveProperty('data');
    });
  });

  describe.each(served)('%s straight at a province', (coordinate) => {
    it.each([...everybody, ...strangers].map((person) => [person.title, person] as const))(
      'asked by %s',
      async (_title, person) => {
        const action = actionOf[coordinate] ?? 'maintainSubgraph';
        const { errors = [] } = await straight(sample(coordinate), person);

        const refused = errors.filter(({ message }) => message.includes(action));
        if (mayInThisProvince(action, person)) {
          expect(refused).toEqual([]);
          return;
        }
        const code = person.role === undefined ? 'UNAUTHENTICATED' : 'FORBIDDEN';
        expect(refused).toMatchObject([{ extensions: { code } }]);
        expect(refused[0]?.message).toMatch(/ is for: | is done by /);
      },
    );
  });
});
