import { readFileSync } from 'node:fs';
import type { HandlingMode } from '../../schema/code-lists.js';

/** A national item, as far as rows of exchange tables are matched with it. */
export interface NationalItem {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly mode: keyof typeof HandlingMode.entries;
  readonly competentAuthority: { readonly key: string };
}

const file = new URL('../national/data/service-items.json', import.meta.url);

let items: readonly NationalItem[] | undefined;

/** The national items, as published with this software and checked by the tests of the national subgraph. Read once. */
export function readNationalItems(): readonly NationalItem[] {
  return (items ??= JSON.parse(readFileSync(file, 'utf8')) as readonly NationalItem[]);
}
