import { fromByteText } from './byte-text.js';

/** JSON text of a value that fits where it stands: it is passed on as it is, and nobody needs to look inside. */
export class JsonText {
  /** `text` is a byte text; `bytes` are the same in pieces where they are many, so that nobody need make them. */
  constructor(
    readonly text: string,
    readonly bytes?: readonly Buffer[],
  ) {}

  /** Where somebody looks all the same, JSON.stringify included, it is its value. */
  toJSON(): unknown {
    return JSON.parse(fromByteText(this.text));
  }
}
