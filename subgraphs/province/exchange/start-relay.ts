import type { ExchangeTables } from './exchange.entity.js';
import type { Desk } from './desk.js';
import type { Deliver } from './peer-door.js';
import { createRelay, type Relay } from './relay.js';
import { reconcile, type Wiring } from './reconcile.js';

// Woken by every commit; the poll finds what became due, and what a crash kept from being told.
const POLL_MS = 1_000;
const RECONCILE_EVERY_MS = 3_600_000;
// What is older has been compared many times; a restored backup is compared as a whole when the process starts.
const RECONCILE_DAYS_MS = 8 * 86_400_000;

/** The relay of a running province. Disposing of it breaks off what is on its way, and waits until that is noted. */
export interface RunningRelay extends AsyncDisposable {
  /** Says that something new may be due: to be called after a commit. */
  readonly wake: () => void;
  /** Takes an answer that came by itself; see {@link Relay.hear}. */
  readonly hear: Relay['hear'];
  /** Says that a peer has come by itself, and that something may be due; see {@link Relay.visit}. */
  readonly visit: (peer: string) => void;
}

export interface RelayWatch {
  /** Told of faults of the storage and of peers that could not be compared with; the relay itself goes on. */
  readonly onFault: (error: unknown) => void;
}

/** Sends whatever the outbox holds until it is disposed of, and compares with every peer once an hour. */
export function startRelay(desk: Desk, wiring: Wiring, { onFault }: RelayWatch): RunningRelay {
  const stop = new AbortController();
  const relay = createRelay(desk, { ...wiring, deliver: untilStopped(wiring.deliver, stop.signal) });
  const busy = new Map<string, Promise<void>>();
  const again = new Set<string>();
  let bell = new AbortController();
  const wake = (): void => bell.abort();

  const serve = async (peer: string): Promise<void> => {
    try {
      // A link moves by one envelope a round, so rounds follow each other while anything is due.
      while (!stop.signal.aborted && (await relay.runPeer(peer)) > 0);
    } catch (error) {
      onFault(error);
    } finally {
      busy.delete(peer);
      // The bell rang for a peer when its last round may have looked already.
      if (again.delete(peer)) wake();
    }
  };
  const loop = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      bell = new AbortController();
      try {
        // A peer that is slow keeps no other one waiting.
        for (const peer of await relay.peers()) {
          if (busy.has(peer)) again.add(peer);
          else busy.set(peer, serve(peer));
        }
      } catch (error) {
        onFault(error);
      }
      await desk.clock.wait(POLL_MS, AbortSignal.any([bell.signal, stop.signal]));
    }
  };
  const running = [loop(), compareHourly({ ...wiring, desk, onFault }, stop.signal)];

  return {
    wake,
    hear: async (peer, answer) => {
      await relay.hear(peer, answer);
      wake();
    },
    visit: (peer) => {
      relay.visit(peer);
      wake();
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await Promise.all(running);
      await Promise.all(busy.values());
    },
  };
}

/** The same way, but closed as soon as the relay is to end: what was on its way goes out again after the next start. */
function untilStopped({ deliver, ask }: Deliver, stop: AbortSignal): Deliver {
  return {
    deliver: (to, delivery, signal) => deliver(to, delivery, AbortSignal.any([signal, stop])),
    ask: (to, question, signal) => ask(to, question, AbortSignal.any([signal, stop])),
  };
}

async function compareHourly(
  { desk, onFault, ...wiring }: Wiring & RelayWatch & { readonly desk: Desk },
  stop: AbortSignal,
): Promise<void> {
  for (;;) {
    await desk.clock.wait(RECONCILE_EVERY_MS, stop);
    if (stop.aborted) return;
    const since = new Date(desk.clock.nowMs() - RECONCILE_DAYS_MS).toISOString().slice(0, 10);
    for (const peer of await listKnownPeers(desk)) {
      try {
        await reconcile(desk, wiring, { peer, since });
      } catch (error) {
        onFault(error);
      }
    }
  }
}

async function listKnownPeers({ storage, signer }: Desk): Promise<readonly string[]> {
  const links = storage.em.fork().getKysely<ExchangeTables>().selectFrom('exchange_link');
  const rows = await links.select(['sender', 'addressee']).distinct().execute();
  return [...new Set(rows.map(({ sender, addressee }) => (sender === signer.province ? addressee : sender)))];
}
