import type { CaseRow, CaseStepRow, CompletionRecord } from '../cases/index.js';
import { dueInstant, type TimeLimit } from '../shared/working-calendar.js';
import { type Timeline, worldEnd } from './case-timeline.js';
import type { Random } from './random.js';

type Action = NonNullable<CaseStepRow['action']>;

/** One step of a story; `endedAt` is null when it has not ended by the end of the seeded world. */
export interface StoryStep {
  readonly name: string;
  readonly isAtReceivingPlace: boolean;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly action: Action | null;
}

/** What became of a case, as times and states; rows are made from it. */
export interface CaseStory {
  readonly state: CaseRow['state'];
  readonly steps: readonly StoryStep[];
  readonly acceptedAt: number | null;
  readonly dueAt: number | null;
  readonly completion: { readonly code: CompletionRecord['code']; readonly at: number } | null;
  readonly specialProcedure: { readonly startedAt: number; readonly endedAt: number | null } | null;
  readonly updatedAt: number;
}

/** What a story depends on besides chance. */
export interface StoryPlot {
  readonly timeline: Timeline;
  readonly submittedAt: number;
  readonly mode: CaseRow['mode'];
  readonly promised: TimeLimit;
  readonly givesLicence: boolean;
}

interface StepPlan {
  readonly name: string;
  readonly isAtReceivingPlace?: boolean;
  readonly isAcceptance?: boolean;
}

const stepsByMode: Readonly<Record<CaseRow['mode'], readonly StepPlan[]>> = {
  FULLY_ONLINE: [{ name: '受理', isAcceptance: true }, { name: '审查' }, { name: '决定' }, { name: '办结送达' }],
  RECEIVE_AND_FORWARD: [
    { name: '收件与形式审查', isAtReceivingPlace: true },
    { name: '转交业务属地', isAtReceivingPlace: true },
    { name: '受理', isAcceptance: true },
    { name: '审查与决定' },
    { name: '结果送达' },
  ],
  JOINT_HANDLING: [
    { name: '牵头受理', isAcceptance: true },
    { name: '协同地反馈', isAtReceivingPlace: true },
    { name: '审查与决定' },
    { name: '结果送达' },
  ],
};

type Fate = 'GRANTED' | 'REFUSED' | 'NOT_ACCEPTED' | 'NOT_CORRECTED' | 'WITHDRAWN' | 'FORWARDED' | 'STUCK';

// Cases that hang were submitted lately; older ones have come to an end.
const RECENT_MS = 60 * 86_400_000;

function chooseFate(submittedAt: number, random: Random): Fate {
  if (worldEnd - submittedAt < RECENT_MS && random.chance(0.3)) return 'STUCK';
  const point = random.next();
  if (point < 0.9) return 'GRANTED';
  if (point < 0.93) return 'REFUSED';
  if (point < 0.955) return 'NOT_ACCEPTED';
  if (point < 0.97) return 'NOT_CORRECTED';
  return point < 0.99 ? 'WITHDRAWN' : 'FORWARDED';
}

/** Invents what became of a case. */
export function createStory(plot: StoryPlot, random: Random): CaseStory {
  const fate = chooseFate(plot.submittedAt, random);
  if (fate === 'NOT_CORRECTED') return tellNotCorrected(plot, random);
  const plans = stepsByMode[plot.mode];
  const acceptance = plans.findIndex((plan) => plan.isAcceptance);
  const times = createTimes(plot, { plans, acceptance }, random);
  const length = lengthOf(fate, { acceptance, count: plans.length }, random);
  const steps = createSteps(plans, times, { fate, length, acceptance });
  const done = steps.filter((step) => step.endedAt !== null).length;
  const acceptedAt = fate === 'NOT_ACCEPTED' || done <= acceptance ? null : (times[acceptance + 1] ?? null);
  return {
    ...endOf({ fate, done, length, acceptance, plot }, times, random),
    steps,
    acceptedAt,
    dueAt: acceptedAt === null ? null : dueInstant(plot.timeline.calendar, acceptedAt, plot.promised),
    updatedAt: Math.min(worldEnd, times[done] ?? plot.submittedAt),
  };
}

// Boundaries of the steps: step k lasts from times[k] to times[k + 1].
function createTimes(
  { timeline, submittedAt, promised, mode }: StoryPlot,
  { plans, acceptance }: { readonly plans: readonly StepPlan[]; readonly acceptance: number },
  random: Random,
): readonly number[] {
  const isOverdue = random.chance(0.03);
  const share = isOverdue ? 1.1 + random.next() / 2 : 0.15 + random.next() * 0.8;
  const promisedDays = promised.unit === 'CALENDAR_DAY' ? Math.floor((promised.value * 5) / 7) : promised.value;
  const handlingDays = isOverdue ? Math.ceil(promised.value * share) + 1 : Math.floor(promisedDays * share);
  const afterAcceptance = plans.length - acceptance - 1;
  const times = [submittedAt];
  for (let step = 0; step < plans.length; step += 1) {
    const daysBefore = mode === 'RECEIVE_AND_FORWARD' ? random.integer(0, 1) : Number(random.chance(0.25));
    const daysByEndOf = (index: number): number => Math.floor((handlingDays * (index - acceptance)) / afterAcceptance);
    const days = step <= acceptance ? daysBefore : daysByEndOf(step) - daysByEndOf(step - 1);
    times.push(timeline.laterTime(times.at(-1) ?? submittedAt, days, random));
  }
  return times;
}

// How many steps there will ever be; the last of a stuck case does not end.
function lengthOf(fate: Fate, { acceptance, count }: { acceptance: number; count: number }, random: Random): number {
  if (fate === 'NOT_ACCEPTED') return acceptance + 1;
  if (fate === 'STUCK') return random.integer(1, count - 1);
  return fate === 'WITHDRAWN' || fate === 'FORWARDED' ? acceptance + 2 : count;
}

function createSteps(
  plans: readonly StepPlan[],
  times: readonly number[],
  story: { readonly fate: Fate; readonly length: number; readonly acceptance: number },
): readonly StoryStep[] {
  const steps: StoryStep[] = [];
  for (const [index, plan] of plans.slice(0, story.length).entries()) {
    const [startedAt = worldEnd, plannedEnd = worldEnd] = times.slice(index, index + 2);
    if (startedAt >= worldEnd) break;
    const isOpen = plannedEnd >= worldEnd || (story.fate === 'STUCK' && index === story.length - 1);
    steps.push({
      name: plan.name,
      isAtReceivingPlace: plan.isAtReceivingPlace ?? false,
      startedAt,
      endedAt: isOpen ? null : plannedEnd,
      action: isOpen ? null : actionOf(story.fate, index - story.acceptance, index === story.length - 1),
    });
    if (isOpen) break;
  }
  return steps;
}

function actionOf(fate: Fate, stepsSinceAcceptance: number, isLast: boolean): Action {
  if (fate === 'NOT_ACCEPTED' && stepsSinceAcceptance === 0) return 'RETURN';
  if (fate === 'REFUSED' && stepsSinceAcceptance > 0) return 'RETURN';
  return isLast && (fate === 'WITHDRAWN' || fate === 'FORWARDED') ? 'OTHER' : 'PASS';
}

interface Progress {
  readonly fate: Fate;
  readonly done: number;
  readonly length: number;
  readonly acceptance: number;
  readonly plot: StoryPlot;
}

type End = Pick<CaseStory, 'state' | 'completion' | 'specialProcedure'>;

function endOf(progress: Progress, times: readonly number[], random: Random): End {
  const { fate, done, length, acceptance } = progress;
  if (done < length || fate === 'STUCK') return endOfOpen(progress, times, random);
  const at = times[done] ?? worldEnd;
  const hadProcedure = fate === 'GRANTED' && done > acceptance + 1 && random.chance(0.02);
  const startedAt = times[acceptance + 1] ?? at;
  const specialProcedure = hadProcedure ? { startedAt, endedAt: times[acceptance + 2] ?? at } : null;
  const special = specialEnds[fate];
  if (special !== undefined) {
    const { state, code } = special;
    return { state, completion: { code, at }, specialProcedure };
  }
  const code = progress.plot.givesLicence ? 'LICENCE_ISSUED' : 'COMPLETED_OTHER';
  return { state: random.chance(0.7) ? 'DELIVERED' : 'COMPLETED', completion: { code, at }, specialProcedure };
}

interface SpecialEnd {
  readonly state: CaseRow['state'];
  readonly code: CompletionRecord['code'];
}

const specialEnds: Partial<Readonly<Record<Fate, SpecialEnd>>> = {
  NOT_ACCEPTED: { state: 'NOT_ACCEPTED', code: 'RETURNED' },
  WITHDRAWN: { state: 'WITHDRAWN', code: 'COMPLETED_OTHER' },
  FORWARDED: { state: 'CLOSED', code: 'FORWARDED' },
  REFUSED: { state: 'COMPLETED', code: 'RETURNED' },
};

function endOfOpen({ fate, done, acceptance, plot }: Progress, times: readonly number[], random: Random): End {
  const none = { completion: null, specialProcedure: null };
  if (done <= acceptance)
    return { state: fate === 'STUCK' && random.chance(0.4) ? 'CORRECTION' : 'SUBMITTED', ...none };
  if (done === acceptance + 1) {
    if (fate === 'STUCK' && random.chance(0.35)) {
      const startedAt = Math.min(worldEnd, times[done] ?? plot.submittedAt);
      return { state: 'SUSPENDED', completion: null, specialProcedure: { startedAt, endedAt: null } };
    }
    return { state: random.chance(0.4) ? 'ACCEPTED' : 'IN_REVIEW', ...none };
  }
  return { state: done >= acceptance + 3 ? 'DECIDED' : 'IN_REVIEW', ...none };
}

// The authority asked once for corrections, and the file was closed when they did not come.
const CORRECTION_DAYS = 15;

function tellNotCorrected({ timeline, submittedAt, mode }: StoryPlot, random: Random): CaseStory {
  const [first] = stepsByMode[mode];
  const askedAt = timeline.laterTime(submittedAt, random.integer(0, 4), random);
  const closedAt = timeline.laterTime(askedAt, CORRECTION_DAYS, random);
  const isClosed = closedAt < worldEnd;
  const hasAsked = askedAt < worldEnd;
  const step: StoryStep = {
    name: first?.name ?? '受理',
    isAtReceivingPlace: first?.isAtReceivingPlace ?? false,
    startedAt: submittedAt,
    endedAt: isClosed ? closedAt : null,
    action: isClosed ? 'RETURN' : null,
  };
  const openState = hasAsked ? 'CORRECTION' : 'SUBMITTED';
  return {
    state: isClosed ? 'CLOSED' : openState,
    steps: [step],
    acceptedAt: null,
    dueAt: null,
    completion: isClosed ? { code: 'NOT_CORRECTED', at: closedAt } : null,
    specialProcedure: null,
    updatedAt: isClosed ? closedAt : Math.min(worldEnd, Math.max(submittedAt, askedAt)),
  };
}
