import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { creditCheckCharacter, isAuthorityCode, isCreditCode, syntheticCode } from './credit-code.js';
import {
  formatLicenceIdentifier,
  isLicenceIdentifier,
  type LicenceIdentifier,
  maskLicenceIdentifier,
  parseLicenceIdentifier,
} from './licence-identifier.js';

const CHARACTERS = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const CREDIT_CHARACTERS = Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY');
const SEED = Number(process.env['SEED'] ?? 20261126);

// Of the ministry of housing and the authorities of two provinces, as they were published.
const published = [
  '1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F',
  '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
  '1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0',
];

const code = fc
  .array(fc.constantFrom(...CREDIT_CHARACTERS), { minLength: 9, maxLength: 9 })
  .map((tail) => `11440000${tail.join('')}`)
  .map((body) => body + creditCheckCharacter(body));
const authority = fc.oneof(
  code,
  fc.constantFrom('MPS', 'MOHRSS').map((name) => syntheticCode('440000', name)),
);
const serial = fc.array(fc.constantFrom(...CHARACTERS), { minLength: 1, maxLength: 32 }).map((all) => all.join(''));
const parts: fc.Arbitrary<LicenceIdentifier> = fc.record({
  typeCode: fc.tuple(authority, fc.integer({ min: 0, max: 999 })).map(([of, own]) => of + String(own).padStart(3, '0')),
  issuer: authority,
  serial,
  version: fc.integer({ min: 1, max: 999 }),
});

describe('a unified social credit code', () => {
  it.each(['11100000000013338W', '11220000013544541J', '11430000006122244L', '11330105002500287C'])(
    '%s was published and is one',
    (text) => {
      expect(isCreditCode(text)).toBe(true);
    },
  );

  it('is none any more when any one of its characters is another', () => {
    const changed = changes('11100000000013338W', CREDIT_CHARACTERS);

    expect(changed.length).toBe(18 * 30);
    expect(changed.filter(isCreditCode)).toEqual([]);
  });

  it('is never one that stands for a synthetic authority', () => {
    const synthetic = syntheticCode('440000', 'MPS');

    expect([isAuthorityCode(synthetic), isCreditCode(synthetic)]).toEqual([true, false]);
  });
});

describe('an identifier of a licence', () => {
  it.each(published)('%s was published and is one', (text) => {
    const read = parseLicenceIdentifier(text);

    expect(read && formatLicenceIdentifier(read)).toBe(text);
  });

  it('is put together of what it is taken apart into', () => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(parseLicenceIdentifier(formatLicenceIdentifier(given))).toEqual(given);
      }),
      { seed: SEED },
    );
  });

  it('is none any more when any one of its characters is another', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const text = formatLicenceIdentifier(given);
        expect(changes(text, [...CHARACTERS, '.']).filter(isLicenceIdentifier)).toEqual([]);
      }),
      { seed: SEED, numRuns: 30 },
    );
  });

  // What ISO 7064 promises of this system is single errors; how many swaps pass is measured here.
  it('is one still after fewer than one swap of neighbours in a hundred', () => {
    let swaps = 0;
    let missed = 0;
    for (const given of fc.sample(parts, { seed: SEED, numRuns: 500 })) {
      const text = formatLicenceIdentifier(given);
      for (const swapped of swapsOf(text)) {
        swaps += 1;
        if (isLicenceIdentifier(swapped)) missed += 1;
      }
    }

    expect(swaps).toBeGreaterThan(10_000);
    expect(missed / swaps).toBeLessThan(0.01);
  });

  it.each([
    ['another root', published[0]?.replace('1.2.156', '1.2.157')],
    ['small letters', published[0]?.toLowerCase()],
    ['no serial', '1.2.156.3005.2.11100000000013338W032.11220000013544541J..001.F'],
    ['something behind it', `${published[0] ?? ''}\n`],
    ['nothing', ''],
    ['absence', undefined],
  ])('is not %s', (_name, text) => {
    expect(isLicenceIdentifier(text)).toBe(false);
  });

  it('names authorities by codes that they can have, whatever the check character says', () => {
    const wrong = { typeCode: '11100000000013338W032', issuer: '11220000013544541K', serial: '1', version: 1 };

    expect(() => formatLicenceIdentifier(wrong)).toThrow('no identifier');
  });

  it('has a version from 1 to 999', () => {
    const given = { typeCode: '11100000000013338W032', issuer: '11220000013544541J', serial: '1' };

    for (const version of [0, 1000, 1.5]) expect(() => formatLicenceIdentifier({ ...given, version })).toThrow();
  });
});

describe('the mask of an identifier', () => {
  it.each(published)('shows of %s its type, and nothing that tells it from others of the type', (identifier) => {
    const masked = maskLicenceIdentifier(identifier);

    expect(masked).toBe(`1.2.156.3005.2.${parseLicenceIdentifier(identifier)?.typeCode ?? ''}.…`);
    expect(isLicenceIdentifier(masked)).toBe(false);
  });
});

function changes(text: string, characters: readonly string[]): readonly string[] {
  return Array.from(text).flatMap((old, index) =>
    characters.filter((other) => other !== old).map((other) => text.slice(0, index) + other + text.slice(index + 1)),
  );
}

function swapsOf(text: string): readonly string[] {
  return Array.from(text).flatMap((one, index) => {
    const two = text.charAt(index + 1);
    if (two === '' || one === two) return [];
    return [text.slice(0, index) + two + one + text.slice(index + 2)];
  });
}
