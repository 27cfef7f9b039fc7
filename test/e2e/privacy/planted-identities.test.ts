// Persons are planted into a real gateway and real provinces, taken through everything that touches them, and looked for
// in whatever is left: files of databases, logs, errors, addresses, cursors, traffic. Promise: they are found nowhere but
// in the answers to those who may read them.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { hallCode } from '../../../subgraphs/province/seeds/authorities.js';
import { checkCharacterOf } from '../../../subgraphs/province/persons/index.js';
import { sealedTables } from '../../../subgraphs/province/modules.js';
import { openProvinceStorage } from '../../../subgraphs/province/province.js';
import { rotateSealing } from '../../../subgraphs/province/rotate-sealing.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import { openMatching } from '../../../subgraphs/province/storage/matching.js';
import { materialFolder } from '../../../subgraphs/province/storage/orm.js';
import { vaultPlace } from '../../../subgraphs/province/storage/vault.js';
import { findTraces, type Planted, readFilesUnder, type Trace } from '../../support/privacy/find-traces.js';
import { type Answered, type Asked, PlantedWorld } from '../../support/privacy/planted-world.js';
import { consultNaming } from '../../support/privacy/plant-consultation.js';
import {
  challengeFirst,
  fileAbout,
  type ProvedHolder,
  proveLicence,
  rateNaming,
  upload,
} from '../../support/privacy/plant-more.js';
import { columnsUnder } from '../../support/privacy/texts-naming.js';
import { until } from '../../support/until.js';

type Data = Readonly<Record<string, unknown>>;

function plant(name: string, digits: string, phone: string): Planted {
  return { name, documentNumber: `${digits}${checkCharacterOf(digits)}`, phone };
}

const applicant = plant('欧阳探针', '99000019870605321', '12077001234');
// Stated wrongly in every way that a client can think of.
const misstated = plant('司徒错填', '99000019760504987', '12088005678');
const persons: Planted[] = [applicant, misstated];

const whole = fileAbout(applicant, '申请表');
const begun = fileAbout(applicant, '户口簿');

let world: PlantedWorld;
let holder: ProvedHolder;
let caseHere = '';
let caseThere = '';
/** Answers in which nobody may be found, by what was asked. */
const answers = new Map<string, string>();

beforeAll(async () => {
  world = await PlantedWorld.open(['GD', 'HN']);
  await takeThrough();
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

const HALL = hallCode(readInstance('GD'));
const clerk = { subject: 'clerk-GD', role: 'clerk', province: 'GD', unit: HALL } as const;
const CASE_HANDLING = { 'x-tongban-purpose': 'CASE_HANDLING' };

async function ask(title: string, asked: Asked): Promise<Answered> {
  const answer = await world.ask(asked);
  answers.set(title, answer.text);
  return answer;
}

const DRAFT = `mutation ($input: DraftCaseInput!) { outcome: draftCase(input: $input) {
  ... on CaseRefusal { code messageZh messageEn } ... on Case { id state } } }`;

const stated = ({ name, documentNumber, phone }: Planted): Data => ({
  name,
  documentType: 'RESIDENT_ID',
  documentNumber,
  phone,
});

const draftInput = (key: string, said: unknown): Data => ({
  ...{ idempotencyKey: key, province: 'GD', handlingProvince: 'HN', mode: 'RECEIVE_AND_FORWARD' },
  ...{ standardItem: 'CN:StandardItem:mca-orphan-recognition', applicantKind: 'NATURAL_PERSON' },
  ...{ applicantProvince: 'HN', channel: 'WINDOW', realName: true, consent: true, materials, conditions },
  applicant: said,
});

let materials: readonly Data[] = [];
let conditions: readonly Data[] = [];

interface Outcome {
  readonly id?: string;
  readonly code?: string;
}

const outcomeOf = ({ data }: Answered): Outcome => ({ ...(data?.['outcome'] as Outcome | undefined) });

async function draft(key: string, said: unknown, token: Asked['token'] = clerk): Promise<Outcome> {
  return outcomeOf(await ask(`draft ${key}`, { query: DRAFT, variables: { input: draftInput(key, said) }, token }));
}

async function act(event: string, says: Data = {}): Promise<Outcome> {
  const type = `${event.charAt(0).toUpperCase()}${event.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { outcome: ${event}(input: $input) { ... on CaseRefusal { code } ... on Case { id } } }`;
  const input = { caseId: caseHere, idempotencyKey: event, ...says };
  const outcome = outcomeOf(await ask(event, { query, variables: { input }, token: clerk }));
  if (outcome.code !== undefined) throw new Error(`${event} was refused: ${outcome.code}`);
  return outcome;
}

async function takeThrough(): Promise<void> {
  await readOffer();
  caseHere = (await draft('k-1', stated(applicant))).id ?? '';
  if (caseHere === '') throw new Error(answers.get('draft k-1'));
  await upload(world, { caseId: caseHere, token: clerk, file: whole, isFinished: true });
  await upload(world, { caseId: caseHere, token: clerk, file: begun, isFinished: false });
  await act('receiveCase');
  await act('verifyIdentity', { checkMethod: '身份证读卡' });
  await act('reviewForm', { checkMethod: '逐项核对' });
  const papers = materials.filter(({ form }) => form === 'PAPER').map(({ name }) => ({ name, shipmentNo: 'SF1' }));
  // The other province has just published its keys; they are followed, and not awaited.
  await until(() =>
    act('forwardCase', { manifest: papers }).then(
      () => true,
      (error: unknown) => {
        if (String(error).includes('ADDRESSEE_KEY_MISSING')) return false;
        throw error;
      },
    ),
  );
  await until(async () => (await findThere()) !== undefined);
  caseThere = (await findThere()) ?? '';
  holder = await proveLicence(world, misstated);
  persons.push(holder.planted);
  await rateNaming(world, applicant);
  await consultNaming(world, applicant);
}

interface Offer {
  readonly authority: { readonly code: string };
  readonly materials: readonly Data[];
  readonly acceptanceConditions: readonly string[];
}

let unitThere = '';

async function readOffer(): Promise<void> {
  const query = `{ serviceItems(filter: { standardItem: "CN:StandardItem:mca-orphan-recognition" }, provinces: ["HN"], first: 1) {
    nodes { authority { code } materials { name form grade originals copies } acceptanceConditions } } }`;
  const { data } = await ask('offer', { query });
  const [offer] = (data?.['serviceItems'] as unknown as { readonly nodes: readonly Offer[] }).nodes;
  if (offer === undefined) throw new Error('The item is not offered.');
  unitThere = offer.authority.code;
  materials = offer.materials.map((piece) => ({ ...piece, form: piece['form'] === 'PAPER' ? 'PAPER' : 'ELECTRONIC' }));
  conditions = offer.acceptanceConditions.map((subject) => ({ subject, met: true }));
}

async function findThere(): Promise<string | undefined> {
  const query =
    '{ cases(provinces: ["HN"], first: 5, orderBy: [SUBMITTED_AT_DESC]) { nodes { id collaborationNo } pageInfo { endCursor } } }';
  const { data } = await ask('list there', { query });
  const { nodes } = data?.['cases'] as unknown as {
    readonly nodes: readonly { id: string; collaborationNo: string | null }[];
  };
  return nodes.find(({ collaborationNo }) => collaborationNo !== null)?.id;
}

const READ = 'query ($id: ID!) { case(id: $id) { applicant { name documentType documentNumber phone masked basis } } }';

/** What somebody sees of the applicant of a case; nothing is kept of the answer. */
async function read(id: string, asked: Partial<Asked>): Promise<unknown> {
  const { data } = await world.ask({ query: READ, variables: { id }, ...asked });
  return (data?.['case'] as { readonly applicant: unknown } | null | undefined)?.applicant;
}

const clear = { ...stated(applicant), masked: false };
const masked = {
  ...{
    name: '欧*',
    documentType: 'RESIDENT_ID',
    documentNumber: `9${'*'.repeat(16)}${applicant.documentNumber.at(-1) ?? ''}`,
  },
  ...{ phone: '*********34', masked: true, basis: null },
};

it('shows the applicant in clear to his window, to the unit that decides, to himself, and under an order', async () => {
  const matching = openMatching(`${world.dataDir}/keys/matching.json`);
  const person = matching.keyOf({ type: 'RESIDENT_ID', number: applicant.documentNumber });
  const order = { 'x-tongban-purpose': 'SUPERVISION order-12' };
  const officer = { role: 'officer', province: 'HN', unit: unitThere } as const;

  const seen = [
    await read(caseHere, { token: clerk, headers: CASE_HANDLING }),
    await read(caseThere, { token: officer, headers: CASE_HANDLING }),
    await read(caseThere, { token: { role: 'citizen', person } }),
    await read(caseThere, { token: { role: 'supervisor' }, headers: order }),
  ];

  expect(seen).toEqual(['NATIONAL_LIST', 'NATIONAL_LIST', 'OWN', 'ORDER'].map((basis) => ({ ...clear, basis })));
});

it('shows masks to others of the province, and to everybody else nothing', async () => {
  const elsewhere = { role: 'clerk', province: 'HN', unit: HALL } as const;
  const stranger = { role: 'citizen', person: 'A'.repeat(43) } as const;

  const seen = [
    await read(caseHere, { token: clerk }), // he does not say what for
    await read(caseHere, { token: { ...clerk, unit: unitThere }, headers: CASE_HANDLING }),
    await read(caseHere, { token: { ...clerk, role: 'officer' }, headers: CASE_HANDLING }),
    await read(caseHere, { token: elsewhere, headers: CASE_HANDLING }),
    await read(caseHere, { token: stranger }),
    await read(caseHere, { token: { role: 'supervisor' } }),
  ];

  expect(seen).toEqual([masked, masked, masked, null, null, null]);
});

it('refuses what cannot be, and whoever applies in the name of another', async () => {
  const { documentNumber } = misstated;
  const wrong = `${documentNumber.slice(0, -1)}${documentNumber.endsWith('0') ? '1' : '0'}`;
  const citizen = { role: 'citizen', person: 'A'.repeat(43) } as const;
  const said = stated(misstated);

  const codes = [
    await draft('w-1', { ...said, documentNumber: wrong }),
    await draft('w-2', { ...said, name: `${misstated.name}${documentNumber}` }),
    await draft('w-3', { ...said, phone: `${misstated.phone}${misstated.phone}` }),
    await draft('w-4', said, citizen),
    await draft('k-1', said),
  ];

  expect(codes.map(({ code }) => code)).toEqual([
    'DOCUMENT_NUMBER_INVALID',
    'APPLICANT_NAME_INVALID',
    'PHONE_INVALID',
    'DOCUMENT_NOT_CALLERS',
    'IDEMPOTENCY_KEY_REUSED',
  ]);
  expect(await draft('k-1', stated(applicant))).toMatchObject({ id: caseHere });
});

const CONTENT = `query ($caseId: ID!, $digest: String!) { caseMaterial(caseId: $caseId, digest: $digest, offset: 0) {
  ... on MaterialChunk { size content } ... on ServiceRefusal { code } } }`;

/** What somebody gets of the file that came with the case; nothing is kept of the answer. */
async function readFile(caseId: string, asked: Partial<Asked>, digest = whole.digest): Promise<unknown> {
  const { data, text } = await world.ask({ query: CONTENT, variables: { caseId, digest }, ...asked });
  const shown: unknown = data?.['caseMaterial'];
  return shown ?? /"code":"(\w+)"/.exec(text)?.[1];
}

it('gives a file to the applicant, and to who handles his case and says so, of whom he then knows', async () => {
  const matching = openMatching(`${world.dataDir}/keys/matching.json`);
  const person = matching.keyOf({ type: 'RESIDENT_ID', number: applicant.documentNumber });
  const own = { token: { role: 'citizen', person } } as const;
  const officer = { role: 'officer', province: 'HN', unit: unitThere, subject: 'o-7' } as const;
  const given = { size: whole.bytes.length, content: whole.bytes.toString('base64') };
  const query = '{ myAccessTrail(first: 50) { nodes { classes caseId reader { role province { code } } } } }';
  const entries = async () => (await world.ask({ query, ...own })).text.match(/"MATERIAL"/g)?.length ?? 0;
  await until(async () => typeof (await readFile(caseThere, own)) === 'object');

  const before = await entries();
  expect(await readFile(caseThere, own)).toEqual(given);
  expect(await entries()).toBe(before);
  expect(await readFile(caseThere, { token: officer, headers: CASE_HANDLING })).toEqual(given);
  expect(await entries()).toBe(before + 1);
  // Told to Hunan with the letter.
  expect(before).toBe(1);

  expect(await readFile(caseThere, { token: officer })).toBe('FORBIDDEN');
  expect(await readFile(caseThere, { token: { ...officer, unit: HALL }, headers: CASE_HANDLING })).toBe('FORBIDDEN');
  expect(await readFile(caseThere, { token: { role: 'citizen', person: 'A'.repeat(43) } })).toBe('FORBIDDEN');
  expect(await readFile(caseThere, own, begun.digest)).toEqual({ code: 'MATERIAL_NOT_LISTED' });
});

it('enters into the trail of the applicant who was told of him with the letter', async () => {
  const matching = openMatching(`${world.dataDir}/keys/matching.json`);
  const person = matching.keyOf({ type: 'RESIDENT_ID', number: applicant.documentNumber });
  const query = `{ myAccessTrail(first: 50, provinces: ["GD"]) { nodes { classes basis { kind } reader { role province { code } } } } }`;
  const { data } = await world.ask({ query, token: { role: 'citizen', person } });
  const { nodes } = data?.['myAccessTrail'] as unknown as { readonly nodes: readonly Data[] };

  expect(nodes.filter(({ reader }) => JSON.stringify(reader).includes('"HN"'))).toEqual([
    expect.objectContaining({ classes: ['IDENTITY_NUMBER', 'MATERIAL', 'NAME', 'PHONE'] }),
  ]);
});

it('verifies a licence by a number that it keeps nowhere', () => {
  expect(holder.verdicts).toEqual([{ verdict: 'MATCHES' }, { verdict: 'DOES_NOT_MATCH' }]);
});

it('leaves nobody in any file, log, error, address, cursor or wire', async () => {
  await misuse();
  const matching = openMatching(`${world.dataDir}/keys/matching.json`);
  const person = matching.keyOf({ type: 'RESIDENT_ID', number: applicant.documentNumber });
  const reason = `我是${applicant.name}，${applicant.documentNumber}，${applicant.phone}`;
  await challengeFirst(world, { role: 'citizen', person }, reason);
  await ask('explained', { query: `{ cases(first: 3) { nodes { id } pageInfo { endCursor } } }`, headers: EXPLAIN });
  for (const place of ['/metrics', '/health', '/schema.graphql']) {
    const response = await fetch(`${world.url}${place}`);
    answers.set(place, `${JSON.stringify([...response.headers])}\n${await response.text()}`);
  }

  const files = readFilesUnder(world.dataDir);
  expect(findTraces(files, persons)).toEqual([]);
  expect([...files.keys()].filter((file) => file.startsWith('materials/'))).toHaveLength(3 + MARKS);
  expect(findTraces(bytesOf(answers), persons)).toEqual([]);
  expect(findTraces(new Map([['logs', Buffer.from(world.logged.join('\n'))]]), persons)).toEqual([]);
  expect(onTheWire()).toEqual([]);
});

// Each of two provinces says that nothing of its folder is in clear.
const MARKS = 2;

const EXPLAIN = { 'x-tongban-explain': 'true' };

// Every way of saying it wrongly that comes to mind: wrong types, wrong places, broken texts, texts without variables.
async function misuse(): Promise<void> {
  const { name, documentNumber, phone } = misstated;
  const said = stated(misstated);
  const wrong: readonly unknown[] = [
    { ...said, documentType: documentNumber },
    { ...said, documentNumber: Number(documentNumber.slice(0, 15)) },
    { ...said, name: { [name]: name } },
    { ...said, [documentNumber]: 1 },
    { ...said, phone: [phone] },
    `${name} ${documentNumber} ${phone}`,
    [said, said, documentNumber],
  ];
  for (const [index, input] of wrong.entries()) await draft(`m-${index}`, input);
  const literal = `{ name: "${name}", documentType: RESIDENT_ID, documentNumber: "${documentNumber}", phone: ${JSON.stringify(phone)} }`;
  for (const [index, query] of [
    `mutation { draftCase(input: { applicant: ${literal} }) { __typename } }`,
    `mutation { draftCase(input: { applicant: ${literal.replace('RESIDENT_ID', `"${documentNumber}"`)} }) { __typename } }`,
    `{ case(id: "GD:Case:${documentNumber}") { id } }`,
    `{ cases(after: "${documentNumber}") { nodes { id } } }`,
  ].entries()) {
    await ask(`literal ${index}`, { query, token: clerk, headers: EXPLAIN });
  }
}

const bytesOf = (texts: ReadonlyMap<string, string>): ReadonlyMap<string, Buffer> =>
  new Map([...texts].map(([place, text]) => [place, Buffer.from(text)]));

// What a client has to say itself goes to its province, and what somebody may read comes from there.
const SAYING =
  /(open|transfer|answer)Consultation|draftCase|rateCase|callBackRater|GD:Case:9900|challengeAccess|verifyLicence|appendMaterial/;
const READING = /documentNumber|caseMaterial|holderCode|\bdocument\s*\{/;

// A draft carries its applicant to the province, and so does an id what a client has put into it; an answer to whoever may read him carries him back.
function onTheWire(): readonly Trace[] {
  const wires = new Map<string, Buffer>();
  for (const [index, { request, answer }] of world.passed().entries()) {
    if (!SAYING.test(request)) wires.set(`request ${index}`, Buffer.from(request));
    if (!READING.test(request)) wires.set(`answer ${index}`, Buffer.from(answer));
  }
  expect(wires.size).toBeGreaterThan(20);
  return findTraces(wires, persons);
}

it('seals all of that under another key while it serves, and nothing names the old one any more', async () => {
  const places = new Set<string>();
  for (const code of ['GD', 'HN']) {
    const { sealingFile } = vaultPlace(code, { dataDir: world.dataDir });
    const open = () => openProvinceStorage({ instance: readInstance(code), dataDir: world.dataDir });
    const rotation = await rotateSealing({ sealingFile, materials: materialFolder(world.dataDir, code), open });
    const [oldKeyId = ''] = rotation.oldKeyIds;
    const storage = await open();
    const folder = [...readFilesUnder(materialFolder(world.dataDir, code))];

    expect(await columnsUnder(storage, oldKeyId)).toEqual([]);
    expect(folder.filter(([, bytes]) => bytes.includes(oldKeyId)).map(([file]) => file)).toEqual([]);
    expect(rotation.files).toBe(1);
    for (const place of await columnsUnder(storage, rotation.keyId)) places.add(place.replace(/\.\w+$/, ''));
    await storage.close(true);
  }
  // Nothing would be proved for a table in which nothing was. In `person` nothing is but in a database of before.
  expect(places).toEqual(new Set(sealedTables.flatMap(({ table }) => (table === 'person' ? [] : [table]))));
  expect(await read(caseHere, { token: clerk, headers: CASE_HANDLING })).toMatchObject(clear);
});
