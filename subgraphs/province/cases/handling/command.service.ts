import type { Identity } from '../../../../schema/identity.js';
import type { RefusalCode } from '../../../../schema/refusal-codes.js';
import type { Role } from '../../../../schema/roles.js';
import type { Decider } from '../../access/decider.rules.js';
import { type Outcome, runOnce } from '../../access/once/run-once.service.js';
import { isApplicant } from '../../access/own-case.js';
import type { IssueLicence, KeepRating } from '../../context.js';
import type { Desk } from '../../exchange/desk.js';
import { AddresseeKeyError } from '../../exchange/letter-sealing.js';
import { OversizedPayloadError } from '../../exchange/payload-limit.js';
import type { AgreementBook } from '../../shared/agreement.js';
import type { ProvinceInstance } from '../../../shared/instance.js';
import { type CourseRow, findCourse } from '../../teams/index.js';
import type { Act, ActorRole } from '../machine/vocabulary.rules.js';
import { deciderOf, refusedTo } from './decider-of.rules.js';
import { clauseOf } from './clause-check.service.js';
import { jointLeg } from '../modes/joint-leg.rules.js';
import { actAs } from './acting.rules.js';
import { CASE, courseFor, getMachine } from './case-face.rules.js';
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
import { issueWhatIsGranted } from './issue-result.service.js';
import { lackingFor } from './lacking.service.js';
import { makeMove } from './make-move.service.js';
import { ratingOf, type Said } from './said.rules.js';

/** The province in which commands are carried out. */
export interface CommandPlace {
  readonly desk: Desk;
  readonly instance: ProvinceInstance;
  readonly agreements: AgreementBook;
  readonly issueLicence: IssueLicence;
  readonly keepRating: KeepRating;
  /** Called after the commit: something may be due to other provinces. */
  readonly wake: () => void;
}

/** Somebody in a role, as the gateway has verified it. */
export type KnownCaller = Identity & { readonly role: Role };

/** What makes a command that is sent twice happen once. */
export interface CommandHead {
  readonly idempotencyKey: string;
  readonly caller: KnownCaller;
}

/** What somebody asks of a case or leg that is there. */
export interface CaseCommand extends CommandHead {
  readonly event: Act;
  readonly target: { readonly caseId: string } | { readonly legId: string };
  /** The version that the caller has seen; absent when it does not matter to him. */
  readonly version?: number;
  readonly said: Said;
}

/** Why nothing was changed, and which materials it is about or what decided, where there is such. */
export interface RefusedCommand {
  readonly refusal: RefusalCode;
  readonly materials?: readonly string[];
  /** What decided, where it is a refusal of access. */
  readonly decidedBy?: Decider;
  /** What has to be learnt first, where a certification is missing and the province teaches it. */
  readonly course?: CourseRow | undefined;
}

/** The id of what was changed, or why nothing was. */
export type CommandOutcome = Outcome<RefusedCommand>;

/** Carries out a command on a case or leg: once for each key, whole or not at all. */
export function runCaseCommand(place: CommandPlace, command: CaseCommand): Promise<CommandOutcome> {
  const { event, target, said, version = null } = command;
  return runInOffice(place, { head: command, request: { event, target, said, version } }, (office) =>
    carryOut(office, place, command),
  );
}

async function carryOut(
  office: Office,
  { issueLicence, keepRating }: CommandPlace,
  { event, caller, target, version, said: given }: CaseCommand,
): Promise<CommandOutcome> {
  const found = await findTarget(office, target, event);
  if (typeof found === 'string') return { refusal: found };
  const { dossier, record } = found;
  if (version !== undefined && version !== versionOf(dossier, target, record)) return { refusal: 'CHANGED_MEANWHILE' };
  const isLead = dossier.content.mode === 'JOINT_HANDLING' && dossier.content.places.LEAD === office.instance.code;
  const on = { ...record, machine: getMachine(record.machine), isLead, isJointLeg: record.machine === jointLeg.name };
  const role = actAs(caller.role, event, on);
  if (role === undefined) return refusedTo('ROLE_MAY_NOT', event);
  const isEntitled = await mayAct(office, found, { role, caller });
  const unitCode = role === 'APPLICANT' ? null : (caller.unit ?? null);
  const actor = { role, isEntitled, unitCode, subject: caller.subject };
  const isGranted = event === 'issueResult' && isEntitled && record.course.outcome === 'GRANTED';
  const said = await issueWhatIsGranted(office, dossier, { issueLicence, said: given, isGranted, unitCode });
  const asked = { name: record.name, event, actor, said };
  const code = await makeMove(office, dossier, asked);
  if (code === undefined) {
    const rating = event === 'rateCase' ? ratingOf(said) : undefined;
    const { collaborationNo, applicant: rater } = dossier;
    if (rating !== undefined) await keepRating(office.transaction, { ...rating, collaborationNo, rater });
    return { subject: 'caseId' in target ? target.caseId : target.legId };
  }
  if (code === 'CLERK_NOT_CERTIFIED') return { refusal: code, course: await curingCourse(office, dossier) };
  const decidedBy = deciderOf(code, { event, clause: clauseOf(asked, dossier.content) });
  if (decidedBy !== undefined) return { refusal: code, decidedBy };
  if (code !== 'MATERIALS_NOT_HERE') return { refusal: code };
  return { refusal: code, materials: await lackingFor(office, dossier, { record, waivers: said.waivers }) };
}

function curingCourse({ transaction }: Office, { content }: Dossier): Promise<CourseRow | undefined> {
  return findCourse(transaction, { item: content.itemCode, mode: content.mode });
}

interface Target {
  readonly dossier: Dossier;
  readonly record: CourseRecord;
}

/** Somebody, and as who he acts. */
interface Acting {
  readonly role: ActorRole;
  readonly caller: KnownCaller;
}

async function findTarget(office: Office, target: CaseCommand['target'], event: Act): Promise<Target | RefusalCode> {
  if ('caseId' in target) {
    const dossier = await findDossierOfCase(office, target.caseId);
    const own = [...(dossier?.courses.values() ?? [])].filter(
      ({ kind, machine }) => kind === 'OWN' && machine !== jointLeg.name,
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

// The lead acts in its case and for the legs it dispatches, a participant in its leg; neither in the other's part.
async function mayAct(office: Office, { dossier, record }: Target, { role, caller }: Acting): Promise<boolean> {
  const isLead = dossier.content.places.LEAD === office.instance.code;
  if (role === 'APPLICANT') return !(record.machine === jointLeg.name && !isLead) && isForApplicant(dossier, caller);
  const { unit } = caller;
  if (unit === undefined || !(await isUnit(office, unit))) return false;
  if (role === 'LEAD_OFFICER') {
    const holder = dossier.courses.get(CASE)?.unitCode ?? null;
    return isLead && (holder === null || holder === unit);
  }
  if (record.kind === 'COPY') return false;
  return record.unitCode === null || record.unitCode === unit;
}

/** The applicant himself, or the unit that holds his mandate. */
function isForApplicant({ applicant, content }: Dossier, caller: KnownCaller): boolean {
  if (caller.role !== 'clerk') return isApplicant(caller, applicant);
  return content.mandate !== null && content.mandate.unitCode === caller.unit;
}

/** A command of somebody, as a whole. */
export interface Request {
  readonly head: CommandHead;
  /** Everything that makes it this request and no other. */
  readonly request: unknown;
}

/** Runs `work` in an office of this province: once for each key of a caller, whole or not at all. */
export async function runInOffice(
  { desk, instance, agreements, wake }: CommandPlace,
  { head: { idempotencyKey, caller }, request }: Request,
  work: (office: Office) => Promise<CommandOutcome>,
): Promise<CommandOutcome> {
  const ifReused: RefusedCommand = { refusal: 'IDEMPOTENCY_KEY_REUSED' };
  try {
    const outcome = await runOnce(desk, { idempotencyKey, caller, request, ifReused }, (transaction) =>
      work({ desk, instance, agreements, transaction }),
    );
    wake();
    return outcome;
  } catch (error) {
    if (error instanceof AddresseeKeyError) return { refusal: 'ADDRESSEE_KEY_MISSING' };
    if (error instanceof OversizedPayloadError) return { refusal: 'LETTER_TOO_LARGE' };
    if (error instanceof CourseChangedError) return { refusal: 'CHANGED_MEANWHILE' };
    throw error;
  }
}
