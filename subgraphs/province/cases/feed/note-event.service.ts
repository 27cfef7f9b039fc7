import { isoTime } from '../../exchange/desk.js';
import type { Kysely } from 'kysely';
import { faceOf } from '../handling/case-face.rules.js';
import type { CourseRecord, Dossier, Office } from '../handling/dossier.service.js';
import type { CaseEvent } from '../machine/vocabulary.rules.js';
import type { FeedTables } from './feed.entity.js';

/** What is told of: a course as it stands now, the move that led there, and who made it. */
export interface Noted {
  readonly record: CourseRecord;
  /** Null where another province told how its leg stands. */
  readonly event: CaseEvent | null;
  readonly province: string;
}

/** Leaves word of what happened for those who watch, in the transaction in which it does, after the course was stored. */
export async function noteEvent(
  { transaction, desk }: Office,
  { collaborationNo, caseId, content, courses }: Dossier,
  { record, event, province }: Noted,
): Promise<void> {
  const { LEAD, RECEIVING = null } = content.places;
  const stand = [...courses.values()];
  const db: Kysely<FeedTables> = transaction.getKysely<FeedTables>();
  const row = {
    collaboration_no: collaborationNo,
    // Each course counts its own changes, and each change stores one of them.
    ordinal: stand.reduce((sum, { version }) => sum + version, 0),
    position: null,
    at: isoTime(desk.clock.nowMs()),
    ...{ event, province, leg: record.name, leg_state: record.state },
    ...{ mode: content.mode, lead: LEAD, receiving: RECEIVING },
    case_id: caseId,
    case_state: caseId === null ? null : (faceOf(stand) ?? null),
  };
  await db.insertInto('case_feed').values(row).execute();
}
