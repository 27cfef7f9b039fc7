import { formatGlobalId } from '../../../schema/global-id.js';
import { type Identity, supervisesIn } from '../../../schema/identity.js';
import type { ScorecardMeasureCode } from '../../../schema/performance-lists.js';
import type { PerformanceRefusalCode } from '../../../schema/performance-refusals.js';
import { type Outcome, runOnce } from '../access/once/run-once.service.js';
import type { ProvinceContext } from '../context.js';
import { isoTime } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { createUuidV7 } from '../exchange/uuid.js';
import { decideBy } from '../shared/state-table.js';
import { isWritten } from '../shared/written-text.js';
import { takeTurn } from '../storage/turns.js';
import { appealTable } from './appeal-states.rules.js';
import { isPeriod } from './period.rules.js';
import type { Scored, Period } from './score.rules.js';
import type { PerformanceTables, ScorecardAppealRow } from './scorecard.entity.js';

/** A line of a card, of a period. */
export interface AppealedLine {
  readonly who: Scored;
  readonly measure: ScorecardMeasureCode;
  readonly period: Period;
}

type Refused = { readonly refusal: PerformanceRefusalCode };

const tablesIn = (transaction: Transaction) => transaction.getKysely<PerformanceTables>();
const ENTITY = 'ScorecardAppeal';

/** Appeals a line of the caller's own card, or of the card of his unit: once for each period. */
export function appealLine(
  context: ProvinceContext,
  caller: Identity,
  { idempotencyKey, reason, ...line }: AppealedLine & { readonly idempotencyKey: string; readonly reason: string },
): Promise<Outcome<Refused>> {
  const request = { appealScorecard: { ...line, reason } };
  const { desk } = context.exchange;
  const once = { idempotencyKey, caller, request, ifReused: { refusal: 'KEY_REUSED' } as Refused };
  return runOnce<Refused>(desk, once, async (transaction) => {
    const refusal = refuseAppeal(context, caller, { ...line, reason });
    if (refusal !== undefined) return { refusal };
    const { who, measure, period } = line;
    await takeTurn(transaction, `scorecard ${who.unit} ${who.subject ?? ''} ${measure}`);
    const known = await findAppeals(transaction, who.unit, period);
    if (known.some((row) => row.staff_subject === who.subject && row.measure === measure)) {
      return { refusal: 'APPEALED_BEFORE' };
    }
    const nowMs = desk.clock.nowMs();
    const id = formatGlobalId({
      province: context.province.code,
      type: ENTITY,
      local: createUuidV7(nowMs, desk.randomness),
    });
    const row: ScorecardAppealRow = {
      ...{ id, unit_code: who.unit, staff_subject: who.subject, measure, from_at: period.from, to_at: period.to },
      ...{ state: 'OPEN', appealed_at: isoTime(nowMs), appealed_by: caller.subject, reason },
      ...{ decided_at: null, decided_by: null, decision: null },
    };
    await tablesIn(transaction).insertInto('scorecard_appeal').values(row).execute();
    return { subject: id };
  });
}

function refuseAppeal(
  { province }: ProvinceContext,
  caller: Identity,
  { who, period, reason }: AppealedLine & { readonly reason: string },
): PerformanceRefusalCode | undefined {
  const isOwn = caller.province === province.code && caller.unit === who.unit;
  if (!isOwn || (who.subject !== null && who.subject !== caller.subject)) return 'NOT_THE_UNIT';
  if (!isPeriod(period)) return 'PERIOD_INVALID';
  return isWritten(reason) ? undefined : 'TEXT_MISSING';
}

/** What a supervisor decides on an appeal, and why. */
export interface AppealDecision {
  readonly idempotencyKey: string;
  readonly appealId: string;
  readonly uphold: boolean;
  readonly text: string;
}

/** Decides an appeal. The figure stays as it is computed; the decision marks it. */
export function decideAppeal(
  context: ProvinceContext,
  caller: Identity,
  { idempotencyKey, ...decision }: AppealDecision,
): Promise<Outcome<Refused>> {
  const { desk } = context.exchange;
  const request = { decideScorecardAppeal: decision };
  const once = { idempotencyKey, caller, request, ifReused: { refusal: 'KEY_REUSED' } as Refused };
  return runOnce<Refused>(desk, once, async (transaction) => {
    const { appealId, uphold, text } = decision;
    await takeTurn(transaction, `scorecard appeal ${appealId}`);
    const appeals = tablesIn(transaction).selectFrom('scorecard_appeal').selectAll();
    const row = await appeals.where('id', '=', appealId).executeTakeFirst();
    if (row === undefined || !supervisesIn(caller, context.province.code)) return { refusal: 'APPEAL_UNKNOWN' };
    // Whoever appealed stays of that unit, in whatever role he comes back.
    const facts = { isOutsideUnit: caller.unit !== row.unit_code && caller.subject !== row.appealed_by };
    const event = uphold ? 'uphold' : 'dismiss';
    const decided = decideBy(appealTable, { state: row.state, event, by: 'SUPERVISOR', facts });
    if (decided.kind !== 'STEP') return { refusal: decided.kind === 'UNMET' ? 'OWN_UNIT' : 'ALREADY_DECIDED' };
    if (!isWritten(text)) return { refusal: 'TEXT_MISSING' };
    const decidedAt = isoTime(desk.clock.nowMs());
    const changes = { state: decided.next, decided_at: decidedAt, decided_by: caller.subject, decision: text };
    await tablesIn(transaction).updateTable('scorecard_appeal').set(changes).where('id', '=', appealId).execute();
    return { subject: appealId };
  });
}

/** The appeals of lines of a unit and its people for exactly this period. */
export function findAppeals(
  transaction: Transaction,
  unit: string,
  { from, to }: Period,
): Promise<readonly ScorecardAppealRow[]> {
  const appeals = tablesIn(transaction).selectFrom('scorecard_appeal').selectAll().where('unit_code', '=', unit);
  return appeals.where('from_at', '=', from).where('to_at', '=', to).orderBy('appealed_at').orderBy('id').execute();
}

/** An appeal by its id. */
export function findAppeal(transaction: Transaction, id: string): Promise<ScorecardAppealRow | undefined> {
  return tablesIn(transaction).selectFrom('scorecard_appeal').selectAll().where('id', '=', id).executeTakeFirst();
}
