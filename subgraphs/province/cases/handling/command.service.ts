import type { RefusalCode } from '../../../../schema/refusal-codes.js';
import { canonicalJson } from '../../exchange/canonical-json.js';
import { type Desk, inTransaction, isoTime } from '../../exchange/desk.js';
import { sha256 } from '../../exchange/envelope.js';
import { OversizedPayloadError } from '../../exchange/payload-limit.js';
import { lackingMaterials } from '../../materials/index.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import { takeTurn } from '../../storage/turns.js';
import type { Act, ActorRole } from '../machine/vocabulary.rules.js';
import { CASE, courseFor } from './case-face.rules.js';
import {
  CourseChangedError,
  type CourseRecord,
  type Dossier,
  findDossier,
  findDossierOfCase,
  isUnit,
  type Office,
  tablesOf,
} from './dossier.service.js';
import { makeMove } from './make-move.service.js';
import type { DeclaredActor, Said } from './said.rules.js';

/** The province in which commands are carried out. */
export interface CommandPlace {
  readonly desk: Desk;
  readonly instance: ProvinceInstance;
  /** Called after the commit: something may be due to other provinces. */
  readonly wake: () => void;
}

/** What makes a command that is sent twice happen once. */
export interface CommandHead {
  readonly idempotencyKey: string;
  readonly actor: DeclaredActor;
}

/** What somebody asks of a case or leg that is there. */
export interface CaseCommand extends CommandHead {
  readonly event: Act;
  readonly target: { readonly caseId: string } | { readonly legId: string };
  /** The version that the caller has seen; absent when it does not matter to him. */
  readonly version?: number;
  readonly said: Said;
}

/** Why nothing was changed, and which materials it is about, where it is about any. */
export interface RefusedCommand {
  readonly refusal: RefusalCode;
  readonly materials?: readonly string[];
}

/** The id of what was changed, or why nothing was. */
export type CommandOutcome = { readonly subject: string } | RefusedCommand;

/** Carries out a command on a case or leg: once for each key, whole or not at all. */
export function runCaseCommand(place: CommandPlace, command: CaseCommand): Promise<CommandOutcome> {
  const { event, target, said, version = null } = command;
  return runOnce(place, { head: command, request: { event, target, said, version } }, (office) =>
    carryOut(office, command),
  );
}

async function carryOut(office: Office, { event, actor, target, version, said }: CaseCommand): Promise<CommandOutcome> {
  const found = await findTarget(office, target, event);
  if (typeof found === 'string') return { refusal: found };
  const { dossier, record } = found;
  if (version !== undefined && version !== versionOf(dossier, target, record)) return { refusal: 'CHANGED_MEANWHILE' };
  const unitCode = belongsToUnit(actor.role) ? actor.unitCode : null;
  const isEntitled = await mayAct(office, found, { ...actor, unitCode });
  const asked = { name: record.name, event, actor: { role: actor.role, isEntitled, unitCode }, said };
  const code = await makeMove(office, dossier, asked);
  if (code === undefined) return { subject: 'caseId' in target ? target.caseId : target.legId };
  if (code !== 'MATERIALS_NOT_HERE') return { refusal: code };
  return { refusal: code, materials: await lackingMaterials(office.transaction, dossier.caseId ?? record.id) };
}

interface Target {
  readonly dossier: Dossier;
  readonly record: CourseRecord;
}

async function findTarget(office: Office, target: CaseCommand['target'], event: Act): Promise<Target | RefusalCode> {
  if ('caseId' in target) {
    const dossier = await findDossierOfCase(office, target.caseId);
    const own = [...(dossier?.courses.values() ?? [])].filter(
      ({ kind, machine }) => kind === 'OWN' && machine !== 'JOINT_LEG',
    );
    const record = courseFor(own, event);
    return dossier === undefined || record === undefined ? 'CASE_UNKNOWN' : { dossier, record };
  }
  const row = await tablesOf(office)
    .selectFrom('case_course')
    .select(['collaboration_no', 'name'])
    .where('id', '=', target.legId)
    .executeTakeFirst();
  const dossier = row === undefined ? undefined : await findDossier(office, row.collaboration_no);
  const record = dossier?.courses.get(row?.name ?? '');
  // What another province keeps is shown here and moved there.
  return dossier === undefined || record === undefined || record.kind === 'TOLD' ? 'LEG_UNKNOWN' : { dossier, record };
}

/** The version of a case counts the moves of all its courses here, that of a leg its own. */
export function versionOf(
  dossier: Pick<Dossier, 'courses'>,
  target: CaseCommand['target'],
  record: CourseRecord,
): number {
  if ('legId' in target) return record.version;
  return [...dossier.courses.values()].reduce((sum, { version }) => sum + version, 0);
}

const unitRoles: ReadonlySet<ActorRole> = new Set(['RECEIVING_CLERK', 'HANDLING_OFFICER', 'LEAD_OFFICER']);
const belongsToUnit = (role: ActorRole): boolean => unitRoles.has(role);

// The lead acts in its case and for the legs it dispatches, a participant in its leg; neither in the other's part.
async function mayAct(office: Office, { dossier, record }: Target, actor: DeclaredActor): Promise<boolean> {
  const isLead = dossier.content.places.LEAD === office.instance.code;
  const isLegOfOther = record.machine === 'JOINT_LEG' && !isLead;
  if (!belongsToUnit(actor.role)) return !(isLegOfOther && actor.role === 'APPLICANT');
  if (actor.unitCode === null || !(await isUnit(office, actor.unitCode))) return false;
  if (actor.role === 'LEAD_OFFICER') {
    const holder = dossier.courses.get(CASE)?.unitCode ?? null;
    return isLead && (holder === null || holder === actor.unitCode);
  }
  if (record.kind === 'COPY') return false;
  return record.unitCode === null || record.unitCode === actor.unitCode;
}

/** A command as a whole, for the memory of what has been done. */
export interface Request {
  readonly head: CommandHead;
  /** Everything that makes it this request and no other. */
  readonly request: unknown;
}

/**
 * Runs `work` in one transaction, unless the caller's key has done so before: then it gives what came of that, and
 * refuses another request under the same key. A refusal undoes everything and leaves the key free.
 */
export async function runOnce(
  { desk, instance, wake }: CommandPlace,
  { head, request }: Request,
  work: (office: Office) => Promise<CommandOutcome>,
): Promise<CommandOutcome> {
  const requestDigest = sha256(canonicalJson(request));
  try {
    const outcome = await inTransaction(desk, async (transaction) => {
      const office = { desk, instance, transaction };
      await takeTurn(transaction, `command ${callerOf(head)} ${head.idempotencyKey}`);
      const known = await findAnswer(office, head);
      if (known !== undefined)
        return known.request_digest === requestDigest ? { subject: known.subject } : refuse('IDEMPOTENCY_KEY_REUSED');
      const done = await work(office);
      if ('refusal' in done) throw new RefusedCommandError(done);
      await keepAnswer(office, { head, requestDigest, subject: done.subject });
      return done;
    });
    wake();
    return outcome;
  } catch (error) {
    if (error instanceof RefusedCommandError) return error.refused;
    if (error instanceof OversizedPayloadError) return { refusal: 'LETTER_TOO_LARGE' };
    if (error instanceof CourseChangedError) return { refusal: 'CHANGED_MEANWHILE' };
    throw error;
  }
}

/** Leaves the transaction of a command that is refused, so that nothing of it remains. */
class RefusedCommandError extends Error {
  override readonly name = 'RefusedCommandError';

  constructor(readonly refused: RefusedCommand) {
    super(refused.refusal);
  }
}

function refuse(code: RefusalCode): never {
  throw new RefusedCommandError({ refusal: code });
}

const callerOf = ({ actor }: CommandHead): string => `${actor.role} ${actor.unitCode ?? ''}`;

function findAnswer(office: Office, head: CommandHead) {
  const answers = tablesOf(office).selectFrom('case_answer').select(['request_digest', 'subject']);
  return answers.where('caller', '=', callerOf(head)).where('key', '=', head.idempotencyKey).executeTakeFirst();
}

async function keepAnswer(
  office: Office,
  {
    head,
    requestDigest,
    subject,
  }: { readonly head: CommandHead; readonly requestDigest: string; readonly subject: string },
): Promise<void> {
  const at = isoTime(office.desk.clock.nowMs());
  const row = { caller: callerOf(head), key: head.idempotencyKey, request_digest: requestDigest, subject, at };
  await tablesOf(office).insertInto('case_answer').values(row).execute();
}
