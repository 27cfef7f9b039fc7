import { createLog, type Log, type LogFields, type LogLevel } from '../../telemetry/log.js';

const write = (line: string): void => console.error(line.trimEnd());

// One for the process: faults are told from places that serve all its provinces.
let log = createLog(write);

/** The log of this process, from which it writes no line below the level from now on. */
export function openReport(level: LogLevel): Log {
  log = createLog(write, level);
  return log;
}

/** Writes a fault to the log of a subgraph, with its causes. The message is a fixed text; nothing personal belongs here. */
export function reportFault(message: string, error: unknown, fields: LogFields = {}): void {
  log.error(message, error, fields);
}

/** Writes what somebody should mend to the log of a subgraph: nothing broke. Nothing personal belongs here either. */
export function reportNotice(message: string, fields: LogFields): void {
  log.warn(message, fields);
}
