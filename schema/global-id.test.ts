import { describe, expect, it } from '@jest/globals';
import { formatGlobalId, isProvinceCode, parseGlobalId } from './global-id.js';

describe('a global id', () => {
  it('names its owner, type and local id', () => {
    const id = { province: 'XPCC', type: 'Case', local: '0197a2b4-0000-7000-8000-000000000001' };

    expect(parseGlobalId(formatGlobalId(id))).toEqual(id);
  });

  it.each([
    '',
    'GD',
    'GD:Case',
    'gd:Case:1',
    'GD:case:1',
    'GD:Case:',
    'GD:Case:a b',
    'GD:Case:1:2',
    'GUANG:Case:1',
    7,
    null,
  ])('is refused as %j', (text) => {
    expect(parseGlobalId(text)).toBeUndefined();
  });

  it('is not a province code, nor the other way round', () => {
    expect(isProvinceCode('GD')).toBe(true);
    expect(isProvinceCode('GD:Case:1')).toBe(false);
    expect(parseGlobalId('GD')).toBeUndefined();
  });
});
