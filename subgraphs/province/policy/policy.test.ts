import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type PolicyCode, policyParameters } from '../../../schema/policy-parameters.js';
import { policyRefusals } from '../../../schema/policy-refusals.js';
import { printPolicy } from './policy-page.rules.js';
import { refuseValue } from './policy.rules.js';

const codes = Object.keys(policyParameters) as readonly PolicyCode[];
const reason = '会议纪要 2026 年第 3 号';

it('prints the page that is committed, with every parameter', () => {
  const page = readFileSync(new URL('../../../docs/policy.md', import.meta.url), 'utf8');

  expect(page).toBe(printPolicy());
  for (const code of codes) expect(page).toContain(`| \`${code}\` | ${policyParameters[code].zh} |`);
});

it('says every no in both languages', () => {
  for (const { messageZh, messageEn } of Object.values(policyRefusals)) {
    expect(messageZh).toMatch(/\p{Script=Han}/u);
    expect(messageEn).toMatch(/^[A-Z].*\.$/);
  }
});

describe.each(codes)('%s', (code) => {
  const { standard, min, max } = policyParameters[code];

  it('has a national value within its bounds, and room to go from it', () => {
    expect(min).toBeLessThanOrEqual(standard);
    expect(standard).toBeLessThanOrEqual(max);
    expect(min).toBeLessThan(max);
  });

  it('takes its bounds and nothing beyond them', () => {
    const judge = (value: number) => refuseValue(null, { code, value, reason });

    expect([min - 1, min, max, max + 1].map(judge)).toEqual([
      'VALUE_OUT_OF_BOUNDS',
      undefined,
      undefined,
      'VALUE_OUT_OF_BOUNDS',
    ]);
  });
});

describe('a change', () => {
  const code = 'EXAM_PASS';

  it('goes back to the national value by an explicit null, when another one is set', () => {
    expect(refuseValue(70, { code, value: null, reason })).toBeUndefined();
    expect(refuseValue(null, { code, value: null, reason })).toBe('NOTHING_CHANGES');
    expect(refuseValue(70, { code, value: undefined, reason })).toBe('VALUE_MISSING');
  });

  it('may set the national number itself, which then no longer follows the nation', () => {
    const { standard } = policyParameters[code];

    expect(refuseValue(null, { code, value: standard, reason })).toBeUndefined();
    expect(refuseValue(standard, { code, value: standard, reason })).toBe('NOTHING_CHANGES');
  });

  it.each(['', '  ', 'x'.repeat(501), 'a\0b', '\ud800'])('needs a reason that can be read, not %j', (wrong) => {
    expect(refuseValue(null, { code, value: 70, reason: wrong })).toBe('REASON_MISSING');
  });
});
