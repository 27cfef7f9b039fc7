import type { LimitUnit } from '../../schema/code-lists.js';
import type { ItemAspectKindCode } from '../../schema/item-aspects.js';
import type { ListedFee, ListedMaterial } from '../../schema/listed-rules.js';

type Unit = keyof typeof LimitUnit.entries;

/** An item, as far as provinces are compared by it. */
export interface ItemRules {
  readonly nameZh: string;
  readonly taskCode: string;
  readonly taskType: string;
  readonly legalBasis: readonly string[];
  readonly statutory: { readonly value: number; readonly unit: Unit } | null;
  readonly promised: { readonly value: number; readonly unit: Unit };
  readonly maxVisits: number;
  readonly acceptanceConditions: readonly string[];
  readonly fees: readonly ListedFee[];
  readonly materials: readonly ListedMaterial[];
}

/** One aspect of an item as one province has it. */
export interface ItemAspectValue {
  readonly kind: ItemAspectKindCode;
  /** Which material, fee or condition; empty where there is one only. */
  readonly subject: string;
  readonly value: string;
}

// Authority (18 characters) and level (1) come before the basic code.
const BASIC_CODE_BEGINS = 19;

/** Everything in which a province can differ from another one about an item, each once. */
export function aspectsOf(item: ItemRules): readonly ItemAspectValue[] {
  const one = (kind: ItemAspectKindCode, value: string): ItemAspectValue => ({ kind, subject: '', value });
  return [
    one('NAME', item.nameZh),
    one('BASIC_CODE', item.taskCode.slice(BASIC_CODE_BEGINS)),
    one('TASK_TYPE', item.taskType),
    one('LEGAL_BASIS', item.legalBasis.toSorted().join('；')),
    one('STATUTORY_LIMIT', item.statutory === null ? 'NONE' : limitText(item.statutory)),
    one('PROMISED_LIMIT', limitText(item.promised)),
    one('MAX_VISITS', String(item.maxVisits)),
    ...item.acceptanceConditions.map((subject) => ({ kind: 'CONDITION' as const, subject, value: 'ASKED' })),
    ...item.fees.map(({ name, amountFen }) => ({ kind: 'FEE' as const, subject: name, value: String(amountFen) })),
    ...item.materials.flatMap(aspectsOfMaterial),
  ];
}

const limitText = ({ value, unit }: ItemRules['promised']): string => `${value} ${unit}`;

function aspectsOfMaterial(material: ListedMaterial): readonly ItemAspectValue[] {
  const { name: subject, required, form, grade, originals, copies } = material;
  return [
    { kind: 'MATERIAL', subject, value: required ? 'REQUIRED' : 'OPTIONAL' },
    { kind: 'MATERIAL_FORM', subject, value: form },
    { kind: 'MATERIAL_GRADE', subject, value: grade },
    { kind: 'MATERIAL_ORIGINALS', subject, value: String(originals) },
    { kind: 'MATERIAL_COPIES', subject, value: String(copies) },
  ];
}

/** The value of one aspect of an item; null when the item has none. */
export function aspectOf(item: ItemRules, kind: ItemAspectKindCode, subject: string): string | null {
  return aspectsOf(item).find((aspect) => aspect.kind === kind && aspect.subject === subject)?.value ?? null;
}
