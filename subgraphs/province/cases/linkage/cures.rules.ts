import { AssuranceGrade, MaterialForm } from '../../../../schema/code-lists.js';
import type { MaterialRequirement, PreflightGap } from '../preflight.rules.js';

type Cure = readonly [zh: string, en: string];

const cures: Readonly<Record<PreflightGap['defect'], (needed: MaterialRequirement | undefined) => Cure>> = {
  MISSING: (needed) => {
    const [zh, en] = piecesOf(needed);
    return [`请提交：${zh}`, `Hand it in: ${en}`];
  },
  WRONG_FORM: (needed) => {
    const { labelZh, labelEn } = MaterialForm.entries[needed?.form ?? 'PAPER_OR_ELECTRONIC'];
    return [`请以${labelZh}形式提交`, `Hand it in ${labelEn}`];
  },
  EXPIRED: () => ['请换发或者另行提交在有效期内的材料', 'Renew it, or hand in one that is still valid'],
  GRADE_TOO_LOW: (needed) => {
    const grade = needed?.grade ?? 'D';
    const { labelZh, labelEn } = AssuranceGrade.entries[grade];
    return [`须达到可信等级${grade}：${labelZh}`, `Trust grade ${grade} is needed: ${labelEn}`];
  },
  TOO_FEW_ORIGINALS: (needed) => [
    `原件共须${needed?.originals ?? 0}份`,
    `Originals needed altogether: ${needed?.originals ?? 0}`,
  ],
  TOO_FEW_COPIES: (needed) => [
    `复印件共须${needed?.copies ?? 0}份`,
    `Copies needed altogether: ${needed?.copies ?? 0}`,
  ],
  CONDITION_UNANSWERED: () => ['请确认是否符合该条件', 'Say whether the condition is met'],
  CONDITION_NOT_MET: () => [
    '符合该条件后再申请，或者向业务属地咨询',
    'Apply once it is met, or ask the handling place',
  ],
};

function piecesOf(needed: MaterialRequirement | undefined): Cure {
  const { originals = 1, copies = 0, form = 'PAPER_OR_ELECTRONIC' } = needed ?? {};
  const { labelZh, labelEn } = MaterialForm.entries[form];
  return [
    `${labelZh}，原件${originals}份，复印件${copies}份`,
    `${labelEn}; originals: ${originals}, copies: ${copies}`,
  ];
}

/** What mends a gap, in words for applicants; `needed` is the material that it concerns, if it is one. */
export function cureOf(gap: PreflightGap, needed: MaterialRequirement | undefined): { zh: string; en: string } {
  const [zh, en] = cures[gap.defect](needed);
  return { zh, en };
}
