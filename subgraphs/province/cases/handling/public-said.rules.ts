import { CaseOutcome, HandoffRejection, ProcedureKind } from '../../../../schema/case-lists.js';
import { ActorRole } from '../../../../schema/command-lists.js';
import { isClause } from '../../shared/agreement.js';
import type { Facts, loggedFacts } from '../machine/facts.rules.js';

type LoggedFact = (typeof loggedFacts)[number];

type Shown = { readonly [Name in LoggedFact]: (value: NonNullable<Facts[Name]>) => unknown };

const nothing = (): undefined => undefined;

// What nobody can write in his own words. Whoever adds a fact to the log says here what of it is for everybody.
const shown: Shown = {
  preflight: (digest) => (DIGEST.test(digest) ? digest : undefined),
  basis: (basis) =>
    isClause(basis)
      ? { agreementNo: basis.agreementNo, version: basis.version, clause: basis.clause }
      : { nationalListRef: basis.nationalListRef },
  gaps: (gaps) => gaps.map(({ defect }) => ({ defect: CODE.test(defect) ? defect : null })),
  corrected: nothing,
  reasons: ({ code }) => (CODE.test(code) ? { code } : undefined),
  extension: ({ limit }) => ({ limit }),
  procedure: (name) => ofList(ProcedureKind.entries, name),
  procedureResult: nothing,
  outcome: (name) => ofList(CaseOutcome.entries, name),
  successorCase: nothing,
  deliveryProof: nothing,
  secondPerson: ({ role, isAnother }) => ({ role: ofList(ActorRole.entries, role) ?? null, isAnother }),
  checkMethod: nothing,
  signature: nothing,
  rejection: (name) => ofList(HandoffRejection.entries, name),
  result: nothing,
  waivers: nothing,
};

const DIGEST = /^[0-9a-f]{64}$/;
// Words, or with figures too short for a number of a document or a telephone.
const CODE = /^(?:[A-Z_]{1,40}|[A-Z][A-Z0-9_]{0,6})$/;

const ofList = (entries: object, name: string): string | undefined => (Object.hasOwn(entries, name) ? name : undefined);

/**
 * What was said with a move, as everybody may see it: codes, limits and clauses. Texts that somebody has written, names
 * and signatures are left out.
 */
export function publicSaid(said: Facts): Readonly<Record<string, unknown>> {
  const parts = Object.entries(shown).flatMap(([name, show]) => {
    const value = said[name as LoggedFact];
    const part = value === undefined ? undefined : (show as (value: unknown) => unknown)(value);
    return part === undefined ? [] : [[name, part] as const];
  });
  return Object.fromEntries(parts);
}
