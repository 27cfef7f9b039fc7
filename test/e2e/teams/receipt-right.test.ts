// Whether somebody may receive at an instant, against the plainest way of finding out: reading the whole log of exams,
// certifications, revocations, sessions and leavings from its beginning. SEED=… RUNS=… repeat or lengthen it.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import { findCertified, mayReceiveAt } from '../../../subgraphs/province/teams/find-certified.service.js';
import type { TeamTables } from '../../../subgraphs/province/teams/index.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { command, HALL, join, type TeamAnswer, type TeamEvent } from '../../support/teams/ask-team.js';

const SEED = Number(process.env['SEED'] ?? 20260302);
const RUNS = Number(process.env['RUNS'] ?? 25);
const TIMEOUT_MS = 120_000;
const PASS = 60;
const MONTHS = 24;
const mode = 'RECEIVE_AND_FORWARD';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

const people = [0, 1, 2] as const;
const actions = fc.record({
  event: fc.constantFrom<TeamEvent | 'qualify' | 'sitBy'>(
    ...(['qualify', 'qualify', 'sitBy', 'enrolStaff', 'registerExam', 'certify', 'revokeCertification'] as const),
    ...(['openSupervisedSession', 'endSupervisedSession', 'removeStaff'] as const),
  ),
  who: fc.constantFrom(...people),
  other: fc.constantFrom(...people),
  item: fc.constantFrom(0, 1),
  // Who does it: an outsider, or one of the people himself in another role.
  by: fc.constantFrom(-1, -1, -1, 0, 1),
  score: fc.constantFrom(PASS - 1, PASS, PASS, 100),
  lasts: fc.constantFrom(30 * MINUTE, 8 * 60 * MINUTE),
  wait: fc.constantFrom(1, 10 * MINUTE, 60 * MINUTE, DAY, 300 * DAY),
});
type Asked = typeof actions extends fc.Arbitrary<infer Value> ? Value : never;

/** One command; some of what is asked is several of them, which seldom follow on each other by chance. */
type Action = Omit<Asked, 'event'> & { readonly event: TeamEvent };

function commandsOf({ event, ...given }: Asked): readonly Action[] {
  const outsider = { ...given, by: -1, wait: 1 } as const;
  if (event === 'qualify') {
    return [
      { ...outsider, event: 'enrolStaff', wait: given.wait },
      { ...outsider, event: 'registerExam' },
      { ...given, event: 'certify' },
    ];
  }
  if (event !== 'sitBy') return [{ ...given, event }];
  const colleague = { ...outsider, who: given.other, score: PASS };
  return [
    { ...colleague, event: 'enrolStaff', wait: given.wait },
    { ...colleague, event: 'registerExam' },
    { ...colleague, event: 'certify' },
    { ...outsider, event: 'openSupervisedSession' },
    ...(given.score < 100 ? [] : [{ ...colleague, event: 'revokeCertification' as const, wait: 10 * MINUTE }]),
  ];
}

/** A line of the log: an action that was not refused. */
interface Line extends Action {
  readonly at: number;
  /** The account that did it. */
  readonly account: string;
  readonly id: string;
  /** Of what is done about something that is there: its id. */
  readonly about: string;
}

let world: CaseWorld;
let items: readonly { readonly id: string; readonly item_code: string }[];
let trials = 0;
beforeAll(async () => {
  world = await CaseWorld.open(['GD']);
  const courses = world.seat('GD').orm.em.getKysely<TeamTables>().selectFrom('team_course').selectAll();
  items = (await courses.where('mode', '=', mode).orderBy('id').execute()).slice(0, 2);
});
afterAll(() => world[Symbol.asyncDispose]());

const count = { acts: 0, refused: 0, may: 0, mayNot: 0 };

it(
  'is as the naive reading of the log says, at every instant at which anything happens and just after',
  async () => {
    const property = fc.asyncProperty(fc.array(actions, { minLength: 4, maxLength: 16 }), async (asked) => {
      trials += 1;
      const accounts = people.map((person) => `p${trials}-${person}`);
      const ids: string[] = [];
      for (const account of accounts) ids.push(await join(world, account));
      const log = await play(asked.flatMap(commandsOf), { accounts, ids });
      await compare(log, accounts, ids);
    });
    await fc.assert(property, { numRuns: RUNS, seed: SEED, interruptAfterTimeLimit: TIMEOUT_MS - 10_000 });

    expect(count.may).toBeGreaterThan(RUNS);
    expect(count.mayNot).toBeGreaterThan(RUNS);
    expect(count.acts).toBeGreaterThan(count.refused);
  },
  TIMEOUT_MS,
);

interface People {
  readonly accounts: readonly string[];
  readonly ids: readonly string[];
}

async function play(asked: readonly Action[], { accounts, ids }: People): Promise<readonly Line[]> {
  const log: Line[] = [];
  for (const action of asked) {
    world.clock.advance(action.wait);
    const at = world.clock.nowMs();
    const account = accounts[action.by] ?? 'boss';
    const about = aboutWhat(action, log, ids);
    const answer = await act(action, { about, account, ids });
    count.acts += 1;
    if (answer.id === undefined) count.refused += 1;
    else log.push({ ...action, at, account, about, id: answer.id });
  }
  return log;
}

// What an action is about: the last enrolment of the person for the item, or the last session of the two.
function aboutWhat({ event, who, item }: Action, log: readonly Line[], ids: readonly string[]): string {
  const isOne = (line: Line, made: TeamEvent): boolean => line.event === made && line.who === who && line.item === item;
  if (event === 'endSupervisedSession') {
    return log.findLast((line) => isOne(line, 'openSupervisedSession'))?.id ?? 'GD:SupervisedSession:none';
  }
  if (event === 'registerExam' || event === 'certify' || event === 'revokeCertification') {
    return log.findLast((line) => isOne(line, 'enrolStaff'))?.id ?? 'GD:Certification:none';
  }
  return ids[who] ?? '';
}

interface Doing {
  readonly about: string;
  readonly account: string;
  readonly ids: readonly string[];
}

function act(action: Action, { about, account, ids }: Doing): Promise<TeamAnswer> {
  const { event, item, other, score, lasts } = action;
  const actor = { role: 'coordinator', subject: account } as const;
  const { id: courseId = '', item_code: code = '' } = items[item] ?? {};
  const said = {
    enrolStaff: { staffId: about, courseId },
    registerExam: { certificationId: about, score },
    certify: { certificationId: about },
    revokeCertification: { certificationId: about, reason: '抽查不合格' },
    openSupervisedSession: {
      ...{ staffId: about, colleagueId: ids[other], standardItem: `CN:StandardItem:${code}`, mode },
      to: new Date(world.clock.nowMs() + lasts).toISOString(),
    },
    endSupervisedSession: { sessionId: about },
    removeStaff: { staffId: about },
  };
  return command(world, event, { ...said[event as keyof typeof said], actor });
}

/** The first instant at which a certification given now is over, found by walking over the days. */
function endOf(from: number): number {
  const china = new Date(from + 480 * MINUTE);
  const wanted = { month: china.getUTCMonth() + MONTHS, date: china.getUTCDate() };
  const last = new Date(Date.UTC(china.getUTCFullYear(), wanted.month + 1, 0)).getUTCDate();
  return Date.UTC(china.getUTCFullYear(), wanted.month, Math.min(wanted.date, last) + 1) - 480 * MINUTE;
}

// The oracle: no states, no tables, no rows, but the log alone.
const isThere = (log: readonly Line[], who: number, at: number): boolean =>
  !log.some((line) => line.event === 'removeStaff' && line.who === who && line.at <= at);

function isCertified(
  log: readonly Line[],
  accounts: readonly string[],
  asked: { who: number; item: number; at: number },
) {
  const { who, item, at } = asked;
  if (!isThere(log, who, at)) return false;
  return log.some((given, index) => {
    if (given.event !== 'certify' || given.who !== who || given.item !== item || given.at > at) return false;
    const exam = log.slice(0, index).findLast((line) => line.event === 'registerExam' && line.about === given.about);
    if (exam === undefined || exam.score < PASS) return false;
    if (exam.account === accounts[who] || given.account === accounts[who]) return false;
    const isRevoked = log
      .slice(index)
      .some((line) => line.event === 'revokeCertification' && line.who === who && line.item === item && line.at <= at);
    return !isRevoked && at < endOf(given.at);
  });
}

function mayReceive(
  log: readonly Line[],
  accounts: readonly string[],
  asked: { who: number; item: number; at: number },
) {
  const { who, item, at } = asked;
  if (isCertified(log, accounts, asked)) return true;
  if (!isThere(log, who, at)) return false;
  return log.some((opened) => {
    if (opened.event !== 'openSupervisedSession' || opened.who !== who || opened.item !== item) return false;
    const isEnded = log.some(
      (line) => line.event === 'endSupervisedSession' && line.about === opened.id && line.at <= at,
    );
    const isOn = opened.at <= at && at < opened.at + opened.lasts && !isEnded && opened.other !== who;
    return isOn && isCertified(log, accounts, { who: opened.other, item, at });
  });
}

async function compare(log: readonly Line[], accounts: readonly string[], ids: readonly string[]): Promise<void> {
  const ends = log.flatMap(({ event, at, lasts }) =>
    event === 'certify' ? [endOf(at)] : event === 'openSupervisedSession' ? [at + lasts] : [],
  );
  const instants = [...new Set([...log.map(({ at }) => at), ...ends].flatMap((at) => [at - 1, at, at + 1]))];
  await inTransaction(world.seat('GD').exchange.desk, async (transaction) => {
    for (const ms of instants) {
      const at = new Date(ms).toISOString();
      for (const item of [0, 1]) {
        const code = items[item]?.item_code ?? '';
        const certified = await findCertified(transaction, { item: code, mode, unit: HALL, at });
        for (const who of people) {
          const asked = { who, item, at: ms };
          const subject = accounts[who] ?? '';
          const may = await mayReceiveAt(transaction, { subject, unit: HALL, item: code, mode }, at);
          count[may ? 'may' : 'mayNot'] += 1;

          expect({ ...asked, may }).toEqual({ ...asked, may: mayReceive(log, accounts, asked) });
          expect(certified.some(({ id }) => id === ids[who])).toBe(isCertified(log, accounts, asked));
        }
      }
    }
  });
}
