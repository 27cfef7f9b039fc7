import { readFileSync } from 'node:fs';
import { buildASTSchema, parse } from 'graphql';
import { encodeCursor } from '../../schema/cursor.js';
import { formatGlobalId } from '../../schema/global-id.js';
import { firstPage, type StandInContract } from './stand-in-contract.js';

// As many as the reference provinces list on average, so that every province fills its page of 50.
const ROWS = 122;

/** The product's own contract, of which a stand-in serves the list of service items, each item by its id, and no more than a page shows. */
export function createItemContract(): StandInContract {
  const sdl = readFileSync(new URL('../../schema/province.graphql', import.meta.url), 'utf8');
  return {
    // Federation's own definitions come from its @link, so the document alone is not complete GraphQL.
    schema: buildASTSchema(parse(sdl), { assumeValid: true, assumeValidSDL: true }),
    rootValue(code) {
      const rows = Array.from({ length: ROWS }, (_, index) => itemRow(code, index));
      return {
        serviceItems: ({ first }: { readonly first: number }) => firstPage(rows, first, cursorOf),
        serviceItem: ({ id }: { readonly id: string }) => rows.find((row) => row.id === id) ?? null,
      };
    },
  };
}

interface ItemRow {
  readonly id: string;
  readonly standardCode: string;
}

/** Codes rise with the index and are the same in all provinces, so that a merged page takes rows of every one. */
function itemRow(code: string, index: number): ItemRow & Readonly<Record<string, unknown>> {
  const standardCode = `11${String(index).padStart(4, '0')}000`;
  return {
    id: formatGlobalId({ province: code, type: 'ServiceItem', local: standardCode }),
    standardCode,
    nameZh: `${code} 异地新生儿入户第 ${index} 项`,
    mode: 'FULLY_ONLINE',
    promisedLimit: { value: index % 20, unit: 'WORKING_DAY' },
  };
}

function cursorOf({ id, standardCode }: ItemRow): string {
  return encodeCursor({ order: 'STANDARD_CODE_ASC', keys: [standardCode], id });
}
