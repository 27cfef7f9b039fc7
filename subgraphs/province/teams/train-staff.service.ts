import { formatGlobalId } from '../../../schema/global-id.js';
import type { Identity } from '../../../schema/identity.js';
import type { ProvinceContext } from '../context.js';
import { isoTime } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { createUuidV7 } from '../exchange/uuid.js';
import { readPolicy } from '../policy/index.js';
import { type CertificationWords, endOfValidity, moveCertification, stateAt } from './certification.rules.js';
import { tablesIn } from './find-certified.service.js';
import { runTeamCommand, type TeamOutcome } from './team-command.service.js';
import { lockStaff } from './staff.service.js';
import type { CertificationMoveRow, CertificationRow, StaffRow } from './team.entity.js';

/** Somebody is to learn what a course teaches. */
export interface Enrolment {
  readonly staffId: string;
  readonly courseId: string;
  readonly idempotencyKey: string;
}

/** Enrols a member of the staff for a course, unless he is enrolled for the same and not certified yet. */
export function enrolStaff(context: ProvinceContext, enrolment: Enrolment): Promise<TeamOutcome> {
  const { idempotencyKey, ...request } = enrolment;
  return runTeamCommand(context, { name: 'enrolStaff', idempotencyKey, request }, async ({ transaction, caller }) => {
    const staff = await lockStaff(transaction, enrolment.staffId);
    if (staff === undefined || staff.left_at !== null) return { refusal: 'STAFF_UNKNOWN' };
    const courses = tablesIn(transaction).selectFrom('team_course').selectAll();
    const course = await courses.where('id', '=', enrolment.courseId).executeTakeFirst();
    if (course === undefined) return { refusal: 'COURSE_UNKNOWN' };
    const { item_code, mode } = course;
    const known = await certificationsOf(transaction, staff).execute();
    const isUnderway = known.some((row) => row.item_code === item_code && row.mode === mode && underway.has(row.state));
    if (isUnderway) return { refusal: 'ALREADY_ENROLLED' };
    const at = isoTime(context.surroundings.nowMs());
    const row: CertificationRow = {
      ...{ id: newId(context, 'Certification'), staff_id: staff.id, course_id: course.id, item_code, mode },
      ...{ state: 'ENROLLED', enrolled_at: at, score: null, moves: 0 },
      ...{ certified_at: null, valid_to: null, revoked_at: null },
    };
    await tablesIn(transaction).insertInto('team_certification').values(row).execute();
    await writeMove(transaction, row, { at, event: 'enrolStaff', subject: caller.subject });
    return { subject: row.id };
  });
}

const underway: ReadonlySet<string> = new Set<CertificationWords['state']>(['ENROLLED', 'EXAM_FAILED', 'EXAM_PASSED']);

/** What is done about a certification that is there. */
export interface CertificationStep {
  readonly event: 'registerExam' | 'certify' | 'revokeCertification';
  readonly certificationId: string;
  /** Of an exam. */
  readonly score?: number;
  /** Of a revocation. */
  readonly reason?: string;
  readonly idempotencyKey: string;
}

/**
 * Takes a certification further, as its table allows: an exam passes by EXAM_PASS points, what is certified holds for
 * CERTIFICATE_VALIDITY months. A revocation ends all that the person is certified for in the same item and mode,
 * and the exams that he has passed for it.
 */
export function stepCertification(context: ProvinceContext, step: CertificationStep): Promise<TeamOutcome> {
  const { idempotencyKey, event, ...request } = step;
  return runTeamCommand(context, { name: event, idempotencyKey, request }, async ({ transaction, caller }) => {
    const staff = await lockHolder(transaction, step.certificationId);
    if (staff === undefined) return { refusal: 'CERTIFICATION_UNKNOWN' };
    const all = await certificationsOf(transaction, staff).execute();
    const row = all.find(({ id }) => id === step.certificationId);
    if (row === undefined) return { refusal: 'CERTIFICATION_UNKNOWN' };
    if (event === 'registerExam' && !isScore(step.score)) return { refusal: 'SCORE_OUT_OF_RANGE' };
    const policy = await readPolicy(transaction);
    const nowMs = context.surroundings.nowMs();
    const at = isoTime(nowMs);
    const isPassed = (step.score ?? 0) >= policy.valueOf('EXAM_PASS');
    const moved = moveCertification({
      ...{ state: stateAt(row, at), event, by: actorOf(caller) },
      facts: { isAnother: caller.subject !== staff.subject, isPassed, isReasoned: isReason(step.reason) },
    });
    if (typeof moved !== 'string') return moved;
    const validTo = isoTime(endOfValidity(nowMs, policy.valueOf('CERTIFICATE_VALIDITY')));
    const change = {
      ...{ state: moved },
      ...(event === 'registerExam' && { score: step.score ?? null }),
      ...(event === 'certify' && { certified_at: at, valid_to: validTo }),
      ...(event === 'revokeCertification' && { revoked_at: at }),
    };
    const isSame = (other: CertificationRow): boolean =>
      other.item_code === row.item_code && other.mode === row.mode && revocable.has(stateAt(other, at));
    const changed = event === 'revokeCertification' ? all.filter(isSame) : [row];
    for (const each of changed) {
      await tablesIn(transaction).updateTable('team_certification').set(change).where('id', '=', each.id).execute();
      await writeMove(transaction, { ...each, state: moved }, { at, ...step, subject: caller.subject });
    }
    return { subject: row.id };
  });
}

// An exam that was passed before a revocation would otherwise be worth a certification right after it.
const revocable: ReadonlySet<string> = new Set<CertificationWords['state']>(['EXAM_PASSED', 'CERTIFIED']);

const isScore = (score: number | undefined): score is number => score !== undefined && score >= 0 && score <= 100;

const MAX_REASON = 500;

const isReason = (reason: string | undefined): boolean =>
  reason !== undefined && reason.trim() !== '' && Array.from(reason).length <= MAX_REASON && reason.isWellFormed();

function actorOf({ role }: Identity): CertificationWords['actor'] {
  return role === 'operator' ? 'OPERATOR' : 'COORDINATOR';
}

// The certification names its holder for good, so that he can be locked before anything is judged.
async function lockHolder(transaction: Transaction, id: string): Promise<StaffRow | undefined> {
  const certifications = tablesIn(transaction).selectFrom('team_certification').select('staff_id');
  const found = await certifications.where('id', '=', id).executeTakeFirst();
  return found === undefined ? undefined : lockStaff(transaction, found.staff_id);
}

function certificationsOf(transaction: Transaction, { id }: Pick<StaffRow, 'id'>) {
  return tablesIn(transaction).selectFrom('team_certification').selectAll().where('staff_id', '=', id);
}

type NewMove = Pick<CertificationMoveRow, 'at' | 'event' | 'subject'> & {
  readonly score?: number;
  readonly reason?: string;
};

async function writeMove(
  transaction: Transaction,
  { id, state, moves }: Pick<CertificationRow, 'id' | 'state' | 'moves'>,
  {
    at,
    event,
    subject,
    score = null,
    reason = null,
  }: Omit<NewMove, 'score' | 'reason'> & {
    readonly score?: number | null;
    readonly reason?: string | null;
  },
): Promise<void> {
  const seq = moves + 1;
  const row = { certification_id: id, seq, at, event, to_state: state, score, reason, subject };
  await tablesIn(transaction).insertInto('team_certification_move').values(row).execute();
  await tablesIn(transaction).updateTable('team_certification').set({ moves: seq }).where('id', '=', id).execute();
}

/** A new global id of a type of this province. */
export function newId(context: ProvinceContext, type: string): string {
  const local = createUuidV7(context.surroundings.nowMs(), context.exchange.desk.randomness);
  return formatGlobalId({ province: context.province.code, type, local });
}
