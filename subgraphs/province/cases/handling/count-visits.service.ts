import type { CaseEvent } from '../machine/vocabulary.rules.js';
import { type Dossier, type Office, tablesOf } from './dossier.service.js';

// What an applicant comes to a counter for: to hand the case in, to bring what was missing, to take the result [P].
const visits: readonly CaseEvent[] = ['receiveCase', 'correctCase', 'confirmDelivery'];

/** How often somebody was served at a counter of this province for a case. */
export async function countVisits(office: Office, { courses }: Dossier): Promise<number> {
  const ids = [...courses.values()].map(({ id }) => id);
  const log = tablesOf(office).selectFrom('case_log').select('seq').where('course_id', 'in', ids);
  const served = log.where('role', '=', 'RECEIVING_CLERK').where('event', 'in', visits);
  return (await served.execute()).length;
}
