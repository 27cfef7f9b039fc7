import type { CaseEventsSubscription } from '../operations/answers.js';
import { documentOf } from '../operations/documents.js';
import { readStreamed, type Streamed } from './read-streamed.js';

export type CaseEvent = CaseEventsSubscription['caseEvents'];

/** How the stream is: events come, it is being opened, it broke and is being resumed, or there is none. */
export type LiveState = 'opening' | 'open' | 'broken' | 'refused';

export interface Followed {
  readonly onEvent: (event: CaseEvent) => void;
  readonly onState: (state: LiveState) => void;
}

// A gateway that closes, or a province that is gone, is mostly back by then; the numbers are refreshed every minute anyway.
const RETRY_MS = 10_000;

/**
 * Follows the events of a province until it is told to stop. A broken connection is resumed by the browser behind the
 * last event; after an answer that ends the stream it is opened anew behind it, unless that is a refusal.
 */
export function followEvents(province: string, { onEvent, onState }: Followed): () => void {
  let stop = (): void => undefined;
  const open = (after: string | undefined): void => {
    const variables = JSON.stringify({ province, after: after ?? null });
    const question = new URLSearchParams({ documentId: documentOf('CaseEvents').id, variables });
    const source = new EventSource(`graphql?${question.toString()}`);
    let last = after;
    let end: Streamed | undefined;
    const again = (): void => {
      onState('broken');
      const timer = setTimeout(() => open(last), RETRY_MS);
      stop = () => clearTimeout(timer);
    };
    stop = () => source.close();
    onState('opening');
    source.onopen = () => onState('open');
    source.addEventListener('next', ({ data, lastEventId }: MessageEvent<string>) => {
      if (lastEventId !== '') last = lastEventId;
      end = readStreamed(data);
      if (end.kind === 'event') onEvent(end.event);
    });
    source.addEventListener('complete', () => {
      source.close();
      if (end?.kind === 'refused') onState('refused');
      else again();
    });
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) again();
      else onState('broken');
    };
  };
  open(undefined);
  return () => stop();
}
