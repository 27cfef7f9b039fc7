import { agreementCollaboration, keeperOf } from '../../../schema/agreement-collaboration.js';
import { digestOfDocument } from '../access/agreements/sign-document.js';
import { canonicalJson } from '../exchange/canonical-json.js';
import { isoTime } from '../exchange/desk.js';
import type { Agreement } from '../shared/agreement.js';
import type { AgreementRow } from './agreement.entity.js';
import {
  type Applied,
  type Applying,
  isOpenAmendment,
  isStepTaken,
  type Moving,
  refuse,
  type Refused,
  take,
} from './applying.service.js';
import { applySupplement } from './apply-supplement.service.js';
import { type Bureau, holdAgreement, idOf, listOfNumber, partiesOf, type Step, tablesOf } from './bureau.service.js';
import { isSignedBy, readAgreement, type SignedAgreement } from './documents.service.js';
import { negotiating } from './life/life.rules.js';
import { isText, type Move } from './moves/move.rules.js';
import { findMissingTerms, findWrongGrants } from './terms/terms.rules.js';
import { keepSignature, keepText, readText } from './texts.service.js';

/**
 * Does what a move says, on this province's copy: the keeper when it takes it into the order of things, everybody else
 * when the keeper tells it. What is refused has to be undone by the caller.
 */
export function applyMove(bureau: Bureau, move: Move, applying: Applying): Promise<Applied> {
  const { kind } = move;
  switch (kind) {
    case 'propose':
      return propose(bureau, move, applying);
    case 'counter':
      return withAgreement(bureau, move, (row) => counter(bureau, row, { move, applying }));
    case 'sign':
      return withAgreement(bureau, move, (row) => sign(bureau, row, { move, applying }));
    case 'supplement':
      return applySupplement(bureau, move, applying);
    case 'review':
    case 'decline':
      return withAgreement(bureau, move, (row) => judge(bureau, row, { move, applying, event: kind }));
    case 'expire':
      return withAgreement(bureau, move, (row) => {
        // What all have signed ends by each party's own clock, never because the keeper says so.
        const step: Step = { event: 'expire', party: null, facts: { isDue: negotiating.includes(row.state) } };
        return take(bureau, row, { step, applying });
      });
  }
}

async function withAgreement(
  bureau: Bureau,
  move: Move,
  work: (row: AgreementRow) => Promise<Applied>,
): Promise<Applied> {
  const row = await holdAgreement(bureau, idOf(bureau, move));
  if (row === undefined) return refuse('AGREEMENT_NOT_HERE');
  return partiesOf(row).includes(move.by) ? work(row) : refuse('NOT_A_PARTY');
}

function judge(
  bureau: Bureau,
  row: AgreementRow,
  { move, applying, event }: Moving & { readonly event: 'review' | 'decline' },
): Promise<Applied> {
  const facts = { isCurrent: move.version === row.version, hasReason: isText(move.reason), ...applying.facts };
  const { by: party, reason } = move;
  return take(bureau, row, { step: { event, party, facts, reason }, applying });
}

async function propose(bureau: Bureau, move: Move, applying: Applying): Promise<Applied> {
  const found = readAgreement(move.document);
  if ('problems' in found) return refuse('DOCUMENT_INVALID', found.problems);
  const { document } = found;
  const { agreement } = document;
  const earlier = await listOfNumber(bureau, move.number);
  const amended = earlier.find(({ first_version: first }) => first === move.amends);
  const refused = refusePlace(bureau, { move, agreement, earlier, amended });
  if (refused !== undefined) return refused;
  const draft = draftOf(bureau, { move, document });
  await tablesOf(bureau).insertInto('agreement').values(draft).execute();
  await keepText(bureau, draft, { document, move });
  if (amended !== undefined) {
    const isNoneOpen = !earlier.some((row) => isOpenAmendment(row));
    const step: Step = { event: 'amend', party: move.by, facts: { isNoneOpen, ...applying.facts } };
    const marked = await take(bureau, amended, { step, applying });
    if ('refusal' in marked) return marked;
  }
  const facts = factsOf(bureau, { move, document, applying });
  return withProblems(
    await take(bureau, draft, { step: { event: 'propose', party: move.by, facts }, applying }),
    agreement,
  );
}

interface Proposing {
  readonly move: Move;
  readonly agreement: Agreement;
  readonly earlier: readonly AgreementRow[];
  readonly amended: AgreementRow | undefined;
}

function refusePlace(
  { agreements, instance }: Bureau,
  { move, agreement, earlier, amended }: Proposing,
): Refused | undefined {
  const { number, version, parties } = agreement;
  if (number !== move.number || version !== move.version || version !== move.first) return refuse('MOVE_UNREADABLE');
  if (!parties.includes(move.by) || !parties.includes(instance.code)) return refuse('NOT_A_PARTY');
  if (move.amends === null) {
    if (keeperOf(number) !== move.by) return refuse('NUMBER_NOT_OWN');
    const isTaken = earlier.length > 0 || agreements.current().some((known) => known.agreement.number === number);
    return isTaken ? refuse('NUMBER_TAKEN') : undefined;
  }
  if (amended === undefined) return refuse('AGREEMENT_NOT_HERE');
  const last = Math.max(...earlier.map((row) => row.version));
  if (version !== last + 1) return refuse('VERSION_NOT_NEXT', [`The next version of ${number} is ${last + 1}.`]);
  return haveSameParties(amended, parties) ? undefined : refuse('PARTIES_DIFFER');
}

const haveSameParties = (row: AgreementRow, parties: readonly string[]): boolean =>
  canonicalJson(partiesOf(row).toSorted()) === canonicalJson(parties.toSorted());

function draftOf(
  bureau: Bureau,
  { move, document }: { readonly move: Move; readonly document: SignedAgreement },
): AgreementRow {
  const { number, first } = move;
  const { validity, parties } = document.agreement;
  const at = isoTime(bureau.desk.clock.nowMs());
  return {
    ...{ id: idOf(bureau, move), number, first_version: first, version: first, hash: digestOfDocument(document) },
    ...{ state: 'DRAFT', since: at, opened_at: at, keeper: keeperOf(number), proposer: move.by },
    ...{ parties: ` ${parties.join(' ')} `, collaboration_no: agreementCollaboration(number) },
    ...spanOf(validity),
    amends: move.amends === null ? null : idOf(bureau, { number, first: move.amends }),
    ...{ origin: move.origin, reason: move.reason, pending: null, steps: 0 },
  };
}

const spanOf = ({ from, until }: Agreement['validity']) => ({
  valid_from: isoTime(Date.parse(from)),
  valid_until: until === null ? null : isoTime(Date.parse(until)),
});

function factsOf(
  { desk }: Bureau,
  { move, document, applying }: Moving & { readonly document: SignedAgreement },
): Step['facts'] {
  const { agreement } = document;
  return {
    hasTerms: findMissingTerms(agreement).length === 0,
    isWithinClasses: findWrongGrants(agreement).length === 0,
    isSigned: isSignedBy(desk, document, [move.by]),
    ...applying.facts,
  };
}

// What a refusal of a text is about, for whoever wrote it.
function withProblems(applied: Applied, agreement: Agreement): Applied {
  if (!('refusal' in applied)) return applied;
  if (applied.refusal === 'TERMS_INCOMPLETE') return refuse(applied.refusal, findMissingTerms(agreement));
  if (applied.refusal === 'CLASS_NOT_GRANTABLE') return refuse(applied.refusal, findWrongGrants(agreement));
  return applied;
}

async function counter(bureau: Bureau, row: AgreementRow, { move, applying }: Moving): Promise<Applied> {
  const found = readAgreement(move.document);
  if ('problems' in found) return refuse('DOCUMENT_INVALID', found.problems);
  const { document } = found;
  const { agreement } = document;
  if (agreement.version !== move.version) return refuse('MOVE_UNREADABLE');
  const changes = { version: move.version, hash: digestOfDocument(document), ...spanOf(agreement.validity) };
  const facts = {
    ...factsOf(bureau, { move, document, applying }),
    isNext: move.version === row.version + 1,
    isWithinParties: agreement.number === row.number && haveSameParties(row, agreement.parties),
  };
  const step: Step = { event: 'counter', party: move.by, facts, reason: move.reason, changes };
  const taken = withProblems(await take(bureau, row, { step, applying }), agreement);
  if (isStepTaken(row, taken)) await keepText(bureau, row, { document, move });
  return taken;
}

async function sign(bureau: Bureau, row: AgreementRow, { move, applying }: Moving): Promise<Applied> {
  const text = await readText(bureau, row, move.version);
  if (text === undefined) return refuse('NOT_THE_CURRENT_VERSION');
  const found = readAgreement({ agreement: text.agreement, signatures: [move.document] });
  if ('problems' in found) return refuse('MOVE_UNREADABLE', found.problems);
  const [signature] = found.document.signatures;
  if (signature === undefined) return refuse('MOVE_UNREADABLE');
  const signed = new Set([...text.signatures.map(({ province }) => province), move.by]);
  const facts = {
    isCurrent: move.version === row.version,
    isFirst: !text.signatures.some(({ province }) => province === move.by),
    isSigned: isSignedBy(bureau.desk, found.document, [move.by]),
    isLast: partiesOf(row).every((party) => signed.has(party)),
    ...applying.facts,
  };
  const taken = await take(bureau, row, { step: { event: 'sign', party: move.by, facts }, applying });
  if (isStepTaken(row, taken)) await keepSignature(bureau, row, signature);
  return taken;
}
