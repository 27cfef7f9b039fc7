import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type { HandlingMode } from '../../../schema/code-lists.js';
import type { CertificationEvent } from '../../../schema/team-lists.js';
import type { Stored } from '../storage/stored.js';
import type { StateOfCertification } from './certification.rules.js';
import type { DutyPeriod, RoleOnDuty } from './roster.rules.js';

export type Mode = keyof typeof HandlingMode.entries;

/** A window of a unit. */
export const WindowEntity = defineEntity({
  name: 'TeamWindow',
  tableName: 'team_window',
  indexes: [
    { name: 'team_window_name', properties: ['nameZh', 'id'] },
    { name: 'team_window_unit', properties: ['unitCode', 'nameZh', 'id'] },
  ],
  properties: {
    id: p.text().primary(),
    unitCode: p.text(),
    nameZh: p.text(),
    nameEn: p.text(),
    address: p.text(),
    phone: p.text(),
    /** On a working day; null where it is open as the offices of the province are. */
    hours: p.json().$type<readonly DutyPeriod[]>().nullable(),
    /** 1 for a window of 跨省通办. */
    servesOtherProvinces: p.integer().$type<0 | 1>(),
    updatedAt: p.text(),
  },
});

/** A member of the staff: an account of the issuer, in a unit. */
export const StaffEntity = defineEntity({
  name: 'TeamStaff',
  tableName: 'team_staff',
  indexes: [
    { name: 'team_staff_subject', properties: ['subject'] },
    { name: 'team_staff_unit', properties: ['unitCode', 'addedAt', 'id'] },
    { name: 'team_staff_added', properties: ['addedAt', 'id'] },
    { name: 'team_staff_sealing_key', properties: ['sealingKeyId'] },
  ],
  properties: {
    id: p.text().primary(),
    /** As tokens name the account. */
    subject: p.text(),
    unitCode: p.text(),
    /** Sealed. */
    name: p.text(),
    sealingKeyId: p.text(),
    addedAt: p.text(),
    leftAt: p.text().nullable(),
  },
});

/** What somebody is taught before he receives an item in a mode. */
export const CourseEntity = defineEntity({
  name: 'TeamCourse',
  tableName: 'team_course',
  indexes: [
    { name: 'team_course_item', properties: ['itemCode', 'mode', 'id'] },
    { name: 'team_course_order', properties: ['itemCode', 'id'] },
  ],
  properties: {
    id: p.text().primary(),
    itemCode: p.text(),
    mode: p.text().$type<Mode>(),
    titleZh: p.text(),
    titleEn: p.text(),
    lessons: p.integer(),
  },
});

/** The way of one person through one course, to a certification and its end. */
export const CertificationEntity = defineEntity({
  name: 'TeamCertification',
  tableName: 'team_certification',
  indexes: [
    { name: 'team_certification_staff', properties: ['staffId', 'itemCode', 'mode', 'enrolledAt'] },
    { name: 'team_certification_item', properties: ['itemCode', 'mode', 'enrolledAt', 'id'] },
    { name: 'team_certification_enrolled', properties: ['enrolledAt', 'id'] },
  ],
  properties: {
    id: p.text().primary(),
    staffId: p.text(),
    courseId: p.text(),
    itemCode: p.text(),
    mode: p.text().$type<Mode>(),
    /** As it was left by the last move; time itself makes EXPIRED of CERTIFIED. */
    state: p.text().$type<StateOfCertification>(),
    enrolledAt: p.text(),
    /** Points of the last exam. */
    score: p.integer().nullable(),
    certifiedAt: p.text().nullable(),
    validTo: p.text().nullable(),
    revokedAt: p.text().nullable(),
    /** How many moves there are. */
    moves: p.integer(),
  },
});

/** Each move of a certification, for good. */
export const CertificationMoveEntity = defineEntity({
  name: 'TeamCertificationMove',
  tableName: 'team_certification_move',
  properties: {
    certificationId: p.text().primary(),
    seq: p.integer().primary(),
    at: p.text(),
    event: p.text().$type<keyof typeof CertificationEvent.entries>(),
    toState: p.text().$type<StateOfCertification>(),
    score: p.integer().nullable(),
    reason: p.text().nullable(),
    /** Who did it, by his account at the issuer. */
    subject: p.text(),
  },
});

/** A time in which a certified colleague sits by somebody who is not. */
export const SessionEntity = defineEntity({
  name: 'TeamSession',
  tableName: 'team_session',
  indexes: [
    { name: 'team_session_staff', properties: ['staffId', 'itemCode', 'mode', 'fromAt'] },
    { name: 'team_session_colleague', properties: ['colleagueId', 'toAt'] },
    { name: 'team_session_order', properties: ['fromAt', 'id'] },
  ],
  properties: {
    id: p.text().primary(),
    staffId: p.text(),
    colleagueId: p.text(),
    itemCode: p.text(),
    mode: p.text().$type<Mode>(),
    fromAt: p.text(),
    toAt: p.text(),
    endedAt: p.text().nullable(),
    openedBy: p.text(),
  },
});

/** The roster of a window for a day, as it was set last. */
export const RosterEntity = defineEntity({
  name: 'TeamRoster',
  tableName: 'team_roster',
  indexes: [{ name: 'team_roster_order', properties: ['date', 'id'] }],
  uniques: [{ name: 'team_roster_window', properties: ['windowId', 'date'] }],
  properties: {
    id: p.text().primary(),
    windowId: p.text(),
    /** A day in China, such as `2026-03-02`. */
    date: p.text(),
    revision: p.integer(),
    setAt: p.text(),
    setBy: p.text(),
  },
});

/** One person on duty, in one role, from and to. */
export const DutyEntity = defineEntity({
  name: 'TeamDuty',
  tableName: 'team_duty',
  indexes: [{ name: 'team_duty_staff', properties: ['staffId', 'date'] }],
  properties: {
    windowId: p.text().primary(),
    date: p.text().primary(),
    role: p.text().$type<RoleOnDuty>().primary(),
    opens: p.integer().primary(),
    closes: p.integer(),
    staffId: p.text(),
  },
});

export const teamEntities = [
  WindowEntity,
  StaffEntity,
  CourseEntity,
  CertificationEntity,
  CertificationMoveEntity,
  SessionEntity,
  RosterEntity,
  DutyEntity,
] as const;

export type WindowRow = Stored<InferKyselyTable<typeof WindowEntity>>;
export type StaffRow = Stored<InferKyselyTable<typeof StaffEntity>>;
export type CourseRow = Stored<InferKyselyTable<typeof CourseEntity>>;
export type CertificationRow = Stored<InferKyselyTable<typeof CertificationEntity>>;
export type CertificationMoveRow = Stored<InferKyselyTable<typeof CertificationMoveEntity>>;
export type SessionRow = Stored<InferKyselyTable<typeof SessionEntity>>;
export type RosterRow = Stored<InferKyselyTable<typeof RosterEntity>>;
export type DutyRow = Stored<InferKyselyTable<typeof DutyEntity>>;

/** The tables of this module, as Kysely sees them. */
export interface TeamTables {
  team_window: WindowRow;
  team_staff: StaffRow;
  team_course: CourseRow;
  team_certification: CertificationRow;
  team_certification_move: CertificationMoveRow;
  team_session: SessionRow;
  team_roster: RosterRow;
  team_duty: DutyRow;
}
