import { repeat, type Repetition } from '../exchange/repeat.js';
import { fromJson } from '../storage/stored.js';
import type { ManifestEntry } from './manifest.rules.js';
import type { MaterialTables, ReceivedMaterialRow } from './material.entity.js';
import { type FetchChunk, fetchMaterials, type TransferDesk, type TransferFault } from './transfer.service.js';

// One round is short, so that a sender with many files is asked in turns.
const MAX_FILES = 100;

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

// A sender may mend its disk or its line in that time. Afterwards only a new manifest helps. [P]
const ASK_FOR_MS = 30 * 24 * HOUR_MS;

interface DueFile {
  readonly caseId: string;
  readonly entry: ManifestEntry;
  readonly attempts: number;
  readonly lastAttemptMs: number;
}

/** The sender could not be asked. Nothing is known of its materials, and it is asked again. */
class SenderOutOfReach extends Error {
  override readonly name = 'SenderOutOfReach';
}

/**
 * Fetches once whatever is due, from all senders at the same time, and gives how many files that were. Who cannot be
 * reached is asked again, ever more rarely. Must not be called inside a transaction; throws when the storage fails.
 */
export async function runTransfers(desk: TransferDesk): Promise<number> {
  const counts = await Promise.all((await listSenders(desk)).map((sender) => fetchFrom(desk, sender)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The provinces that are due to be asked for files. */
async function listSenders({ storage, nowMs }: TransferDesk): Promise<readonly string[]> {
  const rows = await storage.em
    .getKysely<MaterialTables>()
    .selectFrom('received_material')
    .innerJoin('received_manifest', 'received_manifest.case_id', 'received_material.case_id')
    .select('sender')
    .distinct()
    .where('next_attempt_ms', '<=', nowMs())
    .execute();
  return rows.map(({ sender }) => sender);
}

async function fetchFrom(desk: TransferDesk, sender: string): Promise<number> {
  const due = await listDue(desk, sender);
  const fetchChunk: FetchChunk = (...asked) =>
    desk.fetchChunk(...asked).catch((cause: unknown) => {
      throw new SenderOutOfReach(`${sender} gave no chunk.`, { cause });
    });
  for (const [index, file] of due.entries()) {
    try {
      const source = { from: sender, caseId: file.caseId };
      const [fault] = await fetchMaterials({ ...desk, fetchChunk }, { entries: [file.entry] }, source);
      await note(desk, file, fault === undefined ? { state: 'VERIFIED', fault: null } : refused(fault));
    } catch (error) {
      if (!(error instanceof SenderOutOfReach)) throw error;
      // The others would meet the same; each waits a while of its own.
      for (const waiting of due.slice(index)) await note(desk, waiting, {});
      return due.length;
    }
  }
  return due.length;
}

const refused = ({ code }: TransferFault) => ({ state: 'REFUSED', fault: code }) as const;

async function listDue({ storage, nowMs }: TransferDesk, sender: string): Promise<readonly DueFile[]> {
  const rows = await storage.em
    .getKysely<MaterialTables>()
    .selectFrom('received_material')
    .innerJoin('received_manifest', 'received_manifest.case_id', 'received_material.case_id')
    .select(['received_material.case_id', 'ordinal', 'attempts', 'manifest', 'received_at'])
    .where('sender', '=', sender)
    .where('next_attempt_ms', '<=', nowMs())
    .orderBy('next_attempt_ms')
    .limit(MAX_FILES)
    .execute();
  return rows.flatMap(({ case_id: caseId, ordinal, attempts, manifest, received_at: receivedAt }) => {
    const entry = fromJson(manifest).entries.find((listed) => listed.ordinal === ordinal);
    return entry === undefined ? [] : [{ caseId, entry, attempts, lastAttemptMs: Date.parse(receivedAt) + ASK_FOR_MS }];
  });
}

// The manifest may have been replaced while the file was on its way: then the row speaks of another file.
async function note(
  { storage, nowMs }: TransferDesk,
  { caseId, entry, attempts, lastAttemptMs }: DueFile,
  found: Partial<Pick<ReceivedMaterialRow, 'state' | 'fault'>>,
): Promise<void> {
  const next = nowMs() + Math.min(SECOND_MS * 2 ** attempts, HOUR_MS);
  await storage.em
    .getKysely<MaterialTables>()
    .updateTable('received_material')
    .set({
      ...found,
      attempts: attempts + 1,
      next_attempt_ms: found.state === 'VERIFIED' || next > lastAttemptMs ? null : next,
    })
    .where('case_id', '=', caseId)
    .where('ordinal', '=', entry.ordinal)
    .where('digest', '=', entry.digest)
    .execute();
}

/** Fetches whatever is due until it is disposed of, which waits for the chunk that is on its way. */
export function startTransfers(desk: TransferDesk, watch: Omit<Repetition, 'everyMs'>): AsyncDisposable {
  const busy = new Map<string, Promise<void>>();
  let isStopped = false;
  const fetchChunk: FetchChunk = (...asked) =>
    isStopped ? Promise.reject(new Error('The province stops.')) : desk.fetchChunk(...asked);
  const serve = async (sender: string): Promise<void> => {
    try {
      await fetchFrom({ ...desk, fetchChunk }, sender);
    } catch (error) {
      watch.onFault(error);
    } finally {
      busy.delete(sender);
    }
  };
  // A sender that is slow keeps no other one waiting.
  const running = repeat({ ...watch, everyMs: SECOND_MS }, async () => {
    for (const sender of await listSenders(desk)) if (!busy.has(sender)) busy.set(sender, serve(sender));
  });
  const dispose = async (): Promise<void> => {
    isStopped = true;
    await running[Symbol.asyncDispose]();
    await Promise.all(busy.values());
  };
  return { [Symbol.asyncDispose]: dispose };
}
