import type { Transaction } from '../exchange/exchange.entity.js';
import { refuseFetch } from './listed-material.service.js';
import type { MaterialTables } from './material.entity.js';

/** Who lists a content, and for which case or leg here. */
export interface Source {
  readonly from: string;
  /** Of the case here; of the leg where the list is a leg's. */
  readonly caseId: string;
}

/**
 * True when a province may be taken at its word that a content which is here belongs to a case: it has come from there
 * before, was handed in here for that very case, or is that province's to fetch at this moment. Whoever else lists it may
 * know the digest only.
 */
export async function hasProven(
  reader: Transaction,
  { from, caseId }: Source,
  { digest, nowMs }: { readonly digest: string; readonly nowMs: number },
): Promise<boolean> {
  const db = reader.getKysely<MaterialTables>();
  const proven = db.selectFrom('proven_content').select('proven_at').where('province', '=', from);
  if ((await proven.where('digest', '=', digest).executeTakeFirst()) !== undefined) return true;
  const own = db.selectFrom('case_material').select('ordinal').where('case_id', '=', caseId);
  const file = await own.where('digest', '=', digest).where('erased_at', 'is', null).executeTakeFirst();
  return file !== undefined || (await refuseFetch(reader, { province: from, digest, nowMs })) === undefined;
}

/** Notes that a content has come from a province, whole; again is as good. */
export async function noteProven(
  writer: Pick<Transaction, 'getKysely'>,
  { province, digest, at }: { readonly province: string; readonly digest: string; readonly at: string },
): Promise<void> {
  await writer
    .getKysely<MaterialTables>()
    .insertInto('proven_content')
    .values({ province, digest, proven_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
