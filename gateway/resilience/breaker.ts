/** Why nobody is asked for the time being. */
export type Silence = 'unreachable' | 'timeout';

/**
 * Keeps requests from waiting for an upstream that does not answer: after some calls in a row without an answer, further
 * ones are not made. From time to time a trial is made for which nobody waits; when it is answered, one real call goes
 * through, and its answer opens the way for all.
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

interface Silent {
  failures: number;
  silence: Silence;
  /** `closed`: calls go through. `open`: none. `trying`: a trial or a call is under way that decides. `ready`: the next call decides. */
  state: 'closed' | 'open' | 'trying' | 'ready';
  waitMs: number;
  trialAtMs: number;
}

/** Creates a breaker for any number of upstreams, of which it remembers those alone that do not answer. */
export function createBreaker({ failures, firstTrialMs, lastTrialMs, trial, nowMs }: BreakerOptions): Breaker {
  const silent = new Map<string, Silent>();
  const open = (entry: Silent): void => {
    entry.state = 'open';
    entry.trialAtMs = nowMs() + entry.waitMs;
    entry.waitMs = Math.min(2 * entry.waitMs, lastTrialMs);
  };
  const tryOnce = (upstream: URL, entry: Silent): void => {
    entry.state = 'trying';
    void trial(upstream).then((isAnswered) => {
      if (isAnswered) entry.state = 'ready';
      else open(entry);
    });
  };
  return {
    enter(upstream) {
      const entry = silent.get(upstream.href);
      if (entry === undefined || entry.state === 'closed') return undefined;
      if (entry.state === 'ready') {
        entry.state = 'trying';
        return undefined;
      }
      if (entry.state === 'open' && nowMs() >= entry.trialAtMs) tryOnce(upstream, entry);
      return entry.silence;
    },
    left(upstream, outcome) {
      const key = upstream.href;
      const known = silent.get(key);
      if (outcome === 'answered') {
        if (known !== undefined) silent.delete(key);
        return;
      }
      if (outcome === undefined) {
        if (known?.state === 'trying') known.state = 'ready';
        return;
      }
      const entry = known ?? { failures: 0, silence: outcome, state: 'closed', waitMs: firstTrialMs, trialAtMs: 0 };
      silent.set(key, entry);
      entry.failures += 1;
      entry.silence = outcome;
      if (entry.state !== 'open' && entry.failures >= failures) open(entry);
    },
  };
}
