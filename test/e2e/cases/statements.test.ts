// Two cases of one person, in which he is called two names: each shows its own, whatever was stated last.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { forwarded, online } from '../../../scripts/demo/journeys.js';
import type { Asker } from '../../../scripts/demo/play-journey.js';
import { HALL } from '../../support/evidence/across-borders.js';
import { type Actor, clerkOf, command, type Data, fullDraft, shipped } from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { startLicenceNetwork } from '../../support/licence-network.js';
import { syntheticNumber } from '../../../subgraphs/province/persons/index.js';

const document = { type: 'RESIDENT_ID', number: syntheticNumber('19660606', 66) } as const;
const of = (name: string, phone: string | null) => ({
  ...{ name, documentType: document.type, documentNumber: document.number, phone },
});
const asZhou = of('周试', '12000000061');
const asWu = of('吴试', '12000000062');
const asOther = of('旁人', null);

const order: Asker = {
  ...{ subject: 'wang', role: 'supervisor' },
  purpose: { code: 'SUPERVISION', reference: 'order-12' },
};

const READ = 'query ($id: ID!) { case(id: $id) { applicant { name documentType documentNumber phone } } }';

let world: CaseWorld;
let keys = 0;
beforeEach(async () => {
  world = await CaseWorld.open(['GD', 'HN']);
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
});

const citizen = (): Actor => {
  const { matching } = world.seat('GD').exchange.desk.vault;
  return { subject: 'zhou', role: 'citizen', person: matching.keyOf(document) };
};

async function applicantOf(id: string, asker: Asker = order): Promise<unknown> {
  return ((await world.ask(READ, { id }, asker))['case'] as Data)['applicant'];
}

async function must(event: string, input: Data, actor: Actor): Promise<Data> {
  keys += 1;
  const outcome = await command(world, event, { idempotencyKey: `k${keys}`, ...input, actor });
  if (outcome['code'] !== undefined) throw new Error(`${event}: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** Somebody drafts a case that his province handles, and states who he is, or does not; gives its id. */
async function draft(province: string, applicant: Data | undefined): Promise<string> {
  const listed = await fullDraft(world, province, online.itemCode);
  const said = { ...online.draft, ...listed, province, standardItem: `CN:StandardItem:${online.itemCode}` };
  return String((await must('draftCase', applicant === undefined ? said : { ...said, applicant }, citizen()))['id']);
}

/** The window of Guangdong drafts a case for Hunan, of whoever it says. */
async function draftAtWindow(applicant: Data): Promise<string> {
  const { materials, conditions } = await fullDraft(world, 'HN', forwarded.itemCode);
  const standardItem = `CN:StandardItem:${forwarded.itemCode}`;
  const said = { ...forwarded.draft, standardItem, materials, conditions, applicant };
  return String((await must('draftCase', said, clerkOf(HALL)))['id']);
}

/** The window forwards it; gives the case of Hunan. */
async function forward(caseId: string): Promise<string> {
  const manifest = shipped(await fullDraft(world, 'HN', forwarded.itemCode));
  await must('receiveCase', { caseId }, clerkOf(HALL));
  await must('verifyIdentity', { caseId, checkMethod: '身份证读卡' }, clerkOf(HALL));
  await must('reviewForm', { caseId, checkMethod: '逐项核对' }, clerkOf(HALL));
  await must('forwardCase', { caseId, manifest }, clerkOf(HALL));
  await world.deliverAll();
  const query = `{ cases(first: 20, filter: { standardItem: "CN:StandardItem:${forwarded.itemCode}" }) { nodes { id collaborationNo } } }`;
  const here = await world.ask('query ($id: ID!) { case(id: $id) { collaborationNo } }', { id: caseId });
  const { collaborationNo } = here['case'] as { readonly collaborationNo: string };
  const { cases } = await world.ask(query, { province: 'HN' });
  const { nodes } = cases as { readonly nodes: readonly Data[] };
  return String(nodes.find((node) => node['collaborationNo'] === collaborationNo)?.['id']);
}

describe('two cases of one person', () => {
  it('show each what was stated for it, to the person too', async () => {
    const first = await draft('GD', asZhou);
    const second = await draft('GD', asWu);

    expect(await applicantOf(first)).toEqual(asZhou);
    expect(await applicantOf(second)).toEqual(asWu);
    const mine: Asker = { ...citizen(), subject: 'zhou' };
    expect([await applicantOf(first, mine), await applicantOf(second, mine)]).toEqual([asZhou, asWu]);
  });

  it('do not show a clerk who knows but the number what others have stated', async () => {
    const own = await draft('GD', asZhou);

    const nosy = await draftAtWindow(asOther);
    await must('receiveCase', { caseId: nosy }, clerkOf(HALL));

    const clerk: Asker = {
      ...{ subject: 'clerk-1', province: 'GD', unit: HALL, role: 'clerk' },
      purpose: { code: 'CASE_HANDLING', reference: undefined },
    };
    expect(await applicantOf(nosy, clerk)).toEqual(asOther);
    expect(await applicantOf(own)).toEqual(asZhou);
  });

  it('show nobody where nobody has stated who applies, however well he is known from elsewhere', async () => {
    const stated = await draft('GD', asZhou);
    const silent = await draft('GD', undefined);

    expect(await applicantOf(silent)).toBeNull();
    expect(await applicantOf(stated)).toEqual(asZhou);
  });
});

describe('a letter of another province', () => {
  it('changes what its own case states, and no other case of that person', async () => {
    const own = await draft('HN', asZhou);
    const sent = await draftAtWindow(asWu);

    const arrived = await forward(sent);
    const later = await draft('HN', asOther);

    expect(await applicantOf(arrived)).toEqual(asWu);
    expect(await applicantOf(sent)).toEqual(asWu);
    expect(await applicantOf(own)).toEqual(asZhou);
    expect(await applicantOf(later)).toEqual(asOther);
  });

  it('tells what its own case states, though the person was called something else since', async () => {
    const sent = await draftAtWindow(asWu);
    await draft('GD', asZhou);

    expect(await applicantOf(await forward(sent))).toEqual(asWu);
  });
});

it('reads the applicants of a page by one query', async () => {
  await using network = await startLicenceNetwork(['GD']);
  network.statements.length = 0;

  const { data, errors } = await network.ask(
    { role: 'supervisor', purpose: 'SUPERVISION order-12' },
    '{ cases(first: 20) { nodes { applicant { name phone } } } }',
  );

  expect(errors).toBeUndefined();
  const { nodes } = (data as unknown as { readonly cases: { readonly nodes: readonly Data[] } }).cases;
  expect(nodes.filter(({ applicant }) => applicant !== null).length).toBeGreaterThan(5);
  expect(network.statements.filter((sql) => sql.includes('person_statement'))).toHaveLength(1);
});
