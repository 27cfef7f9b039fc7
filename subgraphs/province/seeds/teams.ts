import { formatGlobalId } from '../../../schema/global-id.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import type { Sealing } from '../storage/sealing.js';
import {
  type CertificationMoveRow,
  type CertificationRow,
  type CourseRow,
  createStaffRow,
  createWindowRow,
  endOfValidity,
  type StaffRow,
  type WindowRow,
} from '../teams/index.js';
import { hallCode } from './authorities.js';
import type { NationalItem } from './national-items.js';

// Whoever was certified then, for the 24 months that the nation proposes, may receive until January 2028. Seeds have no
// clock: after that day their clerks are refused, as clerks whose certification is over should be.
const TAUGHT_AT = Date.parse('2026-01-05T01:00:00.000Z');
const EXAMINED_AT = Date.parse('2026-01-07T01:00:00.000Z');
const CERTIFIED_AT = Date.parse('2026-01-08T01:00:00.000Z');
const VALID_MONTHS = 24;

const isoTime = (ms: number): string => new Date(ms).toISOString();

/** The synthetic team of a province: rows of each table. */
export interface SeededTeam {
  readonly windows: readonly WindowRow[];
  readonly staff: readonly StaffRow[];
  readonly courses: readonly CourseRow[];
  readonly certifications: readonly CertificationRow[];
  readonly moves: readonly CertificationMoveRow[];
}

/** What a team is made of. */
export interface TeamSeed {
  readonly instance: ProvinceInstance;
  readonly sealing: Sealing;
  readonly nationalItems: readonly NationalItem[];
}

/** An account of the built-in issuer that is a window clerk, and what he is called. */
export interface SeededClerk {
  readonly subject: string;
  readonly name: string;
}

/** The clerks of a province: who plays stories, whose token is made without a name, and who is not certified yet. */
export const seededClerks = (province: string) => ({
  story: { subject: `demo-clerk-${province}`, name: '冯甲示' },
  token: { subject: `clerk-${province}`, name: '陈乙示' },
  learner: { subject: `learner-${province}`, name: '褚丙示' },
});

/**
 * The windows of the service centre, its clerks, a course for every national item in its mode, and for two of the
 * clerks a certification for each item that windows receive for other provinces.
 */
export function createTeam({ instance, sealing, nationalItems }: TeamSeed): SeededTeam {
  const courses = nationalItems.map((item) => createCourse(instance, item));
  const received = courses.filter(({ mode }) => mode === 'RECEIVE_AND_FORWARD');
  const { story, token, learner } = seededClerks(instance.code);
  const staff = [story, token, learner].map((clerk) => createClerk(instance, sealing, clerk));
  const [first, second] = staff;
  const certified = [first, second].flatMap((clerk) =>
    clerk === undefined ? [] : received.map((course) => createCertification(instance, clerk, course)),
  );
  return {
    windows: createWindows(instance),
    staff,
    courses,
    certifications: certified,
    moves: certified.flatMap((row) => createMoves(row, instance.code)),
  };
}

const idOf = ({ code: province }: ProvinceInstance, type: string, local: string): string =>
  formatGlobalId({ province, type, local });

function createCourse(instance: ProvinceInstance, { code, nameZh, nameEn, mode }: NationalItem): CourseRow {
  return {
    ...{ id: idOf(instance, 'TrainingCourse', `${code}.${mode}`), item_code: code, mode },
    ...{ title_zh: `《${nameZh}》跨省通办业务`, title_en: `Across provinces: ${nameEn}` },
    lessons: mode === 'FULLY_ONLINE' ? 4 : 8,
  };
}

function createClerk(instance: ProvinceInstance, sealing: Sealing, { subject, name }: SeededClerk): StaffRow {
  const id = idOf(instance, 'StaffMember', subject);
  return createStaffRow(sealing, { id, subject, unitCode: hallCode(instance), name, addedAt: isoTime(TAUGHT_AT) });
}

function createCertification(instance: ProvinceInstance, clerk: StaffRow, course: CourseRow): CertificationRow {
  const { item_code, mode } = course;
  return {
    id: idOf(instance, 'Certification', `${clerk.subject}.${item_code}.${mode}`),
    ...{ staff_id: clerk.id, course_id: course.id, item_code, mode, state: 'CERTIFIED', score: SCORE, moves: 3 },
    ...{ enrolled_at: isoTime(TAUGHT_AT), certified_at: isoTime(CERTIFIED_AT), revoked_at: null },
    valid_to: isoTime(endOfValidity(CERTIFIED_AT, VALID_MONTHS)),
  };
}

const SCORE = 88;

function createMoves({ id }: CertificationRow, province: string): readonly CertificationMoveRow[] {
  const subject = `coordinator-${province}`;
  const steps = [
    { at: TAUGHT_AT, event: 'enrolStaff', to_state: 'ENROLLED', score: null },
    { at: EXAMINED_AT, event: 'registerExam', to_state: 'EXAM_PASSED', score: SCORE },
    { at: CERTIFIED_AT, event: 'certify', to_state: 'CERTIFIED', score: null },
  ] as const;
  return steps.map(({ at, ...step }, index) => ({
    ...{ certification_id: id, seq: index + 1, at: isoTime(at), reason: null, subject },
    ...step,
  }));
}

function createWindows(instance: ProvinceInstance): readonly WindowRow[] {
  const { nameZh, nameEn, gbCode } = instance;
  const common = {
    unitCode: hallCode(instance),
    address: `${nameZh}政务服务中心1层（合成地址）`,
    // No area code begins with 000, so nobody can be reached under these numbers.
    phone: `0000-${gbCode.slice(0, 2)}000000`,
    hours: null,
  };
  const across = {
    ...{ ...common, id: idOf(instance, 'ServiceWindow', 'across'), servesOtherProvinces: true },
    ...{ nameZh: `${nameZh}政务服务中心“跨省通办”专窗`, nameEn: `${nameEn}: window for other provinces` },
  };
  const general = {
    ...{ ...common, id: idOf(instance, 'ServiceWindow', 'general'), servesOtherProvinces: false },
    ...{ nameZh: `${nameZh}政务服务中心综合窗口`, nameEn: `${nameEn}: general window` },
  };
  return [across, general].map((window) => createWindowRow(window, isoTime(TAUGHT_AT)));
}
