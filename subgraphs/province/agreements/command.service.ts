import { agreementCollaboration, keeperOf } from '../../../schema/agreement-collaboration.js';
import type { Identity } from '../../../schema/identity.js';
import { runOnce } from '../access/once/run-once.service.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { takeTurn } from '../storage/turns.js';
import { advance } from './advance.service.js';
import { type Applied, refuse, type Refused } from './applying.service.js';
import { applyMove } from './apply-move.service.js';
import { type AgreementPlace, type Bureau, changeAgreement, holdAgreement } from './bureau.service.js';
import type { AgreementRow } from './agreement.entity.js';
import type { Applying } from './applying.service.js';
import { isAlone, type Move } from './moves/move.rules.js';
import { askKeeper, fitsLetter, tellParties } from './tell.service.js';

/** A command as a whole: who gives it, and everything that makes it this one. */
export interface Commanded {
  readonly idempotencyKey: string;
  readonly caller: Identity;
  readonly request: unknown;
}

/** What a command does, prepared: the move, and what only this province knows of it. */
export interface Prepared {
  readonly move: Move;
  readonly facts: Applying['facts'];
  /** What a refusal by these facts is about. */
  readonly problems: readonly string[];
}

/** The id of the agreement, or why nothing was done. */
export type CommandOutcome = { readonly subject: string } | Refused;

type Prepare = (bureau: Bureau) => Promise<Prepared | Refused>;

/**
 * Does something about an agreement, once for each key of a caller. The keeper does it and tells all; another party
 * makes sure that it could be done by its own copy, and asks the keeper.
 */
export async function command(
  { wake, ...place }: AgreementPlace,
  commanded: Commanded,
  { number, prepare }: { readonly number: string; readonly prepare: Prepare },
): Promise<CommandOutcome> {
  if (commanded.idempotencyKey === '' || commanded.idempotencyKey.length > MAX_KEY) return refuse('KEY_UNUSABLE');
  const once = { ...commanded, ifReused: refuse('KEY_REUSED') };
  const outcome = await runOnce<Refused>(place.desk, once, async (transaction) => {
    await takeTurn(transaction, agreementCollaboration(number));
    const bureau = { ...place, transaction };
    const prepared = await prepare(bureau);
    return 'refusal' in prepared ? prepared : carryOut(bureau, prepared);
  });
  wake();
  return outcome;
}

const MAX_KEY = 200;

async function carryOut(bureau: Bureau, prepared: Prepared): Promise<CommandOutcome> {
  const { move } = prepared;
  if (!fitsLetter(move)) return refuse('DOCUMENT_TOO_LARGE');
  await advance(bureau, move.number);
  return keeperOf(move.number) === bureau.instance.code ? decide(bureau, prepared) : ask(bureau, prepared);
}

async function decide(bureau: Bureau, { move, facts, problems }: Prepared): Promise<CommandOutcome> {
  const applied = withProblems(await applyMove(bureau, move, { as: 'KEEPER', facts }), problems);
  if ('refusal' in applied) return applied;
  await tellParties(bureau, applied.row, move);
  await advance(bureau, move.number);
  return { subject: applied.row.id };
}

const withProblems = (applied: Applied, problems: readonly string[]): Applied =>
  'refusal' in applied && applied.problems.length === 0 ? { ...applied, problems } : applied;

async function ask(bureau: Bureau, { move, facts, problems }: Prepared): Promise<CommandOutcome> {
  const tried = await tryOut(bureau, (inner) => applyMove(inner, move, { as: 'KEEPER', facts }));
  const judged = withProblems(tried, problems);
  if ('refusal' in judged) return judged;
  const subject = judged.row.amends !== null && move.kind === 'propose' ? judged.row.amends : judged.row.id;
  const row = await holdAgreement(bureau, subject);
  if (row === undefined) return refuse('AGREEMENT_NOT_HERE');
  // Stopping must not wait for anybody: what this province suspends is suspended here at once.
  if (isAlone(move)) await applyMove(bureau, move, { as: 'COPY', facts });
  else if (row.pending !== null) return refuse('MOVE_PENDING');
  else await changeAgreement(bureau, row, { pending: move.kind });
  await askKeeper(bureau, row, move);
  await advance(bureau, move.number);
  return { subject };
}

// By the same code that the keeper will decide by, and nothing of it remains.
async function tryOut(bureau: Bureau, work: (inner: Bureau) => Promise<Applied>): Promise<Applied> {
  let applied: Applied | undefined;
  try {
    await bureau.transaction.transactional(async (transaction: Transaction) => {
      applied = await work({ ...bureau, transaction });
      throw new TriedError('What was only tried is undone.');
    });
  } catch (error) {
    if (!(error instanceof TriedError) || applied === undefined) throw error;
  }
  return applied as Applied;
}

/** Leaves the savepoint of what was only tried. */
class TriedError extends Error {
  override readonly name = 'TriedError';
}

/** The row that a command names, as far as this province may act on it. */
export async function findSubject(bureau: Bureau, id: string): Promise<AgreementRow | Refused> {
  return (await holdAgreement(bureau, id)) ?? refuse('AGREEMENT_NOT_HERE');
}
