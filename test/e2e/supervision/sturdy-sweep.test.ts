// What fails in one case, or is too long for one letter, keeps supervision of nothing else waiting.
import { expect, it } from '@jest/globals';
import { forwarded } from '../../../scripts/demo/journeys.js';
import type { HandlingTables } from '../../../subgraphs/province/cases/handling/handling.entity.js';
import type { ExchangeTables } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { toJson } from '../../../subgraphs/province/storage/stored.js';
import type { StepRow, SupervisionTables } from '../../../subgraphs/province/supervision/supervision.entity.js';
import { caseIn, officerOf, playTo, see, unitOf } from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';
import { actOn, alertsIn, settle } from '../../support/supervision/ask-alerts.js';

const both = ['GD', 'HN'];
const ACCEPTED = forwarded.steps.findLastIndex((step) => 'do' in step && step.do === 'acceptCase') + 1;

/** A forwarded case that Hunan has accepted, a moment after its limit; what that brings about is still to be done. */
async function late(world: CaseWorld) {
  const played = await playTo(world, forwarded, ACCEPTED);
  await settle(world, both);
  const { dueAt } = await see(world, caseIn(played, 'HN'));
  world.clock.advance(Date.parse(dueAt ?? '') + 1 - world.clock.nowMs());
  return played.collaborationNo;
}

it('brings about everything else when the news of one case cannot be read, and says so', async () => {
  await using world = await CaseWorld.open(both);
  const broken = (await playTo(world, forwarded, ACCEPTED)).collaborationNo;
  const no = await late(world);
  const db = world.seat('HN').orm.em.fork().getKysely<HandlingTables & ExchangeTables & SupervisionTables>();
  const course = await db
    .selectFrom('case_course')
    .innerJoin('case_log', 'case_log.course_id', 'case_course.id')
    .select(['case_log.course_id', 'case_log.seq'])
    .where('case_course.collaboration_no', '=', broken)
    .executeTakeFirstOrThrow();
  const log = db.updateTable('case_log').set({ clocks: toJson({ HANDLING: {} as never }) });
  await log.where('course_id', '=', course.course_id).where('seq', '=', course.seq).execute();
  await db
    .insertInto('case_news')
    .values({ ...course, collaboration_no: broken })
    .execute();
  const found = { sender: 'GD', collaboration_no: no, seq: 1, entry_hash: 'other', kept_hash: 'kept', envelope: '{}' };
  const found_at = new Date(world.clock.nowMs()).toISOString();
  await db
    .insertInto('exchange_conflict')
    .values({ ...found, found_at })
    .execute();

  await expect(world.supervise('HN')).rejects.toThrow('Some of what was due has failed.');
  const cards = db.selectFrom('supervision_card').select(['rule', 'level']).where('collaboration_no', '=', no);
  const held = await cards.where('level', 'in', ['YELLOW', 'RED']).orderBy('rule').execute();

  expect(held).toEqual([
    { rule: 'R2', level: 'YELLOW' },
    { rule: 'R6', level: 'RED' },
  ]);
});

it('tells of a card about which more was said than a letter holds, the last words among it', async () => {
  await using world = await CaseWorld.open(both);
  const no = await late(world);
  await settle(world, both);
  const id = (await alertsIn(world, 'HN', no))[0]?.id ?? '';
  const officer = officerOf(await unitOf(world, 'HN', forwarded.itemCode));
  const said = (seq: number): StepRow => ({
    ...{ card_id: id, seq, at_ms: world.clock.nowMs(), event: 'acknowledge', said: '说'.repeat(2_000) },
    ...{ by_role: 'officer', by_province: 'HN', by_unit: officer.unit ?? null, subject: 'officer-1' },
  });
  const steps = Array.from({ length: 60 }, (_, index) => said(index + 1));
  const tables = world.seat('HN').orm.em.fork().getKysely<SupervisionTables>();
  await tables.insertInto('supervision_step').values(steps).execute();

  const state = await actOn(world, 'explainAlert', { id, actor: officer, text: '末句' });
  await settle(world, both);
  const [inGuangdong, inHunan] = [await alertsIn(world, 'GD', no), await alertsIn(world, 'HN', no)];
  const kept = world.seat('GD').orm.em.fork().getKysely<SupervisionTables>().selectFrom('supervision_step');
  const words = await kept.select('said').where('card_id', '=', id).orderBy('seq').execute();

  expect(state).toBe('EXPLAINED');
  expect(inGuangdong[0]?.digest).toBe(inHunan[0]?.digest);
  expect(words.length).toBe(61);
  expect([words[0], words[59], words[60]].map((word) => word?.said?.slice(0, 2))).toEqual([undefined, '说说', '末句']);
});

it('takes no words that a database cannot keep, nor numbers of persons', async () => {
  await using world = await CaseWorld.open(both);
  const no = await late(world);
  await settle(world, both);
  const id = (await alertsIn(world, 'HN', no))[0]?.id ?? '';
  const actor = officerOf(await unitOf(world, 'HN', forwarded.itemCode));
  const say = (text: string) => actOn(world, 'explainAlert', { id, actor, text });

  expect(await say('\u0001'.repeat(2_000))).toBe('WORDS_MISSING');
  expect(await say('系统\u001b故障')).toBe('WORDS_MISSING');
  expect(await say('当事人 13800138000 已知悉')).toBe('WORDS_PERSONAL');
  expect(await say('系统故障，\n3月2日恢复')).toBe('EXPLAINED');
});
