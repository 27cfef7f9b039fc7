import type { AgreementRefusalCode } from '../../../schema/agreement-refusals.js';
import type { EvidenceRule } from '../../../schema/evidence-refusals.js';
import { type EvidenceTypeCode, type EvidenceTypeEntry, evidenceTypes } from '../../../schema/evidence-types.js';
import { refusalCodes } from '../../../schema/refusal-codes.js';
import { type BasisRefusal, clauseIn, type DataQuestion, findBasis } from '../access/agreements/agreements.rules.js';
import { readNationalLists } from '../access/agreements/national-lists.js';
import { type Basis, type ClauseName, formatClause, isClause } from '../shared/agreement.js';
import type { Bureau } from './course.service.js';
import type { Question } from './question.rules.js';

/** What is to cross a border: evidence of a type for a case of an item, from who asks to who provides. */
export interface EvidenceCrossing {
  readonly type: EvidenceTypeCode;
  readonly item: string;
  readonly from: string;
  readonly to: string;
  /** How the provider has classed it, where that is known; never less strict than the type. */
  readonly sharing?: EvidenceTypeEntry['sharing'];
}

/** Why it may not, and which clause was looked at. */
export interface NotAuthorised {
  readonly rule: EvidenceRule;
  readonly explanation: string;
  /** Undefined where there is no clause that came near. */
  readonly clause: ClauseName | undefined;
}

/** By what it may cross: grant, agreement and class together allow it at this instant; or which of them does not. */
export function authorise(
  { desk, agreements }: Pick<Bureau, 'desk' | 'agreements'>,
  { type, item, from, to, sharing = 'UNCONDITIONAL' }: EvidenceCrossing,
): Question['authorisation'] | NotAuthorised {
  const grant: DataQuestion['grant'] = {
    ...{ kind: 'EVIDENCE', type, purpose: 'EVIDENCE', fields: ['EVIDENCE'] },
    sharing: stricter(evidenceTypes[type].sharing, sharing),
  };
  const question = { action: 'PROVIDE', item, from, to, grant, atMs: desk.clock.nowMs() } as const;
  const policies = { agreements: agreements.current(), nationalItems: readNationalLists().items };
  const found = findBasis(question, policies);
  return found.status === 'FOUND' ? nameBasis(found.basis) : explain(found.refusal);
}

const strictness: readonly EvidenceTypeEntry['sharing'][] = ['UNCONDITIONAL', 'CONDITIONAL', 'NOT_SHARED'];

/** The stricter of two classes: nothing is shared more freely than either of them says. */
export function stricter(
  one: EvidenceTypeEntry['sharing'],
  other: EvidenceTypeEntry['sharing'],
): EvidenceTypeEntry['sharing'] {
  return strictness.indexOf(one) > strictness.indexOf(other) ? one : other;
}

function nameBasis(basis: Basis): Question['authorisation'] {
  if (!isClause(basis)) return { kind: 'NATIONAL_LIST', text: basis.nationalListRef };
  return { kind: 'AGREEMENT', text: formatClause(basis) };
}

// Which of the three it was that did not allow it.
const notGranted: ReadonlySet<AgreementRefusalCode> = new Set<AgreementRefusalCode>([
  'AGREEMENT_CLASS_NOT_GRANTED',
  'AGREEMENT_PURPOSE_NOT_GRANTED',
]);

function explain(refused: BasisRefusal): NotAuthorised {
  const { code } = refused;
  const { messageZh, messageEn } = refusalCodes[code];
  const clause = clauseIn(refused);
  const named = clause === undefined ? '' : ` (${formatClause(clause)})`;
  const explanation = `${messageZh} · ${messageEn}${named}`;
  if (code === 'CLASS_NOT_SHARED') return { rule: 'CLASS_NOT_SHARED', explanation, clause };
  return { rule: notGranted.has(code) ? 'NO_GRANT' : 'NO_BASIS', explanation, clause };
}
