import { Client, Pool, type Dispatcher } from 'undici';
import type { TlsTexts } from '../../settings/tls-files.js';

/** What a request through a pool is told of: the connection that carries it. */
export interface Carried {
  connection: { readonly hasServed: boolean } | undefined;
}

/** A request as undici takes it, and who is told of its connection. */
export interface CarriedOptions extends Dispatcher.DispatchOptions {
  readonly carried: Carried;
}

export interface PoolOptions {
  readonly connectTimeoutMs: number;
  readonly connectionsPerOrigin: number;
}

/** The connections to one origin, kept open between requests. */
export interface OriginPool {
  /** The pool for new requests. */
  readonly current: Pool;
  /**
   * After a connection of `pool` turned out to be stale: its neighbours were idle as long, so new requests get new
   * ones. What is under way on the old ones finishes.
   */
  renew(pool: Pool): void;
  /** From now on connections are made with these; undefined for Node's own trust. */
  use(credentials: TlsTexts | undefined): void;
  destroy(): Promise<void>;
}

// Node and most servers close an idle connection after 5 s. Closing first, with a second for the way there, leaves few
// requests that meet a connection which the other side has just closed.
const IDLE_CONNECTION_MS = 4000;

/** Opens no connection yet; the first request does. */
export function createOriginPool(origin: string, options: PoolOptions, credentials: TlsTexts | undefined): OriginPool {
  let used = credentials;
  const open = (): Pool =>
    new Pool(origin, {
      factory: (address, settings) => new Connection(address, settings),
      connect: { ...used, timeout: options.connectTimeoutMs },
      connections: options.connectionsPerOrigin,
      keepAliveTimeout: IDLE_CONNECTION_MS,
      // Also for a server that would keep it open for longer: it may be restarted, and balancers forget.
      keepAliveMaxTimeout: IDLE_CONNECTION_MS,
      keepAliveTimeoutThreshold: 1000,
      // Each call keeps its own budgets; these would only be two more timers for every one of them.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  let current = open();
  const leaving = new Set<Pool>();
  const renew = (pool: Pool): void => {
    if (pool !== current) return; // somebody else on it has noticed before
    current = open();
    leaving.add(pool);
    const forget = (): void => void leaving.delete(pool);
    pool.close().then(forget, forget);
  };
  return {
    get current() {
      return current;
    },
    renew,
    use(next) {
      if (isSame(next, used)) return;
      used = next;
      renew(current);
    },
    async destroy() {
      await Promise.all([current, ...leaving].map((pool) => pool.destroy()));
    },
  };
}

/** Whether connections with the one are as good as with the other. */
export function isSame(one: TlsTexts | undefined, other: TlsTexts | undefined): boolean {
  return one?.ca === other?.ca && one?.cert === other?.cert && one?.key === other?.key;
}

/** Knows whether the connection that it has at present ever brought an answer: only then can it be a stale one. */
class Connection extends Client {
  hasServed = false;

  constructor(origin: URL, settings: Client.Options) {
    super(origin, settings);
    this.on('disconnect', () => (this.hasServed = false));
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    if ('carried' in options) (options as CarriedOptions).carried.connection = this;
    return super.dispatch(options, handler);
  }
}
