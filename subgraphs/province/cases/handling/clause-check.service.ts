import type { AgreementRefusalCode } from '../../../../schema/agreement-refusals.js';
import { checkClause, isKnown } from '../../access/agreements/agreements.rules.js';
import { readNationalLists } from '../../access/agreements/national-lists.js';
import { type Letter, NotYetError } from '../../exchange/desk.js';
import { type Basis, type ClauseName, isClause } from '../../shared/agreement.js';
import type { CaseEvent, EnvelopeEvent } from '../machine/vocabulary.rules.js';
import { crossingsOf } from './crossings.rules.js';
import type { Office } from './dossier.service.js';
import type { FileContent } from './handling.entity.js';
import type { ReadPayload } from './read-payload.service.js';
import type { Said } from './said.rules.js';

// With these something begins between provinces. What has begun is finished, whatever becomes of the agreement; a draft
// has not begun, since nobody has been asked for anything yet.
const beginning: ReadonlySet<CaseEvent> = new Set([
  ...(['draftCase', 'submitCase', 'receiveCase', 'forwardCase', 'dispatchLeg'] as const),
]);

/** A move, as far as a clause can be wrong for it. */
export interface Resting {
  readonly event: CaseEvent;
  /** Name of the course. */
  readonly name: string;
  readonly said: Pick<Said, 'agreement' | 'isByNationalList'>;
}

/** The clause that a move rests on: the one that is named, or that of the file; undefined for the national list. */
export function clauseOf(
  { said }: Pick<Resting, 'said'>,
  { basis }: Pick<FileContent, 'basis'>,
): ClauseName | undefined {
  if (said.agreement !== undefined) return said.agreement;
  return said.isByNationalList !== true && isClause(basis) ? basis : undefined;
}

/** Why a move may not rest on the clause that it names, or with which the case began; undefined when it may. */
export function refuseClause(office: Office, content: FileContent, resting: Resting): AgreementRefusalCode | undefined {
  const clause = clauseOf(resting, content);
  const isAsked = resting.said.agreement !== undefined || beginning.has(resting.event);
  if (clause === undefined || !isAsked) return undefined;
  return findFault(office, clause, { content, name: resting.name, atMs: office.desk.clock.nowMs() });
}

interface Rested {
  readonly content: FileContent;
  readonly name: string;
  readonly atMs: number;
}

function findFault(
  { agreements }: Office,
  clause: ClauseName,
  { content, name, atMs }: Rested,
): AgreementRefusalCode | undefined {
  const { itemCode: item, mode } = content;
  const policies = { agreements: agreements.current(), nationalItems: readNationalLists().items };
  for (const crossing of crossingsOf(content, name)) {
    const refusal = checkClause(clause, { action: 'HANDLE', item, mode, atMs, ...crossing }, policies);
    if (refusal !== undefined) return refusal.code;
  }
  return undefined;
}

/**
 * Why a handoff may not rest on the clauses that it names, by this province's own copy of the agreement and at the
 * instant at which it was sent. Throws a {@link NotYetError} while there is no copy: files of agreements do not travel
 * in step with cases, and what was rightly handed over must not come back for that.
 */
export function refuseClausesOfLetter(
  office: Office,
  content: FileContent,
  { event, letter, payload }: { readonly event: EnvelopeEvent; readonly letter: Letter; readonly payload: ReadPayload },
): AgreementRefusalCode | undefined {
  const said: Basis | undefined = payload.said.basis;
  const clauses = event === 'legDispatched' ? [said] : [said, content.basis];
  for (const clause of clauses.filter((one) => isClause(one))) {
    if (!isKnown(clause, office.agreements.current())) {
      throw new NotYetError(`${clause.agreementNo} version ${clause.version} is not here.`);
    }
    const code = findFault(office, clause, { content, name: payload.leg, atMs: Date.parse(letter.at) });
    if (code !== undefined) return code;
  }
  return undefined;
}
