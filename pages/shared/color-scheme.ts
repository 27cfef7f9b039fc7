import { readStored, store } from './language.js';

/** What somebody chose: one of the two, or whatever the system has. */
export type SchemeChoice = 'light' | 'dark' | 'system';
export type Scheme = 'light' | 'dark';

/** Where a page keeps its choice and shows it. */
export interface SchemePlace {
  readonly matchMedia: (query: string) => {
    readonly matches: boolean;
    addEventListener(kind: 'change', listener: () => void): void;
  };
  readonly document: { readonly documentElement: { readonly dataset: Record<string, string | undefined> } };
  readonly localStorage: Pick<Storage, 'getItem' | 'setItem'>;
}

/** The colours of a page. `subscribe` and either of `chosen` and `current` fit `useSyncExternalStore`. */
export interface ColorScheme {
  readonly chosen: () => SchemeChoice;
  /** What is shown: `system` is resolved, and followed while the page is open. */
  readonly current: () => Scheme;
  readonly choose: (choice: SchemeChoice) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

const STORED = 'tongban:color-scheme';

/** Opens the choice of a page, which its style sheets see as `<html data-scheme="dark">`. */
export function openColorScheme(place: SchemePlace): ColorScheme {
  const listeners = new Set<() => void>();
  const system = place.matchMedia('(prefers-color-scheme: dark)');
  let chosen = readChoice(readStored(place.localStorage, STORED));
  const current = (): Scheme => (chosen === 'system' ? (system.matches ? 'dark' : 'light') : chosen);
  const show = (): void => {
    place.document.documentElement.dataset['scheme'] = current();
    for (const listener of listeners) listener();
  };
  system.addEventListener('change', show);
  show();
  return {
    chosen: () => chosen,
    current,
    choose(choice) {
      chosen = choice;
      store(place.localStorage, STORED, choice);
      show();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function readChoice(text: string | null): SchemeChoice {
  return text === 'light' || text === 'dark' ? text : 'system';
}
