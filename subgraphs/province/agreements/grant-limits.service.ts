import { COORDINATION } from '../access/unit.rules.js';
import { isoTime } from '../exchange/desk.js';
import type { ExchangeTables, Transaction } from '../exchange/exchange.entity.js';
import { readPast } from '../policy/index.js';
import type { Agreement } from '../shared/agreement.js';
import { type Clock, startClock } from '../shared/clock.js';
import { partiesOf, tablesOf } from './bureau.service.js';
import { negotiating } from './life/life.rules.js';
import { AGREEMENT_ASKED, localIdOf, parseMove } from './moves/move.rules.js';
import { decidedAt, type Deed } from './terms/decided-at.rules.js';

/** The time that this province has to decide on a text that grants data, as supervision looks for it: rule R12. */
export interface GrantLimit {
  readonly rule: 'R12';
  readonly occurrence: string;
  readonly collaborationNo: string;
  readonly province: string;
  /** The coordinators: they sign for the province. */
  readonly unitCode: string;
  readonly parties: readonly string[];
  readonly clockName: string;
  readonly clock: Clock;
}

interface Span {
  readonly province: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The door for supervision: the limits that began or ended in a span, and those that go on since the keeper has refused
 * what this province had decided. A limit begins when the text lies before this province, and ends with its decision,
 * also while the keeper has not confirmed it. Agreements are few, and those that have rested since are passed over.
 */
export const grantLimits = {
  name: 'grant-limits',
  findLimits: async (transaction: Transaction, span: Span): Promise<readonly GrantLimit[]> => {
    const texts = await listTexts(transaction, span);
    const deeds = await listDeeds(transaction, span, texts);
    const daysAt = await readPast(transaction, 'GRANT_DECISION');
    const limits: GrantLimit[] = [];
    for (const text of texts) {
      const own = deeds.filter(({ agreementId }) => agreementId === text.id);
      const limit = limitOf(text, { span, days: daysAt(Date.parse(text.at)), deeds: own });
      const isNews = isIn(span, limit.clock.startedAt) || isIn(span, limit.clock.stoppedAt) || wasRefused(own);
      if (isNews && (await grantsData(transaction, text))) limits.push(limit);
    }
    return limits;
  },
} as const;

/** The parties of the agreement that a collaboration is about; undefined when this province has none of it yet. */
export async function findPartiesOfAgreement(
  transaction: Transaction,
  collaborationNo: string,
): Promise<readonly string[] | undefined> {
  const agreements = tablesOf({ transaction }).selectFrom('agreement').select('parties');
  const rows = await agreements.where('collaboration_no', '=', collaborationNo).execute();
  return rows.length === 0 ? undefined : rows.flatMap(partiesOf);
}

type LaidRow = Awaited<ReturnType<typeof listTexts>>[number];

// What was negotiated within the span is still, or has left that state since.
function listTexts(transaction: Transaction, { province, fromMs }: Span) {
  return tablesOf({ transaction })
    .selectFrom('agreement')
    .innerJoin('agreement_text', 'agreement_text.agreement_id', 'agreement.id')
    .select(['agreement.id', 'agreement.number', 'agreement.first_version', 'agreement.parties', 'agreement.keeper'])
    .select(['agreement.collaboration_no', 'agreement_text.version', 'agreement_text.at'])
    .where((eb) => eb.or([eb('state', 'in', negotiating), eb('since', '>=', isoTime(fromMs))]))
    .where('agreement_text.by', '<>', province)
    .orderBy('agreement_text.at')
    .orderBy('agreement.id')
    .execute();
}

interface OwnDeed extends Deed {
  readonly agreementId: string;
  readonly isRefused: boolean;
}

async function listDeeds(transaction: Transaction, span: Span, texts: readonly LaidRow[]): Promise<readonly OwnDeed[]> {
  const ids = [...new Set(texts.map(({ id }) => id))];
  if (ids.length === 0) return [];
  const log = tablesOf({ transaction }).selectFrom('agreement_log').where('agreement_id', 'in', ids);
  const lines = await log.select(['agreement_id', 'event', 'party', 'version', 'at']).execute();
  const done = lines.map(
    ({ agreement_id: agreementId, event, party, version, at }): OwnDeed => ({
      ...{ agreementId, kind: event, by: party, version, atMs: Date.parse(at), isRefused: false },
    }),
  );
  return [...done, ...(await listAsked(transaction, span, texts))];
}

// No party counts its own signature before the keeper has confirmed it; for supervision it has decided all the same.
async function listAsked(
  transaction: Transaction,
  { province }: Span,
  texts: readonly LaidRow[],
): Promise<readonly OwnDeed[]> {
  const byPlace = new Map(texts.map((text) => [`${text.number} ${String(text.first_version)}`, text.id]));
  const keepers = [...new Set(texts.map(({ keeper }) => keeper))];
  const numbers = [...new Set(texts.map(({ collaboration_no: no }) => no))];
  const outbox = transaction.getKysely<ExchangeTables>().selectFrom('exchange_outbox');
  const asked = outbox.where('addressee', 'in', keepers).where('collaboration_no', 'in', numbers);
  const rows = await asked.where('event', '=', AGREEMENT_ASKED).select(['payload', 'at', 'state']).execute();
  return rows.flatMap(({ payload, at, state }): OwnDeed[] => {
    const move = parseMove(JSON.parse(payload));
    const agreementId = move && byPlace.get(`${move.number} ${String(move.first)}`);
    if (move === undefined || agreementId === undefined) return [];
    const { kind, version } = move;
    return [{ agreementId, kind, by: province, version, atMs: Date.parse(at), isRefused: state === 'REJECTED' }];
  });
}

interface Decided {
  readonly span: Span;
  readonly days: number;
  readonly deeds: readonly OwnDeed[];
}

function limitOf(text: LaidRow, { span: { province }, days, deeds }: Decided): GrantLimit {
  const { number, first_version: first, collaboration_no: collaborationNo, version, at } = text;
  const limit = { value: days, unit: 'WORKING_DAY' } as const;
  const clock = startClock({ province, startedAt: Date.parse(at), limit, extensionAtMost: 0 });
  const counted = deeds.filter(({ isRefused }) => !isRefused);
  return {
    ...{ rule: 'R12', occurrence: `${localIdOf({ number, first })}/${String(version)}`, collaborationNo, province },
    ...{ unitCode: COORDINATION, parties: [...partiesOf(text)].sort(), clockName: 'GRANT' },
    clock: { ...clock, stoppedAt: decidedAt({ party: province, version }, counted) },
  };
}

const isIn = ({ fromMs, toMs }: Span, atMs: number | null): boolean => atMs !== null && atMs >= fromMs && atMs <= toMs;

const wasRefused = (deeds: readonly OwnDeed[]): boolean => deeds.some(({ isRefused }) => isRefused);

async function grantsData(transaction: Transaction, { id, version }: LaidRow): Promise<boolean> {
  const texts = tablesOf({ transaction })
    .selectFrom('agreement_text')
    .select('document')
    .where('agreement_id', '=', id);
  const { document } = await texts.where('version', '=', version).executeTakeFirstOrThrow();
  const { clauses } = JSON.parse(document) as Agreement; // as this province wrote it itself
  return clauses.dataGrants.length > 0;
}
