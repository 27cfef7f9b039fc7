import type { CodeList, CodeListEntry } from '../../schema/code-list.js';
import type { CodeOf } from '../server/code-list-enum.js';
import type { StandardItemRow } from './national.entity.js';

const entry = (labelZh: string, labelEn: string): CodeListEntry => ({ code: null, labelZh, labelEn });

/** What nobody should take for a verified fact about an item. The annexes of the national lists were never at hand. */
export const ItemCaveat = {
  name: 'ItemCaveat',
  labelZh: '未核实说明',
  labelEn: 'What is not verified about an item',
  standard: 'Tongban',
  entries: {
    MEMBERSHIP_RECALLED: entry(
      '清单归属仅凭对附件的回忆，未经核实',
      'that it is on a national list is recalled from the annexes and not verified',
    ),
    SECTION_ASSUMED: entry(
      '公开来源只称其跨省通办，清单批次为本项目推定',
      'a public source names it as handled across provinces only; the section of the list is our assumption',
    ),
    ANNEX_NOT_COMPARED: entry(
      '公开报道称其为全国清单事项，未与公布的附件逐项核对',
      'named as an item of the national list in public reports, not compared with the published annex',
    ),
    MODE_INFERRED: entry('业务模式为本项目推断', 'its mode is inferred by this project'),
  },
} as const satisfies CodeList;

/** Gives the caveats of an item; every item that claims a list has one about its membership. */
export function caveatsOf(item: Pick<StandardItemRow, 'listMembership' | 'modeBasis'>): CodeOf<typeof ItemCaveat>[] {
  const membership = MEMBERSHIP_CAVEAT[item.listMembership];
  return [
    ...(membership === undefined ? [] : [membership]),
    ...(item.modeBasis === 'INFERRED' ? (['MODE_INFERRED'] as const) : []),
  ];
}

const MEMBERSHIP_CAVEAT: Readonly<Record<StandardItemRow['listMembership'], CodeOf<typeof ItemCaveat> | undefined>> = {
  RECALLED: 'MEMBERSHIP_RECALLED',
  NAMED_AS_CROSS_PROVINCE: 'SECTION_ASSUMED',
  NAMED_AS_NATIONAL_ITEM: 'ANNEX_NOT_COMPARED',
  NOT_CLAIMED: undefined, // says by itself that it claims nothing
};
