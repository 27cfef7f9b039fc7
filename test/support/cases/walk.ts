// Random walks that go on: of what is possible at each step, one is taken. Asking at random would hardly ever get far.
import fc from 'fast-check';
import type { Facts } from '../../../subgraphs/province/cases/machine/facts.rules.js';
import { goodFacts, variants } from './facts.js';

/** One step of a walk. A rash step may also do what usually ends or sets back a case. */
export interface WalkStep {
  readonly nth: number;
  readonly variant: number;
  readonly isRash: boolean;
}

/** Walks of some length; they print short. */
export const walks = (length: number): fc.Arbitrary<readonly WalkStep[]> =>
  fc.array(
    fc.record({
      nth: fc.nat({ max: 10_000 }),
      variant: fc.oneof(
        { weight: 2, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.nat({ max: variants.length - 1 }) },
      ),
      isRash: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    }),
    { minLength: Math.floor(length / 2), maxLength: length, size: 'max' },
  );

const rash: ReadonlySet<string> = new Set([
  'withdrawCase',
  'voidCase',
  'deleteCase',
  'expireCorrection',
  'refuseAcceptance',
  'forwardToSuperior',
  'decideAfterRefusal',
  'recallLeg',
  'cancelLeg',
  'refuseLeg',
  'expireLeg',
]);

/** Something that can be done, and what does it. */
export interface Option {
  readonly name: string;
  readonly act: () => void;
}

/** The facts of a step. */
export const factsOf = ({ variant }: WalkStep): Facts => variants[variant] ?? goodFacts;

/** Does the one of these that the step names; nothing when there is none. */
export function takeStep(options: readonly Option[], { nth, isRash }: WalkStep): void {
  const calm = options.filter(({ name }) => !rash.has(name));
  const among = isRash || calm.length === 0 ? options : calm;
  among[nth % Math.max(1, among.length)]?.act();
}
