import { expect, it } from '@jest/globals';
import type { FlowsQuery } from '../operations/answers.js';
import { knownFlows, orderCodes, readFlows } from './flow-table.js';

const table = readFlows(
  answer({
    rows: ['GD>HN 40', 'HN>GD 25', 'GD>GD 900', 'SC>GD 0 1', 'BJ>GD 12 1', 'GD>SC 7'],
    answered: ['GD', 'HN', 'SC'],
    missing: ['SH'],
    refusing: ['SC'],
  }),
);

it('tells apart zero, what is not published, and what nobody told', () => {
  expect(table.at('SC', 'HN')).toEqual({ kind: 'known', value: 0, isLowerBound: false });
  expect(table.at('SC', 'GD')).toEqual({ kind: 'hidden' });
  expect(table.at('BJ', 'GD')).toEqual({ kind: 'known', value: 12, isLowerBound: true });
  expect(table.at('GD', 'SH')).toEqual({ kind: 'missing', why: 'TIMEOUT' });
  expect(table.at('GD', 'SC')).toEqual({ kind: 'missing', why: 'NOT_READY' });
  expect(table.at('GD', 'YN')).toEqual({ kind: 'missing', why: 'NOT_TAKING_PART' });
});

it('misses what a silent province handles, and knows what others handle for it', () => {
  expect(table.at('SH', 'GD').kind).toBe('known');
  expect(table.at('SH', 'SH').kind).toBe('missing');
});

it('ranks flows between two provinces, of all or of one', () => {
  expect(knownFlows(table).map(({ from, to }) => `${from}>${to}`)).toEqual(['GD>HN', 'HN>GD', 'BJ>GD']);
  expect(knownFlows(table, 'HN').map(({ from, to }) => `${from}>${to}`)).toEqual(['GD>HN', 'HN>GD']);
  expect(table.across).toBe(77);
});

it('orders provinces by the standard, or by what goes in and out', () => {
  expect(orderCodes(table, 'standard').slice(0, 3)).toEqual(['BJ', 'TJ', 'HE']);
  expect(orderCodes(table, 'volume').slice(0, 4)).toEqual(['GD', 'HN', 'BJ', 'TJ']);
});

it('knows nothing before there was an answer', () => {
  expect(readFlows(undefined).at('GD', 'HN')).toEqual({ kind: 'missing', why: 'NOT_ANSWERED' });
});

interface Told {
  readonly rows: readonly string[];
  readonly answered: readonly string[];
  readonly missing: readonly string[];
  readonly refusing: readonly string[];
}

function answer({ rows, answered, missing, refusing }: Told): FlowsQuery {
  return {
    caseStatistics: {
      rows: rows.map((row) => {
        const [, from = '', to = '', cases, suppressedIn = 0] = /^(\w+)>(\w+) (\d+)(?: (\d+))?$/.exec(row) ?? [];
        return {
          receivingProvince: { code: from },
          handlingProvince: { code: to },
          cases: Number(cases),
          suppressedIn: Number(suppressedIn),
        };
      }),
      smallestCell: 10,
      asOf: '2026-03-02T16:00:00.000Z',
      lastMonth: '2026-02',
      refusals: refusing.map((code) => ({ province: { code }, code: 'NOT_READY' as const })),
      coverage: {
        answered: answered.map((code) => ({ code })),
        missing: missing.map((code) => ({ province: { code }, reason: 'TIMEOUT' as const, since: null })),
      },
    },
  };
}
