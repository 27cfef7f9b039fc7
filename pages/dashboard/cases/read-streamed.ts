import type { ErrorCode } from '../../../schema/error-codes.js';
import type { GraphAnswer } from '../../shared/ask-graph.js';
import type { CaseEventsSubscription } from '../operations/answers.js';

/** What one message of the stream is: an event, a fault that may pass, or a refusal that will not. */
export type Streamed =
  | { readonly kind: 'event'; readonly event: CaseEventsSubscription['caseEvents'] }
  | { readonly kind: 'fault' | 'refused'; readonly code: string };

// Who asked the wrong thing asks it again in vain.
const FINAL: ReadonlySet<string> = new Set<ErrorCode>([
  'BAD_REQUEST',
  'FORBIDDEN',
  'GRAPHQL_VALIDATION_FAILED',
  'PERSISTED_DOCUMENT_NOT_FOUND',
  'UNAUTHENTICATED',
  'UNKNOWN_PROVINCE',
]);

/** Reads a message. An event with errors beside it is an event: what is null in it could not be told. */
export function readStreamed(text: string): Streamed {
  try {
    const { data, errors } = JSON.parse(text) as GraphAnswer;
    const event = (data as CaseEventsSubscription | null | undefined)?.caseEvents;
    if (event !== undefined) return { kind: 'event', event };
    const code = errors?.[0]?.extensions?.['code'];
    if (typeof code === 'string') return { kind: FINAL.has(code) ? 'refused' : 'fault', code };
  } catch {
    // A proxy has cut it off: as good as nothing.
  }
  return { kind: 'fault', code: 'NOT_AN_ANSWER' };
}
