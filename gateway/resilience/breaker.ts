/** Why nobody is asked for the time being. */
export type Silence = 'unreachable' | 'timeout';

/**
 * Keeps requests from waiting for an upstream that does not answer: after some calls in a row without an answer, further
 * ones are not made. From time to time, for a minute after anybody asked, a trial is made for which nobody waits; when it is
 * answered, one real call goes through, and its answer opens the way for all.
 */
export interface Breaker {
  /** Undefined when a call may be made, which then has to be followed by {@link left}; otherwise why it need not be. */
  enter(upstream: URL): Silence | undefined;
  /** How the call went; undefined when that says nothing about the upstream, since whoever asked gave it up. */
  left(upstream: URL, outcome: 'answered' | Silence | undefined): void;
}

export interface BreakerOptions {
  /** Calls in a row without an answer, after which no more are made. */
  readonly failures: number;
  /** From there to the first trial; each further one takes twice as long to come, up to `lastTrialMs`. */
  readonly firstTrialMs: number;
  readonly lastTrialMs: number;
  /** Asks for next to nothing; resolves to whether anything came. Never rejects. */
  readonly trial: (upstream: URL) => Promise<boolean>;
  readonly nowMs: () => number;
}

// Whoever was told of the silence may come again for a minute; then he shall not be the one who finds out that it is over.
const WANTED_MS = 60_000;

interface Silent {
  readonly upstream: URL;
  failures: number;
  silence: Silence;
  /**
   * `closed`: calls go through. `open`: none, and a trial is due after a while. `idle`: none, and nobody has asked for a
   * while. `trying`: a trial is under way. `ready`: the next call decides. `calling`: it is under way.
   */
  state: 'closed' | 'open' | 'idle' | 'trying' | 'ready' | 'calling';
  waitMs: number;
  wantedAtMs: number;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Creates a breaker for any number of upstreams, of which it remembers those alone that do not answer. Disposing of it ends
 * its trials.
 */
export function createBreaker(options: BreakerOptions): Breaker & Disposable {
  const { failures, firstTrialMs, lastTrialMs, trial, nowMs } = options;
  const silent = new Map<string, Silent>();
  const open = (entry: Silent): void => {
    // It has answered a call meanwhile, or all is over.
    if (silent.get(entry.upstream.href) !== entry) return;
    entry.state = 'open';
    entry.timer = setTimeout(() => {
      if (nowMs() - entry.wantedAtMs <= WANTED_MS) tryOnce(entry);
      else entry.state = 'idle';
    }, entry.waitMs).unref();
    entry.waitMs = Math.min(2 * entry.waitMs, lastTrialMs);
  };
  const tryOnce = (entry: Silent): void => {
    entry.state = 'trying';
    void trial(entry.upstream).then((isAnswered) => {
      if (isAnswered) entry.state = 'ready';
      else open(entry);
    });
  };
  const createEntry = (upstream: URL, silence: Silence): Silent => {
    const blank = { failures: 0, waitMs: firstTrialMs, wantedAtMs: nowMs(), timer: undefined };
    return { upstream, silence, state: 'closed', ...blank };
  };
  return {
    enter(upstream) {
      const entry = silent.get(upstream.href);
      if (entry === undefined || entry.state === 'closed') return undefined;
      entry.wantedAtMs = nowMs();
      if (entry.state === 'ready') {
        entry.state = 'calling';
        return undefined;
      }
      if (entry.state === 'idle') tryOnce(entry);
      return entry.silence;
    },
    left(upstream, outcome) {
      const known = silent.get(upstream.href);
      if (outcome === 'answered') {
        clearTimeout(known?.timer);
        silent.delete(upstream.href);
        return;
      }
      if (outcome === undefined) {
        if (known?.state === 'calling') known.state = 'ready';
        return;
      }
      const entry = known ?? createEntry(upstream, outcome);
      silent.set(upstream.href, entry);
      entry.failures += 1;
      entry.silence = outcome;
      if (entry.state === 'calling' || (entry.state === 'closed' && entry.failures >= failures)) open(entry);
    },
    [Symbol.dispose]() {
      for (const { timer } of silent.values()) clearTimeout(timer);
      silent.clear();
    },
  };
}
