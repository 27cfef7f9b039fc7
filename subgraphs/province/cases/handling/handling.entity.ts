import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type { LegRole } from '../../../../schema/case-lists.js';
import type { HandlingForm, HandlingMode, ServiceObject } from '../../../../schema/code-lists.js';
import type { Json as JsonValue } from '../../exchange/canonical-json.js';
import type { Basis } from '../../shared/agreement.js';
import type { Clock } from '../../shared/clock.js';
import type { Stored } from '../../storage/stored.js';
import type { Flow, FlowPlaces } from '../joint/flow.rules.js';
import type { ClockName } from '../machine/clock-face.rules.js';
import type { Course } from '../machine/course.rules.js';
import type { Facts, Gap } from '../machine/facts.rules.js';
import type { AlertRule } from '../machine/machine.rules.js';
import type { ActorRole, CaseEvent } from '../machine/vocabulary.rules.js';
import type { DraftMaterial } from '../preflight.rules.js';

type Name<List extends { readonly entries: object }> = keyof List['entries'] & string;

/** What was applied for: the part of a case that travels. It says nothing about a person but kind and province. */
export interface FileContent {
  readonly mode: Name<typeof HandlingMode>;
  readonly itemCode: string;
  readonly applicantKind: Name<typeof ServiceObject>;
  readonly applicantProvince: string;
  readonly channel: Name<typeof HandlingForm>;
  readonly isRealName: boolean;
  readonly isConsentGiven: boolean;
  readonly basis: Basis | null;
  readonly materials: readonly DraftMaterial[];
  readonly conditions: Readonly<Record<string, boolean>>;
  /** What a window acts on for the applicant: the number of his signed mandate, and the unit that holds it. */
  readonly mandate: { readonly number: string; readonly unitCode: string } | null;
  /** The preflight of this province that the application rests on, and its scenario; null while it names none. */
  readonly preflight: { readonly digest: string; readonly scenario: string | null } | null;
  /** LEAD handles; RECEIVING is there when a window of another province receives. */
  readonly places: FlowPlaces;
  /** The legs of a joint case, laid out over its provinces. */
  readonly flow: Flow | null;
}

/**
 * OWN: moved by this province alone. COPY: the lead's copy of a leg of another province, which both move in turn.
 * TOLD: another province's leg; its state is what that province last said.
 */
export type CourseKind = 'OWN' | 'COPY' | 'TOLD';

/** The real clocks of a course, the stopped ones included. */
export type CourseClocks = Readonly<Partial<Record<ClockName, Clock>>>;

/** The file of a case that is handled here, wholly or in part. A participant of a joint case has no case of its own. */
export const CaseFileEntity = defineEntity({
  name: 'CaseFile',
  tableName: 'case_file',
  uniques: [{ name: 'case_file_case', properties: ['caseId'] }],
  properties: {
    collaborationNo: p.text().primary(),
    caseId: p.text().nullable(),
    /** Person key of who has applied, as he was stated or signed in; and his subject, where he drafted it himself. */
    applicantPerson: p.text().nullable(),
    applicantSubject: p.text().nullable(),
    content: p.json().$type<FileContent>(),
    /** What the preflight by the list of the place that decides found; null while none is stored. */
    gaps: p.json().$type<readonly Gap[]>().nullable(),
  },
});

/** The course of a case (`case`) or of one of its legs, as it stands in this province. */
export const CaseCourseEntity = defineEntity({
  name: 'CaseCourse',
  tableName: 'case_course',
  // Sweeps read what is due, and what ended long ago, and work is counted by what is open; everything else reads the
  // courses of one case.
  indexes: [
    { name: 'case_course_due', properties: ['nextDueMs'] },
    { name: 'case_course_open', properties: ['kind', 'state', 'unitCode'] },
    { name: 'case_course_updated_at', properties: ['updatedAt'] },
  ],
  uniques: [{ name: 'case_course_name', properties: ['collaborationNo', 'name'] }],
  properties: {
    id: p.text().primary(),
    collaborationNo: p.text(),
    name: p.text(),
    seq: p.integer(),
    role: p.text().$type<Name<typeof LegRole>>(),
    kind: p.text().$type<CourseKind>(),
    machine: p.text(),
    /** The province that does it. */
    province: p.text(),
    /** The unit that holds it; null until one does. */
    unitCode: p.text().nullable(),
    state: p.text(),
    course: p.json().$type<Course>(),
    clocks: p.json().$type<CourseClocks>(),
    /** Id of the envelope of the handoff that is open (sent) or to be answered (received). */
    handoffId: p.text().nullable(),
    /** What came with the last letter that asks for an acknowledgement, and the digest that its sender named. */
    brought: p.json().$type<{ readonly content: JsonValue; readonly digest: string }>().nullable(),
    /** When the sweep must look; null when no clock brings anything about by itself. */
    nextDueMs: p.bigint('number').nullable(),
    /** Grows by one with each move; a move that began from another version is undone. */
    version: p.integer(),
    updatedAt: p.text(),
  },
});

/** The log: one entry for each move, never changed. */
export const CaseLogEntity = defineEntity({
  name: 'CaseLog',
  tableName: 'case_log',
  // What was done in a period is found by what it was.
  indexes: [{ name: 'case_log_event', properties: ['event', 'at'] }],
  properties: {
    courseId: p.text().primary(),
    seq: p.integer().primary(),
    at: p.text(),
    event: p.text().$type<CaseEvent>(),
    role: p.text().$type<ActorRole>(),
    /** Who acted: this province, or the one whose letter it was. */
    province: p.text(),
    unitCode: p.text().nullable(),
    /** Subject of the caller who acted; null for systems, letters, and entries from before it was kept. */
    subject: p.text().nullable(),
    fromState: p.text(),
    toState: p.text(),
    completion: p.text().nullable(),
    said: p.json().$type<Facts>(),
    /** The rules of supervision that the move hit; null in entries from before they were kept. */
    alerts: p.json().$type<readonly AlertRule[]>().nullable(),
    /** The envelope that brought it; null for what was done here. */
    letterId: p.text().nullable(),
    /** The clocks of the course after the move; null in entries from before they were kept. */
    clocks: p.json().$type<CourseClocks>().nullable(),
  },
});

/** Entries of the log that supervision has not read yet, written in the transaction of the move. */
export const CaseNewsEntity = defineEntity({
  name: 'CaseNews',
  tableName: 'case_news',
  indexes: [{ name: 'case_news_case', properties: ['collaborationNo'] }],
  properties: { courseId: p.text().primary(), seq: p.integer().primary(), collaborationNo: p.text() },
});

/** What was told to another province and how that ended, by envelope: a receipt ends the envelope it names, no other. */
export const CaseHandoffEntity = defineEntity({
  name: 'CaseHandoff',
  tableName: 'case_handoff',
  indexes: [{ name: 'case_handoff_course', properties: ['courseId', 'result'] }],
  properties: {
    envelopeId: p.text().primary(),
    courseId: p.text(),
    event: p.text(),
    addressee: p.text(),
    sentAt: p.text(),
    result: p.text().$type<'OPEN' | 'APPLIED' | 'REFUSED'>(),
    code: p.text().nullable(),
    endedAt: p.text().nullable(),
  },
});

/** The last serial of each day, for case numbers and collaboration numbers. */
export const CaseSerialEntity = defineEntity({
  name: 'CaseSerial',
  tableName: 'case_serial',
  properties: { date: p.text().primary(), last: p.integer() },
});

/** The entities of handling, for the module. */
export const handlingEntities = [
  CaseFileEntity,
  CaseCourseEntity,
  CaseLogEntity,
  CaseNewsEntity,
  CaseHandoffEntity,
  CaseSerialEntity,
] as const;

export type CaseFileRow = Stored<InferKyselyTable<typeof CaseFileEntity>>;
export type CaseCourseRow = Stored<InferKyselyTable<typeof CaseCourseEntity>>;
export type CaseLogRow = Stored<InferKyselyTable<typeof CaseLogEntity>>;

/** The tables of handling, as Kysely sees them. */
export interface HandlingTables {
  case_file: CaseFileRow;
  case_course: CaseCourseRow;
  case_log: CaseLogRow;
  case_news: InferKyselyTable<typeof CaseNewsEntity>;
  case_handoff: InferKyselyTable<typeof CaseHandoffEntity>;
  case_serial: InferKyselyTable<typeof CaseSerialEntity>;
}
