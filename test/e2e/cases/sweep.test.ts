// What time brings about, and that nothing that cannot come about yet keeps anything else from its turn.
import { expect, it } from '@jest/globals';
import { online } from '../../../scripts/demo/journeys.js';
import { caseIn, playTo, see } from '../../support/cases/ask-case.js';
import { CaseWorld } from '../../support/cases/case-world.js';

// More than a sweep looks at.
const OPEN = 501;

it('comes to what is due although more than a sweep looks at stays open', async () => {
  await using world = await CaseWorld.open(['GD']);
  const caseId = caseIn(await playTo(world, online, 1), 'GD');
  await world.openForLong('GD', OPEN);
  world.clock.advance(Date.parse('2027-01-20T01:00:00.000Z') - world.clock.nowMs());

  const moves = [await world.sweep('GD'), await world.sweep('GD')];
  const { state, log } = await see(world, caseId);

  expect(moves).toEqual([0, 1]);
  expect(state).toBe('ACCEPTED');
  expect(log.at(-1)).toMatchObject({ event: 'deemAccepted', alerts: ['R3'] });
});
