import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dueAfter, judgeAcceptance, limits, type PlannedLeg, planLegs } from './deadlines.js';
import { CalendarGap } from './working-calendar.js';

const china = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);

describe('acceptance', () => {
  const receivedAt = china('2025-01-24 16:00'); // the first working day after it is Sunday the 26th, the fifth 7 February
  const noticeDue = { kind: 'AT', at: china('2025-02-07 17:30') } as const;
  const receipt = (noticeAt: string | null) => ({
    province: 'GD',
    receivedAt,
    noticeAt: noticeAt === null ? null : china(noticeAt),
  });

  it('waits for a notice as long as there is time', () => {
    expect(judgeAcceptance(receipt(null), china('2025-02-07 17:30'))).toEqual({ kind: 'PENDING', noticeDue });
  });

  it('is deemed given on the day of receipt when none has come in five working days', () => {
    expect(judgeAcceptance(receipt(null), china('2025-02-07 17:31'))).toEqual({
      kind: 'DEEMED',
      acceptedAt: receivedAt,
    });
  });

  it('is not undone by a notice that comes too late', () => {
    const late = receipt('2025-02-08 09:00');

    expect(judgeAcceptance(late, china('2025-03-01 09:00'))).toEqual({ kind: 'DEEMED', acceptedAt: receivedAt });
  });

  it('is held back by a notice in time', () => {
    const inTime = receipt('2025-02-07 17:00');

    expect(judgeAcceptance(inTime, china('2025-03-01 09:00'))).toEqual({ kind: 'NOTIFIED', noticeDue });
    expect(judgeAcceptance(inTime, china('2025-02-07 16:00'))).toEqual({ kind: 'PENDING', noticeDue });
  });

  it('is never deemed on a guess', () => {
    const receivedLate = { province: 'GD', receivedAt: china('2026-12-30 16:00'), noticeAt: null };

    expect(judgeAcceptance(receivedLate, china('2027-01-03 12:00'))).toEqual({
      kind: 'PENDING',
      noticeDue: { kind: 'OPEN', year: 2027, notBefore: china('2027-01-04 00:00') },
    });
    expect(() => judgeAcceptance(receivedLate, china('2027-01-04 12:00'))).toThrow(CalendarGap);
  });
});

describe('the legs of a case', () => {
  const leg = (name: string, change: Partial<PlannedLeg> = {}): PlannedLeg => ({
    name,
    province: 'GD',
    limit: limits.forward,
    after: [],
    doneAt: null,
    ...change,
  });
  const startedAt = china('2025-03-12 10:00');

  it('fall due one after the other, each in its own province', () => {
    const plan = planLegs(startedAt, [
      leg('送达', { after: ['办理'], limit: limits.returnToApplicant }),
      leg('收件'),
      leg('办理', { after: ['收件'], province: 'XJ', limit: limits.decision }),
    ]);

    expect(plan).toEqual({
      dues: new Map([
        ['收件', { kind: 'AT', at: china('2025-03-17 17:30') }],
        // Xinjiang rests on 31 March (肉孜节) and on 4 April (清明节).
        ['办理', { kind: 'AT', at: china('2025-04-16 19:30') }],
        ['送达', { kind: 'AT', at: china('2025-04-21 17:30') }],
      ]),
      due: { kind: 'AT', at: china('2025-04-21 17:30') },
    });
  });

  it('wait for the slowest, and move up when one is done early', () => {
    const legs = [leg('甲'), leg('乙', { limit: limits.delivery }), leg('合', { after: ['甲', '乙'] })];
    const done = legs.map((each) => (each.name === '乙' ? { ...each, doneAt: china('2025-03-13 09:00') } : each));

    expect(planLegs(startedAt, legs)).toMatchObject({ due: { at: china('2025-03-31 17:30') } });
    expect(planLegs(startedAt, done)).toMatchObject({ due: { at: china('2025-03-20 17:30') } });
  });

  it('are refused when they wait for each other, or for one that is not there', () => {
    const legs = [
      leg('收件'),
      leg('甲', { after: ['乙'] }),
      leg('乙', { after: ['甲'] }),
      leg('丙', { after: ['无'] }),
    ];

    expect(planLegs(startedAt, legs)).toEqual({ refusal: 'NEVER_READY', legs: ['甲', '乙', '丙'] });
  });

  it('leave the whole open when one runs into an unpublished year', () => {
    const plan = planLegs(china('2026-12-28 10:00'), [
      leg('甲', { limit: limits.decision }),
      leg('乙', { after: ['甲'] }),
    ]);

    expect(plan).toMatchObject({ due: { kind: 'OPEN', year: 2027, notBefore: china('2027-01-17 00:00') } });
  });

  it('of a chain are due as if each were counted from the one before', () => {
    const chains = fc.array(
      fc.record({ province: fc.constantFrom('GD', 'XJ', 'GX'), days: fc.integer({ min: 0, max: 9 }) }),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(chains, (chain) => {
        const legs = chain.map(({ province, days }, index) =>
          leg(String(index), {
            province,
            limit: { value: days, unit: 'WORKING_DAY' },
            after: index === 0 ? [] : [String(index - 1)],
          }),
        );
        let expected = startedAt;
        for (const { province, limit } of legs) {
          const due = dueAfter(province, expected, limit);
          expected = due.kind === 'AT' ? due.at : Number.NaN;
        }

        expect(planLegs(startedAt, legs.toReversed())).toMatchObject({ due: { kind: 'AT', at: expected } });
      }),
    );
  });
});
