import { expect, it } from '@jest/globals';
import { agreementCollaboration, keeperOfCollaboration } from './agreement-collaboration.js';

it('finds the keeper in the collaboration of an agreement', () => {
  expect(keeperOfCollaboration(agreementCollaboration('GD-HN-2026-1'))).toBe('GD');
  expect(keeperOfCollaboration(agreementCollaboration('XPCC-1'))).toBe('XPCC');
});

it.each(['KS20260302440000000000011', 'XY-', 'XY-GD', 'XY--1', 'XY-gd-1', 'GD-HN-1', '', null, 7])(
  'finds none in %j',
  (given) => {
    expect(keeperOfCollaboration(given)).toBeUndefined();
  },
);
