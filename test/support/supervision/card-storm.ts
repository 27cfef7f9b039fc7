// A case, its supervision and the network between two provinces, all at once and at random; the seed decides.
import { forwarded } from '../../../scripts/demo/journeys.js';
import { inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import { reviveLink } from '../../../subgraphs/province/exchange/send-envelope.js';
import { type Card, cardsOfCase } from '../../../subgraphs/province/supervision/cards.service.js';
import { type CardMoment, foldCard } from '../../../subgraphs/province/supervision/machine/fold-card.rules.js';
import { type Actor, caseIn, command, officerOf, playTo, unitOf } from '../cases/ask-case.js';
import { CaseWorld } from '../cases/case-world.js';
import { type Choices, readChoices } from '../choices.js';
import { CALM } from '../exchange/network.js';
import { randomNumbers } from '../random-numbers.js';
import { actOn, alertsIn, stateSupervisor } from './ask-alerts.js';

const HOUR_MS = 3_600_000;
const STEPS = 60;
export const both = ['GD', 'HN'] as const;

/** A card with its life until now. */
export interface LivedCard {
  readonly card: Card;
  readonly life: readonly CardMoment[];
}

/** What a storm is about. */
export interface CardStorm extends AsyncDisposable {
  readonly world: CaseWorld;
  readonly no: string;
  readonly unit: string;
  /** All that both provinces showed on the way, limits that nothing was wrong with included. */
  readonly seen: readonly Card[];
}

/** The cards of a case as a province has stored them, each with its life. */
export async function cardsIn(world: CaseWorld, province: string, no: string): Promise<readonly LivedCard[]> {
  const { orm } = world.seat(province);
  const cards = await cardsOfCase({ transaction: orm.em.fork() }, no);
  return cards.map((card) => ({ card, life: foldCard(card, world.clock.nowMs()).life }));
}

/** Plays a storm of this seed, and then lets everything arrive. */
export async function playCardStorm(seed: number): Promise<CardStorm> {
  const world = await CaseWorld.open(both);
  const choices = readChoices(randomNumbers(seed, 40_000));
  const upTo = forwarded.steps.findLastIndex((step) => 'do' in step && step.do === 'acceptCase');
  const played = await playTo(world, forwarded, upTo + choices.below(2));
  const no = played.collaborationNo;
  const unit = await unitOf(world, 'HN', forwarded.itemCode);
  const seen: Card[] = [];
  world.network.weather = { isStormy: true, cut: new Set() };
  for (let step = 0; step < STEPS; step += 1) {
    const happening = { no, unit, caseId: caseIn(played, 'HN'), step };
    await survive(world, choices, () => happen(world, choices, happening));
    for (const province of both) seen.push(...(await cardsIn(world, province, no)).map(({ card }) => card));
  }
  await calmDown(world, no);
  return { world, no, unit, seen, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

interface Happening {
  readonly no: string;
  readonly unit: string;
  readonly caseId: string;
  readonly step: number;
}

async function happen(world: CaseWorld, choices: Choices, happening: Happening): Promise<void> {
  const kind = choices.below(9);
  if (kind === 0) world.clock.advance(choices.below(200) * HOUR_MS);
  else if (kind <= 2) await world.supervise(choices.of(both));
  else if (kind <= 4) for (const province of both) await world.seat(province).relay.runOnce();
  else if (kind === 5) await world.network.deliverLate(1 + choices.below(2));
  else if (kind === 6 && choices.once(2)) await moveOn(world, choices, happening);
  else await actAtOnce(world, choices, happening);
}

// The process of a province dies at some statement; whoever waited for it learns nothing.
async function survive(world: CaseWorld, choices: Choices, work: () => Promise<void>): Promise<void> {
  const victim = choices.of(both);
  if (choices.once(4)) world.killAfter(victim, choices.below(30));
  await work().catch(() => undefined);
  world.revive(victim);
}

const review = { name: '审查', limit: { value: 2, unit: 'WORKING_DAY' } };
const moves: readonly (readonly [string, object])[] = [
  ['acceptCase', {}],
  ['startReview', { step: review }],
  ['finishStep', { step: review }],
  ['suspendCase', { procedure: 'HEARING', isApplicantTold: true }],
  ['resumeCase', { procedureResult: '已听证' }],
  ['decideCase', { outcome: 'GRANTED' }],
];

async function moveOn(world: CaseWorld, choices: Choices, { unit, caseId, step }: Happening): Promise<void> {
  const [event, said] = choices.of(moves);
  await command(world, event, { caseId, actor: officerOf(unit), idempotencyKey: `move-${String(step)}`, ...said });
}

const acts = ['acknowledgeAlert', 'explainAlert', 'appealAlert', 'rectifyAlert'] as const;
const decisions = ['decideAppeal', 'verifyAlert', 'openAccountability', 'closeAlert'] as const;

// Several do something at the same time; the owner of the card decides who was first.
async function actAtOnce(world: CaseWorld, choices: Choices, { no, unit }: Happening): Promise<void> {
  const alerts = await alertsIn(world, 'HN', no);
  if (alerts.length === 0) return;
  const { id } = choices.of(alerts);
  const act = (event: string, actor: Actor): Promise<string> =>
    actOn(world, event, {
      id,
      actor,
      ...(/Appeal|verify/.test(event) && event !== 'appealAlert' && { isGranted: choices.once(2) }),
    });
  await act(choices.of(acts), officerOf(unit));
  await act(choices.of(decisions), stateSupervisor);
}

async function calmDown(world: CaseWorld, no: string): Promise<void> {
  world.network.weather = CALM;
  while (world.network.lateCount > 0) await world.network.deliverLate(10);
  for (let round = 0; round < 6; round += 1) {
    for (const province of both) {
      await world.supervise(province);
      const { desk } = world.seat(province).exchange;
      const to = province === 'GD' ? 'HN' : 'GD';
      await inTransaction(desk, (transaction) =>
        reviveLink(transaction, desk, { collaborationNo: no, from: province, to }),
      );
    }
    // Whatever was tried in vain is tried again within the hour.
    world.clock.advance(HOUR_MS);
    await world.deliverAll();
  }
  for (const province of both) await world.supervise(province);
}
