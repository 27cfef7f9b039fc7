// The team of a province through its graph: who is on it, what they are certified for, and when they are on duty.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seededClerks } from '../../../subgraphs/province/seeds/teams.js';
import { inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import { findOnDuty, type TeamTables } from '../../../subgraphs/province/teams/index.js';
import { type Actor, askerOf, type Data } from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { certifyStaff, command, coordinator, COURSE, done, HALL, ITEM, join } from '../../support/teams/ask-team.js';

// Monday, 2 March 2026, nine in the morning; offices are open from 9 to 12 and from 14 to 17:30.
const MONDAY = '2026-03-02';
const ACROSS = 'GD:ServiceWindow:across';
const GENERAL = 'GD:ServiceWindow:general';
const operator: Actor = { role: 'operator', subject: 'op' };
const clerk = (subject: string, unit = HALL): Actor => ({ role: 'clerk', subject, unit });

let world: CaseWorld;
beforeAll(async () => {
  world = await CaseWorld.open(['GD']);
});
afterAll(() => world[Symbol.asyncDispose]());

async function read(query: string, actor?: Actor, variables: Data = {}): Promise<Data> {
  return world.ask(query, { province: 'GD', ...variables }, actor && askerOf(actor, { province: 'GD' }));
}

const nodesOf = (data: Data, field: string) =>
  (data[field] as { readonly nodes: readonly Record<string, unknown>[] }).nodes;

describe('a certification', () => {
  const CERTIFICATIONS = `query ($province: ID!, $filter: CertificationFilter) {
    certifications(province: $province, filter: $filter, first: 50) { totalCount nodes {
      id state score certifiedAt validTo revokedAt mode standard { id } course { id } staff { account name unit }
      moves { event toState score reason account } } } }`;
  const see = async (staffId: string, actor = coordinator) =>
    nodesOf(await read(CERTIFICATIONS, actor, { filter: { staffId } }), 'certifications');

  it('is shown with its whole life, each step with who did it', async () => {
    const staffId = await join(world, 'life');
    const certificationId = await done(world, 'enrolStaff', { staffId, courseId: COURSE });
    await done(world, 'registerExam', { certificationId, score: 40, actor: operator });
    await done(world, 'registerExam', { certificationId, score: 75 });
    await done(world, 'certify', { certificationId, actor: operator });
    const [certified] = await see(staffId);
    await done(world, 'revokeCertification', { certificationId, reason: '投诉属实' });
    const [revoked] = await see(staffId);

    expect(certified).toMatchObject({
      ...{ id: certificationId, state: 'CERTIFIED', score: 75, mode: 'RECEIVE_AND_FORWARD', revokedAt: null },
      ...{ certifiedAt: '2026-03-02T01:00:00.000Z', validTo: '2028-03-02T16:00:00.000Z', course: { id: COURSE } },
      ...{ standard: { id: `CN:StandardItem:${ITEM}` }, staff: { account: 'life', name: '姓名life', unit: HALL } },
    });
    expect(revoked).toMatchObject({
      ...{ state: 'REVOKED', revokedAt: '2026-03-02T01:00:00.000Z' },
      moves: [
        { event: 'enrolStaff', toState: 'ENROLLED', score: null, reason: null, account: 'boss' },
        { event: 'registerExam', toState: 'EXAM_FAILED', score: 40, account: 'op' },
        { event: 'registerExam', toState: 'EXAM_PASSED', score: 75, account: 'boss' },
        { event: 'certify', toState: 'CERTIFIED', score: null, account: 'op' },
        { event: 'revokeCertification', toState: 'REVOKED', reason: '投诉属实', account: 'boss' },
      ],
    });
  });

  it('is examined, given and revoked by somebody else', async () => {
    const staffId = await join(world, 'both');
    const certificationId = await done(world, 'enrolStaff', { staffId, courseId: COURSE });
    const himself: Actor = { role: 'coordinator', subject: 'both' };

    const exam = await command(world, 'registerExam', { certificationId, score: 100, actor: himself });
    await done(world, 'registerExam', { certificationId, score: 100 });
    const given = await command(world, 'certify', { certificationId, actor: himself });
    await done(world, 'certify', { certificationId });
    const taken = await command(world, 'revokeCertification', { certificationId, reason: '不干了', actor: himself });

    expect([exam, given, taken]).toEqual(Array.from({ length: 3 }, () => ({ code: 'NOT_ONESELF' })));
    expect(await see(staffId)).toMatchObject([{ state: 'CERTIFIED' }]);
  });

  it('follows what the province has set: points of a pass, and how long it holds', async () => {
    const SET = `mutation ($input: SetPolicyParameterInput!) { setPolicyParameter(input: $input) { __typename } }`;
    const set = (code: string, value: number | null) =>
      read(SET, operator, {
        input: { province: 'GD', idempotencyKey: `${code}${value}`, code, value, reason: '从严' },
      });
    const [staffId, former] = [await join(world, 'strict'), await join(world, 'former')];
    await certifyStaff(world, former);
    await set('EXAM_PASS', 90);
    await set('CERTIFICATE_VALIDITY', 6);

    const certificationId = await done(world, 'enrolStaff', { staffId, courseId: COURSE });
    await done(world, 'registerExam', { certificationId, score: 89 });
    const [failed] = await see(staffId);
    await done(world, 'registerExam', { certificationId, score: 90 });
    await done(world, 'certify', { certificationId });
    const [[certified], [before]] = [await see(staffId), await see(former)];
    await set('EXAM_PASS', null);
    await set('CERTIFICATE_VALIDITY', null);

    expect(failed).toMatchObject({ state: 'EXAM_FAILED' });
    expect(certified).toMatchObject({ state: 'CERTIFIED', validTo: '2026-09-02T16:00:00.000Z' });
    expect(before).toMatchObject({ validTo: '2028-03-02T16:00:00.000Z' });
  });

  it('ends as a whole when it is revoked, the renewed one too, and may be earned again', async () => {
    const staffId = await join(world, 'renewed');
    const first = await certifyStaff(world, staffId);
    await certifyStaff(world, staffId);
    await done(world, 'revokeCertification', { certificationId: first, reason: '抽查不合格' });
    const ended = await see(staffId);
    await certifyStaff(world, staffId);

    expect(ended).toMatchObject([{ state: 'REVOKED' }, { state: 'REVOKED' }]);
    expect((await see(staffId)).filter(({ state }) => state === 'CERTIFIED')).toHaveLength(1);
  });

  it('takes the exam of a renewal with it when it is revoked', async () => {
    const staffId = await join(world, 'half');
    const first = await certifyStaff(world, staffId);
    const certificationId = await done(world, 'enrolStaff', { staffId, courseId: COURSE });
    await done(world, 'registerExam', { certificationId, score: 90 });
    await done(world, 'revokeCertification', { certificationId: first, reason: '抽查不合格' });

    expect(await command(world, 'certify', { certificationId })).toEqual({ code: 'NOT_IN_THIS_STATE' });
    expect(await see(staffId)).toMatchObject([{ state: 'REVOKED' }, { state: 'REVOKED' }]);
  });

  it('is refused with a reason where it cannot be', async () => {
    const staffId = await join(world, 'refused');
    const certificationId = await done(world, 'enrolStaff', { staffId, courseId: COURSE });
    const none = 'GD:Certification:none';
    const answers = [
      await command(world, 'enrolStaff', { staffId, courseId: COURSE }),
      await command(world, 'enrolStaff', { staffId, courseId: 'GD:TrainingCourse:none' }),
      await command(world, 'enrolStaff', { staffId: 'GD:StaffMember:none', courseId: COURSE }),
      await command(world, 'registerExam', { certificationId, score: 101 }),
      await command(world, 'registerExam', { certificationId: none, score: 60 }),
      await command(world, 'certify', { certificationId }),
      await command(world, 'revokeCertification', { certificationId, reason: '理由' }),
      await command(world, 'addStaff', { province: 'GD', account: 'refused', unit: HALL, name: '甲' }),
      await command(world, 'addStaff', { province: 'GD', account: 'other', unit: 'X1', name: '甲' }),
      await command(world, 'addStaff', { province: 'GD', account: 'other', unit: HALL, name: ' ' }),
    ];

    expect(answers.map(({ code }) => code)).toEqual([
      ...['ALREADY_ENROLLED', 'COURSE_UNKNOWN', 'STAFF_UNKNOWN', 'SCORE_OUT_OF_RANGE', 'CERTIFICATION_UNKNOWN'],
      ...['NOT_IN_THIS_STATE', 'NOT_IN_THIS_STATE', 'ALREADY_ON_STAFF', 'UNIT_UNKNOWN', 'TEXT_MISSING'],
    ]);
  });

  it('happens once for each key', async () => {
    const staffId = await join(world, 'once');
    const said = { staffId, courseId: COURSE, idempotencyKey: 'enrol-once' };
    const [first, again] = [await command(world, 'enrolStaff', said), await command(world, 'enrolStaff', said)];
    const other = await command(world, 'enrolStaff', { ...said, courseId: 'GD:TrainingCourse:none' });

    expect(again).toEqual(first);
    expect(other).toEqual({ code: 'KEY_REUSED' });
  });

  it('is seen by the clerk himself and by those who manage, and by no colleague', async () => {
    const [own, colleague] = [await join(world, 'seen'), await join(world, 'unseen')];
    await certifyStaff(world, own);

    expect(await see(own, clerk('seen'))).toHaveLength(1);
    expect(await see(own, clerk('unseen'))).toEqual([]);
    expect(await see(colleague, clerk('seen'))).toEqual([]);
    expect(await see(own, { role: 'supervisor' })).toHaveLength(1);
    await expect(see(own, { role: 'citizen', subject: 'seen' })).rejects.toThrow('readTeam');
  });
});

describe('the staff', () => {
  const STAFF = `query ($province: ID!, $first: Int, $after: String) { staff(province: $province, first: $first, after: $after) {
    nodes { id account name unit leftAt } totalCount pageInfo { hasNextPage endCursor } } }`;

  it('is kept with sealed names, and shown in clear to those who may see it', async () => {
    await join(world, 'named');
    const tables = world.seat('GD').orm.em.fork().getKysely<TeamTables>();
    const rows = await tables.selectFrom('team_staff').selectAll().execute();

    expect(rows.length).toBeGreaterThan(3);
    expect(rows.filter(({ name }) => !/^v1\.[\w-]+\.[\w-]{16}\.[\w-]+$/.test(name))).toEqual([]);
    const seen = nodesOf(await read(STAFF, clerk('named'), { first: 50 }), 'staff');
    expect(seen).toContainEqual(expect.objectContaining({ account: 'named', name: '姓名named' }));
    expect(nodesOf(await read(STAFF, clerk('x', 'X1'), { first: 50 }), 'staff')).toEqual([]);
  });

  it('is listed page by page, each once, in the order in which they joined', async () => {
    const seen: unknown[] = [];
    for (let after: string | null = null; ; ) {
      const data = await read(STAFF, coordinator, { first: 2, after });
      const { pageInfo, totalCount } = data['staff'] as {
        readonly totalCount: number;
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
      };
      seen.push(...nodesOf(data, 'staff').map(({ id }) => id));
      if (!pageInfo.hasNextPage) {
        expect(seen).toHaveLength(totalCount);
        break;
      }
      after = pageInfo.endCursor;
    }

    expect(new Set(seen).size).toBe(seen.length);
    const { story, token, learner } = seededClerks('GD');
    const seeded = [story, token, learner].map(({ subject }) => `GD:StaffMember:${subject}`);
    expect(seen.slice(0, 3).toSorted()).toEqual(seeded.toSorted());
  });
});

describe('windows and courses', () => {
  it('are for everybody to read, with those that serve other provinces by themselves', async () => {
    const WINDOWS = `query ($filter: WindowFilter) { windows(filter: $filter, provinces: ["GD"]) {
      nodes { id nameZh servesOtherProvinces hours { opens } unit { code } province { code } } totalCount } }`;
    const all = nodesOf(await read(WINDOWS), 'windows');
    const across = nodesOf(await read(WINDOWS, undefined, { filter: { servesOtherProvinces: true } }), 'windows');

    expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining([ACROSS, GENERAL]));
    expect(across).toMatchObject([{ id: ACROSS, hours: null, unit: { code: HALL }, province: { code: 'GD' } }]);
    const { node } = await read('query ($id: ID!) { node(id: $id) { ... on ServiceWindow { nameEn } } }', undefined, {
      id: ACROSS,
    });
    expect(node).toMatchObject({ nameEn: expect.any(String) as unknown });
  });

  it('tell which course an item has in a mode', async () => {
    const COURSES = `query ($filter: CourseFilter) { courses(filter: $filter, first: 5) { nodes { id lessons mode } } }`;
    const filter = { standardItem: `CN:StandardItem:${ITEM}`, mode: 'RECEIVE_AND_FORWARD' };

    expect(nodesOf(await read(COURSES, undefined, { filter }), 'courses')).toEqual([
      { id: COURSE, lessons: 8, mode: 'RECEIVE_AND_FORWARD' },
    ]);
    const joint = { ...filter, mode: 'JOINT_HANDLING' };
    expect(nodesOf(await read(COURSES, undefined, { filter: joint }), 'courses')).toEqual([]);
  });

  it('are opened and changed by those who arrange them', async () => {
    const window = {
      ...{ unit: HALL, nameZh: '夜间窗口', nameEn: 'Evening window', address: '一层', phone: '0000-1' },
      ...{ servesOtherProvinces: false, hours: [{ opens: '18:00', closes: '20:30' }] },
    };
    const windowId = await done(world, 'openWindow', { province: 'GD', ...window });
    await done(world, 'changeWindow', { ...window, windowId, hours: [{ opens: '18:30', closes: '24:00' }] });
    const refused = [
      await command(world, 'changeWindow', { ...window, windowId: 'GD:ServiceWindow:none' }),
      await command(world, 'changeWindow', { ...window, windowId, hours: [{ opens: '9:00', closes: '10:00' }] }),
      await command(world, 'openWindow', { province: 'GD', ...window, unit: 'X1' }),
      await command(world, 'openWindow', { province: 'GD', ...window, nameZh: '' }),
    ];
    const { node } = await read(
      'query ($id: ID!) { node(id: $id) { ... on ServiceWindow { hours { opens closes } } } }',
      undefined,
      { id: windowId },
    );

    expect(node).toEqual({ hours: [{ opens: '18:30', closes: '24:00' }] });
    expect(refused.map(({ code }) => code)).toEqual([
      ...['WINDOW_UNKNOWN', 'HOURS_WRONG', 'UNIT_UNKNOWN', 'TEXT_MISSING'],
    ]);
    await world
      .seat('GD')
      .orm.em.getKysely<TeamTables>()
      .deleteFrom('team_window')
      .where('id', '=', windowId)
      .execute();
  });
});

describe('a roster', () => {
  const GAPS = `query ($province: ID!, $from: String, $to: String) {
    rosterGaps(province: $province, from: $from, to: $to) { window { id } date role opens closes } }`;
  const gapsOf = async (from?: string, to?: string): Promise<readonly string[]> => {
    const gaps = (await read(GAPS, coordinator, { from, to }))['rosterGaps'] as readonly (Readonly<
      Record<'date' | 'role' | 'opens' | 'closes', string>
    > & { readonly window: { readonly id: string } })[];
    return gaps.map(
      ({ window, date, role, opens, closes }) =>
        `${date.slice(5)} ${window.id === ACROSS ? 'across' : 'general'} ${role} ${opens}-${closes}`,
    );
  };
  const allDay = (date: string, window: string, roles: readonly string[]): readonly string[] =>
    roles.flatMap((role) => [`${date} ${window} ${role} 09:00-12:00`, `${date} ${window} ${role} 14:00-17:30`]);
  const shift = (role: string, staffId: string, opens: string, closes: string) => ({ role, staffId, opens, closes });
  let one = '';
  let two = '';

  beforeAll(async () => {
    [one, two] = [await join(world, 'one'), await join(world, 'two')];
  });

  it('has gaps wherever nobody is at a post: A and B across provinces, A elsewhere', async () => {
    expect((await gapsOf(MONDAY, MONDAY)).toSorted()).toEqual(
      [...allDay('03-02', 'across', ['A', 'B']), ...allDay('03-02', 'general', ['A'])].toSorted(),
    );
    await done(world, 'setRoster', {
      ...{ windowId: ACROSS, date: MONDAY },
      shifts: [
        shift('A', one, '09:00', '12:00'),
        shift('B', two, '09:00', '10:30'),
        shift('A', two, '14:00', '15:00'),
        shift('A', one, '16:00', '17:30'),
      ],
    });

    expect((await gapsOf(MONDAY, MONDAY)).filter((gap) => gap.includes('across'))).toEqual([
      ...['03-02 across A 15:00-16:00', '03-02 across B 10:30-12:00', '03-02 across B 14:00-17:30'],
    ]);
  });

  it('is looked ahead of for as many working days as policy says, holidays left out', async () => {
    const days = new Set((await gapsOf()).map((gap) => gap.slice(0, 5)));
    // Five working days from a Monday: the next Monday, with a weekend in between.
    expect([...days]).toEqual(['03-02', '03-03', '03-04', '03-05', '03-06', '03-09']);
    // The first days of October are a holiday, and a Saturday after it is worked.
    const october = new Set((await gapsOf('2026-10-01', '2026-10-11')).map((gap) => gap.slice(0, 5)));
    expect([...october]).toEqual(['10-08', '10-09', '10-10']);
  });

  it('refuses days that are in the wrong order, too many or not published', async () => {
    for (const [from, to] of [
      ['2026-03-03', MONDAY],
      [MONDAY, '2026-06-30'],
      ['2031-01-02', '2031-01-03'],
      ['2026-02-30', MONDAY],
      ['gestern', undefined],
    ])
      await expect(gapsOf(from, to)).rejects.toThrow('Days are given in order');
  });

  it('is set for a working day, in hours of the window, with nobody in two places', async () => {
    const base = { windowId: GENERAL, date: MONDAY, shifts: [shift('A', one, '12:00', '12:30')] };
    const stranger = 'GD:StaffMember:none';
    const answers = [
      await command(world, 'setRoster', base),
      await command(world, 'setRoster', { ...base, shifts: [shift('A', one, '11:00', '11:59')] }),
      await command(world, 'setRoster', { ...base, shifts: [shift('A', stranger, '09:00', '12:00')] }),
      await command(world, 'setRoster', { ...base, shifts: [shift('A', two, '12:00', '9:00')] }),
      await command(world, 'setRoster', { ...base, date: '2026-03-01' }),
      await command(world, 'setRoster', { ...base, date: '2026-03-07' }),
      await command(world, 'setRoster', { ...base, date: 'morgen' }),
      await command(world, 'setRoster', { ...base, windowId: 'GD:ServiceWindow:none' }),
      await command(world, 'setRoster', { ...base, shifts: [shift('A', two, '11:00', '12:00')] }),
    ];

    expect(answers.map(({ code }) => code)).toEqual([
      ...['OUTSIDE_OPENING_HOURS', 'DUTY_OVERLAPS', 'STAFF_UNKNOWN', 'HOURS_WRONG', 'DAY_IS_OVER'],
      ...['NOT_A_WORKING_DAY', 'NOT_A_WORKING_DAY', 'WINDOW_UNKNOWN', undefined],
    ]);
  });

  it('stands in the place of what was set before, and says who is on duty at an instant', async () => {
    const ROSTERS = `query ($province: ID!, $filter: RosterFilter) { rosters(province: $province, filter: $filter) {
      nodes { id date revision window { id } shifts { role opens closes staff { account name } } } } }`;
    const date = '2026-03-03';
    const set = (...shifts: readonly object[]) => done(world, 'setRoster', { windowId: ACROSS, date, shifts });
    const first = await set(shift('A', one, '09:00', '12:00'), shift('B', two, '09:00', '12:00'));
    const second = await set(shift('A', two, '09:00', '10:00'), shift('B', one, '09:00', '12:00'));
    const rosters = nodesOf(await read(ROSTERS, clerk('one'), { filter: { from: date, to: date } }), 'rosters');
    const onDuty = (at: string) =>
      inTransaction(world.seat('GD').exchange.desk, (transaction) => findOnDuty(transaction, Date.parse(at)));

    expect(second).toBe(first);
    expect(rosters).toEqual([
      {
        ...{ id: first, date, revision: 2, window: { id: ACROSS } },
        shifts: [
          { role: 'A', opens: '09:00', closes: '10:00', staff: { account: 'two', name: '姓名two' } },
          { role: 'B', opens: '09:00', closes: '12:00', staff: { account: 'one', name: '姓名one' } },
        ],
      },
    ]);
    expect((await onDuty('2026-03-03T01:59:59.999Z')).map(({ staffId, role }) => [role, staffId]).toSorted()).toEqual([
      ['A', two],
      ['B', one],
    ]);
    expect((await onDuty('2026-03-03T02:00:00.000Z')).map(({ staffId }) => staffId)).toEqual([one]);
  });

  it('does not count who has left', async () => {
    const date = '2026-03-04';
    const leaving = await join(world, 'leaving');
    await done(world, 'setRoster', { windowId: GENERAL, date, shifts: [shift('A', leaving, '09:00', '12:00')] });
    const before = await gapsOf(date, date);
    await done(world, 'removeStaff', { staffId: leaving });

    expect(before).not.toContain('03-04 general A 09:00-12:00');
    expect(await gapsOf(date, date)).toContain('03-04 general A 09:00-12:00');
  });

  it('puts nobody in two places when two rosters are set at once', async () => {
    const date = '2026-03-05';
    const set = (windowId: string) =>
      command(world, 'setRoster', { windowId, date, shifts: [shift('A', one, '09:00', '12:00')] });
    const answers = await Promise.all([set(ACROSS), set(GENERAL)]);

    expect(answers.map(({ code }) => code).toSorted()).toEqual(['DUTY_OVERLAPS', undefined]);
  });
});
