import type { ProvinceState as ProvinceStateList } from '../../schema/graph-lists.js';
import type { ProvinceEntry, Registry } from '../provinces/registry.js';
import type { ProvinceStatus } from '../provinces/status.js';
import { provinceReference } from './coverage.js';
import type { FilledObject } from './project.js';

type ProvinceState = keyof typeof ProvinceStateList.entries;

/** The contract's `Federation`: every province of the registry, and how this gateway finds it. */
export function describeFederation(registry: Registry, status: ProvinceStatus): FilledObject {
  return {
    __typename: 'Federation',
    provinces: [...registry.provinces.values()].map((entry) => describeProvince(entry, status)),
  };
}

function describeProvince({ code, maintenance }: ProvinceEntry, status: ProvinceStatus): FilledObject {
  const describe = (state: ProvinceState, message: string | null, since: Date | undefined): FilledObject => ({
    __typename: 'ProvinceStatus',
    province: provinceReference(code),
    state,
    message,
    since: since?.toISOString() ?? null,
  });
  const quarantine = status.quarantineOf(code);
  const absentSince = status.absentSince(code);
  if (maintenance !== undefined) return describe('MAINTENANCE', maintenance, absentSince);
  if (quarantine !== undefined) return describe('QUARANTINED', quarantine.reason, quarantine.since);
  const notice = status.maintenanceOf(code);
  if (notice !== undefined) return describe('MAINTENANCE', notice, absentSince);
  return describe(absentSince === undefined ? 'SERVING' : 'DEGRADED', null, absentSince);
}
