import { expect, it } from '@jest/globals';
import type { ProvincesQuery } from '../operations/answers.js';
import { rankByLateness, readProvinces, readTotal } from './province-readings.js';

const row = (code: string, cases: number, suppressedIn: number, [late, decided]: readonly [number, number]) => ({
  handlingProvince: { code },
  cases,
  suppressedIn,
  overdue: { decided, overdue: late, share: decided === 0 ? null : late / decided, suppressedIn },
  ratings: { rated: 0, satisfied: 0, share: null, suppressedIn: 0 },
});

const standing = (answered: readonly string[], missing: readonly string[]) => ({
  ...{ smallestCell: 10, asOf: null, lastMonth: null, refusals: [] },
  coverage: {
    answered: answered.map((code) => ({ code })),
    missing: missing.map((code) => ({ province: { code }, reason: 'UNREACHABLE' as const, since: null })),
  },
});

const answer: ProvincesQuery = {
  federation: {
    provinces: ['GD', 'HN', 'SC', 'BJ'].map((code) => ({
      province: { code },
      state: code === 'HN' ? ('DEGRADED' as const) : ('SERVING' as const),
      message: null,
      since: code === 'HN' ? '2026-03-02T01:00:00.000Z' : null,
    })),
  },
  total: { rows: [row('', 500, 0, [3, 300])], ...standing(['GD', 'SC', 'BJ'], ['HN']) },
  caseStatistics: {
    rows: [row('GD', 480, 0, [3, 290]), row('SC', 0, 1, [0, 0])],
    ...standing(['GD', 'SC', 'BJ'], ['HN']),
  },
};

it('tells 32 provinces apart: numbers, zeros, withheld, missing, and those that take no part', () => {
  const byCode = new Map(readProvinces(answer).map((reading) => [reading.code, reading]));
  const shown = ['GD', 'BJ', 'SC', 'HN', 'YN'].map((code) => {
    const { standing: state, cases } = byCode.get(code) ?? {};
    return `${code} ${state ?? ''} ${cases?.kind ?? ''}`;
  });

  expect(byCode.size).toBe(32);
  expect(shown).toEqual([
    'GD SERVING known',
    'BJ SERVING known',
    'SC SERVING hidden',
    'HN DEGRADED missing',
    'YN NOT_TAKING_PART missing',
  ]);
  expect(byCode.get('BJ')?.cases).toEqual({ kind: 'known', value: 0, isLowerBound: false });
  expect(byCode.get('BJ')?.lateness.share).toBeUndefined();
});

it('ranks by lateness: numbers, nothing ended, withheld, missing', () => {
  const ranked = rankByLateness(readProvinces(answer)).map(({ code }) => code);

  expect([ranked[0], ...ranked.slice(1, 3)]).toEqual(['GD', 'BJ', 'SC']);
});

it('has a total of whoever answered, and none when nobody did', () => {
  const silent = { ...answer, total: { rows: [], ...standing([], ['HN']) } };

  expect(readTotal(answer).cases).toMatchObject({ kind: 'known', value: 500 });
  expect(readTotal(silent).cases).toEqual({ kind: 'missing', why: 'UNREACHABLE' });
  expect(readTotal(undefined).cases).toEqual({ kind: 'missing', why: 'NOT_ANSWERED' });
});
