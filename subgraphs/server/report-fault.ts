import { asError } from './errors.js';

/** Writes a fault to the log of a subgraph, with its causes. The message is a fixed text; nothing personal belongs here. */
export function reportFault(message: string, error: unknown, fields: Readonly<Record<string, unknown>> = {}): void {
  console.error(JSON.stringify({ level: 'error', message, ...fields, error: describeError(error) }));
}

/** Writes what somebody should mend to the log of a subgraph: nothing broke. Nothing personal belongs here either. */
export function reportNotice(message: string, fields: Readonly<Record<string, unknown>>): void {
  console.error(JSON.stringify({ level: 'warn', message, ...fields }));
}

// A chain of causes longer than this is a cycle.
const MAX_CAUSES = 5;

function describeError(thrown: unknown, depth = 0): object {
  const { name, message, stack, cause } = asError(thrown);
  const story = { name, message, stack };
  return cause === undefined || depth >= MAX_CAUSES ? story : { ...story, cause: describeError(cause, depth + 1) };
}
