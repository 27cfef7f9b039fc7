import type { ProvinceContext } from '../context.js';
import { subjectsOf } from './case-register.service.js';
import type { MaterialTables } from './material.entity.js';
import { type MaterialChunk, readChunk } from './transfer.service.js';
import type { Refused } from './upload.service.js';

/** Which bytes of which file of which case. */
export interface CaseContentRequest {
  readonly caseId: string;
  readonly digest: string;
  readonly offset: number;
}

// Four of them, with a third more in base64, fit the answer that a gateway reads; most files are one read, and one
// entry of the trail.
const READER_BYTES = 4 * 1024 * 1024;

/**
 * Why a case does not give a file: it was neither handed in for it here nor has come with it, or with the result of one
 * of its legs, from another province; or its time is over. The same content of another case changes nothing. Undefined when it gives it.
 */
export async function refuseFile(
  { orm }: Pick<ProvinceContext, 'orm'>,
  { caseId, digest }: Omit<CaseContentRequest, 'offset'>,
): Promise<Refused['refusal'] | undefined> {
  const db = orm.em.getKysely<MaterialTables>();
  const subjects = await subjectsOf(orm.em, caseId);
  const handedIn = db.selectFrom('case_material').select('erased_at').where('case_id', 'in', subjects);
  const received = db.selectFrom('received_material').select('erased_at').where('case_id', 'in', subjects);
  const rows = [
    ...(await handedIn.where('digest', '=', digest).execute()),
    ...(await received.where('digest', '=', digest).where('state', '=', 'VERIFIED').execute()),
  ];
  if (rows.length === 0) return 'MATERIAL_NOT_LISTED';
  return rows.every(({ erased_at }) => erased_at !== null) ? 'MATERIAL_ERASED' : undefined;
}

/** Some bytes of a file of a case. Who may read them, and upon what, has been decided and entered before. */
export function readCaseContent(
  context: ProvinceContext,
  { digest, offset }: Omit<CaseContentRequest, 'caseId'>,
): Promise<MaterialChunk | Refused> {
  return readChunk(context, { digest, offset, count: READER_BYTES });
}
