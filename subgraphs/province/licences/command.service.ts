import type { Kysely } from 'kysely';
import type { LicenceRefusalCode } from '../../../schema/licence-refusals.js';
import { type Outcome, runOnce } from '../access/once/run-once.service.js';
import type { ProvinceContext } from '../context.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import type { LicenceTables } from './licence.entity.js';

/** The id of what was changed or made, or why nothing was. */
export type LicenceOutcome = Outcome<{ readonly refusal: LicenceRefusalCode }>;

/** A command as a whole, for the memory of what has been done. */
export interface LicenceCommand {
  readonly idempotencyKey: string;
  /** Everything that makes it this command and no other. */
  readonly request: unknown;
}

/** The tables of licences, in a transaction. */
export function tablesIn(transaction: Transaction): Kysely<LicenceTables> {
  return transaction.getKysely<LicenceTables>();
}

/** Runs a command on a licence: once for each key of a caller, whole or not at all. */
export function runLicenceCommand(
  { caller, exchange }: ProvinceContext,
  command: LicenceCommand,
  work: (transaction: Transaction) => Promise<LicenceOutcome>,
): Promise<LicenceOutcome> {
  if (caller === undefined) throw new Error('A command got here without a caller: its field lacks @Allow.');
  return runOnce(exchange.desk, { ...command, caller, ifReused: { refusal: 'KEY_REUSED' as const } }, work);
}
