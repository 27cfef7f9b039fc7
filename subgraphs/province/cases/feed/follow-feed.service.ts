import type { Desk } from '../../exchange/desk.js';
import { formatGlobalId, parseGlobalId } from '../../../../schema/global-id.js';
import type { StreamEvent } from '../../../server/stream-event.js';
import { SubgraphError } from '../../../server/errors.js';
import { type FeedPlace, formatPlace, parsePlace } from './feed.rules.js';
import { isKept, lastPlace, numberFeed, placeOf, readFeed, sweepFeed, type ToldRow } from './feed.service.js';

/** What a watcher asks for. */
export interface FeedRequest {
  /** Id of the last event that he has; without it he gets what comes from now on. */
  readonly after: string | undefined;
  /** Of one case only. */
  readonly caseId: string | undefined;
  /** Given when he leaves. */
  readonly signal: AbortSignal;
}

/** One event for a watcher: a row, or that some before it are lost to him. */
export type FeedNotice = { readonly id: string; readonly row: ToldRow | undefined };

/** The events of one province's cases, from stored rows, for as many watchers as there are. */
export interface CaseFeed extends AsyncDisposable {
  /** Rejects with BAD_ID for what is no id of an event of this province. */
  follow(request: FeedRequest): AsyncGenerator<StreamEvent<FeedNotice>>;
  /** Says that something may have happened: to be called after a commit. */
  wake(): void;
}

// What other processes commit is not told here; nor is everything that letters bring about.
const LOOK_EVERY_MS = 1_000;
const SWEEP_EVERY_MS = 3_600_000;
// One read brings so many at most, and a watcher has no more of them in memory.
const PAGE = 200;
// Watchers who are up to date are served from memory: a thousand of them must not be a thousand queries an event.
const RECENT = 1_000;

/** Starts the feed of the province at whose desk it is. Disposing of it lets its watchers go, and waits for what is under way. */
export function startFeed(
  desk: Pick<Desk, 'storage' | 'clock' | 'signer'>,
  { onFault }: { readonly onFault: (error: unknown) => void },
): CaseFeed {
  return new RunningFeed(desk, onFault);
}

class RunningFeed implements CaseFeed {
  readonly #desk: Pick<Desk, 'storage' | 'clock' | 'signer'>;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #bell = new AbortController();
  #watchers = new Set<() => void>();
  #recent: ToldRow[] = [];

  constructor(desk: Pick<Desk, 'storage' | 'clock' | 'signer'>, onFault: (error: unknown) => void) {
    this.#desk = desk;
    this.#running = this.#run(onFault);
  }

  wake(): void {
    this.#bell.abort();
  }

  async *follow({ after, caseId, signal }: FeedRequest): AsyncGenerator<StreamEvent<FeedNotice>> {
    const asked = after === undefined ? undefined : this.#parse(after);
    let hasNews = Promise.withResolvers<undefined>();
    const ring = (): void => hasNews.resolve(undefined);
    const over = AbortSignal.any([signal, this.#stop.signal]);
    const isOver = (): boolean => over.aborted;
    over.addEventListener('abort', ring);
    this.#watchers.add(ring);
    try {
      await numberFeed(this.#desk);
      this.wake(); // with somebody to watch it looks more often
      const isGap = asked !== undefined && !(await isKept(this.#desk, asked));
      const begin = asked === undefined || isGap ? await lastPlace(this.#desk) : asked;
      const id = this.#idOf(begin);
      yield isGap ? { id, value: { id, row: undefined } } : { id };
      for (let { position } = begin; !over.aborted; ) {
        hasNews = Promise.withResolvers<undefined>();
        const rows = await this.#readAfter(position, caseId);
        for (const row of rows) {
          if (isOver()) return;
          const told = this.#idOf(placeOf(row));
          yield { id: told, value: { id: told, row } };
          position = row.position;
        }
        if (rows.length === 0 && !isOver()) await hasNews.promise;
      }
    } finally {
      this.#watchers.delete(ring);
      over.removeEventListener('abort', ring);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  #idOf(place: FeedPlace): string {
    return formatGlobalId({ province: this.#desk.signer.province, type: 'CaseEvent', local: formatPlace(place) });
  }

  #parse(id: string): FeedPlace {
    const parts = parseGlobalId(id);
    const isOwn = parts?.province === this.#desk.signer.province && parts.type === 'CaseEvent';
    const place = isOwn ? parsePlace(parts.local) : undefined;
    if (place === undefined) throw new SubgraphError('BAD_ID', 'The id is not one of an event of this province.');
    return place;
  }

  async #readAfter(position: number, caseId: string | undefined): Promise<readonly ToldRow[]> {
    const [first] = this.#recent;
    if (first === undefined || first.position > position + 1)
      return readFeed(this.#desk, position, { caseId, limit: PAGE });
    const rows = this.#recent.filter((row) => row.position > position);
    return caseId === undefined ? rows : rows.filter((row) => row.case_id === caseId);
  }

  async #run(onFault: (error: unknown) => void): Promise<void> {
    let sweptAt = Number.NEGATIVE_INFINITY;
    while (!this.#stop.signal.aborted) {
      this.#bell = new AbortController();
      try {
        const now = this.#desk.clock.nowMs();
        const isDue = now - sweptAt >= SWEEP_EVERY_MS;
        if (isDue || this.#watchers.size > 0) await this.#tell();
        if (isDue) await sweepFeed(this.#desk);
        if (isDue) sweptAt = now;
      } catch (error) {
        onFault(error);
      }
      const pauseMs = this.#watchers.size > 0 ? LOOK_EVERY_MS : SWEEP_EVERY_MS;
      await this.#desk.clock.wait(pauseMs, AbortSignal.any([this.#bell.signal, this.#stop.signal]));
    }
  }

  /** Numbers what is new, has it in memory, and tells the watchers. */
  async #tell(): Promise<void> {
    while ((await numberFeed(this.#desk)) > 0);
    const last = this.#recent.at(-1)?.position ?? Math.max(0, (await lastPlace(this.#desk)).position - 1);
    const rows = await readFeed(this.#desk, last, { caseId: undefined, limit: RECENT });
    if (rows.length === 0) return;
    this.#recent = [...this.#recent, ...rows].slice(-RECENT);
    if (rows.length === RECENT) this.wake(); // there may be more
    for (const ring of this.#watchers) ring();
  }
}
