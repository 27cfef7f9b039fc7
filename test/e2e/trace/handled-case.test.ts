// The trace of a case that is handled for real, by courses and letters, while it goes on.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { forwarded, type Journey, transport } from '../../../scripts/demo/journeys.js';
import { playJourney } from '../../../scripts/demo/play-journey.js';
import { type Ending, readEnding, readNow } from '../../../scripts/demo/read-ending.js';
import { networkStage } from '../../support/cases/network-stage.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';

const PATIENCE_MS = 120_000;

let network: TestNetwork;
beforeAll(async () => {
  network = await startNetwork({ provinces: ['GD', 'HN', 'SC'], cases: 3, isJoined: true, isGuarded: true });
}, PATIENCE_MS);
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

const stage = networkStage('trace', () => network, PATIENCE_MS);

/** Plays a story up to and including the first step that does this. */
async function playUntil(journey: Journey, act: string, leg?: string): Promise<string> {
  const end = journey.steps.findIndex((step) => 'do' in step && step.do === act && step.leg === leg);
  const { collaborationNo } = await playJourney(stage, { ...journey, steps: journey.steps.slice(0, end + 1) });
  return collaborationNo;
}

const shown = ({ province, name, state, isCritical, stale }: Ending['trace']['legs'][number]): string =>
  [province.code, name, state ?? '?', isCritical === true ? 'critical' : '', stale ? 'stale' : ''].join(' ').trim();
const dueOf = ({ trace }: Ending, leg: string): string | null | undefined =>
  trace.legs.find(({ name }) => name === leg)?.dueAt;

it(
  'shows what is planned and what has not been told yet, and who answers since when',
  async () => {
    const received = await readEnding(stage, await playUntil(forwarded, 'receiveCase'));
    const reviewed = await readEnding(stage, await playUntil(forwarded, 'startReview'));

    expect(received.trace.legs.map(shown)).toEqual(['GD receive RECEIVED', 'HN handle ?', 'GD deliver PLANNED']);
    expect(received.trace.holder).toMatchObject({ province: { code: 'GD' }, since: received.trace.legs[0]?.since });
    // That it is in review is told to nobody; the handling place knows it.
    expect(reviewed.trace.legs.map(shown)).toEqual([
      'GD receive HANDED_OVER',
      'HN handle IN_REVIEW',
      'GD deliver PLANNED',
    ]);
    expect(reviewed.trace.holder?.province?.code).toBe('HN');
  },
  PATIENCE_MS,
);

it(
  'shows the legs that determine the end, and of a province that is down what both have signed',
  async () => {
    const no = await playUntil(transport, 'completeLeg', 'approve-HN');

    const live = await readEnding(stage, no);
    await network.province('SC').stop();
    // Now and then provinces tell each other what is late; such a letter waits until the other one is there again.
    const stale = await readNow(stage, no);

    const legs = ['GD case IN_PROGRESS', 'GD accept DONE', 'HN approve-HN DONE', 'SC approve-SC WORKING critical'];
    expect(live.trace.legs.map(shown)).toEqual([...legs, 'GD issue PLANNED critical']);
    expect(stale.trace.legs.map(shown)).toEqual([
      ...legs.slice(0, 3),
      `${legs[3] ?? ''} stale`,
      'GD issue PLANNED critical',
    ]);
    expect(dueOf(stale, 'approve-SC')).toBe(dueOf(live, 'approve-SC'));
    const verdicts = stale.verification.verdicts.map((each) => [each.peer.code, each.finding, each.missing[0]?.code]);
    expect(verdicts).toEqual([
      ['HN', 'AGREE', undefined],
      ['SC', 'UNKNOWN', 'SC'],
    ]);
  },
  PATIENCE_MS,
);
