import { type ClockFace, type ClockName, type Limit, policyLimits } from './clock-face.rules.js';
import type { Facts } from './facts.rules.js';

/** What can be done to a clock. */
export type ClockVerb = 'start' | 'startAtReceipt' | 'stop' | 'pause' | 'resume' | 'extend';

/** A clock effect as a table writes it; `stop ALL` stops whatever there is. */
export type ClockStep = `${ClockVerb} ${ClockName}` | 'stop ALL';

/** What is to be done to a clock. With several limits, the earliest counts. */
export type ClockEffect =
  | {
      readonly verb: 'start' | 'startAtReceipt' | 'extend';
      readonly clock: ClockName;
      readonly limits: readonly Limit[];
    }
  | { readonly verb: 'stop' | 'pause' | 'resume'; readonly clock: ClockName };

/** The effects of a row's steps, with the limits that the facts and the policy give. */
export function clockEffects(steps: readonly ClockStep[], face: ClockFace, facts: Facts): readonly ClockEffect[] {
  return steps.flatMap((step): readonly ClockEffect[] => {
    if (step === 'stop ALL') return clocksOf(face).map((clock) => ({ verb: 'stop', clock }));
    const [verb, clock] = step.split(' ') as [ClockVerb, ClockName];
    if (verb === 'stop' || verb === 'pause' || verb === 'resume') return [{ verb, clock }];
    return [{ verb, clock, limits: verb === 'extend' ? [extensionOf(facts)] : boundsOf(clock, facts) }];
  });
}

const clocksOf = (face: ClockFace): readonly ClockName[] => Object.keys(face) as ClockName[];

function extensionOf({ extension, isJoint }: Facts): Limit {
  return extension?.limit ?? policyLimits[isJoint === true ? 'JOINT_EXTENSION' : 'EXTENSION'];
}

// What provinces have agreed on bounds a clock that runs anyway.
function boundsOf(clock: ClockName, facts: Facts): readonly Limit[] {
  const usual = limitsOf(clock, facts);
  const agreed = facts.agreedLimits?.[clock];
  return agreed === undefined || usual.length === 0 ? usual : [...usual, agreed];
}

function limitsOf(clock: ClockName, facts: Facts): readonly Limit[] {
  if (clock === 'HANDLING') return handlingLimits(facts);
  if (clock === 'STEP') return facts.stepLimit === undefined ? [] : [facts.stepLimit];
  if (clock === 'LEG') return facts.legLimit === undefined ? [] : [facts.legLimit];
  const { value, unit } = policyLimits[clock];
  return [{ value, unit }];
}

// What is decided on the spot is decided on the day of acceptance (GB/T 39046-2020, A.6).
function handlingLimits({ item }: Facts): readonly Limit[] {
  if (item === undefined) return [];
  if (item.caseKind === 'ON_THE_SPOT') return [{ value: 0, unit: 'WORKING_DAY' }];
  return item.statutory === null ? [item.promised] : [item.promised, item.statutory];
}

/** The clocks after these effects. Refuses what no clock can do, for that is a fault in a table. */
export function turnClocks(face: ClockFace, effects: readonly ClockEffect[]): ClockFace {
  const next: Partial<Record<ClockName, 'RUNNING' | 'PAUSED'>> = { ...face };
  for (const { verb, clock } of effects) {
    const needed = needs[verb];
    if (!needed.includes(next[clock] ?? 'NONE')) {
      throw new Error(`A clock cannot ${verb} ${clock} when it is ${next[clock] ?? 'not there'}`);
    }
    if (verb === 'stop') Reflect.deleteProperty(next, clock);
    else if (verb !== 'extend') next[clock] = verb === 'pause' ? 'PAUSED' : 'RUNNING';
  }
  return next;
}

const needs: Readonly<Record<ClockVerb, readonly ('RUNNING' | 'PAUSED' | 'NONE')[]>> = {
  start: ['NONE'],
  startAtReceipt: ['NONE'],
  stop: ['RUNNING', 'PAUSED'],
  pause: ['RUNNING'],
  resume: ['PAUSED'],
  extend: ['RUNNING'],
};
