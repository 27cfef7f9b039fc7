import type { CapturedAnswer } from './export-notes.js';

/** The last answer of each tab. `subscribe` and `current` fit `useSyncExternalStore`. */
export interface Answers {
  /** Keeps the answer of the tab that is in front. */
  readonly capture: (answer: CapturedAnswer) => void;
  /** Says which tab is in front. */
  readonly show: (tab: string) => void;
  /** The answer of the tab in front; undefined before it has one. */
  readonly current: () => CapturedAnswer | undefined;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Makes room for answers. They are held in memory alone. */
export function createAnswers(): Answers {
  const listeners = new Set<() => void>();
  const byTab = new Map<string, CapturedAnswer>();
  let front = '';
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    capture(answer) {
      byTab.set(front, answer);
      tell();
    },
    show(tab) {
      front = tab;
      tell();
    },
    current: () => byTab.get(front),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
