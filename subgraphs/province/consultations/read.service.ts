import type { Kysely } from 'kysely';
import type { ConsultationKind } from '../../../schema/consultation-lists.js';
import { orderOf } from '../../../schema/purpose.js';
import { isOrdered } from '../access/own-case.service.js';
import type { ProvinceContext } from '../context.js';
import { isAsked } from '../../shared/ids.js';
import { type ListArguments, type ListOrders, parseListRequest } from '../../shared/list-request.js';
import { emptyPage, type PageOf } from '../../shared/page.js';
import { listPage } from '../../shared/storage/list-page.js';
import { commitAccess } from '../trail/index.js';
import { type ConsultationPlace, tablesOf } from './bureau.service.js';
import { findThread, readIn } from './command.service.js';
import type { AlignmentRow, ConsultationTables, ProposalRow, ThreadLogRow, ThreadRow } from './consultation.entity.js';
import { readLedger } from './ledger.service.js';
import type { Actor } from './machine/words.rules.js';
import { actorsOf, askerOf, type Call } from './party.service.js';
import { type Message, openMessages } from './texts.service.js';
import type { Ledger } from './thread-clock.rules.js';

/** Where threads are kept, for a request to the graph. */
export function placeOf({ exchange, province }: ProvinceContext): ConsultationPlace {
  return { desk: exchange.desk, instance: province, wake: () => exchange.wake() };
}

/** Who asks the graph. */
export function callOf(context: ProvinceContext, secret: string | null = null): Call {
  const { caller, passport } = context;
  return { caller, secret, order: isOrdered(context) ? orderOf(passport?.purpose) : undefined };
}

/** A thread as somebody may see it. */
export interface SeenThread {
  readonly row: ThreadRow;
  readonly ledger: Ledger;
  readonly actors: readonly Actor[];
}

/** A thread, for those whom it concerns; undefined for everybody else, in the same time. */
export function findSeen(context: ProvinceContext, id: string, secret: string | null): Promise<SeenThread | undefined> {
  return readIn(placeOf(context), async (bureau) => {
    const row = await findThread(bureau, id);
    if (row === undefined) return undefined;
    return see(context, { row, ledger: await readLedger(bureau, row) }, callOf(context, secret));
  });
}

function see(context: ProvinceContext, thread: Omit<SeenThread, 'actors'>, call: Call): SeenThread | undefined {
  const { matching } = context.surroundings;
  const actors = actorsOf(thread, call, { matching, province: context.province.code });
  return actors.length === 0 ? undefined : { ...thread, actors };
}

/** By what lists of threads are ordered. */
export const consultationOrders = {
  fields: {
    OPENED_AT: {
      column: 'opened_at',
      holds: 'TEXT',
      nullable: false,
      labelZh: '提出时间',
      labelEn: 'when it was asked',
    },
  },
  defaultOrder: 'OPENED_AT_DESC',
} as const satisfies ListOrders;

/** What a list of threads is narrowed to. */
export interface ListThreadsArguments extends ListArguments {
  readonly kind?: keyof typeof ConsultationKind.entries | null;
  readonly provinces?: readonly string[] | null;
}

/** One page of the threads of whoever asks: his own, those of his unit, those of the province that he works for. */
export async function listThreads(context: ProvinceContext, args: ListThreadsArguments): Promise<PageOf<SeenThread>> {
  const request = parseListRequest(args, consultationOrders);
  const here = context.province.code;
  if (!isAsked(args.provinces, here)) return emptyPage();
  const threads = threadsOf(context, context.orm.em.getKysely<ConsultationTables>());
  if (threads === undefined) return { ...emptyPage(), provinces: [here] };
  const { kind } = args;
  const narrowed = kind === null || kind === undefined ? threads : threads.where('kind', '=', kind);
  const page = await listPage(narrowed.selectAll(), request, here);
  const call = callOf(context);
  const seen = await readIn(placeOf(context), async (bureau) => {
    const found: (SeenThread | undefined)[] = [];
    for (const { node: row } of page.items)
      found.push(see(context, { row, ledger: await readLedger(bureau, row) }, call));
    return found;
  });
  const items = page.items.flatMap(({ cursor }, index) => {
    const node = seen[index];
    return node === undefined ? [] : [{ cursor, node }];
  });
  return { ...page, items };
}

function threadsOf(context: ProvinceContext, db: Kysely<ConsultationTables>) {
  const { caller, province } = context;
  const threads = db.selectFrom('consultation');
  if (callOf(context).order !== undefined) return threads;
  switch (caller?.role) {
    case 'citizen':
    case 'app': {
      // Where it was opened alone: other provinces that have had it would show it again.
      const asker = askerOf(context.surroundings.matching, callOf(context));
      if (asker === undefined) return undefined;
      const { person, tag } = asker;
      const own = person === null ? threadsBy(db, 'asker_tag', tag) : threadsBy(db, 'asker_person', person);
      return own.where('first_province', '=', province.code);
    }
    case 'clerk':
    case 'officer':
      return caller.province === province.code && caller.unit !== undefined
        ? threadsBy(db, 'unit', caller.unit)
        : undefined;
    case 'coordinator':
      return caller.province === province.code ? threads : undefined;
    case 'operator':
    case 'analyst':
    case 'supervisor':
    case undefined:
      return undefined;
  }
}

/** The threads of an asker, of a unit or of one kind; the query brings no order. */
export function threadsBy(
  db: Kysely<ConsultationTables>,
  column: 'asker_person' | 'asker_tag' | 'unit' | 'kind',
  value: string,
) {
  return db.selectFrom('consultation').where(column, '=', value);
}

/**
 * What was said in a thread, in clear. When somebody else than the asker reads what a person has said, the trail of that
 * person has it first; for that he says for what he reads.
 */
export async function readMessages(context: ProvinceContext, { row, actors }: SeenThread): Promise<readonly Message[]> {
  await enter(context, { row, actors });
  return readIn(placeOf(context), (bureau) => openMessages(tablesOf(bureau), bureau.desk.vault.sealing, row.id));
}

async function enter(context: ProvinceContext, { row, actors }: Pick<SeenThread, 'row' | 'actors'>): Promise<void> {
  const { asker_person: person, case_id: caseId } = row;
  if (person === null) return;
  const order = callOf(context).order;
  const isOwn = actors.includes('ASKER');
  const basis = isOwn ? OWN : order === undefined ? HANDLING : ({ kind: 'ORDER', text: order } as const);
  await commitAccess(context, [{ person, classes: ['CONSULTATION'], basis, caseId: isOwn ? null : caseId }]);
}

const OWN = { kind: 'OWN', text: '本人咨询 · one’s own question' } as const;
// Of its four mechanisms for handling across provinces one is for problems.
const HANDLING = {
  kind: 'NATIONAL_LIST',
  text: '国办发〔2020〕35号：问题处理机制，承办本咨询 · problem handling; the unit has the question',
} as const;

/** What has happened to a thread here, in order. */
export function listSteps(context: ProvinceContext, id: string): Promise<readonly ThreadLogRow[]> {
  return readIn(placeOf(context), (bureau) => {
    const log = tablesOf(bureau).selectFrom('consultation_log').selectAll().where('consultation_id', '=', id);
    return log.orderBy('seq').execute();
  });
}

/** The texts of a negotiation, in the order in which they were proposed. */
export function listProposals(context: ProvinceContext, id: string): Promise<readonly ProposalRow[]> {
  return readIn(placeOf(context), (bureau) => {
    const proposals = tablesOf(bureau).selectFrom('rule_proposal').selectAll().where('consultation_id', '=', id);
    return proposals.orderBy('seq').execute();
  });
}

/** What a negotiation came to; undefined while it has come to nothing. */
export function findAlignment(context: ProvinceContext, id: string): Promise<AlignmentRow | undefined> {
  return readIn(placeOf(context), (bureau) => {
    const alignments = tablesOf(bureau).selectFrom('rule_alignment').selectAll();
    return alignments.where('consultation_id', '=', id).executeTakeFirst();
  });
}
