// Who may receive at a window: a clerk who is certified for the item and mode, or by whom a certified colleague sits.
import { describe, expect, it } from '@jest/globals';
import { forwarded } from '../../../scripts/demo/journeys.js';
import { authorityCode } from '../../../subgraphs/province/seeds/authorities.js';
import { readInstance } from '../../../subgraphs/shared/instance.js';
import type { TeamTables } from '../../../subgraphs/province/teams/index.js';
import { type Actor, askerOf, caseIn, DAY_MS, type Data, playTo } from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { certifyStaff, command, coordinator, COURSE, done, HALL, ITEM, join } from '../../support/teams/ask-team.js';

const POLICE = authorityCode(readInstance('GD'), 'MPS');

const RECEIVE = `mutation ($input: ReceiveCaseInput!) { outcome: receiveCase(input: $input) {
  ... on Case { state } ... on CaseRefusal { code messageZh messageEn rule course { id titleZh titleEn lessons } } } }`;

const clerk = (subject: string, unit = HALL): Actor => ({ role: 'clerk', subject, unit });

/** A clerk receives a case that is drafted for it. */
async function receive(world: CaseWorld, actor: Actor, caseId?: string): Promise<Data> {
  const drafted = caseId ?? caseIn(await playTo(world, forwarded, 0), 'GD');
  const input = { caseId: drafted, idempotencyKey: drafted };
  return (await world.ask(RECEIVE, { input }, askerOf(actor, input)))['outcome'] as Data;
}

const received = { state: 'SUBMITTED' };
const refused = { code: 'CLERK_NOT_CERTIFIED' };

describe('a window', () => {
  it('refuses a clerk who is not certified, and says which course leads there', async () => {
    await using world = await CaseWorld.open(['GD', 'HN']);
    await join(world, 'new');

    const [answer, stranger] = [await receive(world, clerk('new')), await receive(world, clerk('stranger'))];

    expect(answer).toEqual({
      code: 'CLERK_NOT_CERTIFIED',
      messageZh: expect.stringMatching(/没有此事项的有效认证。（《.+》跨省通办业务）/) as unknown,
      messageEn: expect.stringMatching(/not certified for this item. \(Across provinces: .+\)/) as unknown,
      rule: expect.any(String) as unknown,
      course: { id: COURSE, titleZh: expect.any(String), titleEn: expect.any(String), lessons: 8 } as unknown,
    });
    expect(stranger).toMatchObject({ ...refused, course: { id: COURSE } });
  });

  it('says of no course where the province teaches none', async () => {
    await using world = await CaseWorld.open(['GD', 'HN']);
    const courses = world.seat('GD').orm.em.getKysely<TeamTables>().deleteFrom('team_course');
    await courses.where('item_code', '=', ITEM).execute();

    expect(await receive(world, clerk('stranger'))).toMatchObject({ ...refused, course: null });
  });

  it('lets whoever is certified receive, until the certification is over', async () => {
    await using world = await CaseWorld.open(['GD', 'HN']);
    const staffId = await join(world, 'new');
    const cases = await draftSome(world, 3);
    await certifyStaff(world, staffId);

    const first = await receive(world, clerk('new'), cases[0]);
    world.clock.advance(Date.parse('2028-03-02T15:59:59.999Z') - world.clock.nowMs());
    const last = await receive(world, clerk('new'), cases[1]);
    world.clock.advance(1);
    const after = await receive(world, clerk('new'), cases[2]);

    expect([first, last, after]).toMatchObject([received, received, refused]);
  });

  it('asks for a pass, and takes an enrolment or a failed exam for none', async () => {
    await using world = await CaseWorld.open(['GD', 'HN']);
    const staffId = await join(world, 'new');
    const caseId = caseIn(await playTo(world, forwarded, 0), 'GD');
    const tries: unknown[] = [];
    const attempt = async (): Promise<void> => void tries.push((await receive(world, clerk('new'), caseId))['code']);

    const certificationId = await done(world, 'enrolStaff', { staffId, courseId: COURSE });
    await attempt();
    await done(world, 'registerExam', { certificationId, score: 59 });
    await attempt();
    const early = await command(world, 'certify', { certificationId });
    await done(world, 'registerExam', { certificationId, score: 60 });
    await attempt();
    await done(world, 'certify', { certificationId });
    await attempt();

    expect(early).toEqual({ code: 'NOT_IN_THIS_STATE' });
    expect(tries).toEqual([refused.code, refused.code, refused.code, undefined]);
  });

  it('refuses whose certification is revoked, who is of another unit, and who has left', async () => {
    await using world = await CaseWorld.open(['GD', 'HN']);
    const cases = await draftSome(world, 2);
    const [one, two] = [await join(world, 'one'), await join(world, 'two')];
    const certificationId = await certifyStaff(world, one);
    await certifyStaff(world, two);

    const elsewhere = await receive(world, clerk('two', POLICE), cases[0]);
    await done(world, 'revokeCertification', { certificationId, reason: '两次收错材料' });
    const revoked = await receive(world, clerk('one'), cases[0]);
    await done(world, 'removeStaff', { staffId: two });
    const gone = await receive(world, clerk('two'), cases[1]);
    const again = await join(world, 'two');
    const back = await receive(world, clerk('two'), cases[1]);
    await certifyStaff(world, again);
    const anew = await receive(world, clerk('two'), cases[1]);

    expect([elsewhere, revoked, gone, back, anew]).toMatchObject([refused, refused, refused, refused, received]);
  });

  it('counts a certification for its own item only', async () => {
    await using world = await CaseWorld.open(['GD', 'HN']);
    const courses = world.seat('GD').orm.em.getKysely<TeamTables>().selectFrom('team_course').selectAll();
    const other = await courses.where('mode', '=', 'RECEIVE_AND_FORWARD').where('item_code', '<>', ITEM).execute();
    await certifyStaff(world, await join(world, 'new'), other[0]?.id);

    expect(await receive(world, clerk('new'))).toMatchObject(refused);
  });
});

describe('a supervised session', () => {
  const HOUR_MS = 3_600_000;
  const later = (world: CaseWorld, ms: number): string => new Date(world.clock.nowMs() + ms).toISOString();
  const session = { standardItem: `CN:StandardItem:${ITEM}`, mode: 'RECEIVE_AND_FORWARD' };

  it('lets somebody receive while a certified colleague sits by, and no longer', async () => {
    await using world = await CaseWorld.open(['GD', 'HN']);
    const cases = await draftSome(world, 4);
    const [staffId, colleagueId] = [await join(world, 'new'), await join(world, 'old')];
    await certifyStaff(world, colleagueId);
    const open = () =>
      command(world, 'openSupervisedSession', {
        ...{ ...session, staffId, colleagueId, from: later(world, HOUR_MS), to: later(world, 3 * HOUR_MS) },
        actor: clerk('old'),
      });

    const { id: sessionId } = await open();
    const before = await receive(world, clerk('new'), cases[0]);
    world.clock.advance(HOUR_MS);
    const during = await receive(world, clerk('new'), cases[0]);
    await done(world, 'endSupervisedSession', { sessionId, actor: clerk('old') });
    const ended = await receive(world, clerk('new'), cases[1]);
    await open();
    world.clock.advance(3 * HOUR_MS - 1);
    const last = await receive(world, clerk('new'), cases[2]);
    world.clock.advance(1);
    const over = await receive(world, clerk('new'), cases[3]);

    expect([before, during, ended, last, over]).toMatchObject([refused, received, refused, received, refused]);
  });

  it('is worth nothing once the colleague’s certification is revoked', async () => {
    await using world = await CaseWorld.open(['GD', 'HN']);
    const [staffId, colleagueId] = [await join(world, 'new'), await join(world, 'old')];
    const certificationId = await certifyStaff(world, colleagueId);
    await done(world, 'openSupervisedSession', { ...session, staffId, colleagueId, to: later(world, HOUR_MS) });
    await done(world, 'revokeCertification', { certificationId, reason: '投诉属实' });

    expect(await receive(world, clerk('new'))).toMatchObject(refused);
  });

  it('is opened by nobody for himself, and with a colleague who sits by one person at a time', async () => {
    await using world = await CaseWorld.open(['GD', 'HN']);
    const [staffId, colleagueId, third] = [
      await join(world, 'new'),
      await join(world, 'old'),
      await join(world, 'too'),
    ];
    await certifyStaff(world, colleagueId);
    const asked = { ...session, colleagueId, to: later(world, HOUR_MS) };
    const himself: Actor = { role: 'coordinator', subject: 'new' };

    const own = await command(world, 'openSupervisedSession', { ...asked, staffId, actor: himself });
    const sessionId = await done(world, 'openSupervisedSession', { ...asked, staffId });
    const again = await command(world, 'openSupervisedSession', { ...asked, staffId });
    const second = await command(world, 'openSupervisedSession', { ...asked, staffId: third });
    const next = { from: later(world, HOUR_MS), to: later(world, 2 * HOUR_MS) };
    const after = await command(world, 'openSupervisedSession', { ...asked, ...next, staffId: third });
    await done(world, 'endSupervisedSession', { sessionId });
    await done(world, 'endSupervisedSession', { sessionId: again.id });
    const freed = await command(world, 'openSupervisedSession', { ...asked, staffId });

    expect([own, second]).toEqual([{ code: 'NOT_ONESELF' }, { code: 'COLLEAGUE_SITS_BY_ANOTHER' }]);
    expect([again.code, after.code, freed.code]).toEqual([undefined, undefined, undefined]);
  });

  it('is opened by the colleague himself or a coordinator, of one unit, certified, and for eight hours at most', async () => {
    await using world = await CaseWorld.open(['GD', 'HN']);
    const [staffId, colleagueId] = [await join(world, 'new'), await join(world, 'old')];
    const elsewhere = await join(world, 'police', POLICE);
    const uncertified = { ...session, staffId, colleagueId, to: later(world, HOUR_MS) };
    const early = await command(world, 'openSupervisedSession', uncertified);
    await certifyStaff(world, colleagueId);
    await certifyStaff(world, elsewhere);
    const asked: readonly (readonly [Data & { readonly actor?: Actor }, string | undefined])[] = [
      [{ actor: clerk('new') }, 'NOT_THE_COLLEAGUE'],
      [{ staffId: colleagueId }, 'COLLEAGUE_IS_ONESELF'],
      [{ colleagueId: elsewhere }, 'COLLEAGUE_OF_OTHER_UNIT'],
      [{ colleagueId: 'GD:StaffMember:nobody' }, 'STAFF_UNKNOWN'],
      [{ from: later(world, -1) }, 'SESSION_TIME_WRONG'],
      [{ to: later(world, 8 * HOUR_MS + 1) }, 'SESSION_TIME_WRONG'],
      [{ to: later(world, 0) }, 'SESSION_TIME_WRONG'],
      [{ from: later(world, 32 * DAY_MS), to: later(world, 32 * DAY_MS + 1) }, 'SESSION_TIME_WRONG'],
      [{ to: later(world, 8 * HOUR_MS), actor: clerk('old') }, undefined],
      [{ actor: coordinator }, undefined],
    ];

    const codes: unknown[] = [];
    for (const [given] of asked)
      codes.push((await command(world, 'openSupervisedSession', { ...uncertified, ...given })).code);

    expect(early).toEqual({ code: 'COLLEAGUE_NOT_CERTIFIED' });
    expect(codes).toEqual(asked.map(([, code]) => code));
  });
});

/** Cases of the story that wait at the window. */
async function draftSome(world: CaseWorld, count: number): Promise<readonly string[]> {
  const drafted: string[] = [];
  for (let index = 0; index < count; index += 1) drafted.push(caseIn(await playTo(world, forwarded, 0), 'GD'));
  return drafted;
}
