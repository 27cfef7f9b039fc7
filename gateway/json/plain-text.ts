// Within a string JSON has these only as escapes, and outside of one a compact text has none (RFC 8259, 7).
const CONTROL = /[\0-\x1f]/;
const CONTROLS = Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code));

// In a long text each of them is looked for with what processors have for it, in a tenth of the time of a pattern.
const LONG = 4096;

const ESCAPED = new Set('"\\/bfnrt');
const HEX = /^[0-9a-fA-F]{4}$/;

/**
 * True when whatever stands between two quotation marks of this text is the inside of a JSON string: no control
 * characters, and every backslash begins an escape.
 */
export function hasPlainStrings(text: string): boolean {
  const hasControl = text.length < LONG ? CONTROL.test(text) : CONTROLS.some((control) => text.includes(control));
  if (hasControl) return false;
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at + 2)) {
    const code = text.charAt(at + 1);
    if (!ESCAPED.has(code) && !(code === 'u' && HEX.test(text.slice(at + 2, at + 6)))) return false;
  }
  return true;
}
