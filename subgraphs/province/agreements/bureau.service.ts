import { agreementCollaboration } from '../../../schema/agreement-collaboration.js';
import type { Kysely } from 'kysely';
import type { AgreementLifeRefusalCode } from '../../../schema/agreement-life-refusals.js';
import { formatGlobalId } from '../../../schema/global-id.js';
import { type Desk, isoTime } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import type { AgreementBook } from '../shared/agreement.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import { takeTurn } from '../storage/turns.js';
import type { AgreementRow, AgreementTables, SupplementRow } from './agreement.entity.js';
import { type AskedStep, decideStep } from './life/life.rules.js';
import type { Actor, AgreementEvent, Guard } from './life/life-words.rules.js';
import { localIdOf, type Move } from './moves/move.rules.js';
import type { KeptSupplement } from './terms/supplement.rules.js';

/** Where agreements are negotiated. */
export interface AgreementPlace {
  readonly desk: Desk;
  readonly instance: ProvinceInstance;
  /** What binds this province, by files and by what it has negotiated. */
  readonly agreements: AgreementBook;
  /** Called after the commit: something may be due to other provinces. */
  readonly wake: () => void;
}

/** The same within one transaction. */
export type Bureau = Omit<AgreementPlace, 'wake'> & { readonly transaction: Transaction };

/** The tables of this module. */
export function tablesOf({ transaction }: Pick<Bureau, 'transaction'>): Kysely<AgreementTables> {
  return transaction.getKysely<AgreementTables>();
}

/** The id of this province's copy of an agreement. */
export function idOf({ instance }: Pick<Bureau, 'instance'>, named: Pick<Move, 'number' | 'first'>): string {
  return formatGlobalId({ province: instance.code, type: 'Agreement', local: localIdOf(named) });
}

/** An agreement held until the transaction ends, with all that is told about its number; undefined when there is none. */
export async function holdAgreement(bureau: Bureau, id: string): Promise<AgreementRow | undefined> {
  const rows = tablesOf(bureau).selectFrom('agreement').where('id', '=', id);
  const found = await rows.select('number').executeTakeFirst();
  if (found === undefined) return undefined;
  await takeTurn(bureau.transaction, agreementCollaboration(found.number));
  return rows.selectAll().executeTakeFirst();
}

/** The agreements of one number here, the first before its amendments. */
export function listOfNumber(bureau: Pick<Bureau, 'transaction'>, number: string): Promise<readonly AgreementRow[]> {
  const rows = tablesOf(bureau).selectFrom('agreement').selectAll().where('number', '=', number);
  return rows.orderBy('first_version').execute();
}

/** The supplements to the agreements of one number. */
export async function listSupplements(
  bureau: Pick<Bureau, 'transaction'>,
  number: string,
): Promise<readonly (KeptSupplement & Pick<SupplementRow, 'document'>)[]> {
  const rows = await tablesOf(bureau)
    .selectFrom('agreement_supplement')
    .selectAll()
    .where('agreement_no', '=', number)
    .orderBy('at')
    .orderBy('number')
    .orderBy('version')
    .execute();
  return rows.map(({ by, from_ms: fromMs, until_ms: untilMs, is_complete: isComplete, ...row }) => ({
    ...{ number: row.number, version: row.version, kind: row.kind, document: row.document },
    ...{ by: by === '' ? null : by, fromMs, untilMs },
    isComplete: isComplete === 1,
  }));
}

/** Letter codes of the parties of an agreement. */
export function partiesOf({ parties }: Pick<AgreementRow, 'parties'>): readonly string[] {
  return parties.trim().split(' ');
}

/** A step that somebody takes. */
export interface Step {
  readonly event: AgreementEvent;
  /** The party; null for what time brings about. */
  readonly party: string | null;
  readonly facts: Readonly<Partial<Record<Guard, boolean>>>;
  readonly reason?: string | null;
  /** What else changes in the row. */
  readonly changes?: Partial<AgreementRow>;
}

/** The row as it is then, or why the step was not taken. */
export type Stepped = { readonly row: AgreementRow } | { readonly refusal: AgreementLifeRefusalCode };

/** As whom a party acts on an agreement. */
export function actorOf({ proposer }: Pick<AgreementRow, 'proposer'>, party: string | null): Actor {
  if (party === null) return 'SYSTEM';
  return party === proposer ? 'PROPOSER' : 'PARTY';
}

/** Where a step would lead, without taking it. */
export function judgeStep(row: AgreementRow, { event, party, facts }: Step): ReturnType<typeof decideStep> {
  const asked: AskedStep = { state: row.state, event, by: actorOf(row, party), facts };
  return decideStep(asked);
}

/** Takes a step as the table allows it, and enters it in the log. */
export async function stepAgreement(bureau: Bureau, row: AgreementRow, step: Step): Promise<Stepped> {
  const decided = judgeStep(row, step);
  if ('refusal' in decided) return decided;
  const at = isoTime(bureau.desk.clock.nowMs());
  const { next } = decided;
  const since = next === row.state ? row.since : at;
  const changed: AgreementRow = { ...row, ...step.changes, state: next, since, steps: row.steps + 1 };
  await tablesOf(bureau).updateTable('agreement').set(changed).where('id', '=', row.id).execute();
  const line = { agreement_id: row.id, seq: changed.steps, at, event: step.event, party: step.party };
  const moved = { from_state: row.state, to_state: next, version: changed.version, reason: step.reason ?? null };
  await tablesOf(bureau)
    .insertInto('agreement_log')
    .values({ ...line, ...moved })
    .execute();
  return { row: changed };
}

/** Changes what no step is: what waits to be confirmed, say. */
export async function changeAgreement(
  bureau: Bureau,
  row: AgreementRow,
  changes: Partial<Pick<AgreementRow, 'pending'>>,
): Promise<AgreementRow> {
  await tablesOf(bureau).updateTable('agreement').set(changes).where('id', '=', row.id).execute();
  return { ...row, ...changes };
}
