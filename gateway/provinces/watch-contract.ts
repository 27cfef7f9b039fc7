import type { Log } from '../../telemetry/log.js';
import type { ProvinceEntry, Registry } from './registry.js';
import type { StatusKeeper } from './status.js';

/** What a probe found: the contract is kept, or broken in some way, or the province could not be asked. */
export type ProbeResult =
  | { readonly outcome: 'kept' }
  | { readonly outcome: 'broken'; readonly reason: string }
  | { readonly outcome: 'unknown' };

/** Holds a province against the contract. Never rejects for what a province does. */
export type Probe = (province: ProvinceEntry) => Promise<ProbeResult>;

export interface WatchOptions {
  currentRegistry(): Registry;
  /** The probe of the contract in force: another one after a new version; undefined while there is no contract. */
  currentProbe(): Probe | undefined;
  readonly status: StatusKeeper;
  readonly log: Log;
  /** How often each province is probed; a new one, a moved one and a new contract are seen to at the next look. */
  readonly intervalMs: number;
  /** How often the registry is looked at for these. */
  readonly lookMs: number;
}

interface Probed {
  readonly entry: ProvinceEntry;
  readonly probe: Probe;
  readonly at: number;
}

// A start over 32 provinces must not keep the processor from the first queries.
const MAX_AT_ONCE = 4;

/** Probes every province at registration and from time to time; a breach quarantines it, until a later probe passes. */
export function watchContract(options: WatchOptions): Disposable {
  const probed = new Map<string, Probed>();
  let running = 0;
  const probeOne = async (entry: ProvinceEntry, probe: Probe): Promise<void> => {
    const { code } = entry;
    const result = await probe(entry);
    // What was asked of an address that is no longer in force says nothing.
    if (options.currentRegistry().provinces.get(code)?.url.href !== entry.url.href) return;
    if (result.outcome === 'broken') options.status.quarantine(code, result.reason);
    else if (result.outcome === 'kept') options.status.release(code);
  };
  const look = (): void => {
    const probe = options.currentProbe();
    if (probe === undefined) return;
    const { provinces } = options.currentRegistry();
    for (const code of probed.keys()) {
      if (provinces.has(code)) continue;
      probed.delete(code);
      options.status.release(code);
    }
    for (const entry of provinces.values()) {
      if (running >= MAX_AT_ONCE) return;
      const last = probed.get(entry.code);
      const isNew = last?.entry.url.href !== entry.url.href || last.probe !== probe;
      const isDue = isNew || performance.now() - last.at >= options.intervalMs;
      if (!isDue || entry.notice !== undefined) continue;
      probed.set(entry.code, { entry, probe, at: performance.now() });
      running += 1;
      probeOne(entry, probe)
        .catch((error: unknown) => options.log.error('probe failed', error, { province: entry.code }))
        .finally(() => {
          running -= 1;
          look();
        });
    }
  };
  look();
  const timer = setInterval(look, options.lookMs);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
