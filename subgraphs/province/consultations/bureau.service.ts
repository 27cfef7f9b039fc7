import type { Kysely } from 'kysely';
import type { Desk } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import type { Policy } from '../policy/index.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import type { ConsultationTables } from './consultation.entity.js';

/** Where threads are kept. */
export interface ConsultationPlace {
  readonly desk: Desk;
  readonly instance: ProvinceInstance;
  /** Called after the commit: something may be due to other provinces. */
  readonly wake: () => void;
}

/** What threads work with, in one transaction. */
export interface Bureau {
  readonly desk: Desk;
  readonly instance: ProvinceInstance;
  readonly transaction: Transaction;
  /** The parameters of the province at this instant. */
  readonly policy: Policy;
}

/** The tables of this module, in the transaction. */
export function tablesOf({ transaction }: Pick<Bureau, 'transaction'>): Kysely<ConsultationTables> {
  return transaction.getKysely<ConsultationTables>();
}
