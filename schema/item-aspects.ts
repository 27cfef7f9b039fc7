import { entry, type CodeList } from './code-list.js';

/** In what two provinces can differ about one national item. */
export const ItemAspectKind = {
  name: 'ItemAspectKind',
  labelZh: '事项要素',
  labelEn: 'In what implementations of one item can differ',
  standard: 'Tongban',
  entries: {
    NAME: entry(null, '事项名称（四级四同 [M]）', 'name; of the four that must be the same [M]'),
    BASIC_CODE: entry(null, '基本编码（四级四同 [M]）', 'basic code; of the four that must be the same [M]'),
    TASK_TYPE: entry(null, '事项类型（四级四同 [M]）', 'type; of the four that must be the same [M]'),
    LEGAL_BASIS: entry(null, '设定依据（四级四同 [M]）', 'legal basis; of the four that must be the same [M]'),
    STATUTORY_LIMIT: entry(null, '法定办结时限', 'statutory limit'),
    PROMISED_LIMIT: entry(null, '承诺办结时限', 'promised limit'),
    MAX_VISITS: entry(null, '到现场次数', 'visits in person'),
    CONDITION: entry(null, '受理条件', 'condition of acceptance'),
    FEE: entry(null, '收费', 'fee, in fen'),
    MATERIAL: entry(null, '材料', 'material: required or optional'),
    MATERIAL_FORM: entry(null, '材料形式', 'form of a material'),
    MATERIAL_GRADE: entry(null, '材料可信等级', 'trust grade of a material'),
    MATERIAL_ORIGINALS: entry(null, '原件份数', 'originals of a material'),
    MATERIAL_COPIES: entry(null, '复印件份数', 'copies of a material'),
  },
} as const satisfies CodeList;

/** The code of an aspect. */
export type ItemAspectKindCode = keyof typeof ItemAspectKind.entries;

/**
 * The four that are the same from the state down to the county (四级四同): name, code, type and legal basis. Recalled and
 * not checked against the source [M]; fuller wordings extend it to levels, objects, limits and materials.
 */
export const FOUR_SAME: readonly ItemAspectKindCode[] = ['NAME', 'BASIC_CODE', 'TASK_TYPE', 'LEGAL_BASIS'];

/** One aspect as some provinces have it: each value, and who has it. */
export interface ComparedAspect {
  readonly kind: ItemAspectKindCode;
  /** Which material, fee or condition; empty where there is one only. */
  readonly subject: string;
  readonly values: readonly { readonly value: string; readonly provinces: readonly { readonly code: string }[] }[];
}

/** A difference: who has which value, and who has none. */
export interface ItemDifference {
  readonly kind: ItemAspectKindCode;
  readonly subject: string;
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Who performs the item without this. */
  readonly without: readonly string[];
}

/** The differences among those who perform an item: what not all of them have, and in one value. */
export function findDifferences(
  aspects: readonly ComparedAspect[],
  performers: readonly string[],
): readonly ItemDifference[] {
  return aspects.flatMap(({ kind, subject, values }) => {
    const having = new Map(values.map(({ value, provinces }) => [value, provinces.map(({ code }) => code)] as const));
    const all = new Set([...having.values()].flat());
    const without = performers.filter((code) => !all.has(code));
    return having.size > 1 || without.length > 0 ? [{ kind, subject, values: having, without }] : [];
  });
}
