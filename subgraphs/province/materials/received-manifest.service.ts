import type { ProvinceContext } from '../context.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { fromJson, toJson } from '../storage/stored.js';
import type { Manifest, ManifestEntry } from './manifest.rules.js';
import { digestManifest } from './manifest.service.js';
import type { MaterialTables, ReceivedMaterialRow } from './material.entity.js';
import { type ArrivedPaper, isLacking, reconcilePapers } from './reconcile.rules.js';

/** A manifest that a letter brought. */
export interface BroughtManifest {
  /** Of the case here; of the leg where this province has no case. */
  readonly caseId: string;
  readonly from: string;
  readonly manifest: Manifest;
  /** ISO 8601 in UTC. */
  readonly receivedAt: string;
}

/**
 * Keeps the manifest that an envelope brought, in the transaction that applies it, and expects its files. A later one
 * of the same case takes its place: a case that was returned and forwarded again has a new manifest. What is here stays
 * here; what was refused is asked for anew.
 */
export async function keepManifest(transaction: Transaction, brought: BroughtManifest): Promise<void> {
  const { caseId, from, manifest, receivedAt } = brought;
  const said = {
    ...{ sender: from, digest: digestManifest(manifest), manifest: toJson(manifest), received_at: receivedAt },
  };
  await transaction
    .getKysely<MaterialTables>()
    .insertInto('received_manifest')
    .values({ case_id: caseId, ...said })
    .onConflict((conflict) => conflict.column('case_id').doUpdateSet(said))
    .execute();
  await expectFiles(transaction, brought);
}

async function expectFiles(transaction: Transaction, { caseId, manifest, receivedAt }: BroughtManifest): Promise<void> {
  const db = transaction.getKysely<MaterialTables>();
  const before = await db.selectFrom('received_material').selectAll().where('case_id', '=', caseId).execute();
  const here = new Set(
    before.filter(({ state, erased_at }) => state === 'VERIFIED' && erased_at === null).map(({ digest }) => digest),
  );
  await db.deleteFrom('received_material').where('case_id', '=', caseId).execute();
  for (const { ordinal, digest } of manifest.entries) {
    const progress = here.has(digest)
      ? ({ state: 'VERIFIED', next_attempt_ms: null } as const)
      : ({ state: 'EXPECTED', next_attempt_ms: Date.parse(receivedAt) } as const);
    const row = { case_id: caseId, ordinal, digest, fault: null, attempts: 0, erased_at: null, ...progress };
    await db.insertInto('received_material').values(row).execute();
  }
}

/** A listed file, and what has become of it here. */
export interface ReceivedFile {
  readonly entry: ManifestEntry;
  readonly state: ReceivedMaterialRow['state'];
  readonly fault: ReceivedMaterialRow['fault'];
  /** When its content was erased for this case; null while it was not. */
  readonly erasedAt: string | null;
}

/** What another province says belongs to a case, and what of it has come. */
export interface ReceivedManifest {
  readonly from: string;
  readonly digest: string;
  readonly receivedAt: string;
  /** In the order of the manifest. */
  readonly files: readonly ReceivedFile[];
  /** Names of what is listed and is not here yet, or not so that it can be used. */
  readonly lacking: readonly string[];
}

/** What was received with a case or leg; undefined when no manifest was. Many asked for together are three queries. */
export function findReceived(context: ProvinceContext, caseId: string): Promise<ReceivedManifest | undefined> {
  return context.load(loadReceived, caseId);
}

const loadReceived = (context: ProvinceContext, caseIds: readonly string[]) => readReceived(context.orm.em, caseIds);

/** Names of the materials that were listed for cases or legs and have not come; nothing where no manifest was received. */
export async function lackingMaterials(
  transaction: Transaction,
  subjects: readonly string[],
): Promise<readonly string[]> {
  const received = await readReceived(transaction, subjects);
  return [...new Set(subjects.flatMap((subject) => received.get(subject)?.lacking ?? []))];
}

async function readReceived(reader: Pick<Transaction, 'getKysely'>, caseIds: readonly string[]) {
  const db = reader.getKysely<MaterialTables>();
  const manifests = await db.selectFrom('received_manifest').selectAll().where('case_id', 'in', caseIds).execute();
  if (manifests.length === 0) return new Map<string, ReceivedManifest>(); // most cases were received from nobody
  const ids = manifests.map((row) => row.case_id);
  const rows = await db.selectFrom('received_material').selectAll().where('case_id', 'in', ids).execute();
  const arrivals = await db.selectFrom('paper_arrival').selectAll().where('case_id', 'in', ids).execute();
  const files = Map.groupBy(rows, (row) => row.case_id);
  const papers = Map.groupBy(arrivals, (row) => row.case_id);
  return new Map(
    manifests.map((row): [string, ReceivedManifest] => {
      const { case_id: id, sender: from, digest, received_at: receivedAt } = row;
      const manifest = fromJson(row.manifest);
      const arrived = (papers.get(id) ?? []).map(({ shipment_no: shipmentNo, ...counted }) => ({
        shipmentNo,
        ...counted,
      }));
      const received = filesOf(manifest, files.get(id) ?? []);
      return [id, { from, digest, receivedAt, files: received, lacking: lackingOf(manifest, received, arrived) }];
    }),
  );
}

function filesOf({ entries }: Manifest, rows: readonly ReceivedMaterialRow[]): readonly ReceivedFile[] {
  const byOrdinal = new Map(rows.map((row) => [row.ordinal, row]));
  return entries.map((entry) => {
    const { state = 'EXPECTED', fault = null, erased_at: erasedAt = null } = byOrdinal.get(entry.ordinal) ?? {};
    return { entry, state, fault, erasedAt };
  });
}

function lackingOf(
  manifest: Manifest,
  files: readonly ReceivedFile[],
  papers: readonly ArrivedPaper[],
): readonly string[] {
  const absent = files.filter(({ state }) => state !== 'VERIFIED').map(({ entry }) => entry.name);
  const short = reconcilePapers(manifest, papers)
    .filter(isLacking)
    .flatMap(({ name }) => name ?? []);
  return [...new Set([...absent, ...short])];
}
