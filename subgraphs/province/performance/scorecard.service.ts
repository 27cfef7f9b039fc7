import { type Identity, supervisesIn } from '../../../schema/identity.js';
import { SubgraphError } from '../../server/errors.js';
import type { ProvinceContext } from '../context.js';
import { atOneInstant } from '../exchange/desk.js';
import { findAppeals } from './appeal.service.js';
import { isPeriod } from './period.rules.js';
import { readScoreFacts } from './read-scores.service.js';
import { type Period, type Score, type Scored, type ScoreFacts, scoreOf } from './score.rules.js';
import type { ScorecardAppealRow } from './scorecard.entity.js';

/** A card: whose it is, its figures as they are computed now, and what was said about them. */
export interface Card {
  readonly who: Scored;
  readonly period: Period;
  readonly score: Score;
  readonly appeals: readonly ScorecardAppealRow[];
}

/** The cards of the units of this province in a period, or of one of them. Refuses what is no period. */
export function readUnitCards(context: ProvinceContext, period: Period, unit?: string): Promise<readonly Card[]> {
  return readCards(context, { period, unit }, (units) => {
    const named = unit === undefined ? [...units.keys()] : [unit];
    return named.map((code) => ({ unit: code, subject: null }));
  });
}

/**
 * The cards of the people of a unit in a period: all of them for a coordinator and for supervisors, the caller's own for
 * everybody else.
 */
export function readStaffCards(
  context: ProvinceContext,
  caller: Identity,
  { period, unit }: { readonly period: Period; readonly unit: string },
): Promise<readonly Card[]> {
  return readCards(context, { period, unit }, (units) => {
    const facts = units.get(unit);
    const legs = [...(facts?.legs ?? []), ...(facts?.ratedLegs ?? [])];
    const subjects = new Set(legs.flatMap(({ entries }) => entries.flatMap(({ subject }) => subject ?? [])));
    const shown = seesEverybody(context, caller) ? [...subjects].sort() : [caller.subject];
    return shown.map((subject) => ({ unit, subject }));
  });
}

/** Whether somebody sees figures about single persons who are not himself. */
export function seesEverybody({ province }: ProvinceContext, caller: Identity): boolean {
  return supervisesIn(caller, province.code) || (caller.role === 'coordinator' && caller.province === province.code);
}

interface CardsAsked {
  readonly period: Period;
  readonly unit?: string | undefined;
}

function readCards(
  context: ProvinceContext,
  { period, unit: asked }: CardsAsked,
  whose: (units: ReadonlyMap<string, ScoreFacts>) => readonly Scored[],
): Promise<readonly Card[]> {
  if (!isPeriod(period))
    throw new SubgraphError('BAD_USER_INPUT', 'A period begins before it ends, and has 366 days at most.');
  const province = context.province.code;
  return atOneInstant(context.exchange.desk, async (transaction) => {
    const units = await readScoreFacts(transaction, { province, period, unit: asked });
    const appeals = new Map<string, readonly ScorecardAppealRow[]>();
    const cards: Card[] = [];
    for (const who of whose(units)) {
      const ofUnit = appeals.get(who.unit) ?? (await findAppeals(transaction, who.unit, period));
      appeals.set(who.unit, ofUnit);
      const own = ofUnit.filter(({ staff_subject: subject }) => subject === who.subject);
      const facts = units.get(who.unit) ?? { province, period, legs: [], ratings: [], ratedLegs: [] };
      cards.push({ who, period, score: scoreOf(facts, who), appeals: own });
    }
    return cards;
  });
}
