import { describe, expect, it } from '@jest/globals';
import { findBrokenChains, findChainFault, type Link, numberAfter, type Predecessor } from './chain.rules.js';

const first: Predecessor = {
  ...{ identifier: 'A', typeCode: 'T', holder: 'li', validFrom: '2016-01-01', previous: null },
  ...{ status: 'VALID', isSuperseded: false },
};
const next = { identifier: 'B', typeCode: 'T', holder: 'li', validFrom: '2026-01-01' };

describe('a licence can follow another', () => {
  it.each(['VALID', 'LAPSED', 'TRANSFERRED_OUT'] as const)('that is %s', (status) => {
    expect(findChainFault({ ...first, status }, next)).toBeUndefined();
  });

  it.each(['WITHHELD', 'REVOKED', 'CANCELLED', 'WITHDRAWN', 'OTHER'] as const)('and not one that is %s', (status) => {
    expect(findChainFault({ ...first, status }, next)).toBe('ENDED_FOR_GOOD');
  });

  it.each([
    ['OTHER_TYPE', {}, { typeCode: 'U' }],
    ['OTHER_HOLDER', {}, { holder: 'wang' }],
    ['SUPERSEDED_BEFORE', { isSuperseded: true }, {}],
    ['BEGINS_BEFORE', {}, { validFrom: '2015-12-31' }],
  ] as const)('and not: %s', (fault, before, after) => {
    expect(findChainFault({ ...first, ...before }, { ...next, ...after })).toBe(fault);
  });
});

describe('chains', () => {
  const link = (identifier: string, previous: string | null): Link => ({ ...next, identifier, previous });

  it('are whole when each has one successor and none follows itself', () => {
    expect(
      findBrokenChains([link('A', null), link('B', 'A'), link('C', 'B'), link('D', 'of another province')]),
    ).toEqual([]);
  });

  it('are broken by a circle, and by two in the place of one', () => {
    expect(findBrokenChains([link('A', 'B'), link('B', 'A'), link('C', null)])).toEqual(['A', 'B']);
    expect(findBrokenChains([link('A', null), link('B', 'A'), link('C', 'A')])).toEqual(['B', 'C']);
  });
});

describe('the number of a licence that follows another', () => {
  const previous = '1.2.156.3005.2.11100000SYNMCAZZZO003.11430000SYNMCAZZZO.A1B2C3.001.O';

  it('counts the version on at the same issuer', () => {
    expect(numberAfter(previous, { issuer: '11430000SYNMCAZZZO', freshSerial: 'N' })).toEqual({
      serial: 'A1B2C3',
      version: 2,
    });
  });

  it('begins anew at another issuer', () => {
    expect(numberAfter(previous, { issuer: '11440000SYNMCAZZZO', freshSerial: 'N' })).toEqual({
      serial: 'N',
      version: 1,
    });
  });
});
