import { pino } from 'pino';
import { redactField, redactText } from './redact.js';

/** Fields of a log line. No personal data, no text of a client or a province. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Messages are fixed strings; whatever varies stands in the fields. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** `cause` is written with its stack and its own causes: this is the only place where they are shown. */
  error(message: string, cause: unknown, fields?: LogFields): void;
}

/** From everything to nothing. */
export const logLevels = ['info', 'warn', 'error', 'silent'] as const;

/** What is written: lines of this level and of those behind it. */
export type LogLevel = (typeof logLevels)[number];

/**
 * A log of one JSON object per line. Identities, tokens and keys that reach it by mistake are cut out by their form
 * (`telemetry/redact.ts`); names of persons have none, and must not be handed to it.
 */
export function createLog(write: (line: string) => void, level: LogLevel = 'info'): Log {
  const logger = pino(
    {
      level,
      base: null, // host and process are known to whoever collects the lines
      messageKey: 'message',
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: redactFields },
    },
    { write },
  );
  return {
    info: (message, fields) => logger.info({ ...fields }, redactText(message)),
    warn: (message, fields) => logger.warn({ ...fields }, redactText(message)),
    error: (message, cause, fields) =>
      logger.error({ ...fields, cause: describeCause(cause, MAX_CAUSES) }, redactText(message)),
  };
}

function redactFields(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, redactField(name, value)]));
}

// A chain of causes longer than this is a cycle.
const MAX_CAUSES = 5;

// By its shape, since inside a jest test Node's own errors are of another realm.
function describeCause(thrown: unknown, deeper: number): string {
  if (typeof thrown !== 'object' || thrown === null || !('message' in thrown)) return String(thrown);
  const { message, stack, cause } = thrown as { message: unknown; stack?: unknown; cause?: unknown };
  const story = typeof stack === 'string' && stack !== '' ? stack : String(message);
  if (cause === undefined || deeper === 0) return story;
  return `${story}\ncaused by ${describeCause(cause, deeper - 1)}`;
}
