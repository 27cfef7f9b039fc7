import { readFileSync } from 'node:fs';
import type { NationalLists } from './parse-agreement.js';

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const folder = new URL('../../../national/data/', import.meta.url);

let lists: NationalLists | undefined;

/** The national item list, the regions and the provinces, as published with this software. Read once. */
export function readNationalLists(): NationalLists {
  return (lists ??= parseLists());
}

interface Place {
  readonly letterCode: string;
  readonly clusters: readonly string[];
}

function parseLists(): NationalLists {
  // Written with this software, and checked by the tests of the national subgraph.
  const items = read('service-items.json') as readonly { readonly code: string }[];
  const places = read('provinces.json') as readonly Place[];
  const memberships = places.flatMap(({ letterCode, clusters }) => clusters.map((region) => ({ region, letterCode })));
  const regions = [...Map.groupBy(memberships, ({ region }) => region)].map(
    ([region, members]) => [region, new Set(members.map(({ letterCode }) => letterCode))] as const,
  );
  return {
    items: new Set(items.map(({ code }) => code)),
    regions: new Map(regions),
    provinces: new Set(places.map(({ letterCode }) => letterCode)),
  };
}
