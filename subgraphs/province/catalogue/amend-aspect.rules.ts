import { AssuranceGrade, MaterialForm } from '../../../schema/code-lists.js';
import type { ItemAspectKindCode } from '../../../schema/item-aspects.js';
import type { ListedFee, ListedMaterial } from '../../../schema/listed-rules.js';
import type { ItemRules } from '../../shared/aspects.rules.js';

/** One aspect and what it shall be; null lets go of a material, a fee or a condition. */
export interface AspectChange {
  readonly kind: ItemAspectKindCode;
  readonly subject: string;
  readonly value: string | null;
  /** The whole material, for a list that has none of the name. */
  readonly material: ListedMaterial | null;
  /** The whole fee, for a list that has none of the name. */
  readonly fee: ListedFee | null;
}

/** What of an item a change touches. */
export type AmendedRules = Partial<
  Pick<ItemRules, 'promised' | 'maxVisits' | 'acceptanceConditions' | 'fees' | 'materials'>
>;

/**
 * An item with one aspect changed; undefined for what cannot be: a value that the aspect does not take, a part of a
 * material that is not there, an aspect that is not for provinces to change.
 */
export function amendAspect(item: ItemRules, change: AspectChange): AmendedRules | undefined {
  const { kind, subject, value } = change;
  switch (kind) {
    case 'PROMISED_LIMIT':
      return amendLimit(value);
    case 'MAX_VISITS':
      return isCount(value) ? { maxVisits: Number(value) } : undefined;
    case 'CONDITION':
      return amendConditions(item.acceptanceConditions, subject, value);
    case 'FEE':
      return amendFees(item.fees, change);
    case 'MATERIAL':
      return amendMaterials(item.materials, change);
    case 'MATERIAL_FORM':
    case 'MATERIAL_GRADE':
    case 'MATERIAL_ORIGINALS':
    case 'MATERIAL_COPIES':
      return amendPart(item.materials, { ...change, kind });
    case 'NAME':
    case 'BASIC_CODE':
    case 'TASK_TYPE':
    case 'LEGAL_BASIS':
    case 'STATUTORY_LIMIT':
      return undefined;
  }
}

const isCount = (value: string | null): value is string => value !== null && /^\d{1,6}$/.test(value);

function amendLimit(value: string | null): AmendedRules | undefined {
  const [, days, unit] = /^(\d{1,4}) (WORKING_DAY|CALENDAR_DAY)$/.exec(value ?? '') ?? [];
  if (days === undefined) return undefined;
  return { promised: { value: Number(days), unit: unit === 'WORKING_DAY' ? 'WORKING_DAY' : 'CALENDAR_DAY' } };
}

function amendConditions(asked: readonly string[], subject: string, value: string | null): AmendedRules | undefined {
  if (value !== null && value !== 'ASKED') return undefined;
  const others = asked.filter((condition) => condition !== subject);
  const conditions = value === null ? others : asked.includes(subject) ? asked : [...asked, subject];
  return { acceptanceConditions: conditions };
}

function amendFees(fees: readonly ListedFee[], { subject, value, fee }: AspectChange): AmendedRules | undefined {
  if (value === null) return { fees: fees.filter(({ name }) => name !== subject) };
  if (!isCount(value)) return undefined;
  const amountFen = Number(value);
  if (fees.some(({ name }) => name === subject))
    return { fees: fees.map((each) => (each.name === subject ? { ...each, amountFen } : each)) };
  return fee?.name === subject ? { fees: [...fees, { ...fee, amountFen }] } : undefined;
}

function amendMaterials(
  materials: readonly ListedMaterial[],
  { subject, value, material }: AspectChange,
): AmendedRules | undefined {
  if (value === null) return { materials: materials.filter(({ name }) => name !== subject) };
  if (value !== 'REQUIRED' && value !== 'OPTIONAL') return undefined;
  const required = value === 'REQUIRED';
  if (materials.some(({ name }) => name === subject)) return { materials: withPart(materials, subject, { required }) };
  return material?.name === subject ? { materials: [...materials, { ...material, required }] } : undefined;
}

type PartKind = 'MATERIAL_FORM' | 'MATERIAL_GRADE' | 'MATERIAL_ORIGINALS' | 'MATERIAL_COPIES';

function amendPart(
  materials: readonly ListedMaterial[],
  { kind, subject, value }: AspectChange & { readonly kind: PartKind },
): AmendedRules | undefined {
  const part = partOf(kind, value);
  if (part === undefined || materials.every(({ name }) => name !== subject)) return undefined;
  return { materials: withPart(materials, subject, part) };
}

function partOf(kind: PartKind, value: string | null): Partial<ListedMaterial> | undefined {
  switch (kind) {
    case 'MATERIAL_FORM':
      return isOneOf(MaterialForm.entries, value) ? { form: value } : undefined;
    case 'MATERIAL_GRADE':
      return isOneOf(AssuranceGrade.entries, value) ? { grade: value } : undefined;
    case 'MATERIAL_ORIGINALS':
      return isCount(value) ? { originals: Number(value) } : undefined;
    case 'MATERIAL_COPIES':
      return isCount(value) ? { copies: Number(value) } : undefined;
  }
}

function isOneOf<Entries extends object>(entries: Entries, value: string | null): value is keyof Entries & string {
  return value !== null && Object.hasOwn(entries, value);
}

const withPart = (
  materials: readonly ListedMaterial[],
  subject: string,
  part: Partial<ListedMaterial>,
): readonly ListedMaterial[] => materials.map((each) => (each.name === subject ? { ...each, ...part } : each));
