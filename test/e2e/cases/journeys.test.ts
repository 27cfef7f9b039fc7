// The journeys that `npm run demo:case` plays, over provinces in one process with a clock that stands still.
import { expect, it } from '@jest/globals';
import { journeys } from '../../../scripts/demo/journeys.js';
import { playJourney } from '../../../scripts/demo/play-journey.js';
import { CaseWorld } from '../../support/cases/case-world.js';

it.each(journeys.map((journey) => [journey.titleEn, journey] as const))('plays: %s', async (_title, journey) => {
  await using world = await CaseWorld.open(['GD', 'HN', 'SC']);
  const told: string[] = [];

  const { cases } = await playJourney(
    world.stage((_step, outcome) => {
      told.push(outcome);
    }),
    journey,
  );
  await world.deliverAll();

  expect(told).toHaveLength(journey.steps.length + 1);
  expect([...cases.keys()]).toContain(journey.draft.province);
});
