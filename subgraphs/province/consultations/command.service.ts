import type { ConsultationRefusalCode } from '../../../schema/consultation-refusals.js';
import type { Identity } from '../../../schema/identity.js';
import { type OnceCommand, type Outcome, runOnce } from '../access/once/run-once.service.js';
import { inTransaction } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { AddresseeKeyError } from '../exchange/letter-sealing.js';
import { readPolicy } from '../policy/index.js';
import { decideBy } from '../shared/state-table.js';
import { type Bureau, type ConsultationPlace, tablesOf } from './bureau.service.js';
import { type Happening, holdThread, stepThread, tableOf, type Thread } from './course.service.js';
import { keepPending, type Refused } from './open.service.js';
import { sendActed, sendPassed, tellOrigin } from './letters.service.js';
import type { Acted } from './letters.rules.js';
import { type Actor, guards, type ThreadEvent } from './machine/words.rules.js';
import { actorsOf, askerOf, type Call } from './party.service.js';

/** A command, and who gives it. */
export interface Command {
  readonly call: Call;
  readonly idempotencyKey: string;
  /** Everything that makes it this command and no other. */
  readonly request: Readonly<Record<string, unknown>>;
}

/** Runs a command once for each key of its caller; gives the id of the thread, or why nothing was done. */
export async function runCommand(
  place: ConsultationPlace,
  { call, idempotencyKey, request }: Command,
  work: (bureau: Bureau) => Promise<Outcome<Refused>>,
): Promise<Outcome<Refused>> {
  const caller = identityOf(place, call);
  const command: OnceCommand<Refused> = { idempotencyKey, caller, request, ifReused: { refusal: 'KEY_REUSED' } };
  try {
    const done = await runOnce(place.desk, command, async (transaction) => work(await bureauIn(place, transaction)));
    place.wake();
    return done;
  } catch (error) {
    if (error instanceof AddresseeKeyError) return { refusal: 'ADDRESSEE_KEY_MISSING' };
    throw error;
  }
}

/** What threads work with in a transaction. */
export async function bureauIn(
  { desk, instance }: Omit<ConsultationPlace, 'wake'>,
  transaction: Transaction,
): Promise<Bureau> {
  return { desk, instance, transaction, policy: await readPolicy(transaction) };
}

/** Looks something up, all at one instant. */
export function readIn<Result>(
  place: Omit<ConsultationPlace, 'wake'>,
  read: (bureau: Bureau) => Promise<Result>,
): Promise<Result> {
  return inTransaction(place.desk, async (transaction) => read(await bureauIn(place, transaction)));
}

// Who asks as nobody known is who has the secret.
function identityOf({ desk }: ConsultationPlace, { caller, secret }: Call): Identity {
  if (secret === null && caller !== undefined) return caller;
  const tag = askerOf(desk.vault.matching, { caller, secret: secret ?? '', order: undefined })?.tag ?? '';
  const nothing = { role: undefined, province: undefined, unit: undefined, person: undefined };
  return { subject: tag, ...nothing, scopes: new Set() };
}

/** A step of a thread that somebody wants, in terms of the thread as it stands. */
export interface WantedStep {
  readonly id: string;
  readonly event: ThreadEvent;
  /** What he says; null where nothing is to be said. */
  readonly text: string | null;
  /** The province that it is handed to; undefined unless it is. */
  readonly to?: string;
  readonly prepare: (bureau: Bureau, thread: Thread) => Promise<Prepared | Refused>;
}

/** What a step rests on and changes. */
export type Prepared = Pick<Happening, 'facts' | 'changes' | 'ledger' | 'says'>;

/** Takes a step of a thread here, or sends it to the province that has it. */
export async function takeStep(bureau: Bureau, call: Call, wanted: WantedStep): Promise<Outcome<Refused>> {
  const thread = await holdThread(bureau, wanted.id);
  const { matching } = bureau.desk.vault;
  const actors = thread && actorsOf(thread, call, { matching, province: bureau.instance.code });
  if (thread === undefined || actors === undefined || actors.length === 0) return { refusal: 'CONSULTATION_UNKNOWN' };
  // A negotiation has steps of its own, of which both provinces are told.
  if (thread.row.kind === 'NEGOTIATION') return { refusal: 'STEP_OUT_OF_TURN' };
  if (thread.row.pending !== null) return { refusal: 'ACT_UNDERWAY' };
  const prepared = await wanted.prepare(bureau, thread);
  if ('refusal' in prepared) return prepared;
  if (isAct(wanted.event) && thread.row.state === 'ELSEWHERE' && actors.includes('ASKER'))
    return actElsewhere(bureau, thread, { ...wanted, event: wanted.event, prepared });
  const by = chooseActor(thread, { actors, event: wanted.event, prepared });
  const stepped = await stepThread(bureau, thread, { ...prepared, event: wanted.event, by });
  if ('refusal' in stepped) return stepped;
  if (wanted.to === undefined) await tellOrigin(bureau, stepped.thread);
  else await keepPending(bureau, stepped.thread, await sendPassed(bureau, stepped.thread, wanted.to));
  return { subject: wanted.id };
}

const isAct = (event: ThreadEvent): event is Acted['act'] =>
  event === 'confirm' || event === 'reopen' || event === 'escalate';

interface Choice {
  readonly actors: readonly Actor[];
  readonly event: ThreadEvent;
  readonly prepared: Prepared;
}

// Somebody may be several at once: the first as whom he may is who he is.
function chooseActor({ row }: Thread, { actors, event, prepared: { facts } }: Choice): Actor {
  const kinds = actors.map((by) => ({ by, ...decideBy(tableOf(row), { state: row.state, event, by, facts }) }));
  const may = kinds.find(({ kind }) => kind === 'STEP') ?? kinds.find(({ kind }) => kind === 'UNMET');
  return may?.by ?? actors[0] ?? 'OTHER';
}

// What the table refuses as things were told last is not sent; whether it holds there, the other province says.
async function actElsewhere(
  bureau: Bureau,
  thread: Thread,
  { event, text, prepared }: WantedStep & { readonly event: Acted['act']; readonly prepared: Prepared },
): Promise<Outcome<Refused>> {
  const state = thread.row.told_state ?? thread.row.state;
  const asked = { state, event, by: 'ASKER', facts: prepared.facts } as const;
  const decision = decideBy(tableOf(thread.row), asked);
  if (decision.kind === 'UNMET') return { refusal: guards[decision.guard] satisfies ConsultationRefusalCode };
  if (decision.kind !== 'STEP') return { refusal: 'STEP_OUT_OF_TURN' };
  await keepPending(bureau, thread, await sendActed(bureau, thread, { act: event, text }));
  return { subject: thread.row.id };
}

/** The thread of an id of this province, as it is; undefined when there is none. */
export async function findThread(bureau: Bureau, id: string): Promise<Thread['row'] | undefined> {
  return tablesOf(bureau).selectFrom('consultation').selectAll().where('id', '=', id).executeTakeFirst();
}
