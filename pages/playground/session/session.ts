import { decodeClaims, type TokenClaims } from './decode-claims.js';
import type { TokenHolder } from '../../shared/ask-graph.js';

/** Who asks, as what he has in his hand says it. The gateway alone knows whether it is true. */
export interface SessionView {
  readonly claims: TokenClaims | undefined;
  readonly hasToken: boolean;
  /** What is sent with every question; undefined when it is not stated. */
  readonly purpose: string | undefined;
  /** Whether answers are to be explained. */
  readonly isExplained: boolean;
}

/** Who asks, and how. `subscribe` and `current` fit `useSyncExternalStore`. Nothing of it outlives the page. */
export interface Session {
  readonly current: () => SessionView;
  readonly useToken: (token: string | undefined) => void;
  readonly statePurpose: (purpose: string | undefined) => void;
  readonly explain: (isExplained: boolean) => void;
  readonly headers: () => Readonly<Record<string, string>>;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Opens a session of nobody. The token goes into `holder`, from where it is sent. */
export function openSession(holder: TokenHolder): Session {
  const listeners = new Set<() => void>();
  let view: SessionView = { claims: undefined, hasToken: false, purpose: undefined, isExplained: false };
  const change = (changed: Partial<SessionView>): void => {
    view = { ...view, ...changed };
    for (const listener of listeners) listener();
  };
  return {
    current: () => view,
    useToken(token) {
      holder.token = token;
      change({ claims: token === undefined ? undefined : decodeClaims(token), hasToken: token !== undefined });
    },
    statePurpose: (purpose) => change({ purpose }),
    explain: (isExplained) => change({ isExplained }),
    headers: () => ({
      ...(view.purpose === undefined ? {} : { 'x-tongban-purpose': view.purpose }),
      ...(view.isExplained ? { 'x-tongban-explain': 'on' } : {}),
    }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
