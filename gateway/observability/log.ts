/** Fields of a log line. No personal data, no text of a client or a province. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Messages are fixed strings; whatever varies stands in the fields. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** `cause` is written with its stack: this is the only place where it is shown. */
  error(message: string, cause: unknown, fields?: LogFields): void;
}

/** A log of one JSON object per line. */
export function createLog(write: (line: string) => void): Log {
  const line = (level: string, message: string, fields: LogFields = {}): void =>
    write(`${JSON.stringify({ level, at: new Date().toISOString(), message, ...fields })}\n`);
  return {
    info: (message, fields) => line('info', message, fields),
    warn: (message, fields) => line('warn', message, fields),
    error: (message, cause, fields) =>
      line('error', message, {
        ...fields,
        cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
      }),
  };
}
