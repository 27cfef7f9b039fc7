/** An expected no: the rule that it stands on, where that rule is from, what people read, and who can mend it. */
export interface RefusalEntry {
  /** The rule in one sentence. */
  readonly rule: string;
  readonly source: RuleSource;
  readonly messageZh: string;
  readonly messageEn: string;
  readonly curedBy: Cure;
}

/** V: read in a public source; M: recalled, not checked against the source; P: proposed by this project. */
export type SourceMark = 'V' | 'M' | 'P';

/** Where a rule is from, and how sure that is. */
export interface RuleSource {
  readonly text: string;
  readonly mark: SourceMark;
}

/** Who can mend it, and where; nobody when what happened stands. */
export interface Cure {
  readonly role:
    | 'APPLICANT'
    | 'RECEIVING_CLERK'
    | 'HANDLING_OFFICER'
    | 'LEAD_OFFICER'
    | 'SUPERVISOR'
    | 'COORDINATOR'
    | 'OPERATOR'
    | 'SYSTEM'
    | 'NOBODY';
  readonly place: 'RECEIVING' | 'HANDLING' | 'LEAD' | 'PARTICIPATING' | 'ANY';
}

/** A refusal as a line of a table. The source begins with its mark in brackets. */
export type RefusalRow = readonly [
  rule: string,
  source: `[${SourceMark}] ${string}`,
  messageZh: string,
  messageEn: string,
  cure: `${Cure['role']} ${Cure['place']}`,
];

/** Reads a line of a table. */
export function readRefusal([rule, source, messageZh, messageEn, cure]: RefusalRow): RefusalEntry {
  const [role, place] = cure.split(' ') as [Cure['role'], Cure['place']];
  const mark = source.charAt(1) as SourceMark;
  return { rule, source: { text: source.slice(4), mark }, messageZh, messageEn, curedBy: { role, place } };
}
