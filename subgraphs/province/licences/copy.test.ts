import { describe, expect, it } from '@jest/globals';
import { copyStateAt, refuseCopy, watermarkOf } from './copy.rules.js';
import type { LicenceTerm } from './status.rules.js';

const now = Date.parse('2026-03-02T01:00:00Z');
const DAY_MS = 86_400_000;
const term: LicenceTerm = { status: 'VALID', validFrom: '2020-01-01', validTo: '2026-03-31', supersededFrom: null };
const asked = { cause: '办理居住证', expiresAtMs: now + DAY_MS };

describe('an annotated copy', () => {
  it('is made of a licence in force, for a cause, for a time', () => {
    expect(refuseCopy(term, asked, now)).toBeUndefined();
  });

  it.each([
    ['LICENCE_NOT_IN_FORCE', { ...term, status: 'WITHHELD' } as const, asked],
    ['LICENCE_NOT_IN_FORCE', { ...term, validFrom: '2026-03-03' }, asked],
    ['CAUSE_MISSING', term, { ...asked, cause: '' }],
    ['CAUSE_MISSING', term, { ...asked, cause: '　' }],
    ['CAUSE_MISSING', term, { ...asked, cause: '甲\n乙' }],
    ['CAUSE_MISSING', term, { ...asked, cause: 'a\u202eb' }],
    ['CAUSE_MISSING', term, { ...asked, cause: '事'.repeat(61) }],
    ['EXPIRY_OUT_OF_RANGE', term, { ...asked, expiresAtMs: now }],
    ['EXPIRY_OUT_OF_RANGE', term, { ...asked, expiresAtMs: now + 180 * DAY_MS + 1 }],
    ['EXPIRY_OUT_OF_RANGE', term, { ...asked, expiresAtMs: Number.NaN }],
  ])('is refused: %s', (code, of, given) => {
    expect(refuseCopy(of, given, now)).toBe(code);
  });

  it('says what it is for, and the last day on which it counts', () => {
    const expiresAtMs = Date.parse('2026-03-31T16:00:00Z'); // midnight in China

    expect(watermarkOf({ cause: '办理居住证', expiresAtMs })).toBe('仅用于办理居住证，有效期至2026-03-31');
  });

  it('expires by itself', () => {
    const copy = { expiresAt: '2026-03-10T00:00:00.000Z', term };

    expect(copyStateAt(copy, Date.parse('2026-03-09T23:59:59.999Z'))).toBe('COUNTS');
    expect(copyStateAt(copy, Date.parse('2026-03-10T00:00:00.000Z'))).toBe('EXPIRED');
  });

  it('counts for no more than its licence', () => {
    const copy = { expiresAt: '2026-04-10T00:00:00.000Z', term };

    expect(copyStateAt(copy, Date.parse('2026-03-31T15:59:59Z'))).toBe('COUNTS');
    expect(copyStateAt(copy, Date.parse('2026-03-31T16:00:00Z'))).toBe('LICENCE_NOT_IN_FORCE');
  });
});
