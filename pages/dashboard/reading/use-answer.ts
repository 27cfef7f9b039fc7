import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { documentOf, type OperationName, type Operations } from '../operations/documents.js';
import { coalesce } from './coalesce.js';
import { keepAnswer, type Kept, NEVER_ASKED } from './keep-answer.js';
import { usePage } from './page.js';

/** The answer to a question, kept fresh. */
export interface Asked<Answer> extends Kept<Answer> {
  readonly isAsking: boolean;
  /** Asks again soon; many calls are one question. */
  readonly refresh: () => void;
}

// People who look at the page do not see more; 32 provinces are asked each time.
const REFRESH_MS = 60_000;
// Events come in swarms when a batch of cases moves.
const GAP_MS = 2000;

/**
 * Asks an operation now, every minute while somebody looks, and when it is told to. Undefined variables ask nothing.
 * What was answered stays when a refresh fails; other variables begin anew.
 */
export function useAnswer<Name extends OperationName>(
  name: Name,
  variables: Operations[Name]['variables'] | undefined,
): Asked<Operations[Name]['answer']> {
  type Answer = Operations[Name]['answer'];
  const { ask, timers } = usePage();
  const key = variables === undefined ? undefined : JSON.stringify(variables);
  const [{ of, kept, isAsking }, set] = useState<State<Answer>>({ of: key, kept: NEVER_ASKED, isAsking: false });
  const running = useRef<AbortController>(undefined);

  const run = useCallback(() => {
    if (key === undefined) return;
    running.current?.abort();
    const { signal } = (running.current = new AbortController());
    set((before) => ({ of: key, kept: before.of === key ? before.kept : NEVER_ASKED, isAsking: true }));
    const question = { documentId: documentOf(name).id, variables: JSON.parse(key) as Record<string, unknown> };
    ask(question, { signal }).then(
      (given) => set((before) => ({ of: key, kept: keepAnswer(before.kept, given, timers.now()), isAsking: false })),
      // Given up for a later one.
      () => undefined,
    );
  }, [ask, key, name, timers]);
  const soon = useMemo(() => coalesce(run, GAP_MS, timers), [run, timers]);

  useEffect(() => {
    soon.call();
    let forget = (): void => undefined;
    const again = (): void => {
      forget = timers.after(REFRESH_MS, () => {
        if (document.visibilityState === 'visible') soon.call();
        again();
      });
    };
    again();
    const looked = (): void => {
      if (document.visibilityState === 'visible') soon.call();
    };
    document.addEventListener('visibilitychange', looked);
    return () => {
      document.removeEventListener('visibilitychange', looked);
      forget();
      soon.stop();
      running.current?.abort();
    };
  }, [soon, timers]);

  const isCurrent = of === key;
  return { ...(isCurrent ? kept : NEVER_ASKED), isAsking: isCurrent && isAsking, refresh: soon.call };
}

interface State<Answer> {
  readonly of: string | undefined;
  readonly kept: Kept<Answer>;
  readonly isAsking: boolean;
}
