// The five modules of coordination together: the story that `npm run demo:coordination` tells, on the databases of the run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { playCoordination } from '../../../scripts/demo/coordination/play-coordination.js';
import { TestDatabases } from '../../support/test-databases.js';

const PATIENCE_MS = 240_000;

async function tellStory(): Promise<string> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-coordination-'));
  await using databases = new TestDatabases(dataDir);
  const lines: string[] = [];
  try {
    const place = { dataDir, placeOf: (code: string) => databases.placeOf(code) };
    await playCoordination({ ...place, say: (line) => void lines.push(line.trim().replaceAll(/ +/g, ' ')) });
  } catch (error) {
    // Where it broke off says more than why.
    throw new Error(`The story broke off.\n${lines.join('\n')}`, { cause: error });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  return lines.join('\n');
}

/** What is left of a chapter when only these lines are looked for, in the order in which they were told. */
const found = (chapter: string | undefined, wanted: readonly RegExp[]): readonly string[] =>
  (chapter ?? '')
    .split('\n')
    .filter((line) => wanted.some((each) => each.test(line)))
    .map((line) => line.replace(/（.*/, ''));

let story = '';
let chapters: readonly string[] = [];
beforeAll(async () => {
  story = await tellStory();
  chapters = story.split('\n\n');
}, PATIENCE_MS);

it('says that it plays in a network and at a time of its own', () => {
  expect(chapters).toHaveLength(7);
  expect(chapters[0]).toContain('A small network of its own');
  expect(chapters[0]).toContain('2026-03-02 09:00');
  expect(story).not.toMatch(/BROKEN|CONTRADICTED|undefined/);
});

it('aligns a list of materials, in which there is no difference afterwards', () => {
  expect(found(chapters[1], [/^MATERIAL /, /Alignment →/, /lists do not differ/])).toEqual([
    'MATERIAL 委托代办授权书 GD=OPTIONAL HN=—',
    'GD coordinator-GD proposeAlignment → NEGOTIATING',
    'HN coordinator-HN counterAlignment → NEGOTIATING',
    'GD coordinator-GD agreeAlignment → COUNTER_PROPOSED',
    '“委托代办授权书”已一致 · the lists do not differ on it any more',
  ]);
});

it('signs an agreement that names the negotiation which led to it', () => {
  expect(found(chapters[2], [/两省 both/])).toEqual([
    ...['PROPOSED 1', 'COUNTERED 2', 'EFFECTIVE 2'].map((state) => `两省 both: ${state}`),
  ]);
  expect(chapters[2]?.match(/签署 signed by GD, HN/g)).toHaveLength(2);
  expect(chapters[2]).toMatch(/由 GD:Consultation:\S+ 而来/);
});

it('refuses a clerk until somebody else has certified him', () => {
  expect(found(chapters[3], [/receiveCase/, /certify|enrolStaff|registerExam/])).toEqual([
    'GD learner-GD receiveCase → CLERK_NOT_CERTIFIED',
    'GD coordinator-GD enrolStaff → ENROLLED',
    'GD coordinator-GD registerExam → EXAM_FAILED',
    'GD coordinator-GD registerExam → EXAM_PASSED',
    'GD learner-GD certify → FORBIDDEN',
    'GD certifier-GD certify → CERTIFIED',
    'GD learner-GD receiveCase → SUBMITTED',
  ]);
  expect(chapters[3]).toMatch(/跨省通办业务 · .*8 课 lessons/);
});

it('shows both provinces the same card, which its own unit does not close', () => {
  expect(chapters[4]).toContain('依据 under GD-HN-COORDINATION v2 §3.1');
  expectSameCard(chapters[4] ?? '');
  expect(found(chapters[4], [/Alert →/])).toEqual([
    'HN officer-HN acknowledgeAlert → ACKNOWLEDGED',
    'HN officer-HN explainAlert → EXPLAINED',
    'HN officer-HN rectifyAlert → STILL_RUNNING',
    'HN officer-HN rectifyAlert → RECTIFIED',
    'HN officer-HN verifyAlert → FORBIDDEN',
    'HN supervisor-HN verifyAlert → SUPERVISOR_OF_THE_UNIT',
    'HN supervisor verifyAlert → VERIFIED',
    'HN officer-HN closeAlert → FORBIDDEN',
    'HN supervisor closeAlert → CLOSED',
  ]);
});

it('lays a bad rating to the leg that was late, and counts it there', () => {
  expect(found(chapters[5], [/rateCase/, /^差评归责/, /publishRating/, /^绩效卡/, /^公开/])).toEqual([
    'GD applicant rateCase → DELIVERED',
    expect.stringMatching(/^差评归责 laid to HN \S+，handle：LONGEST_OVERDUE$/),
    'HN supervisor-HN publishRating → OWN_UNIT',
    'HN supervisor publishRating → PUBLISHED',
    '公开 published: 办理超期，已整改',
    expect.stringMatching(/^绩效卡 scorecard \S+：评价 ratings 1，差评 bad 1$/),
  ]);
});

it('ends with what the chains prove', () => {
  expect(chapters[6]).toMatch(/GD: LIMIT HN R2 PASSED \d+ 工作分钟 working minutes PROVEN/);
  expect(chapters[6]).toMatch(/HN: CARD HN R2 CLOSED PROVEN/);
  expect(chapters[6]).toMatch(/held by both: \d+；各方自查无问题/);
});

/** Both provinces show the card of the limit in the same state, of the same unit, with the same digest. */
function expectSameCard(chapter: string): void {
  for (const state of ['YELLOW', 'CLOSED']) {
    const views = found(chapter, [new RegExp(`R2 YELLOW ${state}`)]);
    const seen = views.map((line) => line.slice(3));
    expect(views.map((line) => line.slice(0, 2))).toEqual(['GD', 'HN']);
    expect(seen[0]).toBe(seen[1]);
    expect(seen[0]).toMatch(/责任单位 unit 1143\S+ [0-9a-f]{12}…/);
  }
}
