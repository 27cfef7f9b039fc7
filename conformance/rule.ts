// How a rule is written down. Rules are data, so that a province can read what is tried without reading the program:
// each sends something, says what has to come back, and may keep a part of the answer for what it sends next.
import type { Role } from '../schema/roles.js';
import type { Profile } from './conformance-target.js';

/** A text in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/**
 * A value of JSON. In its texts `{{name}}` stands for what was kept under that name, or for `{{province}}`; a text that
 * is nothing else becomes the kept value itself. `{ times: 3, each: [a, b] }` is the list a, b, a, in which `{{n}}` counts;
 * `{ cursor: ['NAME_ZH_ASC', 'a', 'HN:ServiceItem:1'] }` is the cursor of that position, and
 * `{ abroad: id }` the same id of another province, whose code is `{{elsewhere}}`.
 */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [name: string]: Value };

/** Whose passport is shown: of nobody known, of a gateway on its own account, or of somebody in a role. */
export type Caller = 'anonymous' | 'gateway' | Role;

/** What is wrong with the passport that is shown; `absent` shows none. */
export type PassportFlaw =
  | 'absent'
  | 'expired'
  | 'not yet valid'
  | 'valid for too long'
  | 'by another key'
  | 'changed after signing'
  | 'without a signature'
  | 'of another type'
  | 'of another issuer'
  | 'without an operation'
  | 'of an operation that is no hash'
  | 'of a role that does not exist';

/** What is wrong with a letter that is delivered. */
export type LetterFlaw =
  | 'signed by another key'
  | 'signature of another letter'
  | 'payload changed'
  | 'sent long ago'
  | 'sent in the future'
  | 'from a province without keys'
  | 'to another province'
  | 'not well formed'
  | 'another letter of the same number';

/** Something that is sent, and how. */
export type Send =
  /** A GraphQL request. */
  | {
      readonly query: string;
      readonly variables?: Readonly<Record<string, Value>>;
      readonly as?: Caller;
      /** The province in which the caller has the role; the tried one unless given. */
      readonly home?: string;
      readonly passport?: PassportFlaw;
      readonly headers?: Readonly<Record<string, string>>;
      /** The head of the answer alone: of a stream, which does not end by itself. */
      readonly reads?: 'head';
    }
  /** Any HTTP request; its headers are those given, and no others but the passport. */
  | {
      readonly method: string;
      /** Behind the address, such as `?query=…`. */
      readonly search?: string;
      readonly body?: string;
      /** Appended to the body until it is so long. */
      readonly bodyBytes?: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly passport?: PassportFlaw;
    }
  /** All pages of a list, one after another, until there are no more or `rows` have come. */
  | {
      readonly walk: string;
      readonly order: string;
      readonly size: number;
      readonly rows: number;
      readonly isBackward?: boolean;
    }
  /** A letter of the rule, sealed now; several copies of it go at once. */
  | { readonly deliver: string; readonly flaw?: LetterFlaw; readonly copies?: number }
  /** A question about common chains. */
  | { readonly question: 'signed' | 'signed by another key' | 'signed long ago' }
  /** The served SDL, compared with the contract. */
  | { readonly compare: 'types' | 'directives' }
  /** What a gateway asks a province before it serves it; adds `outcome` and `found`. */
  | { readonly probe: true };

/**
 * What has to come back. `at` is a path into what came: `status`, `type` (of the content), `body`, `text`, `tookMs`, and
 * what the kinds of sending add; `*` stands for every element of a list, `*[suppressedIn=1]` for those that have that
 * value, and `kept` for what was kept.
 */
export type Expectation =
  /** Status 200, JSON, data and no errors. */
  | { readonly answered: true }
  /** No data, and errors of the published shape with one of these codes. */
  | { readonly refusedWith: readonly string[] }
  | { readonly at: string; readonly is: Value }
  | { readonly at: string; readonly isOneOf: readonly Value[] }
  | { readonly at: string; readonly isNoneOf: readonly Value[] }
  | { readonly at: string; readonly matches: string }
  | { readonly at: string; readonly matchesNot: string }
  | { readonly at: string; readonly counts: number }
  | { readonly at: string; readonly countsNot: number }
  | { readonly at: string; readonly isAtMost: Value }
  | { readonly at: string; readonly isAtLeast: Value }
  /** No value occurs twice. */
  | { readonly at: string; readonly isUnique: true }
  /** Cursors in their one total order, each after the one before. */
  | { readonly at: string; readonly isInOrder: true }
  /** Texts with one of these endings or beginnings do not occur: addresses, statements, traces of a stack. */
  | { readonly leaksNothing: true };

/** One thing that is sent, and what is asked of the answer. */
export interface Step {
  readonly send: Send;
  readonly expect: readonly Expectation[];
  /** By name: a path into what came. What is not there lets the rule be skipped: the province lacks such rows. */
  readonly keep?: Readonly<Record<string, string>>;
}

/** What has to be given to the kit before a rule can be played. */
export type Need = 'passport' | 'peer';

/** A letter of the test peer. All letters of a rule are of one collaboration, which nothing else has. */
export interface LetterPlan {
  /** The letter that it follows; the first of its chain unless given. */
  readonly after?: string;
}

/** One rule of the contract, and how it is tried. */
export interface Rule {
  readonly id: string;
  readonly title: Words;
  readonly why: Words;
  readonly cure: Words;
  readonly profile: Profile;
  readonly needs?: readonly Need[];
  /** The steps are played once for each of these, which are kept at their beginning. */
  readonly forEach?: readonly Readonly<Record<string, Value>>[];
  readonly letters?: Readonly<Record<string, LetterPlan>>;
  readonly steps: readonly Step[];
}
