import type { Identity } from '../../../schema/identity.js';
import { supervisesIn } from '../../../schema/identity.js';
import type { SupervisionRefusalCode } from '../../../schema/supervision-refusals.js';
import { type Outcome, runOnce } from '../access/once/run-once.service.js';
import { isOfUnit } from '../access/unit.rules.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { findPersonalNumbers } from '../shared/personal-numbers.js';
import { isWritten } from '../shared/written-text.js';
import { type Bench, type Card, holdCard, type Step, storeCard } from './cards.service.js';
import { decideCard, foldCard } from './machine/fold-card.rules.js';
import { actorOf, type CardGuard, type CardStep } from './machine/vocabulary.rules.js';
import { tellPeers } from './tell-cards.service.js';
import { type SupervisionPlace, watchCase } from './watch-case.service.js';

/** What somebody does about a card. */
export interface StepCommand {
  readonly idempotencyKey: string;
  readonly id: string;
  readonly event: CardStep;
  readonly said: string | null;
}

interface Refused {
  readonly refusal: SupervisionRefusalCode;
}

/** The id of the card, or why nothing was done. */
export type StepOutcome = Outcome<Refused>;

/** Takes a step at the province that owns the card: once for each key, whole or not at all. */
export async function takeStep(
  { wake, ...place }: SupervisionPlace,
  caller: Identity,
  command: StepCommand,
): Promise<StepOutcome> {
  const { idempotencyKey, ...request } = command;
  const ifReused = { refusal: 'IDEMPOTENCY_KEY_REUSED' } as const;
  const once = { idempotencyKey, caller, request: { supervision: { ...request } }, ifReused };
  const outcome = await runOnce<Refused>(place.desk, once, (transaction: Transaction) =>
    step({ ...place, transaction }, caller, command),
  );
  wake();
  return outcome;
}

async function step(bench: Bench, caller: Identity, { id, event, said }: StepCommand): Promise<StepOutcome> {
  const found = await holdCard(bench, id);
  if (found === undefined) return { refusal: 'ALERT_UNKNOWN' };
  // What the case has done meanwhile comes first.
  if (found.collaborationNo !== null) await watchCase(bench, found.collaborationNo);
  const card = (await holdCard(bench, id)) ?? found;
  if (card.province !== bench.instance.code) return { refusal: 'ALERT_UNKNOWN' };
  const refusal = refuseCaller(card, caller, event) ?? refuseWords(event, said);
  if (refusal !== undefined) return { refusal };
  const atMs = Math.max(bench.desk.clock.nowMs(), card.steps.at(-1)?.atMs ?? 0);
  const face = foldCard(card, atMs);
  const decision = decideCard(card, face, { event, atMs });
  if (decision.kind === 'UNMET') return { refusal: unmet[decision.guard] };
  if (decision.kind !== 'STEP') return { refusal: 'NOT_IN_THIS_STATE' };
  const by = { role: caller.role ?? '', province: caller.province ?? null, unit: caller.unit ?? null };
  const taken: Step = { seq: card.steps.length + 1, atMs, event, said, ...by, subject: caller.subject };
  await storeCard(bench, { ...card, steps: [...card.steps, taken] });
  if (card.collaborationNo !== null) await tellPeers(bench, card.collaborationNo);
  return { subject: id };
}

const unmet: Readonly<Record<CardGuard, SupervisionRefusalCode>> = {
  isDone: 'STILL_RUNNING',
  isFirstAppeal: 'APPEALED_BEFORE',
  isOut: 'NOT_IN_THIS_STATE',
  isReminder: 'NOT_IN_THIS_STATE',
  isYellow: 'NOT_A_CARD',
  isRed: 'NOT_A_CARD',
  isCard: 'NOT_A_CARD',
};

function refuseCaller(card: Card, caller: Identity, event: CardStep): SupervisionRefusalCode | undefined {
  const unit = { province: card.province, unit: card.unitCode };
  if (actorOf[event] === 'UNIT') return isOfUnit(caller, unit) ? undefined : 'NOT_OF_THE_UNIT';
  const isOutside = !isOwn(card, caller) && !hasActedForUnit(card, caller);
  return supervisesIn(caller, card.province) && isOutside ? undefined : 'SUPERVISOR_OF_THE_UNIT';
}

const isOwn = ({ province, unitCode }: Card, caller: Identity): boolean =>
  caller.province === province && caller.unit !== undefined && caller.unit === unitCode;

// Whoever acted for the unit stays of it, in whatever role he comes back.
const hasActedForUnit = ({ steps }: Card, { subject }: Identity): boolean =>
  steps.some((step) => step.subject === subject && actorOf[step.event] === 'UNIT');

function refuseWords(event: CardStep, said: string | null): SupervisionRefusalCode | undefined {
  if (said === null) return event === 'acknowledge' ? undefined : 'WORDS_MISSING';
  if (!isWritten(said)) return 'WORDS_MISSING';
  // Everybody who sees the card reads them, in several provinces.
  return findPersonalNumbers(said).length === 0 ? undefined : 'WORDS_PERSONAL';
}
