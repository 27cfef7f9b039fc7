// An oracle for what an act between provinces may rest on: every clause is listed that covers it, written as the text of
// an agreement reads and not as the rules judge it.
import type { BasisQuestion } from '../../../subgraphs/province/access/agreements/agreements.rules.js';
import type { BindingAgreement, ClauseName } from '../../../subgraphs/province/shared/agreement.js';

/** All clauses that cover the question at its instant. */
export function coveringClauses(
  question: BasisQuestion,
  agreements: readonly BindingAgreement[],
  nationalItems: ReadonlySet<string>,
): readonly ClauseName[] {
  const covering: ClauseName[] = [];
  for (const { agreement, suspensions, terminatedFromMs } of agreements) {
    const { number, version, parties, clauses, validity } = agreement;
    const at = question.atMs;
    const begun = (one: BindingAgreement): boolean => Date.parse(one.agreement.validity.from) <= at;
    const begunVersions = agreements
      .filter((one) => one.agreement.number === number && begun(one))
      .map((one) => one.agreement.version);
    if (version !== Math.max(...begunVersions, 0)) continue;
    if (validity.until !== null && Date.parse(validity.until) <= at) continue;
    if (terminatedFromMs !== null && at >= terminatedFromMs) continue;
    if (suspensions.some(({ fromMs, untilMs }) => at >= fromMs && at < (untilMs ?? Number.POSITIVE_INFINITY))) continue;
    if (!(parties.includes(question.from) && parties.includes(question.to))) continue;
    const among = question.action === 'HANDLE' ? clauses.items : clauses.dataGrants;
    for (const clause of among) {
      const isBetween =
        (clause.from ?? parties).includes(question.from) && (clause.to ?? parties).includes(question.to);
      const items = 'allOf' in clause.items ? [...nationalItems] : clause.items;
      if (!isBetween || !items.includes(question.item)) continue;
      if (question.action === 'HANDLE' && 'modes' in clause && !clause.modes.includes(question.mode)) continue;
      if (question.action === 'PROVIDE' && 'types' in clause) {
        const { kind, type, fields, purpose } = question.grant;
        const wanted = new Set(fields).difference(new Set(clause.fields));
        if (clause.kind !== kind || !clause.types.includes(type) || wanted.size > 0) continue;
        if (!clause.purposes.includes(purpose)) continue;
      }
      covering.push({ agreementNo: number, version, clause: clause.clause });
    }
  }
  return covering;
}
