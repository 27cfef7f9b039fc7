import type { Identity } from '../../../schema/identity.js';
import type { TeamRefusalCode } from '../../../schema/team-refusals.js';
import { type Outcome, runOnce } from '../access/once/run-once.service.js';
import type { ProvinceContext } from '../context.js';
import type { Transaction } from '../exchange/exchange.entity.js';

/** The id of what was made or changed, or why nothing was. */
export type TeamOutcome = Outcome<{ readonly refusal: TeamRefusalCode }>;

/** A command about a team, as a whole. */
export interface TeamCommand {
  readonly name: string;
  readonly idempotencyKey: string;
  /** Everything besides its name that makes it this command. */
  readonly request: object;
}

/** What a command works with. */
export interface TeamDesk {
  readonly transaction: Transaction;
  readonly caller: Identity;
}

/** Runs a command about a team once for each key of its caller, whole or not at all. */
export function runTeamCommand(
  { caller, exchange }: ProvinceContext,
  { name, idempotencyKey, request }: TeamCommand,
  work: (desk: TeamDesk) => Promise<TeamOutcome>,
): Promise<TeamOutcome> {
  if (caller === undefined) throw new Error('A command got here without a caller: its field lacks @Allow.');
  const said = Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
  const once = { idempotencyKey, caller, request: [name, said], ifReused: { refusal: 'KEY_REUSED' } as const };
  return runOnce(exchange.desk, once, (transaction) => work({ transaction, caller }));
}
