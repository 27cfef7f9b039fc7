import type { ErrorEntry } from '../errors.js';
import type { Registry } from '../provinces/registry.js';
import type { Missing } from './coverage.js';
import type { Answered, Asking, Failed, Outcome } from './fan-out.js';
import type { GatherPart } from './province-plan.js';
import type { Variables } from './selection.js';

/** What one root field comes to: its value (null when it failed), and the errors that explain what is not there. */
export interface PartAnswer {
  readonly value: unknown;
  readonly errors: readonly ErrorEntry[];
  /** Provinces whose rows are not in `value`; told to the client even when it did not ask for coverage. */
  readonly missing: readonly Missing[];
}

/** What the contributions of several provinces come to. */
export interface Merged {
  readonly value: unknown;
  readonly errors: readonly ErrorEntry[];
  /** Provinces that could not be asked, did not answer, or whose answer cannot be used. */
  readonly failed: readonly Failed[];
}

/** One province's contribution to a gathered field: the value under the field's key, and its errors. */
export interface Contribution {
  readonly value: unknown;
  /** Paths are those of the province's own answer. */
  readonly errors: readonly ErrorEntry[];
}

/** What asking takes beside the compiled part. */
export interface PartRequest {
  readonly variables: Variables;
  readonly registry: Registry;
  readonly asking: Asking;
}

/** What the merge of any shape begins with. */
export interface MergeInput {
  readonly part: GatherPart;
  readonly variables: Variables;
  /** Letter codes, in the order of the registry. */
  readonly asked: readonly string[];
  readonly answered: readonly Answered<Contribution>[];
  readonly failed: readonly Failed[];
  /** Whom the client is told of as missing, given all who failed. */
  readonly listMissing: (failed: readonly Failed[]) => readonly Missing[];
  /** What a province's answer is that was written in another way than expected. */
  readonly reread: (answered: Pick<Answered, 'province' | 'tookMs'>, text: string) => Outcome<Contribution>;
}
