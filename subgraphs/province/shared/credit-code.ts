// GB 32100-2015: digits and capital letters without I, O, S, V and Z, which are taken for digits too easily.
const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_CODE = /^[\dA-HJ-NP-RTUW-Y]{2}\d{6}[\dA-HJ-NP-RTUW-Y]{10}$/;

/**
 * True for a unified social credit code (统一社会信用代码): 18 characters, the last of which checks the others
 * (GB 32100-2015: MOD 31, weights are the powers of 3). Whether anybody bears it is another question.
 */
export function isCreditCode(text: string): boolean {
  return CREDIT_CODE.test(text) && creditCheckCharacter(text.slice(0, 17)) === text.charAt(17);
}

/** The last character of a unified social credit code, by the seventeen before it. */
export function creditCheckCharacter(text: string): string {
  let weight = 1;
  let sum = 0;
  for (const character of text) {
    sum += CHARACTERS.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return CHARACTERS.charAt((31 - (sum % 31)) % 31);
}

// What no real code can be: S, O and Z do not occur in one.
const SYNTHETIC = /^11\d{6}SYN[A-Z]{6}O$/;

/** The code of a synthetic authority, by the place (GB/T 2260) and a name of at most six capital letters. */
export function syntheticCode(gbCode: string, name: string): string {
  return `11${gbCode}SYN${name.padEnd(6, 'Z')}O`;
}

/** True for the code of a real or of a synthetic authority. */
export function isAuthorityCode(text: string): boolean {
  return SYNTHETIC.test(text) || isCreditCode(text);
}
