import type { Kysely } from 'kysely';
import type { EvidenceRule } from '../../../schema/evidence-refusals.js';
import { type Desk, isoTime } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import type { AgreementBook } from '../shared/agreement.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import { takeTurn } from '../storage/turns.js';
import type { EvidenceTables, RequestRow, SupplyRow } from './evidence.entity.js';
import { limits } from './machine/limits.rules.js';
import { type Asked, type ClockName, decide, type Step } from './machine/machine.rules.js';
import { provider } from './machine/provider.rules.js';
import { requester } from './machine/requester.rules.js';

/** What evidence works with, in one transaction. */
export interface Bureau {
  readonly desk: Desk;
  readonly instance: ProvinceInstance;
  readonly agreements: AgreementBook;
  readonly transaction: Transaction;
}

/** The tables of this module, in the transaction. */
export function tablesOf({ transaction }: Pick<Bureau, 'transaction'>): Kysely<EvidenceTables> {
  return transaction.getKysely<EvidenceTables>();
}

/** What happens to a request, and what is written down with it. */
export interface Happening<Row> extends Omit<Asked, 'state'> {
  readonly rule?: EvidenceRule;
  readonly explanation?: string;
  readonly changes?: Partial<Row>;
}

/** The request was moved since it was read; everything that was written is to be undone. */
export class RequestChangedError extends Error {
  override readonly name = 'RequestChangedError';
}

/** A row as it stands after a step, or the rule that refuses the step; then nothing was written. */
export type Stepped<Row> = { readonly row: Row } | { readonly refusal: EvidenceRule };

/** Moves a request of this province one step, and writes its log. */
export async function stepRequest(
  bureau: Bureau,
  row: RequestRow,
  happening: Happening<RequestRow>,
): Promise<Stepped<RequestRow>> {
  const step = decide(requester, { ...happening, state: row.state });
  if (typeof step === 'string') return { refusal: step };
  const next = { ...row, ...happening.changes, ...columnsAfter(bureau, { row, step, happening }) };
  const update = tablesOf(bureau).updateTable('evidence_request').set(next).where('id', '=', row.id);
  await assertOne(update.where('version', '=', row.version).executeTakeFirst());
  await keepLog(bureau, { row, step, happening });
  return { row: next };
}

/** Moves a request of another province one step, and writes its log. */
export async function stepSupply(
  bureau: Bureau,
  row: SupplyRow,
  happening: Happening<SupplyRow>,
): Promise<Stepped<SupplyRow>> {
  const step = decide(provider, { ...happening, state: row.state });
  if (typeof step === 'string') return { refusal: step };
  const next = { ...row, ...happening.changes, ...columnsAfter(bureau, { row, step, happening }) };
  const update = tablesOf(bureau).updateTable('evidence_supply').set(next).where('id', '=', row.id);
  await assertOne(update.where('version', '=', row.version).executeTakeFirst());
  await keepLog(bureau, { row, step, happening });
  return { row: next };
}

interface Taken<Row> {
  readonly row: Row;
  readonly step: Step;
  readonly happening: Happening<Row>;
}

type CourseRow = Pick<RequestRow, 'id' | 'state' | 'since' | 'due_ms' | 'rule' | 'explanation' | 'version'>;

function columnsAfter<Row extends CourseRow>({ desk }: Bureau, { row, step, happening }: Taken<Row>) {
  const nowMs = desk.clock.nowMs();
  const isSame = step.state === row.state;
  return {
    state: step.state,
    since: isSame ? row.since : isoTime(nowMs),
    due_ms: step.clock === 'KEEP' ? row.due_ms : dueMsAfter(step.clock, nowMs),
    rule: happening.rule ?? row.rule,
    explanation: happening.explanation ?? row.explanation,
    version: row.version + 1,
  };
}

const dueMsAfter = (clock: ClockName | null, nowMs: number): number | null =>
  clock === null ? null : nowMs + limits[clock].ms;

async function assertOne(updated: Promise<{ readonly numUpdatedRows: bigint }>): Promise<void> {
  if ((await updated).numUpdatedRows !== 1n) throw new RequestChangedError('The request has another version.');
}

async function keepLog<Row extends CourseRow>(bureau: Bureau, { row, step, happening }: Taken<Row>): Promise<void> {
  const { event, by: actor, rule = null } = happening;
  const at = isoTime(bureau.desk.clock.nowMs());
  const line = { subject: row.id, seq: row.version + 1, at, event, actor, rule };
  await tablesOf(bureau)
    .insertInto('evidence_log')
    .values({ ...line, from_state: row.state, to_state: step.state })
    .execute();
}

/** Steps that the rules cannot refuse, or something is wrong with the rules. */
export function mustStep<Row>(stepped: Stepped<Row>): Row {
  if ('refusal' in stepped) throw new Error(`A step of the system itself was refused: ${stepped.refusal}.`);
  return stepped.row;
}

/** A request of this province, held until the transaction ends; undefined when there is none. */
export async function holdRequest(bureau: Bureau, id: string): Promise<RequestRow | undefined> {
  const requests = tablesOf(bureau).selectFrom('evidence_request').where('id', '=', id);
  const found = await requests.select('collaboration_no').executeTakeFirst();
  if (found === undefined) return undefined;
  await takeTurn(bureau.transaction, found.collaboration_no);
  return requests.selectAll().executeTakeFirst();
}

/** A request of another province, held until the transaction ends; undefined when there is none. */
export async function holdSupply(bureau: Bureau, id: string): Promise<SupplyRow | undefined> {
  const supplies = tablesOf(bureau).selectFrom('evidence_supply').where('id', '=', id);
  const found = await supplies.select('collaboration_no').executeTakeFirst();
  if (found === undefined) return undefined;
  await takeTurn(bureau.transaction, found.collaboration_no);
  return supplies.selectAll().executeTakeFirst();
}
