// Scorecards: figures equal a naive count over all rows, people see what is theirs, and nobody types a figure.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { forwarded } from '../../../scripts/demo/journeys.js';
import type { Asker } from '../../../scripts/demo/play-journey.js';
import type { CaseCourseRow, HandlingTables } from '../../../subgraphs/province/cases/handling/handling.entity.js';
import { beginCourse } from '../../../subgraphs/province/cases/machine/course.rules.js';
import type { CaseEvent } from '../../../subgraphs/province/cases/machine/vocabulary.rules.js';
import type { RatingRow, RatingTables } from '../../../subgraphs/province/ratings/index.js';
import { calendarOf, workingMinutesBetween } from '../../../subgraphs/province/shared/working-calendar.js';
import { toJson } from '../../../subgraphs/province/storage/stored.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { type Choices, readChoices } from '../../support/choices.js';
import { randomNumbers } from '../../support/random-numbers.js';
import { HALL, playForwarded, rate, SUPERVISOR } from '../../support/ratings/rated-world.js';

const SEED = Number(process.env['SEED'] ?? 1);
const BEGIN = Date.parse('2026-03-02T01:00:00.000Z');
const HOUR_MS = 3_600_000;
const units = ['UNITA', 'UNITB', 'UNITC'];
const people = ['p-1', 'p-2', 'p-3', 'p-4'];
const COORDINATOR: Asker = { subject: 'c-1', role: 'coordinator', province: 'GD' };

let world: CaseWorld;
beforeAll(async () => {
  world = await CaseWorld.open(['GD']);
  const choices = readChoices(randomNumbers(SEED, 60_000));
  for (let index = 0; index < 120; index += 1) await addCase(choices, index);
});
afterAll(() => world[Symbol.asyncDispose]());

const db = () => world.seat('GD').orm.em.fork().getKysely<HandlingTables & RatingTables>();
const iso = (ms: number): string => new Date(ms).toISOString();

// Any order of what happens at a window that rows can have, sensible or not.
async function addCase(choices: Choices, index: number): Promise<void> {
  const collaboration_no = `SCORE-${index}`;
  const id = `GD:Leg:${collaboration_no}.receive`;
  const unit = choices.of(units);
  let at = BEGIN + choices.below(60 * 24) * HOUR_MS;
  const events: CaseEvent[] = ['receiveCase'];
  while (choices.below(5) > 0 && events.length < 9)
    events.push(
      choices.of(['forwardCase', 'handoffRejected', 'handoffAcknowledged', 'correctionRequested', 'forwardCase']),
    );
  const course: CaseCourseRow = {
    ...{
      id,
      collaboration_no,
      name: 'receive',
      seq: 0,
      role: 'RECEIVE',
      machine: 'RECEIVE',
      province: 'GD',
      unit_code: unit,
    },
    ...{
      kind: choices.once(6) ? 'TOLD' : 'OWN',
      state: choices.of(['RECEIVED', 'HANDED_OVER', 'CLOSED', 'RESULT_RECEIVED']),
    },
    ...{ course: toJson(beginCourse('NEW')), clocks: toJson({}), handoff_id: null, brought: null, next_due_ms: null },
    ...{ version: events.length, updated_at: iso(at) },
  };
  await db().insertInto('case_course').values(course).execute();
  for (const [seq, event] of events.entries()) {
    const subject = /^(receive|forward)Case$/.test(event) ? choices.of(people) : null;
    const entry = {
      course_id: id,
      seq: seq + 1,
      at: iso(at),
      event,
      role: 'RECEIVING_CLERK',
      province: 'GD',
      subject,
    } as const;
    const rest = {
      unit_code: subject === null ? null : unit,
      from_state: 'A',
      to_state: 'B',
      completion: null,
      letter_id: null,
    };
    await db()
      .insertInto('case_log')
      .values({ ...entry, ...rest, said: toJson({}), alerts: null })
      .execute();
    at += choices.below(30) * HOUR_MS;
  }
  if (choices.once(2)) await addRating(choices, { collaboration_no, unit, index, at });
}

interface Rated {
  readonly collaboration_no: string;
  readonly unit: string;
  readonly index: number;
  readonly at: number;
}

async function addRating(choices: Choices, { collaboration_no, unit, index, at }: Rated): Promise<void> {
  const isBad = choices.once(2);
  const isHere = choices.once(2);
  const row: RatingRow = {
    ...{ id: `GD:Rating:score-${index}`, collaboration_no, case_id: null, origin: 'GD', origin_unit: unit },
    ...{ holders: toJson(['GD']), level: isBad ? 'DISSATISFIED' : 'SATISFIED', service: 'ONLINE', channel: 'PC' },
    ...{ indicators: toJson([]), indicator_version: 1, given_at: iso(at), rater_person: null, rater_subject: null },
    ...{
      text: null,
      sealing_key_id: null,
      state: isBad ? choices.of(['ATTRIBUTED', 'EXCLUDED', 'PUBLISHED']) : 'COUNTED',
    },
    ...{
      seq: 1,
      owner: 'GD',
      is_ours: 1,
      leg: isBad ? 'receive' : null,
      at_fault: isBad ? (isHere ? 'GD' : 'HN') : null,
    },
    ...{
      rule: isBad ? 'SENT_BACK' : null,
      responsible_province: 'GD',
      responsible_unit: isHere ? unit : choices.of(units),
    },
    ...{ is_taken: choices.once(5) ? 0 : 1, is_contested: 0, duty: null, due_ms: null, revisit: null },
    ...{ published_text: null, asked: null, updated_at: iso(at) },
  };
  await db().insertInto('rating').values(row).execute();
}

interface Card {
  readonly unit: string;
  readonly account: string | null;
  readonly [figure: string]: unknown;
}

const FIGURES =
  'received forwarded answered firstTimeRightPercent returns averageForwardMinutes ratings badRatings goodRatingPercent';

async function cardsOf(
  kind: 'unitScorecards' | 'staffScorecards',
  given: object,
  asker: Asker,
): Promise<readonly Card[]> {
  const declared = '$province: ID!, $from: DateTime!, $to: DateTime!';
  const [unit, passed] = kind === 'unitScorecards' ? ['String', 'unit: $unit'] : ['String!', 'unit: $unit'];
  const query = `query (${declared}, $unit: ${unit}) { cards: ${kind}(province: $province, from: $from, to: $to, ${passed}) {
    unit account ${FIGURES} appeals { id measure state decision } } }`;
  return (await world.ask(query, { province: 'GD', ...given }, asker))['cards'] as readonly Card[];
}

// Every figure by itself, from all rows, in the plainest way.
async function naiveCard(period: { readonly from: string; readonly to: string }, unit: string, account: string | null) {
  const within = (at: string): boolean => period.from <= at && at < period.to;
  const courses = (await db().selectFrom('case_course').selectAll().execute()).filter(({ kind }) => kind === 'OWN');
  const log = await db().selectFrom('case_log').selectAll().orderBy('course_id').orderBy('seq').execute();
  const figures = { received: 0, forwarded: 0, answered: 0, right: 0, returns: 0, minutes: 0 };
  for (const course of courses.filter((each) => each.unit_code === unit)) {
    const lines = log.filter((line) => line.course_id === course.id);
    let [isForwarded, isMine, isAnswered] = [false, false, false];
    let forwarder: string | null = null;
    for (const { event, at, subject } of lines) {
      if (event === 'receiveCase' && within(at) && (account === null || subject === account)) figures.received += 1;
      if (event === 'forwardCase') {
        forwarder = subject;
        if (!isForwarded && within(at) && (account === null || subject === account)) {
          isMine = true;
          figures.forwarded += 1;
          const received = lines.find((line) => line.event === 'receiveCase')?.at ?? at;
          figures.minutes += workingMinutesBetween(calendarOf('GD'), Date.parse(received), Date.parse(at));
        }
        isForwarded = true;
      } else if (event === 'handoffRejected' || event === 'correctionRequested') {
        if (within(at) && (account === null || forwarder === account)) figures.returns += 1;
      }
      if (isMine && !isAnswered && (event === 'handoffAcknowledged' || event === 'handoffRejected')) {
        isAnswered = true;
        figures.answered += 1;
        const first = lines.findIndex((line) => line.event === 'forwardCase');
        const wasCorrected = lines.slice(first).some((line) => line.event === 'correctionRequested');
        if (event === 'handoffAcknowledged' && !wasCorrected) figures.right += 1;
      }
    }
  }
  const rated = { all: 0, bad: 0 };
  for (const rating of await db().selectFrom('rating').selectAll().execute()) {
    if (!within(rating.given_at) || rating.state === 'EXCLUDED') continue;
    const mine = courses.filter(
      (course) =>
        course.collaboration_no === rating.collaboration_no &&
        course.unit_code === unit &&
        (account === null || log.some((line) => line.course_id === course.id && line.subject === account)),
    );
    const isBad = rating.level === 'DISSATISFIED';
    const isLaid = rating.at_fault === 'GD' && rating.is_taken === 1 && rating.responsible_unit === unit;
    const isOnes = account === null || mine.some(({ name }) => name === rating.leg);
    if (!isBad && mine.length > 0) rated.all += 1;
    if (isBad && isLaid && isOnes) [rated.all, rated.bad] = [rated.all + 1, rated.bad + 1];
  }
  const share = (part: number, of: number): number | null => (of === 0 ? null : Math.round((part / of) * 100));
  const { received, forwarded: sent, answered, right, returns, minutes } = figures;
  return {
    ...{ unit, account, received, forwarded: sent, answered, firstTimeRightPercent: share(right, answered), returns },
    averageForwardMinutes: sent === 0 ? null : Math.round(minutes / sent),
    ...{ ratings: rated.all, badRatings: rated.bad, goodRatingPercent: share(rated.all - rated.bad, rated.all) },
  };
}

const periods = [
  [0, 70],
  [10, 25],
  [20, 21],
  [40, 41.5],
].map(([from = 0, to = 0]) => ({ from: iso(BEGIN + from * 24 * HOUR_MS), to: iso(BEGIN + to * 24 * HOUR_MS) }));

it.each(periods)('counts what a naive count over all rows counts, from $from', async (period) => {
  for (const unit of units) {
    const [card] = await cardsOf('unitScorecards', { ...period, unit }, COORDINATOR);
    expect(card).toEqual({ ...(await naiveCard(period, unit, null)), appeals: [] });
    for (const each of await cardsOf('staffScorecards', { ...period, unit }, COORDINATOR))
      expect(each).toEqual({ ...(await naiveCard(period, unit, each.account)), appeals: [] });
  }
  const whole = await cardsOf('unitScorecards', { ...periods[0] }, COORDINATOR);
  expect(whole.map(({ unit }) => unit)).toEqual(expect.arrayContaining(units));
});

it('shows figures about a person to himself, his coordinator and supervisors only', async () => {
  const [period] = periods;
  const given = { ...period, unit: 'UNITA' };
  const clerk: Asker = { subject: 'p-1', role: 'clerk', province: 'GD', unit: 'UNITA' };
  const seen = async (asker: Asker) => (await cardsOf('staffScorecards', given, asker)).map(({ account }) => account);

  expect(await seen(clerk)).toEqual(['p-1']);
  expect(await seen(COORDINATOR)).toEqual(people);
  expect(await seen(SUPERVISOR)).toEqual(people);
  expect(await seen({ ...SUPERVISOR, province: 'HN' })).toEqual([SUPERVISOR.subject]);
  await expect(seen({ ...COORDINATOR, province: 'HN' })).rejects.toThrow();
  expect((await cardsOf('unitScorecards', given, clerk)).map(({ unit }) => unit)).toEqual(['UNITA']);
  await expect(cardsOf('unitScorecards', { ...given, to: period?.from }, clerk)).rejects.toThrow(/period/i);
});

async function command(what: string, type: string, input: object, asker: Asker): Promise<string> {
  const query = `mutation ($input: ${type}!) { done: ${what}(input: $input) {
    ... on ScorecardAppeal { id state } ... on ScorecardRefusal { code } } }`;
  const { done } = await world.ask(query, { input }, asker);
  const { id, state, code } = done as { readonly id?: string; readonly state?: string; readonly code?: string };
  return code ?? `${state} ${id}`;
}

it('lets a unit appeal a line once, and a supervisor outside of it mark it; the figure stays', async () => {
  const [period] = periods;
  const clerk: Asker = { subject: 'p-2', role: 'clerk', province: 'GD', unit: 'UNITB' };
  const line = { province: 'GD', unit: 'UNITB', own: false, measure: 'RETURNS', ...period, reason: '系统故障所致' };
  const appeal = (input: object, asker = clerk) =>
    command('appealScorecard', 'AppealScorecardInput', { ...line, ...input }, asker);
  const [before] = await cardsOf('unitScorecards', { ...period, unit: 'UNITB' }, clerk);

  expect(await appeal({ idempotencyKey: '1', unit: 'UNITA' })).toBe('NOT_THE_UNIT');
  expect(await appeal({ idempotencyKey: '2', reason: ' ' })).toBe('TEXT_MISSING');
  expect(await appeal({ idempotencyKey: '3', to: period?.from })).toBe('PERIOD_INVALID');
  const [, appealId = ''] = (await appeal({ idempotencyKey: '4' })).split(' ');
  expect(await appeal({ idempotencyKey: '4' })).toBe(`OPEN ${appealId}`);
  expect(await appeal({ idempotencyKey: '5' }, { ...clerk, subject: 'p-3' })).toBe('APPEALED_BEFORE');
  expect(await appeal({ idempotencyKey: '6', own: true })).toMatch(/^OPEN /);
  const decide = (asker: Asker, input: object = {}) =>
    command(
      'decideScorecardAppeal',
      'DecideScorecardAppealInput',
      { idempotencyKey: asker.subject, appealId, uphold: true, text: '属实', ...input },
      asker,
    );
  expect(await decide({ ...SUPERVISOR, subject: 's-2', province: 'GD', unit: 'UNITB' })).toBe('OWN_UNIT');
  expect(await decide({ ...SUPERVISOR, subject: 's-3', province: 'HN' })).toBe('APPEAL_UNKNOWN');
  expect(await decide({ ...SUPERVISOR, subject: clerk.subject })).toBe('OWN_UNIT');
  expect(await decide(SUPERVISOR)).toBe(`UPHELD ${appealId}`);
  expect(await decide({ ...SUPERVISOR, subject: 's-4' }, { uphold: false })).toBe('ALREADY_DECIDED');

  const [after] = await cardsOf('unitScorecards', { ...period, unit: 'UNITB' }, clerk);
  expect(after).toEqual({
    ...before,
    appeals: [{ id: appealId, measure: 'RETURNS', state: 'UPHELD', decision: '属实' }],
  });
});

it('counts what is open with each unit and person, and shows a person to himself and who leads him', async () => {
  const courses = await db().selectFrom('case_course').selectAll().where('unit_code', '=', 'UNITC').execute();
  const open = courses.filter(({ kind, state }) => kind === 'OWN' && !['CLOSED', 'RESULT_RECEIVED'].includes(state));
  const log = await db().selectFrom('case_log').selectAll().orderBy('course_id').orderBy('seq').execute();
  const last = open.map(
    ({ id }) => log.filter((line) => line.course_id === id && line.subject !== null).at(-1)?.subject,
  );
  const query =
    'query ($province: ID!) { workload(province: $province, unit: "UNITC") { open staff { account open } } }';
  const ask = async (asker: Asker) =>
    (await world.ask(query, { province: 'GD' }, asker))['workload'] as [{ staff: object[] }];

  const [seen] = await ask(COORDINATOR);
  const byPerson = people.map((account) => ({ account, open: last.filter((subject) => subject === account).length }));

  expect(seen).toMatchObject({ open: open.length });
  expect(seen.staff).toHaveLength(byPerson.filter((each) => each.open > 0).length);
  expect(seen.staff).toEqual(expect.arrayContaining(byPerson.filter((each) => each.open > 0)));
  const own = await ask({ subject: 'p-1', role: 'officer', province: 'GD', unit: 'UNITC' });
  expect(own[0].staff.every((each) => JSON.stringify(each).includes('"p-1"'))).toBe(true);
});

it('has figures of a case that people played, too', async () => {
  await using played = await CaseWorld.open(['GD', 'HN']);
  const { cases } = await playForwarded(played);
  await rate(played, cases.get('GD') ?? '', { level: 'SATISFIED', channel: 'PC' });
  const query = `query ($province: ID!, $from: DateTime!, $to: DateTime!) { unitScorecards(province: $province, from: $from, to: $to) {
    unit received forwarded answered firstTimeRightPercent returns ratings badRatings } }`;
  const variables = { province: 'GD', from: iso(BEGIN - HOUR_MS), to: iso(BEGIN + 24 * HOUR_MS) };

  const { unitScorecards } = await played.ask(query, variables, COORDINATOR);

  // Sent back once and corrected once, so it was not right at first.
  expect(
    forwarded.steps.filter((step) => 'do' in step && /rejectHandoff|requestCorrection/.test(step.do)),
  ).toHaveLength(2);
  const figures = {
    received: 1,
    forwarded: 1,
    answered: 1,
    firstTimeRightPercent: 0,
    returns: 2,
    ratings: 1,
    badRatings: 0,
  };
  expect(unitScorecards).toEqual([{ unit: HALL, ...figures }]);
});
