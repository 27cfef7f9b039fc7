import type { DatabasePlace } from '../../../subgraphs/server/database.js';
import { createMovedClock } from '../moved-clock.js';
import { startSmallNetwork } from '../small-network.js';
import { createSystemStage } from '../system-stage.js';
import type { Telling } from './ask-command.js';
import { playAgreement } from './play-agreement.js';
import { playAlignment } from './play-alignment.js';
import { playCertification } from './play-certification.js';
import { playLateCase } from './play-late-case.js';
import { playRating } from './play-rating.js';
import { tellEnd } from './tell-end.js';

// A Monday at nine, in a year whose holidays are published.
const BEGIN_MS = Date.parse('2026-03-02T01:00:00.000Z');
const PROVINCES = ['GD', 'HN'] as const;
const CASES = 3;

/** Where the network of the story keeps everything, and to whom it is told. */
export interface CoordinationPlace {
  readonly dataDir: string;
  readonly placeOf: (code: string) => DatabasePlace;
  readonly say: (line: string) => void;
}

/** Starts a network of its own, tells the story of coordination from its beginning to its end, and stops the network. */
export async function playCoordination({ dataDir, placeOf, say }: CoordinationPlace): Promise<void> {
  const clock = createMovedClock(BEGIN_MS);
  const world = { provinces: PROVINCES, cases: CASES, isJoined: true, isGuarded: true, clock };
  await using network = await startSmallNetwork({ ...world, dataDir, placeOf });
  say(`自备小网络：网关与广东、湖南两省，时钟自 ${chinaMinute(clock.nowMs())} 起，由本演示拨快；网关用真实时间。`);
  say(
    'A small network of its own: a gateway in real time, Guangdong and Hunan by a clock that this story moves ahead.',
  );
  const stage = createSystemStage({ url: `${network.url}/graphql`, dataDir });
  const moveTo = async (ms: number): Promise<void> => {
    await stage.settle(network.isQuiet);
    clock.moveTo(ms);
    say(`⏱  ${chinaMinute(clock.nowMs())}`);
  };
  const telling: Telling = { stage, say, moveTo, nowMs: clock.nowMs };
  const { negotiation } = await playAlignment(telling);
  await playAgreement(telling, negotiation);
  const received = await playCertification(telling);
  const decided = await playLateCase(telling, received);
  await playRating(telling, decided);
  await tellEnd(telling, decided.collaborationNo);
}

/** An instant to the minute, in the time of China. */
function chinaMinute(ms: number): string {
  const china = new Date(ms + 8 * 3_600_000);
  return china.toISOString().slice(0, 16).replace('T', ' ');
}
