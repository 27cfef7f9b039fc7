/** JSON text of a value that fits where it stands: it is passed on as it is, and nobody needs to look inside. */
export class JsonText {
  constructor(readonly text: string) {}

  /** Where somebody looks all the same, JSON.stringify included, it is its value. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}
