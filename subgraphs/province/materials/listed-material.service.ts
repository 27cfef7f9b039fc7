import type { Transaction } from '../exchange/exchange.entity.js';
import { readPolicy } from '../policy/index.js';
import { findEnd } from './case-register.service.js';
import type { Manifest } from './manifest.rules.js';
import type { MaterialTables } from './material.entity.js';
import { isWithinTerm } from './term.rules.js';

/** A list of files that goes to another province. */
export interface Listing {
  readonly addressee: string;
  readonly collaborationNo: string;
  readonly manifest: Pick<Manifest, 'entries'>;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/**
 * Notes which files a letter lists to another province, in the transaction that writes the letter: they are that
 * province's to fetch, from now on anew, and to list in turn for as long.
 */
export async function noteListed(transaction: Transaction, listing: Listing): Promise<void> {
  const { addressee, collaborationNo, manifest, at } = listing;
  for (const { digest } of manifest.entries) {
    await transaction
      .getKysely<MaterialTables>()
      .insertInto('listed_material')
      .values({ addressee, digest, collaboration_no: collaborationNo, listed_at: at })
      .onConflict((conflict) =>
        conflict.columns(['addressee', 'digest', 'collaboration_no']).doUpdateSet({ listed_at: at }),
      )
      .execute();
  }
}

/** Which province wants which content, and when. */
export interface Wish {
  readonly province: string;
  readonly digest: string;
  readonly nowMs: number;
}

/**
 * Why a province may not fetch a content: it was never listed to it, or the term is over of every case for which it was.
 * Undefined when it may. One list that counts is enough: each stands for a case of its own.
 */
export async function refuseFetch(
  reader: Transaction,
  { province, digest, nowMs }: Wish,
): Promise<'MATERIAL_NOT_LISTED' | 'MATERIAL_FETCH_ENDED' | undefined> {
  const lists = reader.getKysely<MaterialTables>().selectFrom('listed_material').selectAll();
  const toProvince = lists.where('addressee', '=', province).where('digest', '=', digest);
  const rows = await toProvince.orderBy('listed_at', 'desc').execute();
  if (rows.length === 0) return 'MATERIAL_NOT_LISTED';
  const term = { days: (await readPolicy(reader)).valueOf('MATERIAL_FETCH'), nowMs };
  for (const { listed_at: listedAt, collaboration_no: collaborationNo } of rows) {
    if (isWithinTerm({ listedAt, endedAt: await findEnd(reader, collaborationNo) }, term)) return undefined;
  }
  return 'MATERIAL_FETCH_ENDED';
}
