import type { Transaction } from '../exchange/exchange.entity.js';
import type { MaterialTables } from './material.entity.js';
import { hasProven } from './proven-content.service.js';

type Reader = Pick<Transaction, 'getKysely'>;

/** Says that a content is here, from now on or still; to be called when its file is, alone with its digest. */
export async function keepContent(writer: Reader, row: Omit<MaterialTables['material'], 'erased_at'>): Promise<void> {
  await writer
    .getKysely<MaterialTables>()
    .insertInto('material')
    .values({ ...row, erased_at: null })
    .onConflict((conflict) =>
      conflict
        .column('digest')
        .doUpdateSet({ stored_at: row.stored_at, erased_at: null })
        .where('material.erased_at', 'is not', null),
    )
    .execute();
}

/** True while a row says that a content is here. */
export async function isHere(reader: Reader, digest: string): Promise<boolean> {
  const contents = reader.getKysely<MaterialTables>().selectFrom('material').select('digest');
  const row = await contents.where('digest', '=', digest).where('erased_at', 'is', null).executeTakeFirst();
  return row !== undefined;
}

/** Who may need a content. */
export interface Need {
  readonly digest: string;
  /** A case or leg that needs it no more. */
  readonly besides?: string;
  readonly nowMs: number;
}

/**
 * True while a case or leg has a content whose time to be erased has not come. What is only listed for one counts where it
 * will be taken without being sent again; else whoever knows a digest could keep what is under it here.
 */
export async function isNeeded(reader: Transaction, { digest, besides = '', nowMs }: Need): Promise<boolean> {
  const db = reader.getKysely<MaterialTables>();
  const own = db.selectFrom('case_material').select('ordinal').where('digest', '=', digest);
  if ((await own.where('case_id', '!=', besides).where('erased_at', 'is', null).executeTakeFirst()) !== undefined)
    return true;
  const listed = await db
    .selectFrom('received_material')
    .innerJoin('received_manifest', 'received_manifest.case_id', 'received_material.case_id')
    .select(['received_material.case_id', 'state', 'sender'])
    .where('received_material.digest', '=', digest)
    .where('received_material.case_id', '!=', besides)
    .where('erased_at', 'is', null)
    .where('state', '!=', 'REFUSED')
    .execute();
  if (listed.some(({ state }) => state === 'VERIFIED')) return true;
  for (const { case_id: caseId, sender: from } of listed)
    if (await hasProven(reader, { from, caseId }, { digest, nowMs })) return true;
  return false;
}

/**
 * Takes back that a content is here, and who has shown to have it. Its row stays with the time where a list names it
 * still, since the digest of that list is over its size and type as well.
 */
export async function forgetContent(writer: Reader, digest: string, at: string): Promise<void> {
  const db = writer.getKysely<MaterialTables>();
  const listed = db.selectFrom('case_material').select('ordinal').where('digest', '=', digest);
  const isListed = (await listed.executeTakeFirst()) !== undefined;
  await (isListed
    ? db.updateTable('material').set({ erased_at: at }).where('digest', '=', digest).execute()
    : db.deleteFrom('material').where('digest', '=', digest).execute());
  await db.deleteFrom('proven_content').where('digest', '=', digest).execute();
}
