import { expect, it } from '@jest/globals';
import { jointCase } from '../cases/modes/joint-case.rules.js';
import { jointLeg } from '../cases/modes/joint-leg.rules.js';
import { onlineCase } from '../cases/modes/online.rules.js';
import { endedCaseStates, endedLegStates } from './ended-states.js';

it.each([
  ['a case that one place handles', onlineCase, endedCaseStates],
  ['a joint case', jointCase, endedCaseStates],
  ['a leg of a joint case', jointLeg, endedLegStates],
] as const)('has every final state of %s, and no way back from any', (_what, machine, ended) => {
  const states: readonly string[] = ended;
  const goesOn = machine.rows.filter(({ from, next }) => states.includes(from) && !states.includes(next));

  expect(machine.final.filter((state) => !states.includes(state))).toEqual([]);
  expect(goesOn.map(({ from, event, next }) => `${from} ${event} ${next}`)).toEqual([]);
});
