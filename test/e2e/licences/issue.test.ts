// A case that ends with a licence: it is issued to the applicant, in the place of the one that he had.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parseLicenceIdentifier } from '../../../subgraphs/province/shared/licence-identifier.js';
import { syntheticNumber } from '../../../subgraphs/province/persons/index.js';
import { fullDraft } from '../../support/cases/ask-case.js';
import { type LicenceNetwork, startLicenceNetwork } from '../../support/licence-network.js';

const ITEM = 'mohrss-unemployment-registration';
const DAY_MS = 86_400_000;
const document = { type: 'RESIDENT_ID', number: syntheticNumber('19900722', 77) } as const;
const applicant = { name: '钱乙示', documentType: document.type, documentNumber: document.number };

let network: LicenceNetwork;
beforeAll(async () => {
  network = await startLicenceNetwork(['GD']);
});
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

type Caller = Parameters<LicenceNetwork['ask']>[0];
type Data = Readonly<Record<string, unknown>>;

async function read(caller: Caller, query: string, variables: Data): Promise<Data> {
  const { data, errors } = await network.ask(caller, query, variables);
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data as Data;
}

let keys = 0;

async function command(caller: Caller, event: string, input: Data): Promise<Data> {
  keys += 1;
  const type = `${event.charAt(0).toUpperCase()}${event.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { done: ${event}(input: $input) { ... on Case { id state completion { code resultNo } } ... on CaseRefusal { code messageEn } } }`;
  return (await read(caller, query, { input: { idempotencyKey: `k${keys}`, ...input } }))['done'] as Data;
}

function citizen(): NonNullable<Caller> {
  const { matching } = network.province('GD').exchange.desk.vault;
  return { subject: 'qian', role: 'citizen', person: matching.keyOf(document) };
}

async function officer(): Promise<NonNullable<Caller>> {
  const query = `query ($item: ID!) { serviceItems(filter: { standardItem: $item }, provinces: ["GD"], first: 1) { nodes { authority { code } } } }`;
  const { serviceItems } = await read(undefined, query, { item: `CN:StandardItem:${ITEM}` });
  const { nodes } = serviceItems as { readonly nodes: readonly { readonly authority: { readonly code: string } }[] };
  return {
    subject: 'wu',
    role: 'officer',
    province: 'GD',
    unit: nodes[0]?.authority.code ?? '',
    purpose: 'CASE_HANDLING',
  };
}

/** Files a case that states who applies, or does not; gives its id. */
async function file(stated: Data | null = applicant): Promise<unknown> {
  const draft = await fullDraft({ ask: (query, variables) => read(undefined, query, variables) }, 'GD', ITEM);
  const { id } = await command(citizen(), 'draftCase', {
    ...{ province: 'GD', standardItem: `CN:StandardItem:${ITEM}`, applicantProvince: 'HN', mode: 'FULLY_ONLINE' },
    ...{ applicantKind: 'NATURAL_PERSON', channel: 'ONLINE_COMPUTER', realName: true, consent: true },
    ...draft,
    ...(stated === null ? {} : { applicant: stated }),
  });
  return id;
}

interface Played {
  /** One that is filed for it unless given. */
  readonly id?: unknown;
  /** What is said of the result. */
  readonly result?: Data;
}

/** Brings a case to its result. */
async function play(outcome: Data, { id, result = {} }: Played = {}): Promise<Data> {
  const of = { caseId: id ?? (await file()) };
  const acting = await officer();
  await command(citizen(), 'submitCase', of);
  await command(acting, 'acceptCase', of);
  await command(acting, 'startReview', { ...of, step: { name: '审查', limit: { value: 5, unit: 'WORKING_DAY' } } });
  await command(acting, 'decideCase', { ...of, ...outcome });
  return command(acting, 'issueResult', { ...of, ...result });
}

const MINE = `{ myLicences { nodes { id typeName status version provenance details { identifier holderName holderCode previous } } } }`;

const mine = async (): Promise<readonly Data[]> => {
  const { myLicences } = await read(citizen(), MINE, {});
  return (myLicences as { readonly nodes: readonly Data[] }).nodes;
};

it('becomes a licence of the applicant, and a later one stands in its place', async () => {
  const first = await play({ outcome: 'GRANTED' });
  const issued = await mine();

  expect(first).toMatchObject({ state: 'COMPLETED', completion: { code: 'LICENCE_ISSUED' } });
  const { resultNo } = first['completion'] as { readonly resultNo: string };
  expect(parseLicenceIdentifier(resultNo)).toMatchObject({ version: 1 });
  const held = { holderName: applicant.name, holderCode: document.number };
  expect(issued).toMatchObject([
    { typeName: '就业创业证', status: 'VALID', version: 1, details: { ...held, identifier: resultNo, previous: null } },
  ]);

  network.clock.nowMs += 2 * DAY_MS;
  const second = await play({ outcome: 'GRANTED' });
  const { resultNo: next } = second['completion'] as { readonly resultNo: string };

  expect(parseLicenceIdentifier(next)).toEqual({ ...parseLicenceIdentifier(resultNo), version: 2 });
  expect(await mine()).toMatchObject([
    { status: 'VALID', version: 2, details: { ...held, identifier: next, previous: resultNo } },
    { status: 'LAPSED', version: 1, details: { identifier: resultNo } },
  ]);
});

it('becomes none when it is refused', async () => {
  const before = await mine();
  const refused = await play({ outcome: 'REFUSED', reasons: { code: 'N1', text: '不符合条件', remedies: '复议' } });

  expect(refused).toMatchObject({ state: 'COMPLETED', completion: { code: 'RETURNED', resultNo: null } });
  expect(await mine()).toHaveLength(before.length);
});

it('bears the name that its own case states, though another case was filed in another name since', async () => {
  const first = await file();
  const second = await file({ ...applicant, name: '钱改名' });
  const holders = async () => (await mine()).map(({ details }) => (details as Data)['holderName']);
  const before = (await holders()).length;

  network.clock.nowMs += DAY_MS;
  await play({ outcome: 'GRANTED' }, { id: first });
  const [afterFirst] = await holders();
  network.clock.nowMs += DAY_MS;
  await play({ outcome: 'GRANTED' }, { id: second });
  const [afterSecond] = await holders();

  expect([afterFirst, afterSecond]).toEqual([applicant.name, '钱改名']);
  expect(await holders()).toHaveLength(before + 2);
});

it('becomes none in a name that the case does not state; what is issued elsewhere is shown whole to the applicant', async () => {
  const licenceIdentifier = '1.2.156.3005.2.11100000SYNMOTZZZO002.11440000SYNMOTZZZO.T00001.001.G';
  const before = await mine();
  const id = await file(null);

  const nameless = await play({ outcome: 'GRANTED' }, { id });
  const wrong = await command(await officer(), 'issueResult', { caseId: id, licenceIdentifier: '1.2.156' });
  const named = await command(await officer(), 'issueResult', { caseId: id, licenceIdentifier });
  const seen = await read(
    citizen(),
    'query ($id: ID!) { case(id: $id) { applicant { name } completion { resultNo } } }',
    {
      id,
    },
  );

  expect(nameless).toMatchObject({ code: 'APPLICANT_NOT_STATED' });
  expect(wrong).toMatchObject({ code: 'LICENCE_IDENTIFIER_INVALID' });
  expect(named).toMatchObject({ state: 'COMPLETED' });
  expect(seen['case']).toEqual({ applicant: null, completion: { resultNo: licenceIdentifier } });
  expect(await mine()).toHaveLength(before.length);
});
