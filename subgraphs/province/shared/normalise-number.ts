/** The number of a document in half-width capitals and digits, without blanks: as it is checked, kept and matched. */
export function normaliseNumber(number: string): string {
  const halfWidth = number.replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  return halfWidth.replace(/\s/g, '').toUpperCase();
}
