import type { Kysely } from 'kysely';
import type { Metric } from '../../../telemetry/metric.js';
import type { Metrics } from '../../../telemetry/metrics.js';
import type { ProvinceStorage } from '../storage/orm.js';
import { type EventHandler, type EventHandlers, NotYetError } from './desk.js';
import type { ExchangeTables } from './exchange.entity.js';
import type { Deliver } from './peer-door.js';

const outbox: Metric<'state'> = {
  name: 'tongban_exchange_outbox',
  help: 'Letters without a receipt. state: PENDING is sent until its time is over, DEAD waits for a person.',
  labels: ['state'],
};

const oldest: Metric<never> = {
  name: 'tongban_exchange_outbox_oldest_seconds',
  help: 'Age of the oldest letter that is PENDING; 0 when there is none.',
  labels: [],
};

const parked: Metric<'reason'> = {
  name: 'tongban_exchange_parked',
  help:
    'Letters that came and cannot be applied. reason: GAP (an earlier one is missing), RETRY (its handler failed), ' +
    'POISON (it failed too often and waits for a person).',
  labels: ['reason'],
};

const tasks: Metric<'kind'> = {
  name: 'tongban_exchange_tasks',
  help: 'What a person has to look at: DEAD, POISON, FORK, DIVERGENCE, RECOVERED, BAD_RECEIPT, SETTLEMENT.',
  labels: ['kind'],
};

const deliveries: Metric<'outcome'> = {
  name: 'tongban_exchange_deliveries_total',
  help: 'Attempts of the relay. outcome: receipt, parked, refusal, or unreachable.',
  labels: ['outcome'],
};

const letters: Metric<'outcome'> = {
  name: 'tongban_exchange_letters_total',
  help:
    'Letters of other provinces that were worked on. outcome: applied, refused, waiting (for another letter), failed. ' +
    'Work that is undone for the sake of other work is counted once more.',
  labels: ['outcome'],
};

/** Every metric of the exchange, for the document. */
export const exchangeMetrics = [outbox, oldest, parked, tasks, deliveries, letters] as const;

/** What the exchange tells of what it does. */
export interface ExchangeMeters {
  /** The same way to other provinces, counted. */
  countDeliveries(door: Deliver): Deliver;
  /** The same handlers, counted. */
  countLetters(handlers: EventHandlers): EventHandlers;
  /** Says in which database to look, whenever somebody asks. */
  watch(storage: ProvinceStorage, nowMs: () => number): void;
}

/** Opens the meters of one exchange in the metrics of its process. */
export function createExchangeMeters(metrics: Metrics): ExchangeMeters {
  const deliver = metrics.counter(deliveries);
  const work = metrics.counter(letters);
  return {
    countDeliveries: (door) => ({
      ask: door.ask,
      async deliver(to, delivery, signal) {
        try {
          const answer = await door.deliver(to, delivery, signal);
          // A peer may send anything, and its words are no labels.
          const outcome = ['receipt', 'parked', 'refusal'].find((one) => one === answer.status);
          deliver({ outcome: outcome ?? 'unreadable' });
          return answer;
        } catch (error) {
          deliver({ outcome: 'unreachable' });
          throw error;
        }
      },
    }),
    countLetters: (handlers) =>
      new Map([...handlers].map(([event, handler]) => [event, { ...handler, apply: counted(handler, work) }])),
    watch(storage, nowMs) {
      const db = (): Kysely<ExchangeTables> => storage.em.fork().getKysely<ExchangeTables>();
      metrics.gauge(outbox, async () => (await countUnsettled(db())).map(({ state, n }) => [{ state }, Number(n)]));
      metrics.gauge(oldest, async () => [[{}, await ageOfOldest(db(), nowMs())]]);
      metrics.gauge(parked, async () => {
        const rows = db()
          .selectFrom('exchange_parked')
          .select(['reason', (row) => row.fn.countAll().as('n')]);
        return (await rows.groupBy('reason').execute()).map(({ reason, n }) => [{ reason }, Number(n)]);
      });
      metrics.gauge(tasks, async () => {
        const rows = db()
          .selectFrom('exchange_task')
          .select(['kind', (row) => row.fn.countAll().as('n')]);
        const open = await rows.where('closed_at', 'is', null).groupBy('kind').execute();
        return open.map(({ kind, n }) => [{ kind }, Number(n)]);
      });
    },
  };
}

function counted({ apply }: EventHandler, work: (labels: { readonly outcome: string }) => void): EventHandler['apply'] {
  return async (...letter) => {
    try {
      const code = await apply(...letter);
      work({ outcome: code === undefined ? 'applied' : 'refused' });
      return code;
    } catch (error) {
      work({ outcome: error instanceof NotYetError ? 'waiting' : 'failed' });
      throw error;
    }
  };
}

function countUnsettled(db: Kysely<ExchangeTables>) {
  const rows = db.selectFrom('exchange_outbox').select(['state', (row) => row.fn.countAll().as('n')]);
  return rows.where('state', 'in', ['PENDING', 'DEAD']).groupBy('state').execute();
}

async function ageOfOldest(db: Kysely<ExchangeTables>, nowMs: number): Promise<number> {
  const waiting = db.selectFrom('exchange_outbox').where('state', '=', 'PENDING');
  const row = await waiting.select('at').orderBy('at').limit(1).executeTakeFirst();
  return row === undefined ? 0 : Math.max(0, (nowMs - Date.parse(row.at)) / 1000);
}
