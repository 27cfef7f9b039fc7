import type { Fault } from '../errors.js';
import type { Log } from '../../telemetry/log.js';
import type { Reading } from '../../telemetry/metric.js';
import type { GatewayMeters } from '../observability/gateway-metrics.js';
import type { Registry } from './registry.js';
import { UpstreamError } from '../upstream/upstream-error.js';

/** A province that does not keep the contract, and is not asked until it does. */
export interface Quarantine {
  /** In words that clients may read. */
  readonly reason: string;
  readonly since: Date;
}

/** What this gateway has seen of each province: whether its last call was answered, and since when not. */
export interface ProvinceStatus {
  noteAnswered(code: string, tookMs: number): void;
  noteFailed(code: string, fault: Fault, tookMs: number): void;
  /** When the province was first found missing without having answered since; the present moment when that is news. */
  missingSince(code: string): Date;
  /** The same, but undefined while the province answers. */
  absentSince(code: string): Date | undefined;
  /** What the province announced in place of its last answer; undefined when it failed otherwise, or answered. */
  maintenanceOf(code: string): string | undefined;
  quarantineOf(code: string): Quarantine | undefined;
}

/** The status in the hands of those who decide on quarantine. */
export interface StatusKeeper extends ProvinceStatus {
  quarantine(code: string, reason: string): void;
  release(code: string): void;
}

/** What the status takes from its surroundings; without meters nothing is counted. */
export interface StatusDependencies {
  readonly now: () => Date;
  readonly log: Log;
  readonly meters?: GatewayMeters | undefined;
}

/**
 * Keeps the status in memory and logs each change once, with its technical cause: a province that is down for an hour
 * is one line, not one for every query.
 */
export function createProvinceStatus({ now, log, meters }: StatusDependencies): StatusKeeper {
  const missing = new Map<string, Date>();
  const quarantined = new Map<string, Quarantine>();
  const announced = new Map<string, string>();
  return {
    noteAnswered(code, tookMs) {
      meters?.called({ upstream: code, outcome: 'answered' }, tookMs);
      announced.delete(code);
      const since = missing.get(code);
      if (since === undefined) return;
      missing.delete(code);
      log.info('province answers again', { province: code, missingSince: since.toISOString() });
    },
    noteFailed(code, fault, tookMs) {
      meters?.called({ upstream: code, outcome: isCancelled(fault) ? 'cancelled' : fault.code }, tookMs);
      if (isCancelled(fault)) return;
      if (fault.code === 'PROVINCE_MAINTENANCE') announced.set(code, fault.message);
      else announced.delete(code);
      if (missing.has(code) || quarantined.has(code)) return;
      missing.set(code, now());
      log.warn('province does not answer', { province: code, code: fault.code, cause: describe(fault.cause) });
    },
    missingSince: (code) => quarantined.get(code)?.since ?? missing.get(code) ?? now(),
    absentSince: (code) => missing.get(code),
    maintenanceOf: (code) => announced.get(code),
    quarantineOf: (code) => quarantined.get(code),
    quarantine(code, reason) {
      const known = quarantined.get(code);
      if (known?.reason === reason) return;
      quarantined.set(code, { reason, since: known?.since ?? now() });
      log.warn('province quarantined: it breaks the contract', { province: code, reason });
    },
    release(code) {
      const known = quarantined.get(code);
      if (known === undefined) return;
      quarantined.delete(code);
      missing.delete(code);
      log.info('province released: it keeps the contract again', { province: code, since: known.since.toISOString() });
    },
  };
}

/** How every province of a registry stands, for the metrics. */
export function readStanding(registry: Registry, status: ProvinceStatus): Reading<'province' | 'standing'> {
  return [...registry.provinces.values()].map(({ code, notice }) => {
    const isIn = status.absentSince(code) === undefined ? 'answering' : 'missing';
    const standing = status.quarantineOf(code) === undefined ? isIn : 'quarantined';
    return [{ province: code, standing: notice?.state.toLowerCase() ?? standing }, 1];
  });
}

/** A call that was given up since its client had gone says nothing about the province. */
function isCancelled({ cause }: Fault): boolean {
  return cause instanceof UpstreamError && cause.failure === 'cancelled';
}

/** The chain of causes in one line. Messages are ours or the system's; what a province wrote is cut short. */
function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause === 'string' ? cause.slice(0, 200) : '';
  const deeper = cause.cause === undefined ? '' : ` · ${describe(cause.cause)}`;
  return `${cause.message.slice(0, 200)}${deeper}`;
}
