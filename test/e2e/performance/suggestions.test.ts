// Who should receive the next case: certified, on duty now, and with the least open work, as a naive look at all rows says.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Asker } from '../../../scripts/demo/play-journey.js';
import type { CaseCourseRow, HandlingTables } from '../../../subgraphs/province/cases/handling/handling.entity.js';
import { beginCourse } from '../../../subgraphs/province/cases/machine/course.rules.js';
import { toJson } from '../../../subgraphs/province/storage/stored.js';
import { type CertificationRow, createStaffRow, type TeamTables } from '../../../subgraphs/province/teams/index.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { type Choices, readChoices } from '../../support/choices.js';
import { randomNumbers } from '../../support/random-numbers.js';

const SEED = Number(process.env['SEED'] ?? 1);
const ITEM = 'mca-orphan-recognition';
const MODE = 'RECEIVE_AND_FORWARD';
const COORDINATOR: Asker = { subject: 'c-1', role: 'coordinator', province: 'GD' };
// Half past ten of a working day in China.
const MINUTE = 10 * 60 + 30;
const DATE = '2026-03-02';

let world: CaseWorld;
beforeAll(async () => {
  world = await CaseWorld.open(['GD']);
  world.clock.advance(90 * 60_000);
});
afterAll(() => world[Symbol.asyncDispose]());

const db = () => world.seat('GD').orm.em.fork().getKysely<HandlingTables & TeamTables>();
const iso = (ms: number): string => new Date(ms).toISOString();

/** A clerk as he is made up, and whether he may be suggested. */
interface MadeUp {
  readonly id: string;
  readonly open: number;
  readonly isThere: boolean;
}

async function makeUp(choices: Choices, unit: string, index: number): Promise<MadeUp> {
  const nowMs = world.clock.nowMs();
  const id = `GD:StaffMember:${unit}-${index}`;
  const subject = `${unit}-${index}`;
  const { sealing } = world.seat('GD').exchange.desk.vault;
  const staff = createStaffRow(sealing, { id, subject, unitCode: unit, name: '某某', addedAt: iso(nowMs - 1_000_000) });
  await db().insertInto('team_staff').values(staff).execute();
  const way = choices.of(['HELD', 'HELD', 'HELD', 'OVER', 'REVOKED', 'NONE', 'OTHER_ITEM'] as const);
  if (way !== 'NONE') {
    const until = way === 'OVER' ? nowMs - 1 : nowMs + 1_000_000;
    const certification: CertificationRow = {
      ...{ id: `${id}.c`, staff_id: id, course_id: 'x', item_code: way === 'OTHER_ITEM' ? 'other' : ITEM, mode: MODE },
      ...{ state: 'CERTIFIED', enrolled_at: iso(nowMs - 900_000), score: 90, certified_at: iso(nowMs - 800_000) },
      ...{ valid_to: iso(until), revoked_at: way === 'REVOKED' ? iso(nowMs - 1) : null, moves: 3 },
    };
    await db().insertInto('team_certification').values(certification).execute();
  }
  const hours = choices.of([
    [MINUTE - 60, MINUTE + 60],
    [MINUTE - 60, MINUTE + 1],
    [MINUTE - 60, MINUTE],
    [MINUTE + 1, 900],
    null,
  ] as const);
  if (hours !== null) {
    const [opens, closes] = hours;
    const duty = {
      window_id: `GD:ServiceWindow:${unit}-${index}`,
      date: DATE,
      role: 'A',
      opens,
      closes,
      staff_id: id,
    } as const;
    await db().insertInto('team_duty').values(duty).execute();
  }
  const open = choices.below(4);
  for (let nth = 0; nth < open; nth += 1) await openLeg(unit, `${subject}-${nth}`, { subject, state: 'RECEIVED' });
  await openLeg(unit, `${subject}-over`, { subject, state: 'CLOSED' });
  return { id, open, isThere: way === 'HELD' && hours !== null && hours[0] <= MINUTE && MINUTE < hours[1] };
}

async function openLeg(
  unit: string,
  name: string,
  { subject, state }: { readonly subject: string; readonly state: string },
): Promise<void> {
  const id = `GD:Leg:${name}.receive`;
  const at = iso(world.clock.nowMs());
  const course: CaseCourseRow = {
    ...{ id, collaboration_no: name, name: 'receive', seq: 0, role: 'RECEIVE', kind: 'OWN', machine: 'RECEIVE' },
    ...{ province: 'GD', unit_code: unit, state, course: toJson(beginCourse(state)), clocks: toJson({}) },
    ...{ handoff_id: null, brought: null, next_due_ms: null, version: 1, updated_at: at },
  };
  await db().insertInto('case_course').values(course).execute();
  const entry = { course_id: id, seq: 1, at, event: 'receiveCase', role: 'RECEIVING_CLERK', province: 'GD' } as const;
  const rest = { unit_code: unit, subject, from_state: 'NEW', to_state: state, completion: null, letter_id: null };
  await db()
    .insertInto('case_log')
    .values({ ...entry, ...rest, said: toJson({}), alerts: null })
    .execute();
}

const QUERY = `query ($province: ID!, $standardItem: ID!, $unit: String!) {
  suggestClerk(province: $province, standardItem: $standardItem, mode: ${MODE}, unit: $unit) { staffId open } }`;

async function suggested(unit: string, asker: Asker): Promise<unknown> {
  const variables = { province: 'GD', standardItem: `CN:StandardItem:${ITEM}`, unit };
  return (await world.ask(QUERY, variables, asker))['suggestClerk'];
}

it('suggests whom a naive look at all of them finds, or nobody', async () => {
  const choices = readChoices(randomNumbers(SEED, 20_000));
  const found: unknown[] = [];
  for (let round = 0; round < 25; round += 1) {
    const unit = `UNIT${round}`;
    const clerks: MadeUp[] = [];
    for (let index = 0; index < 5; index += 1) clerks.push(await makeUp(choices, unit, index));

    const there = clerks.filter(({ isThere }) => isThere);
    const least = Math.min(...there.map(({ open }) => open));
    const best = there.find(({ open }) => open === least);

    const suggestion = await suggested(unit, COORDINATOR);
    expect(suggestion).toEqual(best === undefined ? null : { staffId: best.id, open: best.open });
    found.push(suggestion);
    // How much lies with a colleague is not for everybody.
    const clerk: Asker = { subject: 'x', role: 'clerk', province: 'GD', unit };
    expect(await suggested(unit, clerk)).toEqual(best === undefined ? null : { staffId: best.id, open: null });
  }
  expect(new Set(found.map((each) => each === null))).toEqual(new Set([true, false]));
});
