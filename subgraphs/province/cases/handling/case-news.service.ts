import type { Transaction } from '../../exchange/exchange.entity.js';
import type { Clock } from '../../shared/clock.js';
import { fromJson } from '../../storage/stored.js';
import type { ClockName } from '../machine/clock-face.rules.js';
import type { AlertRule } from '../machine/machine.rules.js';
import type { CaseEvent } from '../machine/vocabulary.rules.js';
import { tablesOf } from './dossier.service.js';
import type { CourseKind, FileContent } from './handling.entity.js';

/** A move as supervision reads it. */
export interface CaseNews {
  readonly courseId: string;
  readonly seq: number;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly event: CaseEvent;
  readonly leg: string;
  readonly kind: CourseKind;
  /** The province that does the leg, and the unit that holds it there; null where only that province knows. */
  readonly province: string;
  readonly unitCode: string | null;
  /** The clocks of the leg after the move, the stopped ones included. */
  readonly clocks: Readonly<Partial<Record<ClockName, Clock>>>;
  readonly alerts: readonly AlertRule[];
}

/** Between which provinces a case is, as the file of this one has it. */
export interface PlacesOfCase {
  /** The provinces of the case. */
  readonly parties: readonly string[];
  readonly lead: string;
  readonly isJoint: boolean;
}

/** What is new of one case, in the order in which it happened, and what the case is. */
export interface NewsOfCase extends PlacesOfCase {
  readonly news: readonly CaseNews[];
  /** Whether the preflight of this province found nothing missing; false while there is none. */
  readonly isComplete: boolean;
}

/** Numbers of cases of which something is new, at most so many. */
export async function casesWithNews(transaction: Transaction, limit: number): Promise<readonly string[]> {
  const news = tablesOf({ transaction }).selectFrom('case_news').select('collaboration_no').distinct();
  const rows = await news.orderBy('collaboration_no').limit(limit).execute();
  return rows.map(({ collaboration_no }) => collaboration_no);
}

/** Reads what is new of a case, once: what this has given is no news any more when its transaction is committed. */
export async function takeNews(transaction: Transaction, collaborationNo: string): Promise<NewsOfCase | undefined> {
  const tables = tablesOf({ transaction });
  const rows = await tables
    .selectFrom('case_news')
    .innerJoin('case_log', (join) =>
      join.onRef('case_log.course_id', '=', 'case_news.course_id').onRef('case_log.seq', '=', 'case_news.seq'),
    )
    .innerJoin('case_course', 'case_course.id', 'case_news.course_id')
    .select(['case_news.course_id', 'case_news.seq', 'case_log.at', 'case_log.event', 'case_log.alerts'])
    .select(['case_log.clocks', 'case_course.name', 'case_course.kind', 'case_course.province'])
    .select('case_course.unit_code')
    .where('case_news.collaboration_no', '=', collaborationNo)
    .orderBy('case_log.at')
    .orderBy('case_news.course_id')
    .orderBy('case_news.seq')
    .execute();
  const files = tables.selectFrom('case_file').select(['content', 'gaps']);
  const file = await files.where('collaboration_no', '=', collaborationNo).executeTakeFirst();
  if (rows.length === 0 || file === undefined) return undefined;
  await tables.deleteFrom('case_news').where('collaboration_no', '=', collaborationNo).execute();
  return {
    ...placesOf(fromJson(file.content)),
    isComplete: file.gaps !== null && fromJson(file.gaps).length === 0,
    news: rows.map(({ course_id, clocks, alerts, name, unit_code, ...row }) => ({
      ...{ seq: row.seq, at: row.at, event: row.event, kind: row.kind, province: row.province },
      ...{ courseId: course_id, leg: name, unitCode: unit_code },
      clocks: clocks === null ? {} : fromJson(clocks),
      alerts: alerts === null ? [] : fromJson(alerts),
    })),
  };
}

/** Between which provinces a case is; undefined when this province has no file of it. */
export async function findPlacesOfCase(
  transaction: Transaction,
  collaborationNo: string,
): Promise<PlacesOfCase | undefined> {
  const files = tablesOf({ transaction }).selectFrom('case_file').select('content');
  const file = await files.where('collaboration_no', '=', collaborationNo).executeTakeFirst();
  return file && placesOf(fromJson(file.content));
}

const placesOf = (content: FileContent): PlacesOfCase => ({
  ...{ parties: partiesOf(content), lead: content.places.LEAD, isJoint: content.mode === 'JOINT_HANDLING' },
});

function partiesOf({ mode, places, flow }: FileContent): readonly string[] {
  if (mode === 'FULLY_ONLINE') return [places.LEAD];
  const { LEAD, RECEIVING } = places;
  const named = [LEAD, RECEIVING, ...(flow?.legs ?? []).map(({ province }) => province)];
  return [...new Set(named.filter((province) => province !== undefined))].sort();
}

/** The unit that holds a leg in this province; null while none does, or there is no such leg here. */
export async function findUnitOfLeg(
  transaction: Transaction,
  { collaborationNo, leg }: { readonly collaborationNo: string; readonly leg: string },
): Promise<string | null> {
  const courses = tablesOf({ transaction }).selectFrom('case_course').select('unit_code');
  const own = courses.where('collaboration_no', '=', collaborationNo).where('name', '=', leg).where('kind', '=', 'OWN');
  return (await own.executeTakeFirst())?.unit_code ?? null;
}
