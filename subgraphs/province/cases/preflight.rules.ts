import type { AssuranceGrade, MaterialForm } from '../../../schema/code-lists.js';
import type { PreflightDefect } from '../../../schema/linkage-lists.js';
import type { Gap } from './machine/facts.rules.js';

type Grade = keyof typeof AssuranceGrade.entries;

/** What the handling province asks for; the shape of a material of its catalogue. */
export interface MaterialRequirement {
  readonly name: string;
  readonly required: boolean;
  readonly grade: Grade;
  readonly form: keyof typeof MaterialForm.entries;
  readonly originals: number;
  readonly copies: number;
}

/** What an item asks for altogether. */
export interface ItemRequirements {
  readonly materials: readonly MaterialRequirement[];
  readonly acceptanceConditions: readonly string[];
}

/** One piece that the applicant has. An electronic piece stands for any number of originals and copies. */
export interface DraftMaterial {
  readonly name: string;
  readonly form: 'PAPER' | 'ELECTRONIC';
  readonly grade: Grade;
  readonly originals: number;
  readonly copies: number;
  /** Last day on which it is valid, as YYYY-MM-DD; null when it does not expire. */
  readonly validUntil: string | null;
}

/** An application as it stands. */
export interface Draft {
  readonly materials: readonly DraftMaterial[];
  /** The applicant's answer to each condition; what is not answered is not met. */
  readonly conditions: Readonly<Record<string, boolean>>;
  /** The day of the check, as YYYY-MM-DD. */
  readonly today: string;
}

/** A gap that a preflight found. */
export interface PreflightGap extends Gap {
  readonly defect: keyof typeof PreflightDefect.entries;
}

type Defect = PreflightGap['defect'];

// From the surest to the least sure (国办函〔2016〕108号): what a surer piece proves, it proves where less is asked for.
const grades: readonly Grade[] = ['A', 'B', 'C', 'D'];

/**
 * Everything that is missing or wrong, once and for all: a draft in which all of it is mended has no gap. In the order
 * of the item's own list.
 */
export function preflight(item: ItemRequirements, draft: Draft): readonly PreflightGap[] {
  const materials = item.materials.flatMap((needed) => gapsOf(needed, findDefects(needed, draft)));
  const conditions = item.acceptanceConditions.flatMap((subject): PreflightGap[] => {
    // An answer is only what the draft itself says, not what every object carries.
    if (!Object.hasOwn(draft.conditions, subject)) return [{ subject, defect: 'CONDITION_UNANSWERED' }];
    return draft.conditions[subject] === true ? [] : [{ subject, defect: 'CONDITION_NOT_MET' }];
  });
  return [...materials, ...conditions];
}

const gapsOf = ({ name }: MaterialRequirement, found: readonly Defect[]): readonly PreflightGap[] =>
  found.map((defect) => ({ subject: name, defect }));

function findDefects(needed: MaterialRequirement, draft: Draft): readonly Defect[] {
  const pieces = draft.materials.filter(({ name }) => name === needed.name);
  if (pieces.length === 0) return needed.required ? ['MISSING'] : [];
  const judged = pieces.map((piece) => ({ piece, found: defectsOfPiece(needed, piece, draft.today) }));
  const good = judged.filter(({ found }) => found.length === 0).map(({ piece }) => piece);
  if (good.length > 0) return countDefects(needed, good);
  // No piece will do. What is wrong with the best one is what is easiest to mend.
  return judged.reduce(
    (best, other) => (other.found.length < best.found.length ? other : best),
    judged[0] ?? { found: [] },
  ).found;
}

function defectsOfPiece(needed: MaterialRequirement, piece: DraftMaterial, today: string): readonly Defect[] {
  const found: Defect[] = [];
  if (needed.form !== 'PAPER_OR_ELECTRONIC' && needed.form !== piece.form) found.push('WRONG_FORM');
  if (piece.validUntil !== null && piece.validUntil < today) found.push('EXPIRED');
  if (grades.indexOf(piece.grade) > grades.indexOf(needed.grade)) found.push('GRADE_TOO_LOW');
  return found;
}

function countDefects(needed: MaterialRequirement, good: readonly DraftMaterial[]): readonly Defect[] {
  if (good.some(({ form }) => form === 'ELECTRONIC')) return [];
  const sum = (count: (piece: DraftMaterial) => number): number =>
    good.reduce((total, piece) => total + count(piece), 0);
  const found: Defect[] = [];
  if (sum(({ originals }) => originals) < needed.originals) found.push('TOO_FEW_ORIGINALS');
  if (sum(({ copies }) => copies) < needed.copies) found.push('TOO_FEW_COPIES');
  return found;
}
