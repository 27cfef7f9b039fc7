// Differences between two lists, found by looking at the rows themselves: the oracle of compareItem.
import type { ServiceItemRow } from '../../../subgraphs/province/catalogue/index.js';
import { fromJson } from '../../../subgraphs/province/storage/stored.js';

interface Piece {
  readonly name: string;
}

/** Every difference of two rows, as `KIND subject: a | b`, a dash standing for what one does not have. */
export function naiveDifferences(a: ServiceItemRow, b: ServiceItemRow): readonly string[] {
  const found: string[] = [];
  const compare = (what: string, one: string | number | undefined, other: string | number | undefined): void => {
    if (one !== other) found.push(`${what}: ${one ?? '-'} | ${other ?? '-'}`);
  };
  const sorted = (row: ServiceItemRow): string => [...fromJson(row.legal_basis)].sort().join('；');
  compare('NAME ', a.name_zh, b.name_zh);
  compare('BASIC_CODE ', a.task_code.slice(-12), b.task_code.slice(-12));
  compare('TASK_TYPE ', a.task_type, b.task_type);
  compare('LEGAL_BASIS ', sorted(a), sorted(b));
  const limit = (value: number | null, unit: string | null) => (value === null ? 'NONE' : `${value} ${String(unit)}`);
  compare('STATUTORY_LIMIT ', limit(a.statutory_value, a.statutory_unit), limit(b.statutory_value, b.statutory_unit));
  compare('PROMISED_LIMIT ', limit(a.promised_value, a.promised_unit), limit(b.promised_value, b.promised_unit));
  compare('MAX_VISITS ', String(a.max_visits), String(b.max_visits));
  for (const condition of unionOf(fromJson(a.acceptance_conditions), fromJson(b.acceptance_conditions)))
    compare(
      `CONDITION ${condition}`,
      fromJson(a.acceptance_conditions).includes(condition) ? 'ASKED' : undefined,
      fromJson(b.acceptance_conditions).includes(condition) ? 'ASKED' : undefined,
    );
  const [fees, otherFees] = [fromJson(a.fees), fromJson(b.fees)];
  for (const name of unionOf(namesOf(fees), namesOf(otherFees)))
    compare(
      `FEE ${name}`,
      fees.find((fee) => fee.name === name)?.amountFen,
      otherFees.find((fee) => fee.name === name)?.amountFen,
    );
  const [ours, theirs] = [fromJson(a.materials), fromJson(b.materials)];
  for (const name of unionOf(namesOf(ours), namesOf(theirs))) {
    const [one, other] = [ours.find((each) => each.name === name), theirs.find((each) => each.name === name)];
    const required = (each: typeof one) => each && (each.required ? 'REQUIRED' : 'OPTIONAL');
    compare(`MATERIAL ${name}`, required(one), required(other));
    compare(`MATERIAL_FORM ${name}`, one?.form, other?.form);
    compare(`MATERIAL_GRADE ${name}`, one?.grade, other?.grade);
    compare(`MATERIAL_ORIGINALS ${name}`, one?.originals, other?.originals);
    compare(`MATERIAL_COPIES ${name}`, one?.copies, other?.copies);
  }
  return found.sort();
}

const namesOf = (pieces: readonly Piece[]): readonly string[] => pieces.map(({ name }) => name);
const unionOf = (a: readonly string[], b: readonly string[]): readonly string[] => [...new Set([...a, ...b])];
