import type { AssuranceGrade, MaterialForm, MaterialSource } from './code-lists.js';

type Name<List extends { readonly entries: object }> = keyof List['entries'] & string;

/** A material as a list has it. */
export interface ListedMaterial {
  readonly name: string;
  readonly required: boolean;
  readonly grade: Name<typeof AssuranceGrade>;
  readonly form: Name<typeof MaterialForm>;
  readonly source: Name<typeof MaterialSource>;
  readonly issuingBody: string | null;
  readonly originals: number;
  readonly copies: number;
  readonly note: string | null;
}

/** A fee as a list has it. */
export interface ListedFee {
  readonly name: string;
  readonly amountFen: number;
  readonly basis: string;
  readonly reducible: boolean;
}
