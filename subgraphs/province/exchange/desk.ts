import { IsolationLevel } from '@mikro-orm/core';
import type { ProvinceStorage } from '../storage/orm.js';
import { isUndoneForAnother } from '../storage/turns.js';
import type { Vault } from '../storage/vault.js';
import type { Transaction } from './exchange.entity.js';
import type { Json } from './canonical-json.js';
import type { Entry, Receipt } from './envelope.js';
import type { LetterSealing } from './letter-sealing.js';
import type { KeyDirectory, Signer } from './signer.js';
import type { Randomness } from './uuid.js';

/** Time as the exchange sees it. */
export interface Clock {
  readonly nowMs: () => number;
  /** Ends after `ms`, or at once when the signal is given. Never rejects. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** What one province's exchange works with. */
export interface Desk {
  readonly storage: ProvinceStorage;
  readonly signer: Signer;
  readonly keys: KeyDirectory;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** Seals personal data in letters. */
  readonly letters: LetterSealing;
  /** What handlers protect the data of persons with. */
  readonly vault: Vault;
}

/** An envelope as handlers read it. */
export type Letter = Entry & { readonly payload: Json };

/**
 * What a module does about one kind of event. Each function runs in the transaction of the exchange, may use nothing
 * but that transaction, and is called once in effect: what it wrote is undone when it throws.
 */
export interface EventHandler {
  /**
   * At the addressee: applies the letter, or gives the code of a refusal, which undoes what it wrote. `at` is the instant
   * that the receipt will bear, so that both sides count from one.
   */
  readonly apply: (transaction: Transaction, letter: Letter, at: string) => Promise<string | undefined>;
  /** At the sender: the letter was applied. */
  readonly onApplied?: (transaction: Transaction, letter: Letter, receipt: Receipt) => Promise<void>;
  /** At the sender: the letter was refused, with `receipt.code`. */
  readonly onRefused?: (transaction: Transaction, letter: Letter, receipt: Receipt) => Promise<void>;
}

/**
 * What a letter rests on is not here yet, and somebody will bring it: thrown by a handler, it lets the letter wait. The
 * sender stays responsible, tries again, and after its limit asks a person.
 */
export class NotYetError extends Error {
  override readonly name = 'NotYetError';
}

/** Handlers by the name of the event. */
export type EventHandlers = ReadonlyMap<string, EventHandler>;

/** Milliseconds as the text that the exchange stores and signs. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

// Whoever was undone begins again behind the one that went on; more often than this it is no coincidence.
const MAX_BEGINNINGS = 5;

/**
 * Runs `work` in one transaction of its own. It is undone as a whole when `work` throws. It is begun again when a
 * server had to undo it for the sake of another, so `work` must touch nothing but its transaction.
 */
export async function inTransaction<Result>(
  { storage }: Pick<Desk, 'storage'>,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  for (let beginnings = 1; ; beginnings += 1) {
    try {
      return await storage.em.fork().transactional((em) => work(em));
    } catch (error) {
      if (beginnings === MAX_BEGINNINGS || !isUndoneForAnother(error)) throw error;
    }
  }
}

/** Runs `read`, which may write nothing, on what was committed at one instant. */
export function atOneInstant<Result>(
  { storage }: Pick<Desk, 'storage'>,
  read: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return storage.em
    .fork()
    .transactional((em) => read(em), { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true });
}
