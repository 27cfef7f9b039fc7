// As many as a restart of the peer costs; fewer would call one lost packet a failure.
const BREAK_AFTER = 5;
// A peer that was away for a moment is found a moment later, and one that was away for long within 20 s.
const FIRST_PROBE_MS = 1_000;
const PROBE_EVERY_MS = 20_000;

/** What a relay remembers of a peer while it runs. A restart forgets it, which costs a few calls. */
export interface PeerHealth {
  failures: number;
  /** When it first did not answer since it last did; 0 before that. */
  goneAtMs: number;
  /** When it last did not answer. */
  failedAtMs: number;
  probeAtMs: number;
  /** True once the peer has been compared with since this process began. Nothing new is sent to it before. */
  isInStep: boolean;
}

/** How a peer may be called: with everything that is due, with one attempt to see whether it is back, or not at all. */
export type CallMode = 'open' | 'probe' | 'rest';

/** A peer of which nothing is known. */
export function createPeerHealth(): PeerHealth {
  return { failures: 0, goneAtMs: 0, failedAtMs: 0, probeAtMs: 0, isInStep: false };
}

/** How a peer may be called at this moment. */
export function modeOf(health: PeerHealth, nowMs: number): CallMode {
  if (health.failures === 0) return 'open';
  // Even after one failure: an envelope may have been put off for minutes while everything else got through.
  if (nowMs >= health.probeAtMs) return 'probe';
  return health.failures < BREAK_AFTER ? 'open' : 'rest';
}

/** Remembers that a peer answered, whatever it said. True when it had been unreachable before. */
export function noteAnswer(health: PeerHealth): boolean {
  const isBack = health.failures > 0;
  health.failures = 0;
  return isBack;
}

/** Remembers that a peer did not answer. It is asked again after as long as it has been away. */
export function noteFailure(health: PeerHealth, nowMs: number): void {
  if (health.failures === 0) health.goneAtMs = nowMs;
  health.failures += 1;
  health.failedAtMs = nowMs;
  const awayMs = nowMs - health.goneAtMs;
  health.probeAtMs = nowMs + Math.min(Math.max(awayMs, FIRST_PROBE_MS), PROBE_EVERY_MS);
}

/**
 * Remembers that a peer has come by itself: when it did not answer before, it is asked at once whether it does again; not
 * more often than every second, for the way there may be closed while it comes and comes.
 */
export function noteVisit(health: PeerHealth, nowMs: number): void {
  health.goneAtMs = nowMs;
  health.probeAtMs = Math.max(nowMs, health.failedAtMs + FIRST_PROBE_MS);
}
