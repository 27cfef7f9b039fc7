import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A person whose data must be nowhere. */
export interface Planted {
  readonly name: string;
  readonly documentNumber: string;
  readonly phone: string;
}

/** What was found of whom, and where. */
export interface Trace {
  readonly place: string;
  readonly found: string;
}

interface Needle {
  readonly found: string;
  readonly bytes: Buffer;
}

/** Looks for persons in bytes, in every form in which their data could have got there. */
export function findTraces(places: ReadonlyMap<string, Buffer>, persons: readonly Planted[]): readonly Trace[] {
  const needles = persons.flatMap(needlesOf);
  return [...places].flatMap(([place, bytes]) =>
    needles.filter((needle) => bytes.includes(needle.bytes)).map(({ found }) => ({ place, found })),
  );
}

function needlesOf({ name, documentNumber, phone }: Planted): readonly Needle[] {
  return [
    ...formsOf('name', name),
    ...formsOf('number', documentNumber),
    ...formsOf('phone', phone),
    // Its date and serial are few enough to be guessed one by one, so a hash without a key gives the number away.
    ...formsOf('hash of the number', sha256(documentNumber)),
    ...formsOf('hash of kind and number', sha256(`111|${documentNumber}`)),
  ];
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function formsOf(what: string, text: string): readonly Needle[] {
  const utf8 = Buffer.from(text);
  // Within JSON within JSON, backslashes double; four digits of a code are enough to be found by.
  const escaped = Array.from(text, (sign) => (sign.charCodeAt(0) < 128 ? sign : unicodeEscape(sign))).join('');
  const forms: readonly (readonly [string, Buffer])[] = [
    ['', utf8],
    [' as UTF-16', Buffer.from(text, 'utf16le')],
    [' escaped', Buffer.from(escaped)],
    [' in hex', Buffer.from(utf8.toString('hex'))],
    [' in a URL', Buffer.from(encodeURIComponent(text))],
    ...[0, 1, 2].map((offset) => [` in base64, ${offset}`, base64Core(utf8, offset)] as const),
  ];
  return forms.map(([form, bytes]) => ({ found: `${what}${form}`, bytes }));
}

const unicodeEscape = (sign: string): string =>
  Array.from({ length: sign.length }, (_, index) => `\\u${sign.charCodeAt(index).toString(16).padStart(4, '0')}`).join(
    '',
  );

// What of its base64 text does not depend on what stands before and behind it, at each of three offsets.
function base64Core(bytes: Buffer, offset: number): Buffer {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64url')
    .replaceAll('=', '');
  const start = [0, 2, 3][offset] ?? 0;
  const whole = Math.floor(((offset + bytes.length) * 8) / 6);
  return Buffer.from(text.slice(start, whole));
}

/** All files under a folder, by their paths in it. */
export function readFilesUnder(folder: string): ReadonlyMap<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [path.relative(folder, file), readFileSync(file)]));
}
