import type { AgreementRow } from './agreement.entity.js';
import { isOpenAmendment } from './applying.service.js';
import { applyMove } from './apply-move.service.js';
import { type Bureau, listOfNumber, listSupplements, type Step, stepAgreement } from './bureau.service.js';
import { binding, negotiating } from './life/life.rules.js';
import type { Move } from './moves/move.rules.js';
import { tellParties } from './tell.service.js';
import { isSuspended, isTerminated, type KeptSupplement } from './terms/supplement.rules.js';
import { updateWarnings } from './update-warnings.service.js';

// Of one agreement at one look: more steps than this would be going round in circles.
const MAX_STEPS = 8;

/**
 * Brings about what time and the steps so far bring about for all agreements of a number: that they come into force,
 * are suspended, superseded, over. Doing so twice does nothing twice. Gives the number of steps.
 */
export async function advance(bureau: Bureau, number: string): Promise<number> {
  let steps = 0;
  for (const { id } of await listOfNumber(bureau, number)) {
    for (let taken = 0; taken < MAX_STEPS && (await advanceOnce(bureau, number, id)); taken += 1) steps += 1;
  }
  await updateWarnings(bureau, number);
  return steps;
}

interface Situation {
  readonly row: AgreementRow;
  readonly rows: readonly AgreementRow[];
  readonly supplements: readonly KeptSupplement[];
  readonly nowMs: number;
}

async function advanceOnce(bureau: Bureau, number: string, id: string): Promise<boolean> {
  const rows = await listOfNumber(bureau, number);
  const row = rows.find((one) => one.id === id);
  if (row === undefined) return false;
  const supplements = await listSupplements(bureau, number);
  const situation: Situation = { row, rows, supplements, nowMs: bureau.desk.clock.nowMs() };
  const move = endOfNegotiation(bureau, situation);
  if (move !== undefined) return endNegotiation(bureau, move);
  const event = binding.includes(row.state) ? nextEvent(situation) : undefined;
  if (event === undefined) return false;
  const isAmended = hasOpenAmendment(situation);
  const step: Step = { event, party: null, facts: { isDue: true, isAmended } };
  return 'row' in (await stepAgreement(bureau, row, step));
}

const hasOpenAmendment = ({ rows, row }: Situation): boolean =>
  rows.some((other) => other.amends === row.id && isOpenAmendment(other));

// The keeper alone ends what is not signed by all, so that no party ends what others take for signed.
function endOfNegotiation({ instance }: Bureau, { row, supplements, nowMs }: Situation): Move | undefined {
  if (row.keeper !== instance.code || !negotiating.includes(row.state)) return undefined;
  const move = { number: row.number, first: row.first_version, by: row.keeper, version: row.version };
  const rest = { document: null, amends: null, origin: null };
  if (isPast(row.valid_until, nowMs)) return { kind: 'expire', ...move, ...rest, reason: null };
  // Terminated for good; one that has expired may still be renewed.
  if (row.amends === null || !isTerminated(supplements, nowMs)) return undefined;
  return { kind: 'decline', ...move, ...rest, reason: '原协议已终止。 · What it was to amend is terminated.' };
}

async function endNegotiation(bureau: Bureau, move: Move): Promise<boolean> {
  const applied = await applyMove(bureau, move, { as: 'KEEPER', facts: {} });
  if ('refusal' in applied) return false;
  await tellParties(bureau, applied.row, move);
  return true;
}

const isPast = (instant: string | null, nowMs: number): boolean => instant !== null && Date.parse(instant) <= nowMs;

type TimeEvent = 'end' | 'supersede' | 'expire' | 'takeEffect' | 'stop' | 'restart' | 'keep';

function nextEvent(situation: Situation): TimeEvent | undefined {
  const { row, rows, supplements, nowMs } = situation;
  if (isTerminated(supplements, nowMs)) return 'end';
  if (rows.some((other) => replaces(other, row, nowMs))) return 'supersede';
  if (isPast(row.valid_until, nowMs)) return 'expire';
  if (row.state === 'SIGNED') return isPast(row.valid_from, nowMs) ? 'takeEffect' : undefined;
  if (row.state === 'SUSPENDED') return isSuspended(supplements, nowMs) ? undefined : 'restart';
  if (isSuspended(supplements, nowMs)) return 'stop';
  return row.state === 'AMENDING' && !hasOpenAmendment(situation) ? 'keep' : undefined;
}

const replaces = (other: AgreementRow, row: AgreementRow, nowMs: number): boolean =>
  other.first_version > row.first_version && binding.includes(other.state) && isPast(other.valid_from, nowMs);
