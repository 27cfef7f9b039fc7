// Who acts is who asks: as the gateway has verified him, whatever a command says.
import { expect, it } from '@jest/globals';
import { forwarded, online, refusedMove } from '../../../scripts/demo/journeys.js';
import { APPLICANT, type Asker, NotAllowedError } from '../../../scripts/demo/play-journey.js';
import type { HandlingTables } from '../../../subgraphs/province/cases/handling/handling.entity.js';
import { hallCode } from '../../../subgraphs/province/seeds/authorities.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import {
  type Actor,
  caseIn,
  caseOfLeg,
  clerkOf,
  command,
  type Commanded,
  type Data,
  draft,
  fullDraft,
  officerOf,
  person,
  playTo,
  see,
  unitOf,
} from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';

const hall = hallCode(readInstance('GD'));
const key = (letter: string): string => letter.repeat(43);

/** The code of what came of a command: of a refusal, or of an error that says who may. */
async function codeOf(world: CaseWorld, event: string, input: Commanded): Promise<unknown> {
  try {
    return (await command(world, event, input))['code'];
  } catch (error) {
    if (error instanceof NotAllowedError) return error.code;
    throw error;
  }
}

async function draftAs(world: CaseWorld, actor: Actor, change: Data = {}): Promise<Data> {
  const full = await fullDraft(world, 'GD', online.itemCode);
  return draft(world, online, { ...full, ...change, actor });
}

it('knows nobody where no passports are asked for, and then takes no command at all', async () => {
  await using world = await CaseWorld.open(['GD']);
  const caseId = caseIn(await playTo(world, online, 1), 'GD');
  const before = await see(world, caseId);

  expect(await codeOf(world, 'withdrawCase', { caseId, idempotencyKey: 'a' })).toBe('UNAUTHENTICATED');
  expect(await codeOf(world, 'acceptCase', { caseId, idempotencyKey: 'b' })).toBe('UNAUTHENTICATED');
  expect(await see(world, caseId)).toEqual(before);
});

it('lets an applicant act in his own case only: the person whatever his account, else the account', async () => {
  await using world = await CaseWorld.open(['GD']);
  const verified: Actor = { role: 'citizen', subject: 'li', person: key('A') };
  const unverified: Actor = { role: 'citizen', subject: 'wang' };
  const [one, two] = [await draftAs(world, verified), await draftAs(world, unverified)].map(({ id }) => String(id));
  const asked: readonly (readonly [string | undefined, Actor, unknown])[] = [
    [one, { role: 'citizen', subject: 'wang' }, 'NOT_THE_APPLICANT'],
    [one, { role: 'citizen', subject: 'li', person: key('B') }, 'NOT_THE_APPLICANT'],
    [one, { role: 'clerk', subject: 'li', unit: hall }, 'NOT_THE_APPLICANT'],
    [two, { role: 'citizen', subject: 'li', person: key('A') }, 'NOT_THE_APPLICANT'],
    [one, { role: 'app', subject: 'other-account', person: key('A') }, undefined],
    [two, { role: 'app', subject: 'wang', person: key('C') }, undefined],
  ];

  const codes: unknown[] = [];
  for (const [caseId, actor] of asked)
    codes.push(await codeOf(world, 'withdrawCase', { caseId, actor, idempotencyKey: 'w' }));

  expect(codes).toEqual(asked.map(([, , code]) => code));
});

it('lets nobody of another province act here, and nobody of a role that may not', async () => {
  await using world = await CaseWorld.open(['GD']);
  const caseId = caseIn(await playTo(world, online, 1), 'GD');
  const unit = await unitOf(world, 'GD', online.itemCode);
  const actors: readonly Actor[] = [
    { role: 'officer', unit, province: 'HN' },
    { role: 'clerk', unit },
    { role: 'supervisor' },
    { role: 'operator' },
    person,
  ];

  for (const actor of actors)
    expect(await codeOf(world, 'acceptCase', { caseId, actor, idempotencyKey: 'x' })).toBe('FORBIDDEN');
  expect(await codeOf(world, 'acceptCase', { caseId, actor: officerOf(unit), idempotencyKey: 'x' })).toBeUndefined();
});

it('lets a clerk apply for somebody on his signed mandate, and act for him as the unit that holds it', async () => {
  await using world = await CaseWorld.open(['GD']);
  const unit = await unitOf(world, 'GD', online.itemCode);

  const without = await draftAs(world, clerkOf(hall));
  const elsewhere = await draftAs(world, clerkOf('X1'), { mandate: 'W-1' });
  const { id: caseId } = await draftAs(world, clerkOf(hall), { mandate: 'W-1' });
  const ask = (event: string, actor: Actor) => codeOf(world, event, { caseId, actor, idempotencyKey: event });

  expect([without['code'], elsewhere['code']]).toEqual(['MANDATE_MISSING', 'NOT_OF_RESPONSIBLE_UNIT']);
  expect(await ask('submitCase', clerkOf(unit))).toBe('NOT_THE_APPLICANT');
  expect(await ask('submitCase', person)).toBe('NOT_THE_APPLICANT');
  expect(await ask('submitCase', clerkOf(hall))).toBeUndefined();
  const { log } = await see(world, String(caseId));
  expect(log.map(({ event, role }) => `${event} ${role}`)).toEqual([
    'draftCase RECEIVING_CLERK',
    'submitCase APPLICANT',
  ]);
});

it('takes a mandate along with a case that is forwarded, and asks a window that only receives for none', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const full = await fullDraft(world, 'HN', forwarded.itemCode);
  const manifest = full.materials.map(({ name }) => ({ name, digitalOnly: true }));
  const unit = await unitOf(world, 'HN', forwarded.itemCode);
  const actor = clerkOf(hall);
  const ends: unknown[] = [];
  for (const mandate of [null, 'W-2']) {
    const drafted = await draft(world, forwarded, { ...full, actor, mandate, idempotencyKey: `d${mandate}` });
    const caseId = drafted['id'];
    const act = (event: string, input: Data) =>
      command(world, event, { caseId, actor, idempotencyKey: `${event}${mandate}`, ...input });
    await act('receiveCase', {});
    for (const event of ['verifyIdentity', 'reviewForm']) await act(event, { checkMethod: '核对' });
    await act('forwardCase', { manifest });
    await world.deliverAll();
    const { case: seen } = await world.ask('query ($id: ID!) { case(id: $id) { collaborationNo } }', { id: caseId });
    const { collaborationNo } = seen as { readonly collaborationNo: string };
    const there = await caseOfLeg(world, `HN:Leg:${collaborationNo}.handle`);
    const taken = await command(world, 'acknowledgeHandoff', {
      ...{ caseId: there, actor: officerOf(unit), idempotencyKey: `t${mandate}` },
    });
    await world.deliverAll();
    const withdrawn = await codeOf(world, 'withdrawCase', { caseId, actor, idempotencyKey: `w${mandate}` });
    ends.push([taken['code'], withdrawn]);
  }

  expect(ends).toEqual([
    [undefined, 'NOT_THE_APPLICANT'],
    [undefined, undefined],
  ]);
});

it('keeps the keys of two officers of one unit apart', async () => {
  await using world = await CaseWorld.open(['GD']);
  const caseId = caseIn(await playTo(world, online, 1), 'GD');
  const actor = officerOf(await unitOf(world, 'GD', online.itemCode));
  const accept = (subject: string) =>
    codeOf(world, 'acceptCase', { caseId, actor: { ...actor, subject }, idempotencyKey: 'k' });

  expect([await accept('li'), await accept('wang'), await accept('li')]).toEqual([
    undefined,
    'EVENT_NOT_IN_STATE',
    undefined,
  ]);
});

it('keeps in the log which account acted, and for what systems and letters did none', async () => {
  await using world = await CaseWorld.open(['GD', 'HN']);
  const { collaborationNo } = await playTo(world, refusedMove, 9);
  const tables = (code: string) => world.seat(code).orm.em.getKysely<HandlingTables>();
  const log = async (code: string) => {
    const rows = await tables(code).selectFrom('case_log').selectAll().orderBy('at').execute();
    return new Set(rows.map(({ role, subject }) => `${role} ${subject ?? 'none'}`));
  };

  expect(await log('GD')).toEqual(
    new Set([
      'APPLICANT demo-applicant',
      'LEAD_OFFICER demo-officer-GD',
      'HANDLING_OFFICER demo-officer-GD',
      'SYSTEM none',
    ]),
  );
  expect(await log('HN')).toEqual(new Set(['OTHER_PROVINCE none']));
  const shown = await world.ask('query ($id: ID!) { leg(id: $id) { log { event role said } } }', {
    id: `GD:Leg:${collaborationNo}.case`,
  });
  expect(JSON.stringify(shown)).not.toContain('demo-');
});

it('shows the materials of a case to its applicant, its units and a supervisor with an order, and to nobody else', async () => {
  await using world = await CaseWorld.open(['GD']);
  const caseId = caseIn(await playTo(world, online, 1), 'GD');
  const unit = await unitOf(world, 'GD', online.itemCode);
  const query = 'query ($caseId: ID!) { materialManifest(caseId: $caseId) { digest } }';
  const read = async (asker: Asker): Promise<boolean> => {
    try {
      await world.ask(query, { caseId }, asker);
      return true;
    } catch (error) {
      if (error instanceof NotAllowedError) return false;
      throw error;
    }
  };
  const officer: Asker = { subject: 'o', role: 'officer', province: 'GD', unit };
  const supervisor: Asker = { subject: 's', role: 'supervisor' };

  expect([
    await read(APPLICANT),
    await read({ ...APPLICANT, subject: 'wang' }),
    await read(officer),
    await read({ ...officer, unit: hall }),
    await read({ ...officer, province: 'HN' }),
    await read(supervisor),
    await read({ ...supervisor, purpose: { code: 'SUPERVISION', reference: undefined } }),
    await read({ ...supervisor, purpose: { code: 'SUPERVISION', reference: 'order-12' } }),
  ]).toEqual([true, false, true, false, false, false, false, true]);
});

it('says of a case that is not there what it says of one that is not the caller’s, to everybody', async () => {
  await using world = await CaseWorld.open(['GD']);
  const caseId = caseIn(await playTo(world, online, 1), 'GD');
  const nothing = 'GD:Case:0197aaaa-0000-7000-8000-000000000000';
  const ordered = { code: 'SUPERVISION', reference: 'order-12' } as const;
  const askers: readonly Asker[] = [
    { subject: 'c', role: 'clerk', province: 'GD', unit: 'OTHER' },
    { subject: 'o', role: 'officer', province: 'GD', unit: 'OTHER' },
    { ...APPLICANT, subject: 'wang' },
    { subject: 's', role: 'supervisor', province: 'HN', purpose: ordered },
  ];
  const said = async (query: string, variables: Data, asker: Asker): Promise<unknown> => {
    try {
      return await world.ask(query, variables, asker);
    } catch (error) {
      if (error instanceof NotAllowedError) return `${error.code} ${error.message}`;
      throw error;
    }
  };
  const manifest = 'query ($id: ID!) { materialManifest(caseId: $id) { digest } }';
  const compared = `query ($id: ID!) { materialReconciliation(caseId: $id) { ... on ServiceRefusal { code }
    ... on MaterialReconciliation { findings { finding } } } }`;

  for (const asker of askers) {
    for (const query of [manifest, compared]) {
      const answers = [await said(query, { id: caseId }, asker), await said(query, { id: nothing }, asker)];
      expect(answers[0]).toEqual(expect.stringContaining('FORBIDDEN'));
      expect(answers[1]).toEqual(answers[0]);
    }
  }
  // Nor does whoever might see every case of a unit, or all of them, take what is not there for an empty one.
  const own = await unitOf(world, 'GD', online.itemCode);
  expect(await said(manifest, { id: nothing }, { subject: 'o', role: 'officer', province: 'GD', unit: own })).toEqual(
    expect.stringContaining('FORBIDDEN'),
  );
});

it('shows an upload to nobody who may not go on with it', async () => {
  await using world = await CaseWorld.open(['GD']);
  const caseId = caseIn(await playTo(world, online, 1), 'GD');
  const file = { caseId, name: '申请表', digest: 'a'.repeat(64), size: 4, mediaType: 'application/pdf', grade: 'C' };
  const begin = `mutation ($input: BeginMaterialInput!) { begun: beginMaterial(input: $input) {
    ... on MaterialUpload { id } ... on ServiceRefusal { code } } }`;
  const { begun } = await world.ask(begin, { input: file }, APPLICANT);
  const { id } = begun as { readonly id: string };
  const finish = (uploadId: string, asker: Asker) =>
    world.ask(
      `mutation ($id: ID!) { end: finishMaterial(uploadId: $id) {
        ... on MaterialUpload { id } ... on ServiceRefusal { code } } }`,
      { id: uploadId },
      asker,
    );
  const stranger = { ...APPLICANT, subject: 'wang' };

  const ofOthers = await finish(id, stranger);

  expect(ofOthers).toEqual({ end: { code: 'UPLOAD_UNKNOWN' } });
  expect(await finish('GD:MaterialUpload:none', stranger)).toEqual(ofOthers);
  expect(await finish(id, APPLICANT)).toEqual({ end: { code: 'CONTENT_SHORT' } });
});
