// What one may have, told before it is asked for: by the province, through the gateway, for whoever the token says.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { forwarded } from '../../../scripts/demo/journeys.js';
import { type Asker, playJourney } from '../../../scripts/demo/play-journey.js';
import { signDocument } from '../../../subgraphs/province/access/agreements/sign-document.js';
import { findSigner, keyPlace } from '../../../subgraphs/province/exchange/key-files.js';
import { hallCode } from '../../../subgraphs/province/seeds/authorities.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import { anAgreement, unsigned } from '../../support/agreements/an-agreement.js';
import { networkStage } from '../../support/cases/network-stage.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';
import { until } from '../../support/until.js';

const PATIENCE_MS = 120_000;

let network: TestNetwork;
let ownCase: string;
beforeAll(async () => {
  network = await startNetwork({ provinces: ['GD', 'HN'], cases: 3, isJoined: true, isGuarded: true });
  const stage = networkStage('only', () => network, PATIENCE_MS);
  const { cases } = await playJourney(stage, { ...forwarded, steps: forwarded.steps.slice(0, 1) });
  ownCase = cases.get('GD') ?? '';
}, PATIENCE_MS);
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

interface Explained {
  readonly code?: string;
  readonly line?: number;
  readonly messageEn?: string;
  readonly role?: string;
  readonly fields: readonly (Readonly<Record<string, unknown>> & { readonly coordinate: string })[];
}

const EXPLAIN = `query ($province: ID!, $query: String!, $variables: String) {
  explainAccess(province: $province, query: $query, variables: $variables) {
    ... on QueryRefusal { code line column messageZh messageEn }
    ... on AccessExplanation { role province { code nameZh } fields { coordinate action verdict conditionZh conditionEn
      row sharing decidedBy { kind name } sentenceZh sentenceEn } } } }`;

async function explain(province: string, query: string, asker?: Asker, variables?: object): Promise<Explained> {
  const asked = { province, query, ...(variables === undefined ? {} : { variables: JSON.stringify(variables) }) };
  const { data, errors } = await network.query(EXPLAIN, asked, asker);
  expect(errors).toBeUndefined();
  return (data as unknown as { readonly explainAccess: Explained }).explainAccess;
}

const fieldOf = ({ fields }: Explained, coordinate: string) => fields.find((field) => field.coordinate === coordinate);

const hall = hallCode(readInstance('GD'));
const clerk: Asker = { subject: 'c', role: 'clerk', province: 'GD', unit: hall };
const manifest = (id: string): string => `{ materialManifest(caseId: "${id}") { entries { name } } }`;

it('says to everybody that what is public may be read, and names the action', async () => {
  const query = '{ cases(first: 1) { nodes { id state item { nameZh standard { nameEn } } } } }';

  const explained = await explain('GD', query);

  expect(explained.fields.map(({ coordinate }) => coordinate)).toEqual([
    ...['Query.cases', 'CaseConnection.nodes', 'Case.id', 'Case.state', 'Case.item', 'ServiceItem.nameZh'],
    ...['ServiceItem.standard', 'StandardItem.nameEn'],
  ]);
  for (const field of explained.fields) {
    expect(field).toMatchObject({ action: 'readPublic', verdict: 'MAY', sharing: 'UNCONDITIONAL', row: null });
    expect(field['decidedBy']).toEqual({ kind: 'ACTION', name: 'readPublic' });
  }
});

it('says that a guarded field depends on the row, what that must fulfil, and that the one named does', async () => {
  const explained = await explain('GD', manifest(ownCase), clerk);

  expect(
    fieldOf(explained, 'MaterialManifestEntry.name') ?? fieldOf(explained, 'Query.materialManifest'),
  ).toMatchObject({
    ...{ action: 'readMaterial', verdict: 'OWN', row: 'OWN', sharing: 'CONDITIONAL' },
    conditionEn: 'his unit has received the case',
  });
  expect(fieldOf(explained, 'Query.materialManifest')?.['sentenceZh']).toContain(
    '收件窗口人员访问 Query.materialManifest',
  );
});

it('answers the same for a case that is not the caller’s and for one that is not there', async () => {
  const stranger: Asker = { ...clerk, unit: 'OTHERUNIT' };
  const id = (local: string): string => `GD:Case:${local}`;

  const [other, nothing, nobody] = await Promise.all([
    explain('GD', manifest(ownCase), stranger),
    explain('GD', manifest(id('0197aaaa-0000-7000-8000-000000000000')), stranger),
    explain('GD', manifest(id('0197aaaa-0000-7000-8000-000000000000')), clerk),
  ]);

  expect(fieldOf(other, 'Query.materialManifest')).toMatchObject({ verdict: 'OWN', row: 'NOT_SHOWN' });
  expect(other).toEqual(nothing);
  expect(fieldOf(nobody, 'Query.materialManifest')).toMatchObject({ row: 'NOT_SHOWN' });
});

it('finds the case in the variables too', async () => {
  const query = 'query ($id: ID!) { materialManifest(caseId: $id) { entries { name } } }';

  const explained = await explain('GD', query, clerk, { id: ownCase, other: 'HN:Case:1' });

  expect(fieldOf(explained, 'Query.materialManifest')).toMatchObject({ row: 'OWN' });
});

it('says no to whoever the matrix gives nothing, known or not, and agrees with the gateway', async () => {
  const analyst: Asker = { subject: 'a', role: 'analyst' };

  const explained = await explain('GD', manifest(ownCase), analyst);
  const unknown = await explain('GD', manifest(ownCase));
  const tried = await network.query(manifest(ownCase), {}, analyst);

  for (const { fields } of [explained, unknown]) {
    expect(fields[0]).toMatchObject({ verdict: 'NO', decidedBy: { kind: 'ACTION', name: 'readMaterial' } });
  }
  expect(tried.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});

it('lets no grant of licences stand for one, and leaves it to the row once one is in the folder', async () => {
  const query = '{ licence(id: "HN:Licence:none") { typeCode details { holderName } } }';
  const before = await explain('HN', query, clerk);
  const nowMs = Date.now();
  const validity = { from: new Date(nowMs - 1000).toISOString(), until: null };
  let document = unsigned(anAgreement({ validity }));
  for (const code of ['GD', 'HN']) {
    const place = keyPlace(code, { dataDir: network.dataDir, keysDir: path.join(network.dataDir, 'keys') });
    document = await signDocument(document, findSigner(place, nowMs), nowMs);
  }
  mkdirSync(path.join(network.dataDir, 'agreements'), { recursive: true });
  writeFileSync(path.join(network.dataDir, 'agreements', 'gd-hn.json'), JSON.stringify(document));
  const details = async () => fieldOf(await explain('HN', query, clerk), 'Licence.details');
  await until(async () => (await details())?.['verdict'] === 'OWN', 10_000);

  expect(fieldOf(before, 'Licence.details')).toMatchObject({
    ...{ verdict: 'NO', sharing: 'CONDITIONAL' },
    decidedBy: { kind: 'GRANT', name: 'GD → HN: LICENCE' },
  });
  expect(await details()).toMatchObject({ row: 'NOT_SHOWN', decidedBy: { kind: 'ACTION', name: 'readLicence' } });
});

it('explains a mutation without doing it', async () => {
  const query = `mutation ($input: ReceiveCaseInput!) { receiveCase(input: $input) { ... on Case { id } } }`;
  const input = { caseId: ownCase, idempotencyKey: 'k' };

  const explained = await explain('GD', query, clerk, { input });
  const elsewhere = await explain('HN', query, clerk, { input });

  expect(fieldOf(explained, 'Mutation.receiveCase')).toMatchObject({
    action: 'receiveCase',
    verdict: 'OWN',
    row: 'OWN',
  });
  expect(fieldOf(elsewhere, 'Mutation.receiveCase')).toMatchObject({ verdict: 'NO', decidedBy: { kind: 'ACTION' } });
});

it.each([
  ['QUERY_MALFORMED', '{ cases(', undefined],
  ['OPERATION_MISSING', 'query A { __typename } query B { __typename }', undefined],
  ['FIELD_UNKNOWN', '{\n  cases { nodes { secret } } }', undefined],
  ['QUERY_TOO_LARGE', `{ ${'a:__typename '.repeat(1000)} }`, undefined],
  ['QUERY_TOO_LARGE', `{ cases(first: 1) { nodes { id } } } # ${'x'.repeat(20_000)}`, undefined],
  ['VARIABLES_MALFORMED', '{ __typename }', []],
])('refuses with %s what cannot be explained: %.40s', async (code, query, variables) => {
  const refused = await explain('GD', query, undefined, variables);

  expect(refused).toMatchObject({ code, messageZh: expect.any(String) as unknown });
  if (code === 'FIELD_UNKNOWN')
    expect(refused).toMatchObject({ line: 2, messageEn: expect.stringContaining('Case.secret') as unknown });
});

it('reads fragments that name each other once', async () => {
  const bomb = Array.from({ length: 30 }, (_, n) => `fragment F${n} on Case { ...F${n + 1} ...F${n + 1} }`).join('\n');
  const query = `{ cases(first: 1) { nodes { ...F0 } } } ${bomb} fragment F30 on Case { state ...F0 }`;

  const { fields } = await explain('GD', query);

  expect(fields.map(({ coordinate }) => coordinate)).toContain('Case.state');
});
