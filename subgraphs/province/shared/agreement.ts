import type { LegRole } from '../../../schema/case-lists.js';
import type { HandlingMode } from '../../../schema/code-lists.js';
import type { AccessPurpose } from '../../../schema/purpose.js';

type Name<List extends { readonly entries: object }> = keyof List['entries'] & string;

/** A text in both languages. */
export interface BothLanguages {
  readonly zh: string;
  readonly en: string;
}

/** A clause of one version of an agreement, as cases name it. */
export interface ClauseName {
  readonly agreementNo: string;
  readonly version: number;
  readonly clause: string;
}

/** A clause as one text, the same wherever it is named. */
export function formatClause({ agreementNo, version, clause }: ClauseName): string {
  return `${agreementNo} v${version} §${clause}`;
}

/** On what an act between provinces rests. */
export type Basis = ClauseName | { readonly nationalListRef: string };

/** The provinces among the parties for which a clause holds, by direction; all parties where it names none. */
interface Direction {
  readonly from?: readonly string[];
  readonly to?: readonly string[];
}

/** A clause by which items are handled together. */
export interface ItemClause extends Direction {
  readonly clause: string;
  readonly title: BothLanguages;
  /** Codes of national items, or all of them between the members of a region. */
  readonly items: readonly string[] | { readonly allOf: string };
  readonly modes: readonly Name<typeof HandlingMode>[];
  readonly duties: readonly { readonly leg: Name<typeof LegRole>; readonly duty: BothLanguages }[];
  readonly deadlines: readonly { readonly leg: Name<typeof LegRole>; readonly workingDays: number }[];
  readonly materialSources: readonly {
    readonly material: BothLanguages;
    readonly source: 'APPLICANT' | 'LICENCE' | 'EVIDENCE';
  }[];
}

/** What kind of data a grant gives. */
export type GrantKind = 'EVIDENCE' | 'LICENCE';

/** A clause by which one party gives data to another: `from` asks, `to` provides. */
export interface DataGrant extends Direction {
  readonly clause: string;
  readonly title: BothLanguages;
  readonly kind: GrantKind;
  /** Codes of the types of evidence or licences. */
  readonly types: readonly string[];
  /** Classes of fields. */
  readonly fields: readonly string[];
  readonly purposes: readonly Name<typeof AccessPurpose>[];
  readonly items: readonly string[] | { readonly allOf: string };
}

/** Whom the other parties ask about an agreement. */
export interface Liaison {
  readonly province: string;
  readonly office: BothLanguages;
  /** The post of the liaison officer, such as A or B; never the name of a person. */
  readonly officer?: BothLanguages;
  readonly phone: string;
}

/** What provinces have agreed on: the part of an agreement file that all of them sign. */
export interface Agreement {
  readonly number: string;
  readonly version: number;
  readonly title: BothLanguages;
  /** True for what nobody has agreed on: made up, to try things out. */
  readonly isSynthetic: boolean;
  /** Letter codes. */
  readonly parties: readonly string[];
  readonly clauses: { readonly items: readonly ItemClause[]; readonly dataGrants: readonly DataGrant[] };
  /** Offices, and whom to ask for there, by post. */
  readonly liaison: readonly Liaison[];
  /** Instants with their offset; `until` is the first at which it is over, null when it is open. */
  readonly validity: { readonly from: string; readonly until: string | null };
  readonly notice: { readonly suspensionWorkingDays: number; readonly terminationWorkingDays: number };
}

/** A time in milliseconds; its end does not belong to it, and null is no end. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number | null;
}

/** An agreement that all its parties have signed, with what has been signed about it since. */
export interface BindingAgreement {
  readonly agreement: Agreement;
  readonly validity: Span;
  readonly suspensions: readonly Span[];
  readonly terminatedFromMs: number | null;
}

/** The binding agreements of a province, as they are known at this moment. */
export interface AgreementBook {
  readonly current: () => readonly BindingAgreement[];
}

/** The book of a province that has no agreements. */
export const NO_AGREEMENTS: AgreementBook = { current: () => [] };

/** True for a clause of an agreement, false for the national list. */
export function isClause(basis: Basis | null | undefined): basis is ClauseName {
  return basis !== null && basis !== undefined && 'agreementNo' in basis;
}
