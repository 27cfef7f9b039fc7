// What is read of a person, by whom and on what it rests: in the province that keeps it, and from another.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { forwarded, refusedMove } from '../../../scripts/demo/journeys.js';
import { type Asker, playJourney, type Stage } from '../../../scripts/demo/play-journey.js';
import type { Purpose } from '../../../schema/purpose.js';
import type { CaseTables } from '../../../subgraphs/province/cases/index.js';
import { licenceTypes } from '../../../subgraphs/province/licences/index.js';
import type { DataGrant } from '../../../subgraphs/province/shared/agreement.js';
import { aDataGrant, aSuspension } from '../../support/agreements/an-agreement.js';
import { type Data, unitOf } from '../../support/cases/ask-case.js';
import { forwardCase, HALL, ISSUER, issueInGuangdong } from '../../support/evidence/across-borders.js';
import { agree, DOCUMENT, EvidenceWorld, MATERIAL, OTHER } from '../../support/evidence/evidence-world.js';

const typeOf = (name: string): string => licenceTypes.find((type) => type.name === name)?.code ?? '';

const licenceGrant = (changes: Partial<DataGrant> = {}): DataGrant =>
  aDataGrant({
    ...{ clause: '5.1', kind: 'LICENCE', types: [typeOf(MATERIAL)], fields: ['LICENCE'] },
    ...{ purposes: ['CASE_HANDLING'], items: [forwarded.itemCode], from: ['HN'], to: ['GD'] },
    ...changes,
  });

const DETAILS = 'query ($id: ID!) { licence(id: $id) { details { holderName masked } } }';
const CLEAR = { holderName: '李明', masked: false };

let world: EvidenceWorld;
let [caseId, licenceId] = ['', ''];
let [clerk, handler]: readonly Asker[] = [];
beforeEach(async () => {
  world = await EvidenceWorld.open([licenceGrant()]);
  caseId = await forwardCase(world.cases);
  licenceId = await issueInGuangdong(world.cases);
  const purpose: Purpose = { code: 'CASE_HANDLING', reference: caseId };
  const unit = await unitOf(world.cases, 'HN', forwarded.itemCode);
  clerk = { subject: 'clerk-1', role: 'clerk', province: 'GD', unit: HALL, purpose };
  handler = { subject: 'officer-9', role: 'officer', province: 'HN', unit, purpose };
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
});

async function details(asker: Asker | undefined, id = licenceId): Promise<unknown> {
  const { licence } = await world.cases.ask(DETAILS, { id }, asker);
  return (licence as { readonly details: unknown }).details;
}

/** What the trail of Guangdong has of people who read; that the case was told to Hunan is not meant. */
async function reads(): ReturnType<EvidenceWorld['trail']> {
  return (await world.trail('GD')).filter(({ reader_role: role }) => role !== null);
}

describe('a licence that is read from another province', () => {
  it('is given by the grant in force, for the case between the two, and the clause is in the trail', async () => {
    expect(await details(handler)).toEqual(CLEAR);

    const entries = await reads();
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      ...{ basis: 'AGREEMENT', basis_text: 'GD-HN-1 v1 §5.1', case_id: caseId, purpose: 'CASE_HANDLING' },
      ...{ reader_province: 'HN', reader_unit: handler?.unit, reader_role: 'officer' },
    });
  });

  it.each<readonly [string, Partial<DataGrant>]>([
    ['another type', { types: [typeOf('居住证')] }],
    ['another item', { items: ['mps-driver-licence-renew-expiry'] }],
    ['another purpose', { purposes: ['EVIDENCE'] }],
    ['another kind', { kind: 'EVIDENCE' }],
    ['the other direction', { from: ['GD'], to: ['HN'] }],
    ['other classes of fields', { fields: ['NAME'] }],
  ])('is not given by a grant of %s', async (_what, changes) => {
    await agree(world.cases, [licenceGrant(changes)], { version: 2 });

    expect(await details(handler)).toBeNull();
    expect(await reads()).toEqual([]);
  });

  it('is not given once the agreement is suspended', async () => {
    const at = new Date(world.cases.clock.nowMs()).toISOString();
    await world.cases.agree('GD', aSuspension({ from: at }), ['HN']);

    expect(await details(handler)).toBeNull();
  });

  it.each<readonly [string, () => Promise<unknown>]>([
    [
      'for no stated case',
      () => details({ ...handler, purpose: { code: 'CASE_HANDLING', reference: undefined } } as Asker),
    ],
    [
      'for a case that is not between the two',
      () => details({ ...handler, purpose: { code: 'CASE_HANDLING', reference: world.caseId } } as Asker),
    ],
    ['to a province without a part in it', () => details({ ...handler, province: 'SC' } as Asker)],
    [
      'for a case in which its province has no part',
      async () => {
        await agree(world.cases, [licenceGrant({ items: ['mps-driver-licence-renew-expiry'] })], { version: 2 });
        const rows = world.cases.seat('GD').orm.em.getKysely<CaseTables>().updateTable('service_case');
        await rows.set({ state: 'SUBMITTED' }).where('id', '=', world.caseId).execute();
        return details({ ...handler, purpose: { code: 'CASE_HANDLING', reference: world.caseId } } as Asker);
      },
    ],
    [
      'of somebody else than the applicant',
      async () => details(handler, await issueInGuangdong(world.cases, MATERIAL, OTHER)),
    ],
    [
      'once the case is decided',
      async () => {
        const rows = world.cases.seat('GD').orm.em.getKysely<CaseTables>().updateTable('service_case');
        await rows.set({ state: 'COMPLETED' }).where('id', '=', caseId).execute();
        return details(handler);
      },
    ],
  ])('is not given %s', async (_when, read) => {
    expect(await read()).toBeNull();
    expect(await reads()).toEqual([]);
  });
});

const COPY = `mutation ($input: AnnotateLicenceInput!) { done: annotateLicence(input: $input) {
  ... on AnnotatedCopy { id state } ... on LicenceRefusal { code } } }`;

async function copyFor(asker: Asker | undefined, key: string): Promise<unknown> {
  const expiresAt = new Date(world.cases.clock.nowMs() + 86_400_000).toISOString();
  const input = { licenceId, cause: '办理', caseId, expiresAt, idempotencyKey: key };
  return (await world.cases.ask(COPY, { id: licenceId, input }, asker))['done'];
}

describe('a licence that is read at home through a case', () => {
  it('is clear for the window that has received the case, upon what the case rests on', async () => {
    expect(await details(clerk)).toEqual(CLEAR);

    expect(await reads()).toMatchObject([
      { basis: 'NATIONAL_LIST', basis_text: forwarded.itemCode, case_id: caseId, reader_unit: HALL },
    ]);
    expect(
      await details({ ...clerk, purpose: { code: 'CASE_HANDLING', reference: undefined } } as Asker),
    ).toMatchObject({
      masked: true,
    });
    expect(await details({ ...clerk, unit: 'OTHER' } as Asker)).toMatchObject({ masked: true });
  });

  it('is copied for that case by that window, and by nobody else', async () => {
    expect(await copyFor(clerk, 'a')).toMatchObject({ state: 'COUNTS' });
    expect(await copyFor({ ...clerk, unit: 'OTHER' } as Asker, 'b')).toEqual({ code: 'NOT_ENTITLED' });
    expect(await copyFor(handler, 'c')).toEqual({ code: 'NOT_ENTITLED' });
    expect(await copyFor({ ...clerk, role: 'officer', unit: ISSUER } as Asker, 'd')).toEqual({ code: 'NOT_ENTITLED' });
  });
});

describe('a purpose that names a case', () => {
  const APPLICANT = 'query ($id: ID!) { case(id: $id) { applicant { name masked } } }';
  const applicantAs = async (asker: Asker | undefined): Promise<unknown> => {
    const seen = await world.cases.ask(APPLICANT, { id: caseId }, asker);
    return (seen['case'] as { readonly applicant: unknown }).applicant;
  };
  const naming = (asker: Asker | undefined, reference: string): Asker =>
    ({ ...asker, purpose: { code: 'CASE_HANDLING', reference } }) as Asker;

  it('releases nothing of another case, be it the same person’s, nor a copy for it', async () => {
    for (const other of [world.caseId, 'GD:Case:none', 'GD']) {
      expect(await applicantAs(naming(clerk, other))).toEqual({ name: '李*', masked: true });
      expect(await details(naming(clerk, other))).toMatchObject({ masked: true });
      expect(await copyFor(naming(clerk, other), other)).toEqual({ code: 'NOT_ENTITLED' });
    }
    expect(await reads()).toEqual([]);

    expect(await applicantAs(naming(clerk, caseId))).toEqual({ name: '李明', masked: false });
    expect(await reads()).toHaveLength(1);
  });

  it('opens the register to the issuing authority when the case is the holder’s, or none is named', async () => {
    const registrar = { ...clerk, role: 'officer', unit: ISSUER } as Asker;
    const others = await issueInGuangdong(world.cases, MATERIAL, OTHER);

    expect(await details(naming(registrar, caseId))).toEqual(CLEAR);
    expect(await details({ ...registrar, purpose: { code: 'CASE_HANDLING', reference: undefined } })).toEqual(CLEAR);
    expect(await details(naming(registrar, caseId), others)).toMatchObject({ masked: true });
    expect(await details(naming(registrar, 'HN:Case:1'))).toMatchObject({ masked: true });
  });

  it('does not touch what a supervisor reads under an order', async () => {
    const supervisor = { subject: 's', role: 'supervisor' } as const;

    expect(await applicantAs({ ...supervisor, purpose: { code: 'SUPERVISION', reference: world.caseId } })).toEqual({
      ...{ name: '李明', masked: false },
    });
  });
});

it('shows the person the unit that has read, by name, and the case by the number that all provinces know', async () => {
  await details(clerk);
  const { mine, seen } = await world.cases.ask(
    `query ($id: ID!) { seen: case(id: $id) { collaborationNo }
      mine: myAccessTrail(first: 5) { nodes { collaborationNo caseId reader { unitCode unit { code nameZh } } } } }`,
    { id: caseId },
    world.applicant,
  );

  const { nodes } = mine as { readonly nodes: readonly Data[] };
  const { collaborationNo } = seen as { readonly collaborationNo: string };
  expect(collaborationNo).toMatch(/./);
  const byPeople = nodes.filter(({ reader }) => (reader as Data)['unitCode'] !== null);
  expect(byPeople).toEqual([
    {
      ...{ collaborationNo, caseId },
      reader: { unitCode: HALL, unit: { code: HALL, nameZh: expect.stringMatching(/./) as unknown } },
    },
  ]);
});

it('enters that a supervisor has read the manifest of a case, by his order', async () => {
  const query = 'query ($caseId: ID!) { materialManifest(caseId: $caseId) { digest } }';
  const purpose: Purpose = { code: 'SUPERVISION', reference: 'order-12' };

  await world.cases.ask(query, { caseId }, { subject: 's', role: 'supervisor', purpose });
  await world.cases.ask(query, { caseId }, clerk);

  const entries = await reads();
  expect(entries).toMatchObject([
    { basis: 'ORDER', basis_text: 'order-12', case_id: caseId, reader_role: 'supervisor' },
  ]);
  expect(JSON.stringify(entries[0]?.classes)).toContain('MATERIAL');
});

describe('a leg that another province does', () => {
  const LEG = 'query ($id: ID!) { leg(id: $id) { applicant { name documentNumber masked } } }';

  /** Guangdong has dispatched the leg by which Hunan releases a hukou; gives the leg there. */
  async function dispatchRelease(): Promise<string> {
    const { type: documentType, number: documentNumber } = DOCUMENT;
    const applicant = { name: '李明', documentType, documentNumber };
    const until = refusedMove.steps.findIndex(
      (step) => 'then' in step && step.do === 'dispatchLeg' && step.then === 'DISPATCHED' && step.leg === 'release',
    );
    const journey = { ...refusedMove, draft: { ...refusedMove.draft, applicant } };
    const stage: Stage = {
      ...world.cases.stage(),
      // The person of the document, and not the account of the journeys, which nobody has verified.
      ask: (query, variables, asker) =>
        world.cases.ask(query, variables, asker?.role === 'citizen' ? world.applicant : asker),
    };
    const { collaborationNo } = await playJourney(stage, { ...journey, steps: journey.steps.slice(0, until + 1) });
    await world.cases.deliverAll();
    return `HN:Leg:${collaborationNo}.release`;
  }

  const seenBy = async (id: string, asker: Asker | undefined): Promise<unknown> => {
    const { leg } = await world.cases.ask(LEG, { id }, asker);
    return (leg as { readonly applicant: unknown }).applicant;
  };

  it('comes with its applicant, sealed, whom the unit that does it sees, and nobody else does', async () => {
    const id = await dispatchRelease();
    const unit = await unitOf(world.cases, 'HN', refusedMove.itemCode);
    const purpose: Purpose = { code: 'CASE_HANDLING', reference: undefined };
    const officer: Asker = { subject: 'o', role: 'officer', province: 'HN', unit, purpose };
    const clear = { name: '李明', documentNumber: DOCUMENT.number, masked: false };

    expect(await seenBy(id, officer)).toEqual(clear);
    const entries = await world.trail('HN');
    expect(entries.at(-1)).toMatchObject({
      ...{ basis: 'NATIONAL_LIST', basis_text: refusedMove.itemCode, case_id: null, reader_unit: unit },
    });
    expect(await seenBy(id, world.applicant)).toEqual(clear);
    expect(await seenBy(id, { ...officer, unit: 'OTHER' })).toMatchObject({ masked: true });
    expect(await seenBy(id, { ...officer, purpose: undefined })).toMatchObject({ masked: true });
    const naming = (reference: string): Asker => ({ ...officer, purpose: { ...purpose, reference } });
    expect(await seenBy(id, naming(id))).toEqual(clear);
    expect(await seenBy(id, naming(`${id}-2`))).toMatchObject({ masked: true });
    expect(await seenBy(id, { ...officer, province: 'GD' })).toBeNull();
    expect(await seenBy(id, world.stranger)).toBeNull();
    const letters = await world.cases.sent('GD');
    const dispatched = letters.filter(({ event }) => event === 'legDispatched');
    expect(dispatched).toHaveLength(1);
    expect(JSON.stringify(dispatched)).not.toContain('李明');
    expect(JSON.stringify(dispatched)).not.toContain(DOCUMENT.number);
  });
});

it('recognises a licence in another province by a clause in force for its type, and by no other', async () => {
  const permit = await issueInGuangdong(world.cases, '居住证');
  const query =
    'query ($id: ID!) { licence(id: $id) { there: recognisedIn(province: "HN") { isRecognised basis text } } }';
  const there = async (): Promise<unknown> => {
    const { licence } = await world.cases.ask(query, { id: permit });
    return (licence as { readonly there: unknown }).there;
  };
  const nowhere = { isRecognised: false, basis: null, text: null };

  expect(await there()).toEqual(nowhere);
  await agree(world.cases, [licenceGrant({ types: [typeOf('居住证')] })], { version: 2 });
  expect(await there()).toEqual({ isRecognised: true, basis: 'AGREEMENT', text: 'GD-HN-1 v2 §5.1' });
  const at = new Date(world.cases.clock.nowMs()).toISOString();
  await world.cases.agree('GD', aSuspension({ from: at }), ['HN']);
  expect(await there()).toEqual(nowhere);
});
