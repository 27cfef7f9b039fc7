import { JsonText } from '../json/json-text.js';
import { UnexpectedText, type Source } from '../json/read.js';
import type { Skip } from '../json/form.js';
import type { FieldValues } from './fill-slots.js';

/** A part of a text, from one position to another. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where things stand in a row that was passed over. */
export interface RowSpans {
  readonly id: Span;
  /** Undefined where rows carry no cursor. */
  readonly cursor: Span;
  /** What of the row the client gets: parts that routing asked for are left out. */
  readonly kept: readonly Span[];
}

/** How a page's rows are passed over, and what must stand behind the last of them. */
export interface RowForm {
  readonly skip: Skip;
  /** Of the row that was passed over last. */
  readonly spans: (from: number, to: number) => RowSpans;
  readonly end: string;
}

/**
 * A province's page whose rows are read when they are asked for, each held against the contract: of most rows nobody
 * knows more than that they come behind those of other provinces.
 */
export class TextPage {
  readonly #rows: RowSpans[] = [];
  readonly #source: Source;
  readonly #form: RowForm;
  #isWhole = false;
  /** True once a row turned out to be written in another way than expected; JSON.parse must tell what it is. */
  isUnexpected = false;

  /** `source` stands behind the bracket that opens the list of rows. */
  constructor(
    readonly fields: FieldValues,
    source: Source,
    form: RowForm,
  ) {
    this.#source = source;
    this.#form = form;
  }

  /** The whole answer, as a byte text. */
  get text(): string {
    return this.#source.text;
  }

  /** True when the row exists; every row up to it is read. */
  has(index: number): boolean {
    while (index >= this.#rows.length && !this.#isWhole) this.#readNext();
    return index >= 0 && index < this.#rows.length;
  }

  /** The number of rows, all of which are read. */
  count(): number {
    this.has(Infinity);
    return this.#rows.length;
  }

  /** True when it is known that no more rows come; never true for rows that nobody has asked for. */
  get isExhausted(): boolean {
    return this.#isWhole;
  }

  cursorAt(index: number): string | undefined {
    const row = this.#rows[index];
    return row && this.#stringAt(row.cursor);
  }

  isEntity(index: number, id: string): boolean {
    const row = this.#rows[index];
    return row !== undefined && this.#stringAt(row.id) === id;
  }

  /** The row as the client gets it. */
  textAt(index: number): JsonText {
    const kept = this.#rows[index]?.kept ?? [];
    return new JsonText(kept.map(({ from, to }) => this.text.slice(from, to)).join(''));
  }

  #stringAt({ from, to }: Span): string {
    const inside = this.#source.decode(this.text.slice(from + 1, to - 1));
    return inside.includes('\\') ? String(JSON.parse(`"${inside}"`)) : inside;
  }

  #readNext(): void {
    const source = this.#source;
    const { skip, spans, end } = this.#form;
    try {
      if (this.#rows.length === 0 ? source.text.startsWith(end, source.at) : !source.isAt(',')) {
        source.pass(({ length }, at) => (source.isAt(end) && at + end.length === length ? length : -1));
        this.#isWhole = true;
        return;
      }
      if (this.#rows.length > 0) source.at += 1;
      const from = source.at;
      this.#rows.push(spans(from, source.pass(skip)));
    } catch (error) {
      if (!(error instanceof UnexpectedText)) throw error;
      this.isUnexpected = true;
      this.#isWhole = true;
    }
  }
}
