import type { ProvinceInstance } from '../../subgraphs/shared/instance.js';
import type { NetworkPlace } from './network-place.js';

/** What a new province is made of. */
export interface NewProvince {
  readonly instance: ProvinceInstance;
  /** A folder that is empty or not there. */
  readonly out: string;
  readonly port: number;
  /** Where gateways will find it. */
  readonly url: string;
  /** Where a gateway serves GraphQL, by way of which it tells others. */
  readonly gateway: string;
  /** The data directory of a network on this machine, of which it takes what everybody in it knows. */
  readonly network: NetworkPlace | undefined;
  /** With how many synthetic cases an empty database is filled, for trying out. */
  readonly syntheticCases: number | undefined;
  readonly nowMs: number;
}
