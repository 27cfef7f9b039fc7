import type { Kysely } from 'kysely';
import type { ProvinceContext } from '../context.js';
import { canonicalJson } from '../exchange/canonical-json.js';
import { inTransaction, isoTime } from '../exchange/desk.js';
import { sha256 } from '../exchange/envelope.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { fromJson } from '../storage/stored.js';
import { takeTurn } from '../storage/turns.js';
import { isCase } from './case-register.service.js';
import { type Manifest, type ManifestEntry, type ManifestPaper, refusePapers } from './manifest.rules.js';
import type { MaterialTables } from './material.entity.js';
import { type ArrivedFile, type ArrivedPaper, type Finding, reconcile } from './reconcile.rules.js';
import type { Refused } from './upload.service.js';

/** A manifest and the digest that stands for all of it. */
export interface SealedManifest {
  readonly manifest: Manifest;
  readonly digest: string;
}

const tables = (context: ProvinceContext): Kysely<MaterialTables> => context.orm.em.getKysely<MaterialTables>();

/** Where rows are read: the storage of a province, or a transaction on it. */
type Reader = Pick<Transaction, 'getKysely'>;

/** SHA-256 over the canonical JSON of a manifest. */
export function digestManifest(manifest: Manifest): string {
  return sha256(`tongban manifest 1\n${canonicalJson(manifest)}`);
}

/** What belongs to a case of this province; empty when nothing does. */
export async function manifestOf(reader: Reader, caseId: string): Promise<SealedManifest> {
  const [entries, papers] = [await entriesOf(reader, caseId), await papersOf(reader, caseId)];
  const manifest: Manifest = { version: 1, entries, papers };
  return { manifest, digest: digestManifest(manifest) };
}

async function entriesOf(reader: Reader, caseId: string): Promise<readonly ManifestEntry[]> {
  const rows = await reader
    .getKysely<MaterialTables>()
    .selectFrom('case_material')
    .innerJoin('material', 'material.digest', 'case_material.digest')
    .selectAll('case_material')
    .select(['material.size', 'material.media_type'])
    .where('case_id', '=', caseId)
    .orderBy('ordinal')
    .execute();
  return rows.map(({ ordinal, name, digest, size, media_type: mediaType, grade, certified_by: certifiedBy }) => ({
    ...{ ordinal, name, digest, size, mediaType, grade, certifiedBy },
  }));
}

async function papersOf(reader: Reader, caseId: string): Promise<readonly ManifestPaper[]> {
  const rows = await reader
    .getKysely<MaterialTables>()
    .selectFrom('case_paper')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('ordinal')
    .execute();
  return rows.map(({ ordinal, name, originals, copies, shipment_no: shipmentNo, digest }) => ({
    ...{ ordinal, name, originals, copies, shipmentNo, digest },
  }));
}

/** Says which papers a case has, in place of what was said before. Refuses what neither travels nor has its file. */
export async function listPapers(
  context: ProvinceContext,
  caseId: string,
  listed: readonly Omit<ManifestPaper, 'ordinal'>[],
): Promise<SealedManifest | Refused> {
  if (!(await isCase(context.orm.em, caseId))) return { refusal: 'CASE_NOT_HERE' };
  const papers = listed.map((paper, index) => ({ ordinal: index + 1, ...paper }));
  const refusal = refusePapers({ entries: await entriesOf(context.orm.em, caseId), papers });
  if (refusal !== undefined) return { refusal };
  await inTransaction({ storage: context.orm }, async (transaction) => {
    await takeTurn(transaction, caseId);
    const db = transaction.getKysely<MaterialTables>();
    await db.deleteFrom('case_paper').where('case_id', '=', caseId).execute();
    for (const { ordinal, name, originals, copies, shipmentNo, digest } of papers) {
      const row = { case_id: caseId, ordinal, name, originals, copies, shipment_no: shipmentNo, digest };
      await db.insertInto('case_paper').values(row).execute();
    }
  });
  return manifestOf(context.orm.em, caseId);
}

/** Records what a clerk found in a shipment. The same shipment and name again is a correction. */
export async function recordArrival(
  context: ProvinceContext,
  caseId: string,
  papers: readonly ArrivedPaper[],
): Promise<Refused | undefined> {
  if (!(await isCase(context.orm.em, caseId))) return { refusal: 'CASE_NOT_HERE' };
  const arrived_at = isoTime(context.surroundings.nowMs());
  await inTransaction({ storage: context.orm }, async (transaction) => {
    const db = transaction.getKysely<MaterialTables>();
    for (const { shipmentNo, name, originals, copies, damaged } of papers) {
      const counted = { originals, copies, damaged, arrived_at };
      await db
        .insertInto('paper_arrival')
        .values({ case_id: caseId, shipment_no: shipmentNo, name, ...counted })
        .onConflict((conflict) => conflict.columns(['case_id', 'shipment_no', 'name']).doUpdateSet(counted))
        .execute();
    }
  });
  return undefined;
}

/** What the received manifest of a case and what is here disagree about. */
export async function reconciliationOf(
  context: ProvinceContext,
  caseId: string,
): Promise<{ readonly digest: string; readonly from: string; readonly findings: readonly Finding[] } | Refused> {
  const received = await tables(context)
    .selectFrom('received_manifest')
    .selectAll()
    .where('case_id', '=', caseId)
    .executeTakeFirst();
  if (received === undefined) return { refusal: 'MANIFEST_MISSING' };
  const manifest = fromJson(received.manifest);
  const files = await filesOf(context, caseId);
  if (files === undefined) return { refusal: 'MATERIAL_ERASED' };
  const arrived = await tables(context).selectFrom('paper_arrival').selectAll().where('case_id', '=', caseId).execute();
  const papers = arrived.map(({ shipment_no: shipmentNo, name, originals, copies, damaged }) => ({
    ...{ shipmentNo, name, originals, copies, damaged },
  }));
  const findings = reconcile(manifest, { files, papers });
  return { digest: received.digest, from: received.sender, findings };
}

// What has come for this case: the same content of another one is not this one's. Undefined when it was erased.
async function filesOf(context: ProvinceContext, caseId: string): Promise<readonly ArrivedFile[] | undefined> {
  const rows = await tables(context)
    .selectFrom('received_material')
    .leftJoin('material', 'material.digest', 'received_material.digest')
    .select(['received_material.digest', 'material.size', 'received_material.erased_at'])
    .where('case_id', '=', caseId)
    .where('state', '=', 'VERIFIED')
    .execute();
  if (rows.some(({ erased_at }) => erased_at !== null)) return undefined;
  const { files } = context.surroundings;
  return Promise.all(
    rows.map(async ({ digest, size }) => ({
      digest,
      isWhole: size !== null && (await files.isKept({ digest, size })),
    })),
  );
}

/** When files of a case were erased, by their place in its manifest. */
export async function erasedOf(reader: Reader, caseId: string): Promise<ReadonlyMap<number, string>> {
  const files = reader.getKysely<MaterialTables>().selectFrom('case_material').select(['ordinal', 'erased_at']);
  const rows = await files.where('case_id', '=', caseId).where('erased_at', 'is not', null).execute();
  return new Map(rows.map(({ ordinal, erased_at }) => [ordinal, erased_at ?? '']));
}
