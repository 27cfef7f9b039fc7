const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * The check character of a text of digits and capital letters: ISO/IEC 7064 (GB/T 17710), MOD 37,36. It finds every
 * wrong character. Of swapped neighbours it misses two that differ by one, after one certain remainder.
 */
export function checkCharacter(text: string): string {
  const rest = Array.from(text).reduce((product, character) => {
    const sum = (product + CHARACTERS.indexOf(character)) % 36;
    return ((sum === 0 ? 36 : sum) * 2) % 37;
  }, 36);
  return CHARACTERS.charAt((37 - rest) % 36);
}
