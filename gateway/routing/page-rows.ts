import { JsonText } from '../json/json-text.js';

/** A part of a text, from one position to another. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * A row of a province's page, checked and not yet taken apart: of most rows only the cursor is ever looked at, since
 * other provinces' rows come before them.
 */
export class PageRow {
  constructor(
    readonly id: string,
    /** Undefined where positions stand in a list of their own. */
    readonly cursor: string | undefined,
    readonly span: Span & { readonly text: string; readonly cuts: readonly Span[] },
  ) {}

  /** The row as an object, with what routing asked for beside the client. */
  toObject(): Record<string, unknown> {
    const { text, from, to } = this.span;
    return JSON.parse(text.slice(from, to)) as Record<string, unknown>;
  }

  /** The row as the client gets it. */
  toText(): JsonText {
    const { text, from, to, cuts } = this.span;
    let kept = '';
    let at = from;
    for (const cut of cuts) {
      kept += text.slice(at, cut.from);
      at = cut.to;
    }
    return new JsonText(kept + text.slice(at, to));
  }
}

/** A province's page: its rows under `key`, and its other fields. */
export class ProvincePage {
  constructor(
    readonly key: string,
    readonly rows: readonly PageRow[],
    readonly fields: Readonly<Record<string, unknown>>,
  ) {}
}
