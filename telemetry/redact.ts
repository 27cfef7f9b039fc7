const CENSOR = '[redacted]';

// The rule is that nothing of the kind is logged. What follows is the last line behind it: a driver, a library or a
// province may put into the text of an error whatever it was given.
const secrets: readonly RegExp[] = [
  // JSON Web Tokens and Encryption: callers' tokens, passports, sealed letters.
  /\beyJ[\w-]{8,}(?:\.[\w-]*){1,4}/g,
  // Private keys, as PEM and as the members of a JWK.
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /(?<="(?:d|k|p|q|dp|dq|qi)\\?"\s*:\s*\\?")[\w+/=-]{16,}/g,
  // What follows the names of headers that let somebody in, to the end of the line or of the quoted text.
  /(?<=\b(?:authorization|proxy-authorization|cookie|set-cookie|x-tongban-passport)["']?\s*[:=]\s*["']?)[^\r\n"'}]+/gi,
  /(?<=\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}/gi,
  // The password of a URL.
  /(?<=[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi,
  // Resident identity numbers, of 18 and of 15 digits, with a day of birth that there is. A longer number is none.
  /(?<![\dA-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])/g,
  /(?<![\dA-Za-z])[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![\dA-Za-z])/g,
  // Mobile telephones.
  /(?<![\dA-Za-z.])1[3-9]\d{9}(?![\dA-Za-z])/g,
];

// Whatever stands in fields of these names.
const SECRET_NAMES =
  /^(authorization|cookie|setcookie|token|accesstoken|idtoken|passport|password|secret|privatekey|identity|documentnumber|idnumber|phone|holder|applicant|subject)$/;

/** A text without the tokens, keys, passwords, identity numbers and telephones that are found in it by their form. */
export function redactText(text: string): string {
  return secrets.reduce((left, secret) => left.replace(secret, CENSOR), text);
}

/** What is written in the place of a field's value: nothing that its name or its form says is secret. */
export function redactField(name: string, value: unknown): unknown {
  if (value === undefined || value === null || typeof value === 'boolean') return value;
  if (SECRET_NAMES.test(name.replaceAll(/[-_]/g, '').toLowerCase())) return CENSOR;
  if (typeof value === 'string') return redactText(value);
  // An identity number may come as a number, and an instant in milliseconds looks like none.
  if (typeof value === 'number') return redactText(String(value)) === String(value) ? value : CENSOR;
  return redactText(JSON.stringify(value));
}
