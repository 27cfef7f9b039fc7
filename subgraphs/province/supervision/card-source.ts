import type { Transaction } from '../exchange/exchange.entity.js';
import type { Clock } from '../shared/clock.js';
import type { CardRule } from './machine/vocabulary.rules.js';

/** An instant at which a rule was hit, as a room below supervision knows it. */
export interface CardHit {
  readonly rule: CardRule;
  /** Which of its kind it is, in words that stay the same whenever it is found again. */
  readonly occurrence: string;
  /** Null for what is about no case. */
  readonly collaborationNo: string | null;
  /** The province of the responsible unit, and the unit where it is of this province. */
  readonly province: string;
  readonly unitCode: string | null;
  readonly atMs: number;
  /** The other provinces that are to hold the card; none for what concerns this province alone. */
  readonly parties: readonly string[];
}

/** The door by which other rooms bring hits that no clock of a case and no log of it shows. */
export interface CardSource {
  /** Names it, for good: what has been looked through is noted under it. */
  readonly name: string;
  /** The hits since an instant, by an index. Some may be given again: a hit is one card, however often it is found. */
  readonly findHits: (
    transaction: Transaction,
    span: { readonly province: string; readonly fromMs: number; readonly toMs: number },
  ) => Promise<readonly CardHit[]>;
}

/** A limit that no case has, as a room below supervision knows it. */
export interface CardLimit extends Omit<CardHit, 'atMs'> {
  readonly clockName: string;
  readonly clock: Clock;
}

/** The door by which other rooms bring limits that are no clocks of cases: such a card begins and ends with its limit. */
export interface LimitSource {
  /** As of a {@link CardSource}; no two sources have one name. */
  readonly name: string;
  /** The limits that began or ended since an instant. Some may be given again: a limit is one card, kept up to its clock. */
  readonly findLimits: (
    transaction: Transaction,
    span: { readonly province: string; readonly fromMs: number; readonly toMs: number },
  ) => Promise<readonly CardLimit[]>;
}
