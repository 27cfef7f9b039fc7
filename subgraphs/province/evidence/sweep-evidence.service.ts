import { inTransaction } from '../exchange/desk.js';
import { repeat } from '../exchange/repeat.js';
import { cancelEnvelope } from '../exchange/send-envelope.js';
import { type Bureau, holdRequest, holdSupply, stepRequest, stepSupply, tablesOf } from './course.service.js';
import type { RequestRow, SupplyRow } from './evidence.entity.js';
import { releaseDue } from './release.service.js';
import type { EvidencePlace } from './request.service.js';
import { NO_CONTENT } from './seal-content.service.js';
import { stepAndTell } from './tell.service.js';

// One request is one transaction, so that one that fails keeps no other waiting; what is left is due at the next sweep.
const MAX_REQUESTS = 500;

/**
 * Brings about what time brings about: previews that nobody opened or decided, questions that nobody answered, contents
 * and data on persons whose time is over. To be called again and again. Gives the number of steps.
 */
export async function sweepEvidence(place: EvidencePlace): Promise<number> {
  const due = await inTransaction(place.desk, (transaction) => listDue({ ...place, transaction }));
  let steps = 0;
  for (const id of due.supplies)
    steps += await inTransaction(place.desk, (transaction) => endSupply({ ...place, transaction }, id));
  for (const id of due.requests)
    steps += await inTransaction(place.desk, (transaction) => endRequest({ ...place, transaction }, id));
  if (steps > 0) place.wake();
  return steps;
}

interface Due {
  readonly supplies: readonly string[];
  readonly requests: readonly string[];
}

async function listDue(bureau: Bureau): Promise<Due> {
  const [requests, supplies] = await Promise.all(
    (['evidence_request', 'evidence_supply'] as const).map((table) => {
      const rows = tablesOf(bureau).selectFrom(table).select('id').where('due_ms', '<=', bureau.desk.clock.nowMs());
      return rows.orderBy('due_ms').limit(MAX_REQUESTS).execute();
    }),
  );
  const idsOf = (rows: readonly { readonly id: string }[] = []): readonly string[] => rows.map(({ id }) => id);
  return { requests: idsOf(requests), supplies: idsOf(supplies) };
}

const isOut = (bureau: Bureau, { due_ms: dueMs }: RequestRow | SupplyRow): boolean =>
  dueMs !== null && dueMs <= bureau.desk.clock.nowMs();

const over = { by: 'SYSTEM', facts: { isOut: true } } as const;

async function endSupply(bureau: Bureau, id: string): Promise<number> {
  const row = await holdSupply(bureau, id);
  if (row === undefined || !isOut(bureau, row)) return 0;
  if (row.state === 'PREVIEW_PENDING' || row.state === 'PREVIEW_OPENED') {
    await stepAndTell(bureau, row, { event: 'expirePreview', ...over, rule: 'PREVIEW_OVER' });
    return 1;
  }
  const changes = { question: null, licence: null };
  return 'row' in (await stepSupply(bureau, row, { event: 'erase', ...over, changes })) ? 1 : 0;
}

const waiting: ReadonlySet<string> = new Set(['SENT', 'MATCHING', 'PREVIEW_PENDING']);
const held: ReadonlySet<string> = new Set(['RECEIVED', 'USED']);

async function endRequest(bureau: Bureau, id: string): Promise<number> {
  const row = await holdRequest(bureau, id);
  if (row === undefined || !isOut(bureau, row)) return 0;
  if (waiting.has(row.state)) return giveUp(bureau, row);
  const happening = held.has(row.state)
    ? ({ event: 'expire', ...over, changes: NO_CONTENT } as const)
    : ({ event: 'erase', ...over, changes: { question: null } } as const);
  return 'row' in (await stepRequest(bureau, row, happening)) ? 1 : 0;
}

// A question that was not taken yet is called back, so that nothing is released to nobody.
async function giveUp(bureau: Bureau, row: RequestRow): Promise<number> {
  const stepped = await stepRequest(bureau, row, { event: 'timeOut', ...over, rule: 'NOT_ANSWERED' });
  if (row.envelope_id !== null) await cancelEnvelope(bureau.transaction, bureau.desk, row.envelope_id);
  return 'row' in stepped ? 1 : 0;
}

// What a law allows without a preview is released as soon as this looks; its question asks the database for one index.
const RELEASE_EVERY_MS = 1_000;
// Previews are limited by minutes.
const SWEEP_EVERY_MS = 15_000;

/** Releases and sweeps now and from time to time, until it is disposed of, which waits for what is under way. */
export function startEvidence(
  place: EvidencePlace,
  { onFault }: { readonly onFault: (error: unknown) => void },
): AsyncDisposable {
  const { clock } = place.desk;
  const releasing = repeat({ clock, everyMs: RELEASE_EVERY_MS, onFault }, () => releaseDue(place));
  const sweeping = repeat({ clock, everyMs: SWEEP_EVERY_MS, onFault }, () => sweepEvidence(place));
  const dispose = async (): Promise<void> => {
    await Promise.all([releasing[Symbol.asyncDispose](), sweeping[Symbol.asyncDispose]()]);
  };
  return { [Symbol.asyncDispose]: dispose };
}
