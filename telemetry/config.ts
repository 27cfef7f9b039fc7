import { logLevels, type LogLevel } from './log.js';

/** Where those who watch over the process ask. */
export interface AdminAddress {
  readonly host: string;
  readonly port: number;
}

/** Where traces go, and how many. */
export interface TracingOptions {
  /** Of a collector that takes OTLP over HTTP. */
  readonly endpoint: string;
  /** Of the traces that begin here, from 0 to 1. */
  readonly ratio: number;
}

/** What a process tells those who watch over it; the same for every kind of process. */
export interface TelemetryConfig {
  readonly logLevel: LogLevel;
  /** Undefined where nothing is counted. */
  readonly admin: AdminAddress | undefined;
  /** Undefined where nothing is traced. */
  readonly tracing: TracingOptions | undefined;
}

const text = { type: 'string' } as const;

/** The flags of `parseArgs` that {@link readTelemetry} reads. */
export const telemetryFlags = { 'admin-port': text, 'admin-host': text } as const;

/** How these flags are written, for a usage line. */
export const TELEMETRY_USAGE = '[--admin-port N [--admin-host H]]';

type Flags = { readonly [Flag in keyof typeof telemetryFlags]?: string | undefined };
type Environment = Readonly<Record<string, string | undefined>>;

/** Reads flags and environment; what is wrong is added to `problems`, with its cure. */
export function readTelemetry(flags: Flags, environment: Environment, problems: string[]): TelemetryConfig {
  return {
    logLevel: readLevel(environment['LOG_LEVEL'], problems),
    admin: readAdmin(flags, problems),
    tracing: readTracing(environment, problems),
  };
}

function readLevel(given: string | undefined, problems: string[]): LogLevel {
  if (given === undefined || given === '') return 'info';
  const level = logLevels.find((one) => one === given);
  if (level === undefined) problems.push(`"${given}" is no level. Give LOG_LEVEL one of ${logLevels.join(', ')}.`);
  return level ?? 'info';
}

function readAdmin({ 'admin-port': port, 'admin-host': host }: Flags, problems: string[]): AdminAddress | undefined {
  if (port === undefined) {
    if (host !== undefined) problems.push('A host alone serves no metrics. Give --admin-port too.');
    return undefined;
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    problems.push(`"${port}" is not a port. Give --admin-port a number from 0 to 65535.`);
  return { host: host ?? '127.0.0.1', port: Number(port) };
}

function readTracing(environment: Environment, problems: string[]): TracingOptions | undefined {
  const given = environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (given === undefined || given === '') return undefined;
  const url = URL.parse(given);
  const isUrl = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  // Not quoted: there may be a password in it.
  if (!isUrl)
    problems.push('OTEL_EXPORTER_OTLP_ENDPOINT is no collector. Give it a URL like http://collector.example.cn:4318.');
  const ratio = environment['OTEL_TRACES_SAMPLER_ARG'] ?? '1';
  const isRatio = /^(0|1|0?\.\d+|1\.0+)$/.test(ratio);
  if (!isRatio) problems.push(`"${ratio}" is no part of all traces. Give OTEL_TRACES_SAMPLER_ARG 0 to 1, like 0.05.`);
  return { endpoint: given.replace(/\/+$/, ''), ratio: Number(ratio) };
}
