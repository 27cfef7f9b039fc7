import type { Identity } from '../../../schema/identity.js';
import type { RatingEventCode, RatingPartyCode } from '../../../schema/rating-lists.js';
import type { RatingRefusalCode } from '../../../schema/rating-refusals.js';
import { runOnce } from '../access/once/run-once.service.js';
import { findMeasuredCase } from '../cases/index.js';
import type { Desk } from '../exchange/desk.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import { isWritten } from '../shared/written-text.js';
import { fromJson } from '../storage/stored.js';
import { type Chamber, holdRating, readSteps, tablesOf } from './chamber.service.js';
import type { Level, RatingChanges } from './face.rules.js';
import { isOutsideUnit, isPublic, partyOf } from './party.service.js';
import type { RatingRow, RatingStepRow } from './rating.entity.js';
import { type Stepped, stepRating, takeIfHere } from './step-rating.service.js';
import { askOwner } from './tell.service.js';
import { isPublishable } from './text.rules.js';

/** Where ratings are worked on. */
export interface RatingPlace {
  readonly desk: Desk;
  readonly instance: ProvinceInstance;
  /** Called after the commit: something may be due to other provinces. */
  readonly wake: () => void;
}

/** What somebody does about a rating, and what he says. */
export interface RatingCommand {
  readonly idempotencyKey: string;
  readonly id: string;
  /** What is decided on the attribution follows from the leg. */
  readonly event: Exclude<RatingEventCode, 'confirmAttribution' | 'moveAttribution'> | 'decideAttribution';
  readonly text: string | null;
  /** The leg that a supervisor finds at fault. */
  readonly leg?: string;
  /** What the rater says of what came of it. */
  readonly level?: Level;
}

/** The id of the rating, or why nothing was done. */
export type RatingOutcome = { readonly subject: string } | { readonly refusal: RatingRefusalCode };

/** Does something about a rating: once for each key of a caller, whole or not at all. */
export async function runRatingCommand(
  { desk, instance, wake }: RatingPlace,
  caller: Identity,
  { idempotencyKey, ...command }: RatingCommand,
): Promise<RatingOutcome> {
  const once = { idempotencyKey, caller, request: { rating: command }, ifReused: { refusal: 'KEY_REUSED' as const } };
  const outcome = await runOnce<{ readonly refusal: RatingRefusalCode }>(desk, once, async (transaction) => {
    const done = await carryOut({ desk, instance, transaction }, caller, command);
    return 'refusal' in done ? done : { subject: command.id };
  });
  wake();
  return outcome;
}

type Asked = Omit<RatingCommand, 'idempotencyKey'>;

async function carryOut(chamber: Chamber, caller: Identity, command: Asked): Promise<Stepped> {
  const row = await holdRating(chamber, command.id);
  const by = row && partyOf(caller, row, chamber.instance.code);
  if (row === undefined || by === undefined)
    return { refusal: row && isPublic(row) ? 'NOT_THE_UNIT' : 'RATING_UNKNOWN' };
  const refusal = refuseText(command);
  if (refusal !== undefined) return { refusal };
  if (command.event === 'revisit' && by !== 'RATER') return { refusal: 'NOT_THE_RATER' };
  if (row.owner !== chamber.instance.code) return askElsewhere(chamber, row, { by, command });
  const actor = actorOf({ caller, by }, row, await readSteps(chamber, row.id));
  if (command.event === 'decideAttribution') return decideAttribution(chamber, row, { actor, command });
  return stepRating(chamber, row, { ...actor, event: command.event, ...saidBy(command) });
}

interface Acting {
  readonly caller: Identity;
  readonly by: RatingPartyCode;
}

const actorOf = ({ caller, by }: Acting, row: RatingRow, steps: readonly RatingStepRow[]) => ({
  ...{ by, unit: by === 'UNIT' ? (caller.unit ?? null) : null, subject: caller.subject },
  facts: { isOutsideUnit: isOutsideUnit(caller, row, steps) },
});

// A rater may say nothing more than how satisfied he is; who publishes gives a text only where he has a harmless one.
function refuseText({ event, text }: Asked): RatingRefusalCode | undefined {
  if (event === 'publish' && text !== null && !isPublishable(text)) return 'TEXT_PERSONAL';
  const isFree = event === 'publish' || event === 'revisit';
  return (isFree && text === null) || isWritten(text) ? undefined : 'TEXT_MISSING';
}

// What is published is no secret, and everything else that is said is for those who take part.
function saidBy({ event, text, level }: Asked): { readonly text: string | null; readonly changes: RatingChanges } {
  if (event === 'publish') return { text: null, changes: { publishedText: text } };
  if (event === 'revisit') return { text, changes: { revisit: level ?? null } };
  return { text, changes: event === 'contest' ? { isContested: true } : {} };
}

// The rater is known where he gave it, so what he says of the end is taken there, and entered where the rating is.
async function askElsewhere(
  chamber: Chamber,
  row: RatingRow,
  { by, command }: { readonly by: RatingPartyCode; readonly command: Asked },
): Promise<Stepped> {
  const { event, level, text } = command;
  if (event !== 'revisit' || by !== 'RATER' || level === undefined) return { refusal: 'HELD_ELSEWHERE' };
  if (row.state !== 'FEEDBACK_GIVEN') return { refusal: 'NOT_IN_THIS_STATE' };
  if (row.asked !== null) return { refusal: 'ANSWER_OUTSTANDING' };
  const asked = await askOwner(chamber, row, { level, text });
  await tablesOf(chamber).updateTable('rating').set({ asked }).where('id', '=', row.id).execute();
  return { row: { ...row, asked } };
}

async function decideAttribution(
  chamber: Chamber,
  row: RatingRow,
  { actor, command }: { readonly actor: ReturnType<typeof actorOf>; readonly command: Asked },
): Promise<Stepped> {
  const here = { province: chamber.instance.code, nowMs: chamber.desk.clock.nowMs() };
  const measured = await findMeasuredCase(chamber.transaction, here, row.collaboration_no);
  // A province that did not take the rating is told nothing of it, and so can be the owner of it no more.
  const holders = fromJson(row.holders);
  const leg = measured?.legs.find(({ name, province }) => name === command.leg && holders.includes(province));
  if (leg === undefined) return { refusal: 'LEG_UNKNOWN' };
  const acting = { ...actor, text: command.text };
  if (leg.name === row.leg) return stepRating(chamber, row, { ...acting, event: 'confirmAttribution' });
  const moved = { leg: leg.name, atFault: leg.province, owner: leg.province, isTaken: false } as const;
  const changes = { ...moved, rule: 'BY_SUPERVISOR' } as const;
  const stepped = await stepRating(chamber, row, { ...acting, event: 'moveAttribution', changes });
  return 'refusal' in stepped ? stepped : { row: await takeIfHere(chamber, stepped.row) };
}
