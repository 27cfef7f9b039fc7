// By code points, since names have characters beyond the basic plane (GB 18030).

/** A name of which the first character is shown: 张* for 张三丰. How long it is, is not. */
export function maskName(name: string): string {
  const [first] = name;
  return first === undefined ? '*' : `${first}*`;
}

// As many stars as a citizen identification number has between its ends, so that a mask tells no length.
const STARS = '*'.repeat(16);

/** A number of which the first and the last character are shown. */
export function maskNumber(number: string): string {
  const characters = Array.from(number);
  // Of a short number the ends would be half of it.
  if (characters.length < 5) return STARS;
  return `${characters.at(0) ?? ''}${STARS}${characters.at(-1) ?? ''}`;
}

/** A telephone number of which the last two digits are shown. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.length < 7 ? '*'.repeat(9) : `${'*'.repeat(9)}${digits.slice(-2)}`;
}
