import type { JsonText } from './json-text.js';

// What stands for long bytes in a text: NUL, which is in no JSON (RFC 8259, 7), and their place in the list.
const REFERENCE = /\0(\d+)\0/;

/** JSON that was written: a byte text, in which the long parts that are passed on as they came are only referred to. */
export class WrittenJson {
  constructor(
    readonly text: string,
    readonly long: readonly (readonly Buffer[])[] = [],
  ) {}

  /** Its bytes, in pieces, and those of the byte texts before and after it. */
  cut(before = '', after = ''): readonly Buffer[] {
    const text = before + this.text + after;
    if (this.long.length === 0) return [Buffer.from(text, 'latin1')];
    return text.split(REFERENCE).flatMap((piece, index) => {
      const referred = index % 2 === 1 ? this.long[Number(piece)] : undefined;
      return referred ?? [Buffer.from(piece, 'latin1')];
    });
  }

  /** The JSON as any other text. */
  toString(): string {
    return Buffer.concat(this.cut()).toString();
  }
}

/** What stands for a value that is passed on: its text, or a reference to its bytes, which are put into `long`. */
export function passOn({ text, bytes }: JsonText, long: (readonly Buffer[])[]): string {
  if (bytes === undefined) return text;
  long.push(bytes);
  return `\0${long.length - 1}\0`;
}
