import { AssuranceGrade, MaterialForm, MaterialSource } from '../../../../schema/code-lists.js';
import { isProvinceCode } from '../../../../schema/global-id.js';
import { FOUR_SAME, ItemAspectKind, type ItemAspectKindCode } from '../../../../schema/item-aspects.js';
import type { ListedFee, ListedMaterial } from '../../../../schema/listed-rules.js';

/** The text that two provinces sign: one aspect of one item, its value, who adopts it, and from which day. */
export interface AlignmentText {
  readonly version: 1;
  /** Global id of the negotiation. */
  readonly thread: string;
  readonly item: string;
  readonly parties: readonly [string, string];
  readonly aspect: { readonly kind: ItemAspectKindCode; readonly subject: string };
  /** Null: neither of those who adopt it asks for it any more. */
  readonly value: string | null;
  readonly material: ListedMaterial | null;
  readonly fee: ListedFee | null;
  /** Whose list changes. */
  readonly adoptedBy: readonly string[];
  /** `2026-04-01`: a day in China. */
  readonly effectiveFrom: string;
}

/** A signature of a province under a text, over its hash. */
export interface SignedBy {
  readonly province: string;
  readonly kid: string;
  readonly at: string;
  readonly signature: string;
}

/** True for an aspect that provinces may settle among themselves. */
export function isNegotiable(kind: ItemAspectKindCode): boolean {
  return !FOUR_SAME.includes(kind) && kind !== 'STATUTORY_LIMIT';
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const MAX_NAME = 200;
const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= MAX_NAME && value.isWellFormed() && !value.includes('\0');
const isWords = (value: unknown): value is string => isName(value) && value.trim() !== '';
const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) < 1e6;
const isOf = <Entries extends object>(entries: Entries, value: unknown): value is keyof Entries & string =>
  typeof value === 'string' && Object.hasOwn(entries, value);

/** Reads the text of a letter; undefined for what is none. */
export function parseAlignmentText(value: unknown): AlignmentText | undefined {
  const {
    version,
    thread,
    item,
    parties,
    aspect,
    value: wanted,
    material,
    fee,
    adoptedBy,
    effectiveFrom,
  } = fieldsOf(value);
  const { kind, subject } = fieldsOf(aspect);
  if (version !== 1 || !isWords(thread) || !isWords(item) || !isOf(ItemAspectKind.entries, kind)) return undefined;
  if (!isName(subject) || !(wanted === null || isName(wanted)) || !isPair(parties)) return undefined;
  if (!isListOf(adoptedBy, parties) || !isDay(effectiveFrom)) return undefined;
  const [listed, due] = [parseOr(material, parseMaterial), parseOr(fee, parseFee)];
  if (listed === undefined || due === undefined) return undefined;
  const text = { version, thread, item, parties, aspect: { kind, subject }, value: wanted } as const;
  return { ...text, material: listed, fee: due, adoptedBy, effectiveFrom };
}

const parseOr = <Value>(value: unknown, parse: (value: unknown) => Value | undefined): Value | null | undefined =>
  value === null ? null : parse(value);

function isPair(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every(isProvinceCode) && value[0] !== value[1];
}

function isListOf(value: unknown, parties: readonly [string, string]): value is readonly string[] {
  if (!Array.isArray(value) || value.length === 0 || new Set(value).size < value.length) return false;
  return value.every((code) => parties.includes(code as string));
}

/** True for a day such as 2026-04-01. */
export function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const ms = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value);
}

function parseMaterial(value: unknown): ListedMaterial | undefined {
  const { name, required, grade, form, source, issuingBody, originals, copies, note } = fieldsOf(value);
  const isWhole =
    isWords(name) &&
    typeof required === 'boolean' &&
    isOf(AssuranceGrade.entries, grade) &&
    isOf(MaterialForm.entries, form) &&
    isOf(MaterialSource.entries, source) &&
    (issuingBody === null || isName(issuingBody)) &&
    isCount(originals) &&
    isCount(copies) &&
    (note === null || isName(note));
  return isWhole ? { name, required, grade, form, source, issuingBody, originals, copies, note } : undefined;
}

function parseFee(value: unknown): ListedFee | undefined {
  const { name, amountFen, basis, reducible } = fieldsOf(value);
  const isWhole = isWords(name) && isCount(amountFen) && isName(basis) && typeof reducible === 'boolean';
  return isWhole ? { name, amountFen, basis, reducible } : undefined;
}

/** Reads a signature of a letter; undefined for what is none. */
export function parseSignedBy(value: unknown): SignedBy | undefined {
  const { province, kid, at, signature } = fieldsOf(value);
  const isWhole = isProvinceCode(province) && isWords(kid) && isWords(at) && typeof signature === 'string';
  return isWhole && signature.length <= 200 ? { province, kid, at, signature } : undefined;
}
