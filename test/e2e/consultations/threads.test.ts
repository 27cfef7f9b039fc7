import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fullDraft } from '../../support/cases/ask-case.js';
import {
  ConsultationWorld,
  coordinatorOf,
  ITEM,
  officerIn,
  otherUnitIn,
  SUPERVISOR,
  unitIn,
} from '../../support/consultations/consultation-world.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const CASE_ITEM = ITEM.slice(ITEM.lastIndexOf(':') + 1);

let world: ConsultationWorld;
beforeEach(async () => {
  world = await ConsultationWorld.open();
});
afterEach(() => world[Symbol.asyncDispose]());

/** The citizen’s question, with Hunan by now, and accepted there. */
async function inHunan(): Promise<{ readonly here: string; readonly there: string }> {
  const here = await world.accepted();
  const there = world.in('HN', here);
  await world.command('transferConsultation', { id: here, to: 'HN', text: '属湖南办理' }, officerIn('GD'));
  await world.settle();
  await world.take(there);
  await world.settle();
  return { here, there };
}

describe('a question of a citizen', () => {
  it('is the coordinators’ until they route it, then the unit’s, which answers it', async () => {
    const asked = { province: 'GD', text: '居住证到期怎么办？', standardItem: ITEM };
    const { id, holder } = await world.command('openConsultation', asked, world.citizen);
    expect(holder).toEqual({ province: { code: 'GD' }, unit: 'COORDINATION' });

    await world.take(id);
    const answered = await world.command('answerConsultation', { id, text: '网上换证。' }, officerIn('GD'));

    expect(answered).toMatchObject({ state: 'ANSWERED', holder: { unit: unitIn('GD') } });
    expect((await world.read(id))?.map(({ act, text }) => [act, text])).toEqual([
      ['QUESTION', '居住证到期怎么办？'],
      ['ANSWER', '网上换证。'],
    ]);
    expect((await world.command('confirmAnswer', { id }, world.citizen)).state).toBe('CONFIRMED');
    expect((await world.command('closeConsultation', { id }, officerIn('GD'))).state).toBe('CLOSED');
  });

  it('goes to another province with its clock, is answered and reopened there, and answered again', async () => {
    const { here, there } = await inHunan();
    const [mine, theirs] = [await world.see(here), await world.see(there, officerIn('HN'))];
    expect(mine).toMatchObject({ state: 'ACCEPTED', holder: { province: { code: 'HN' }, unit: unitIn('HN') } });
    expect(theirs).toMatchObject({ state: 'ACCEPTED', originId: here, dueAt: mine?.dueAt });

    await world.command('answerConsultation', { id: there, text: '在湖南网上办。' }, officerIn('HN'));
    await world.settle();
    const reopened = await world.command('reopenConsultation', { id: here, text: '没有说明材料' }, world.citizen);
    expect(reopened).toMatchObject({ state: 'ANSWERED', isUnderway: true });
    await world.settle();
    expect(await world.see(here)).toMatchObject({ state: 'REOPENED', isUnderway: false, reopenings: 1 });
    await world.command('answerConsultation', { id: there, text: '带照片。' }, officerIn('HN'));
    await world.settle();

    expect((await world.read(here))?.map(({ act }) => act)).toEqual([
      ...['QUESTION', 'TRANSFER', 'ANSWER', 'REOPENING', 'ANSWER'],
    ]);
    await world.command('confirmAnswer', { id: here }, world.citizen);
    await world.settle();
    expect((await world.see(there, officerIn('HN')))?.state).toBe('CONFIRMED');
    expect((await world.see(here))?.state).toBe('CONFIRMED');
  });

  it('has exactly one responsible unit at every instant, the same at both ends', async () => {
    const here = await world.accepted();
    world.cases.clock.advance(2 * HOUR_MS);
    await world.command('transferConsultation', { id: here, to: 'HN', text: '属湖南办理' }, officerIn('GD'));
    world.cases.clock.advance(1 * HOUR_MS);
    expect((await world.see(here))?.holder).toEqual({ province: { code: 'GD' }, unit: unitIn('GD') });
    await world.settle();
    await world.take(world.in('HN', here));
    world.cases.clock.advance(3 * HOUR_MS);
    await world.settle();

    const [mine, theirs] = [await world.see(here), await world.see(world.in('HN', here), officerIn('HN'))];

    expect(mine?.holds).toEqual(theirs?.holds);
    expect(
      mine?.holds.map(({ holder, workingMinutes }) => [holder.province.code, holder.unit, workingMinutes]),
    ).toEqual([
      ['GD', 'COORDINATION', 0],
      ['GD', unitIn('GD'), 180],
      ['HN', 'COORDINATION', 0],
      ['HN', unitIn('HN'), 60], // the rest of the three hours is their noon
    ]);
    expect(mine?.usedMinutes).toBe(240);
  });

  it('comes back to where it was opened, and is one thread all the same', async () => {
    const { here, there } = await inHunan();

    await world.command('transferConsultation', { id: there, to: 'GD', text: '仍属广东' }, officerIn('HN'));
    await world.settle();

    expect(await world.see(here)).toMatchObject({ state: 'OPEN', holder: { province: { code: 'GD' } }, transfers: 2 });
    expect(await world.see(there, officerIn('HN'))).toMatchObject({ holder: { province: { code: 'GD' } } });
    await world.take(here);
    const third = { id: here, to: 'HN', text: '再转' };
    expect((await world.command('transferConsultation', third, officerIn('GD'))).code).toBe('TRANSFERS_USED');
  });

  it('is told whole where it was opened, though the letters of two holders overtake each other', async () => {
    await using three = await ConsultationWorld.open(['GD', 'HN', 'SC']);
    const here = await three.accepted();
    const [there, third] = [three.in('HN', here), three.in('SC', here)];
    await three.command('transferConsultation', { id: here, to: 'HN', text: '属湖南办理' }, officerIn('GD'));
    await three.settle();
    await three.take(there);
    await three.settle();
    three.cases.network.weather = { isStormy: false, cut: new Set(['HN>GD']) };
    await three.command('extendConsultation', { id: there, days: 1, text: '须会商' }, officerIn('HN'));
    await three.command('escalateConsultation', { id: there, text: '难以答复' }, officerIn('HN'));
    await three.command('decideConsultation', { id: there, unit: unitIn('HN'), text: '转四川' }, SUPERVISOR);
    await three.command('transferConsultation', { id: there, to: 'SC', text: '属四川办理' }, officerIn('HN'));
    await three.settle();
    await three.take(third);
    await three.settle();
    expect((await three.see(here))?.holder.province.code).toBe('SC');

    three.cases.network.weather = { isStormy: false, cut: new Set() };
    for (let round = 0; round < 10; round += 1) {
      three.cases.clock.advance(60_000);
      await three.settle();
    }

    const said = (await three.read(third, officerIn('SC')))?.map(({ act }) => act);
    expect(said).toEqual(['QUESTION', 'TRANSFER', 'EXTENSION', 'ESCALATION', 'DECISION', 'TRANSFER']);
    expect((await three.read(here))?.map(({ act }) => act)).toEqual(said);
    expect(await three.see(here)).toMatchObject({ state: 'ACCEPTED', holder: { province: { code: 'SC' } } });
  });

  it('stays when the other province refuses it, and nothing was said with it', async () => {
    const here = await world.accepted();
    await world.command('transferConsultation', { id: here, to: 'HN', text: '属湖南办理' }, officerIn('GD'));
    await world.block(here, 'HN');
    await world.settle();

    expect(await world.see(here)).toMatchObject({
      state: 'ROUTED',
      holder: { province: { code: 'GD' } },
      transfers: 0,
    });
    expect((await world.read(here))?.map(({ act }) => act)).toEqual(['QUESTION']);
    const asked = { province: 'GD', to: 'HN', text: '贵省如何认定？', standardItem: ITEM };
    const { id } = await world.command('openOfficialConsultation', asked, officerIn('GD'));
    await world.block(id, 'HN');
    await world.settle();

    expect(await world.see(id, officerIn('GD'))).toMatchObject({ state: 'ROUTED', isUnderway: false });
    expect((await world.read(id, officerIn('GD')))?.map(({ act }) => act)).toEqual(['QUESTION']);
  });

  it('is refused to strangers, other units, other provinces, and shown under an order', async () => {
    const { here, there } = await inHunan();

    expect(await world.see(here, { subject: 'stranger', role: 'citizen' })).toBeNull();
    expect(await world.see(here, officerIn('GD', otherUnitIn('GD')))).toBeNull();
    expect(await world.see(here, officerIn('HN'))).toBeNull();
    expect((await world.see(here, officerIn('GD')))?.id).toBe(here); // they had it
    expect((await world.read(there, SUPERVISOR))?.length).toBe(2);
    expect((await world.command('answerConsultation', { id: here, text: '答' }, officerIn('GD'))).code).toBe(
      'STEP_OUT_OF_TURN',
    );
    const foreign = { id: there, text: '答' };
    expect((await world.command('answerConsultation', foreign, officerIn('HN', otherUnitIn('HN')))).code).toBe(
      'CONSULTATION_UNKNOWN',
    );
  });

  it('is read by others for a stated purpose only, and the trail of the person has it, in both provinces', async () => {
    const { here, there } = await inHunan();
    const silent = { ...officerIn('GD'), purpose: undefined };

    await expect(world.read(here, silent)).rejects.toThrow(/purpose/);
    await world.read(here, officerIn('GD'));
    await world.read(there, officerIn('HN'));

    const query = '{ myAccessTrail(first: 5) { nodes { classes purpose reader { role } } } }';
    for (const province of ['GD', 'HN']) {
      const { myAccessTrail } = await world.cases.ask(query, { province }, world.citizen);
      expect((myAccessTrail as { nodes: object[] }).nodes).toEqual([
        { classes: ['CONSULTATION'], purpose: 'CONSULTATION', reader: { role: 'OFFICER' } },
      ]);
    }
  });

  it('takes effect once under one key, and one key is one command', async () => {
    const input = { idempotencyKey: 'one', province: 'GD', text: '问' };

    const [first, second] = [
      await world.again('openConsultation', input, world.citizen),
      await world.again('openConsultation', input, world.citizen),
    ];

    expect(second.id).toBe(first.id);
    expect((await world.again('openConsultation', { ...input, text: '另问' }, world.citizen)).code).toBe('KEY_REUSED');
  });
});

describe('nobody known', () => {
  const secret = 'a secret of sixteen and more';

  it('asks for guidance, and finds his thread by his secret alone', async () => {
    const { id, asker } = await world.command('openConsultation', { province: 'GD', text: '如何换证？', secret });
    expect(asker).toBe('ANONYMOUS');
    await world.take(id);
    await world.command('answerConsultation', { id, text: '网上办。' }, officerIn('GD'));

    expect(await world.see(id, { subject: 'x', role: 'citizen' })).toBeNull();
    expect(await world.see(id, { subject: 'x', role: 'citizen' }, `${secret}!`)).toBeNull();
    expect(await world.read(id, { subject: 'x', role: 'citizen' }, secret)).toHaveLength(2);
    expect((await world.command('confirmAnswer', { id, secret })).state).toBe('CONFIRMED');
  });

  it('brings a secret that nobody guesses', async () => {
    expect((await world.command('openConsultation', { province: 'GD', text: '问', secret: 'short' })).code).toBe(
      'SECRET_TOO_SHORT',
    );
    expect((await world.command('openConsultation', { province: 'GD', text: '问' })).code).toBe('SECRET_TOO_SHORT');
  });

  it('is told nothing of a case', async () => {
    const input = { province: 'GD', text: '我的办件？', caseId: 'GD:Case:x' };

    expect((await world.command('openConsultation', { ...input, secret })).code).toBe('NOT_ANONYMOUS');
    expect((await world.command('openConsultation', input, { subject: 'a', role: 'citizen' })).code).toBe(
      'NOT_ANONYMOUS',
    );
    expect((await world.command('openConsultation', input, world.citizen)).code).toBe('NOT_ANONYMOUS'); // of no case of his
    const topic = { province: 'GD', text: '我的办件？', topic: 'CASE' };
    expect((await world.command('openConsultation', { ...topic, secret })).code).toBe('NOT_ANONYMOUS');
  });
});

it('is about a case when its verified applicant asks, and about nobody else’s', async () => {
  const { materials, conditions } = await fullDraft(world.cases, 'GD', CASE_ITEM);
  const input = {
    ...{ province: 'GD', applicantProvince: 'HN', applicantKind: 'NATURAL_PERSON', channel: 'ONLINE_COMPUTER' },
    ...{ realName: true, consent: true, mode: 'FULLY_ONLINE', standardItem: `CN:StandardItem:${CASE_ITEM}` },
    ...{ materials, conditions, idempotencyKey: 'draft' },
  };
  const query = `mutation ($input: DraftCaseInput!) { drafted: draftCase(input: $input) { ... on Case { id } } }`;
  const { drafted } = await world.cases.ask(query, { input }, world.citizen);
  const asked = { province: 'GD', text: '我的办件如何？', caseId: (drafted as { readonly id: string }).id };

  expect((await world.command('openConsultation', asked, world.citizen)).state).toBe('OPEN');
  const other = { subject: 'other', role: 'citizen', person: 'x'.repeat(43) } as const;
  expect((await world.command('openConsultation', asked, other)).code).toBe('NOT_ANONYMOUS');
});

describe('time', () => {
  it('makes an answer overdue by working days, and lets the asker take it to the supervisor then', async () => {
    const id = await world.accepted();
    const early = await world.command('escalateConsultation', { id, text: '太慢' }, world.citizen);
    expect(early.code).toBe('NOT_OVERDUE');

    world.cases.clock.advance(7 * DAY_MS); // from Monday to Monday; it was due on Thursday
    expect(await world.see(id)).toMatchObject({ isOverdue: true, overdueDays: 2 });
    const escalated = await world.command('escalateConsultation', { id, text: '逾期未答' }, world.citizen);
    expect(escalated.state).toBe('ESCALATED');

    const decided = { id, unit: otherUnitIn('GD'), text: '由民政部门答复' };
    expect((await world.command('decideConsultation', decided, SUPERVISOR)).holder.unit).toBe(otherUnitIn('GD'));
    const answered = await world.command(
      'answerConsultation',
      { id, text: '已核。' },
      officerIn('GD', otherUnitIn('GD')),
    );
    expect(answered).toMatchObject({ state: 'ANSWERED', overdueDays: 2 });
  });

  it('is extended once, in time, with a reason, and within the policy', async () => {
    const id = await world.accepted();
    const extend = (days: number, text = '须会商') =>
      world.command('extendConsultation', { id, days, text }, officerIn('GD'));
    const before = await world.see(id);

    expect((await extend(11)).code).toBe('ALREADY_EXTENDED');
    expect((await extend(5, ' ')).code).toBe('TEXT_MISSING');
    const extended = await extend(5);
    expect(extended.isExtended).toBe(true);
    expect(Date.parse(extended.dueAt ?? '') - Date.parse(before?.dueAt ?? '')).toBe(7 * DAY_MS); // a weekend lies in it
    expect((await extend(1)).code).toBe('ALREADY_EXTENDED');
  });

  it('extends nothing that is overdue already', async () => {
    const id = await world.accepted();
    world.cases.clock.advance(7 * DAY_MS);

    const late = await world.command('extendConsultation', { id, days: 5, text: '迟' }, officerIn('GD'));

    expect(late.code).toBe('ALREADY_EXTENDED');
  });

  it('closes what nobody confirms, and tells the province where it was opened', async () => {
    const { here, there } = await inHunan();
    await world.command('answerConsultation', { id: there, text: '答。' }, officerIn('HN'));
    await world.settle();

    await world.pass(20 * DAY_MS, ['GD', 'HN']);
    expect((await world.see(here))?.state).toBe('ANSWERED');
    await world.pass(2 * DAY_MS, ['GD', 'HN']); // fifteen working days from the 2nd of March end on the 23rd
    expect((await world.see(here))?.state).toBe('CLOSED');
    const late = await world.command('reopenConsultation', { id: here, text: '仍有疑问' }, world.citizen);
    expect(late.code).toBe('STEP_OUT_OF_TURN');
  });
});

describe('a question of one province to another', () => {
  const input = { province: 'GD', to: 'HN', text: '贵省如何认定？', standardItem: ITEM };

  it('is its unit’s until the other province signs, which answers it', async () => {
    const { id, state, holder } = await world.command('openOfficialConsultation', input, officerIn('GD'));
    expect({ state, unit: holder.unit }).toEqual({ state: 'TRANSFERRED', unit: unitIn('GD') });
    await world.settle();
    const there = world.in('HN', id);
    await world.take(there);
    await world.command('answerConsultation', { id: there, text: '按目录。' }, officerIn('HN'));
    await world.settle();

    expect(await world.see(id, officerIn('GD'))).toMatchObject({ state: 'ANSWERED', transfers: 0, asker: 'UNIT' });
    expect((await world.command('confirmAnswer', { id }, officerIn('GD', otherUnitIn('GD')))).code).toBe(
      'CONSULTATION_UNKNOWN',
    );
    await world.command('confirmAnswer', { id }, officerIn('GD'));
    await world.settle();
    expect((await world.see(there, coordinatorOf('HN')))?.state).toBe('CONFIRMED');
  });

  it('is for another province', async () => {
    const refused = await world.command('openOfficialConsultation', { ...input, to: 'GD' }, officerIn('GD'));

    expect(refused.code).toBe('PROVINCE_IS_OWN');
  });
});

describe('what somebody writes about himself', () => {
  it('is in no table and no letter in clear, in either province', async () => {
    const planted = '欧阳探真身患重病';
    const here = await world.accepted('GD', { text: planted });
    await world.command('transferConsultation', { id: here, to: 'HN', text: `${planted}，转` }, officerIn('GD'));
    await world.settle();
    await world.take(world.in('HN', here));
    await world.command('answerConsultation', { id: world.in('HN', here), text: `${planted}，答` }, officerIn('HN'));
    await world.settle();

    for (const code of ['GD', 'HN']) {
      const connection = world.cases.seat(code).orm.em.getConnection();
      const tables = ['consultation', 'consultation_message', 'consultation_log', 'exchange_outbox', 'exchange_inbox'];
      for (const table of tables) {
        const rows = JSON.stringify(await connection.execute(`select * from ${table}`));
        expect([code, table, rows.includes('欧阳探真')]).toEqual([code, table, false]);
        expect(rows.length).toBeGreaterThan(100); // something is there to be looked through
      }
    }
    expect((await world.read(here))?.map(({ text }) => text)).toEqual([planted, `${planted}，转`, `${planted}，答`]);
  });

  it('is bound in length, and so is how often it is taken to the supervisor', async () => {
    const id = await world.accepted();
    const long = { id, text: '长'.repeat(2_001) };
    expect((await world.command('answerConsultation', long, officerIn('GD'))).code).toBe('TEXT_MISSING');
    const decide = { id, unit: unitIn('GD'), text: '仍由你单位答复' };
    for (let count = 0; count < 3; count += 1) {
      await world.command('escalateConsultation', { id, text: '难以答复' }, officerIn('GD'));
      await world.command('decideConsultation', decide, SUPERVISOR);
    }

    const fourth = await world.command('escalateConsultation', { id, text: '难以答复' }, officerIn('GD'));

    expect(fourth.code).toBe('ESCALATIONS_USED');
  });
});
