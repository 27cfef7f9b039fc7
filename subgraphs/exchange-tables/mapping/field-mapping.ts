/** Where a field of the contract comes from. */
export interface FieldMapping {
  /** `table.column`, as many as the rule reads; empty where no table says it. */
  readonly from: readonly string[];
  /** What is made of it, and what happens when it does not say it. */
  readonly rule: string;
  /**
   * TOLD by the tables; DERIVED from what they tell by the rule; REFUSED with NOT_OFFERED; NEVER there: null or empty, as for
   * somebody whom it does not concern.
   */
  readonly gives: 'TOLD' | 'DERIVED' | 'REFUSED' | 'NEVER';
  /** V: the column stands in a public vendor schema of the exchange tables; M: assumed; P: the rule is ours. */
  readonly mark: 'V' | 'M' | 'P';
}

/** The fields of one type of the contract, all of them. */
export type TypeMapping = Readonly<Record<string, FieldMapping>>;

/** From columns as they are; a row without it is not served where the contract has no null for it. */
export const told = (from: string | readonly string[], rule: string, mark: 'V' | 'M' = 'V'): FieldMapping => ({
  from: typeof from === 'string' ? [from] : from,
  rule,
  gives: 'TOLD',
  mark,
});

/** By a rule of ours. */
export const derived = (from: readonly string[], rule: string, mark: 'V' | 'M' | 'P' = 'P'): FieldMapping => ({
  from,
  rule,
  gives: 'DERIVED',
  mark,
});

/** The tables do not say it and the contract has no null for it: whoever asks for this field gets NOT_OFFERED. */
export const refused = (rule: string): FieldMapping => ({ from: [], rule, gives: 'REFUSED', mark: 'P' });

/** Null or empty, whoever asks. */
export const never = (rule: string): FieldMapping => ({ from: [], rule, gives: 'NEVER', mark: 'P' });

/** The province whose tables they are. */
export const ownProvince = derived([], 'the province that the adapter is started for');

/** What `--synthetic` says, otherwise official. */
export const provenance = derived([], 'OFFICIAL, or SYNTHETIC with `--synthetic`');
