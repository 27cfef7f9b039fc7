import { type CodeList, entry } from './code-list.js';

/** What is known of an item on the national lists. */
export const ListMembership = {
  name: 'ListMembership',
  labelZh: '跨省通办清单归属',
  labelEn: 'What is known of an item on the national lists',
  standard: 'Tongban',
  entries: {
    NAMED_AS_NATIONAL_ITEM: entry(
      null,
      '公开来源称其为全国清单事项',
      'named in a public source as an item of the national list',
    ),
    NAMED_AS_CROSS_PROVINCE: entry(
      null,
      '公开来源称其为跨省通办事项',
      'named in a public source as handled across provinces',
    ),
    RECALLED: entry(null, '据附件回忆，未核实', 'recalled from the annexes, not verified'),
    NOT_CLAIMED: entry(null, '真实事项，不主张在清单内', 'a real item, not claimed to be on a list'),
  },
} as const satisfies CodeList;

/** The sections of those lists. */
export const ListSection = {
  name: 'ListSection',
  labelZh: '清单批次',
  labelEn: 'Section of the national lists',
  standard: '国办发〔2020〕35号, 国办发〔2022〕34号',
  entries: {
    LIST_2020_58: entry(null, '2020年底前58项', '58 items by the end of 2020'),
    LIST_2021_74: entry(null, '2021年底前74项', '74 items by the end of 2021'),
    FOLLOW_UP_8: entry(null, '后续8项', '8 follow-up items'),
    LIST_2022_NEW_22: entry(null, '2022年新增22项', '22 items added in 2022'),
    SECTORAL: entry(null, '部门事项', 'items of a sector, on no national list'),
  },
} as const satisfies CodeList;

/** How the mode of an item is known. */
export const ModeBasis = {
  name: 'ModeBasis',
  labelZh: '模式依据',
  labelEn: 'How the mode of an item is known',
  standard: 'Tongban',
  entries: {
    DOCUMENTED: entry(null, '公开来源载明', 'stated in a public source'),
    INFERRED: entry(null, '本项目推断', 'inferred by this project'),
  },
} as const satisfies CodeList;

/** What clients can read of the national lists of items. */
export const nationalLists: readonly CodeList[] = [ListSection, ListMembership, ModeBasis];
