import { decideBy, linesOf, type StateTable } from '../../shared/state-table.js';
import type { AgreementLifeRefusalCode } from '../../../../schema/agreement-life-refusals.js';
import {
  type Actor,
  type AgreementEvent,
  type Guard,
  type LifeWords,
  refusalOfGuard,
  type State,
} from './life-words.rules.js';

const lines = linesOf<LifeWords>();

/** A text is on the table, and nobody is bound by it. */
export const negotiating: readonly State[] = ['PROPOSED', 'UNDER_REVIEW', 'COUNTERED'];

/** All have signed, and it is not over: what its text says counts, or will. */
export const binding: readonly State[] = ['SIGNED', 'EFFECTIVE', 'AMENDING', 'SUSPENDED'];

/** Nothing happens to it any more. */
export const over: readonly State[] = ['SUPERSEDED', 'TERMINATED', 'EXPIRED', 'DECLINED'];

const parties: readonly Actor[] = ['PROPOSER', 'PARTY'];
// What a text must be like, whoever puts it on the table; whether the items are on its own list, each party says itself.
const sound: readonly Guard[] = ['hasTerms', 'isWithinClasses', 'isListed', 'isWithinLimits', 'isSigned'];
const signing: readonly Guard[] = ['isCurrent', 'isFirst', 'isListed', 'isWithinLimits', 'isSigned'];

const stays = (states: readonly State[], event: AgreementEvent, when: readonly Guard[]) =>
  states.flatMap((state) => lines(state, [event, parties], [state, { when }]));

/** The life of one version of an agreement, from its first text to its end; every party goes through it on its own copy. */
export const life: StateTable<LifeWords> = {
  name: 'AGREEMENT',
  labelZh: '协议',
  labelEn: 'an agreement',
  initial: 'DRAFT',
  lines: [
    ...lines('DRAFT', ['propose', 'PROPOSER'], ['PROPOSED', { when: sound }]),
    ...lines('PROPOSED', ['review', 'PARTY'], ['UNDER_REVIEW', { when: ['isCurrent'] }]),
    ...lines('COUNTERED', ['review', parties], ['UNDER_REVIEW', { when: ['isCurrent'] }]),
    ...lines(negotiating, ['counter', parties], ['COUNTERED', { when: ['isNext', 'isWithinParties', ...sound] }]),
    ...lines(negotiating, ['sign', parties], ['SIGNED', { when: [...signing, 'isLast'] }]),
    // Whoever proposed first makes a counter-proposal his own by signing it.
    ...lines('COUNTERED', ['sign', 'PROPOSER'], ['PROPOSED', { when: signing }]),
    ...lines('COUNTERED', ['sign', 'PARTY'], ['COUNTERED', { when: signing }]),
    ...stays(['PROPOSED', 'UNDER_REVIEW'], 'sign', signing),
    ...lines(negotiating, ['decline', parties], ['DECLINED', { when: ['isCurrent', 'hasReason'] }]),

    ...lines('SIGNED', ['takeEffect', 'SYSTEM'], ['AMENDING', { when: ['isDue', 'isAmended'] }]),
    ...lines('SIGNED', ['takeEffect', 'SYSTEM'], ['EFFECTIVE', { when: ['isDue'] }]),
    ...lines('EFFECTIVE', ['amend', parties], ['AMENDING', { when: ['isNoneOpen'] }]),
    // Clocks of provinces differ: one may amend what is not in force at another yet, or is suspended there already.
    ...stays(['SIGNED', 'SUSPENDED', 'AMENDING'], 'amend', ['isNoneOpen']),
    ...lines('AMENDING', ['keep', 'SYSTEM'], ['EFFECTIVE']),
    ...lines(binding, ['supersede', 'SYSTEM'], ['SUPERSEDED', { when: ['isDue'] }]),

    ...stays(binding, 'suspend', ['hasReason', 'isNoticed', 'isSigned']),
    ...lines(['EFFECTIVE', 'AMENDING'], ['stop', 'SYSTEM'], ['SUSPENDED', { when: ['isDue'] }]),
    ...stays(binding, 'resume', ['hasReason', 'isOwn', 'isSigned']),
    ...lines('SUSPENDED', ['restart', 'SYSTEM'], ['AMENDING', { when: ['isDue', 'isAmended'] }]),
    ...lines('SUSPENDED', ['restart', 'SYSTEM'], ['EFFECTIVE', { when: ['isDue'] }]),
    ...stays(binding, 'terminate', ['hasReason', 'isNoticed', 'isFirst', 'isSigned']),
    ...lines(binding, ['end', 'SYSTEM'], ['TERMINATED', { when: ['isDue'] }]),
    ...lines([...negotiating, ...binding], ['expire', 'SYSTEM'], ['EXPIRED', { when: ['isDue'] }]),
  ],
};

/** What is asked of the life of an agreement. */
export interface AskedStep {
  readonly state: State;
  readonly event: AgreementEvent;
  readonly by: Actor;
  readonly facts: Readonly<Partial<Record<Guard, boolean>>>;
}

/** The state that a step leads to, or the refusal of it. */
export function decideStep(
  asked: AskedStep,
): { readonly next: State } | { readonly refusal: AgreementLifeRefusalCode } {
  const decision = decideBy(life, asked);
  switch (decision.kind) {
    case 'STEP':
      return { next: decision.next };
    case 'OUT_OF_TURN':
      return { refusal: 'NOT_IN_THIS_STATE' };
    case 'NOT_BY_THIS_ACTOR':
      return { refusal: 'NOT_FOR_THIS_PARTY' };
    case 'UNMET':
      return { refusal: refusalOfGuard(decision.guard) };
  }
}
