import { Fault } from '../errors.js';
import { createTakePlace } from '../resilience/places.js';

/** What exports may take of a gateway. */
export interface ExportLimits {
  /** Rows of one file. */
  readonly rows: number;
  /** Exports of one caller at the same time. */
  readonly perCaller: number;
  /** Exports of all callers at the same time. */
  readonly atOnce: number;
  /** How long a reader may take nothing before his export ends. */
  readonly stallMs: number;
}

/** Lets a caller in until his place is disposed of, once; or throws {@link Fault} TOO_MANY_EXPORTS. */
export type EnterExport = (subject: string) => Disposable;

// An export takes seconds or minutes, and nobody knows how many.
const RETRY_AFTER_MS = 10_000;

/** Counts the exports under way in this process. */
export function createEnterExport({ perCaller, atOnce }: Pick<ExportLimits, 'perCaller' | 'atOnce'>): EnterExport {
  const takePlace = createTakePlace({ perCaller, inAll: atOnce });
  return (subject) => {
    const place = takePlace(subject);
    if (place === 'callerIsFull')
      throw refusal(`${perCaller} exports of this caller are under way, which is the limit.`);
    if (place === 'allAreFull') throw refusal(`${atOnce} exports are under way, which is the limit of this gateway.`);
    return place;
  };
}

function refusal(message: string): Fault {
  return new Fault('TOO_MANY_EXPORTS', message, { retryAfterMs: RETRY_AFTER_MS });
}
