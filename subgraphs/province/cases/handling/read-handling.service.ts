import type { Kysely } from 'kysely';
import type { ProvinceContext } from '../../context.js';
import { fromJson } from '../../storage/stored.js';
import { type CourseRecord, readCourse } from './dossier.service.js';
import type { CaseLogRow, FileContent, HandlingTables } from './handling.entity.js';

/** How a case is handled here. */
export interface HandledCase {
  readonly collaborationNo: string;
  readonly content: FileContent;
  /** In their order. */
  readonly courses: readonly CourseRecord[];
}

const tables = (context: ProvinceContext): Kysely<HandlingTables> => context.orm.em.getKysely<HandlingTables>();

/** How a case is handled; undefined for one that is only a record. Many asked for together are two queries. */
export function findHandledCase(context: ProvinceContext, caseId: string): Promise<HandledCase | undefined> {
  return context.load(loadHandledCases, caseId);
}

async function loadHandledCases(context: ProvinceContext, caseIds: readonly string[]) {
  const files = await tables(context).selectFrom('case_file').selectAll().where('case_id', 'in', caseIds).execute();
  if (files.length === 0) return new Map<string, HandledCase>();
  const numbers = files.map((file) => file.collaboration_no);
  const courses = tables(context).selectFrom('case_course').selectAll().where('collaboration_no', 'in', numbers);
  const byFile = Map.groupBy(await courses.orderBy('seq').execute(), (row) => row.collaboration_no);
  return new Map(
    files.map((file): [string, HandledCase] => {
      const { collaboration_no: collaborationNo, case_id: caseId, content } = file;
      const rows = byFile.get(collaborationNo) ?? [];
      return [caseId ?? '', { collaborationNo, content: fromJson(content), courses: rows.map(readCourse) }];
    }),
  );
}

/** The leg of an id, or undefined. Many ids asked for together are one query. */
export function findCourse(context: ProvinceContext, id: string): Promise<CourseRecord | undefined> {
  return context.load(loadCourses, id);
}

async function loadCourses(context: ProvinceContext, ids: readonly string[]) {
  const rows = await tables(context).selectFrom('case_course').selectAll().where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, readCourse(row)]));
}

/** The log of a course, oldest entry first. Those of many courses asked for together are one query. */
export async function listLog(context: ProvinceContext, courseId: string): Promise<readonly CaseLogRow[]> {
  return (await context.load(loadLogs, courseId)) ?? [];
}

async function loadLogs(context: ProvinceContext, courseIds: readonly string[]) {
  const query = tables(context).selectFrom('case_log').selectAll().where('course_id', 'in', courseIds);
  const rows = await query.orderBy('course_id').orderBy('seq').execute();
  return Map.groupBy(rows, (row) => row.course_id);
}

/** What the file of a collaboration says, and the person key of its applicant, at a participant too. */
export interface KnownFile {
  readonly content: FileContent;
  readonly person: string | null;
}

/** The file of a collaboration; undefined when there is none here. */
export function findFile(context: ProvinceContext, collaborationNo: string): Promise<KnownFile | undefined> {
  return context.load(loadFiles, collaborationNo);
}

async function loadFiles(context: ProvinceContext, numbers: readonly string[]) {
  const files = tables(context).selectFrom('case_file').select(['collaboration_no', 'content', 'applicant_person']);
  const rows = await files.where('collaboration_no', 'in', numbers).execute();
  return new Map(
    rows.map((row): [string, KnownFile] => [
      row.collaboration_no,
      { content: fromJson(row.content), person: row.applicant_person },
    ]),
  );
}

/** The id of the case that a leg belongs to here; undefined at a participant, who has legs only. */
export function findCaseIdOf(context: ProvinceContext, collaborationNo: string): Promise<string | undefined> {
  return context.load(loadCaseIds, collaborationNo);
}

async function loadCaseIds(context: ProvinceContext, numbers: readonly string[]) {
  const files = tables(context).selectFrom('case_file').select(['collaboration_no', 'case_id']);
  const rows = await files.where('collaboration_no', 'in', numbers).where('case_id', 'is not', null).execute();
  return new Map(rows.map((row): [string, string] => [row.collaboration_no, row.case_id ?? '']));
}
