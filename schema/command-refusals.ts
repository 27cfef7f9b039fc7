import type { RefusalRow } from './refusal.js';

const ours = '[P] Tongban';
const article42 = '[M] 行政许可法第42条 · Administrative Licensing Law, art. 42';

/** Refusals of commands and letters as such, whatever the state of the case. */
export const commandRefusals = {
  CASE_UNKNOWN: [
    'A command names a case that is handled here.',
    ours,
    '此处没有正在办理的该办件。',
    'No such case is handled here.',
    'NOBODY ANY',
  ],
  LEG_UNKNOWN: [
    'A command names a leg that is handled here.',
    ours,
    '此处没有该环节。',
    'No such leg is handled here.',
    'NOBODY ANY',
  ],
  IDEMPOTENCY_KEY_REUSED: [
    'One key is one request: what repeats a key repeats its request.',
    ours,
    '同一幂等键已用于另一请求。',
    'The key was used for another request.',
    'SYSTEM ANY',
  ],
  CHANGED_MEANWHILE: [
    'Who names a version acts on that version only.',
    ours,
    '办件已被他人更新，请刷新后重试。',
    'The case has changed in the meantime; look again.',
    'SYSTEM ANY',
  ],
  PLACE_MISSING: [
    'A case across provinces names the provinces that take part, each once.',
    ours,
    '须指明参与办理的省份。',
    'The provinces that take part are not named.',
    'APPLICANT ANY',
  ],
  PREFLIGHT_UNKNOWN: [
    'An application names a preflight that the province which decides has kept.',
    ours,
    '此处没有该摘要的预检结果。',
    'No preflight with this digest is kept here.',
    'APPLICANT ANY',
  ],
  PREFLIGHT_OUTDATED: [
    'A preflight counts while the rules that it checked are in force.',
    ours,
    '预检之后事项规则已有更新，请重新预检。',
    'The rules have changed since the preflight; ask for another.',
    'APPLICANT ANY',
  ],
  PREFLIGHT_OF_OTHER_DRAFT: [
    'A preflight counts for the draft that it checked: the same item, applicant, materials and answers.',
    ours,
    '该预检结果针对另一份草案。',
    'The preflight is of another draft.',
    'APPLICANT ANY',
  ],
  NO_TIME_LEFT: [
    'After the limit a clock is neither paused nor extended.',
    article42,
    '时限已届满，不得再暂停或者延长。',
    'The limit has run out; it is neither paused nor extended.',
    'NOBODY ANY',
  ],
  EXTENSION_TOO_LONG: [
    'An extension has the unit of the limit and at most the length that the law allows.',
    article42,
    '延长期限超过法定上限，或者单位不一致。',
    'The extension is longer than the law allows, or has another unit than the limit.',
    'HANDLING_OFFICER HANDLING',
  ],
  CALENDAR_UNKNOWN: [
    'Working days come from published notices and are never guessed.',
    ours,
    '相关年度的放假安排尚未公布，无法计算时限。',
    'The holidays of a year are not published yet, so the limit cannot be computed.',
    'SYSTEM ANY',
  ],
  COMPENSATION_OUT_OF_ORDER: [
    'What later effects stand on is taken back after them.',
    ours,
    '须先撤回后续环节的效力。',
    'Effects of later legs must be taken back first.',
    'LEAD_OFFICER LEAD',
  ],
  HANDOFF_NOT_OPEN: [
    'An answer names the handoff that it answers, and that handoff is open.',
    ours,
    '所答复的转交不存在或已终结。',
    'The handoff that this answers is not open.',
    'NOBODY ANY',
  ],
  NOT_A_PARTY: [
    'Only a province that takes part in a case says something of it.',
    ours,
    '来件省份不是该办件的参与方。',
    'The sender does not take part in this case.',
    'NOBODY ANY',
  ],
  LETTER_TOO_LARGE: [
    'What travels in one letter fits the way to its addressee.',
    ours,
    '转交内容过大：请减少材料项数或者缩短文字。',
    'What is to travel is too large; list fewer materials, or say it shorter.',
    'SYSTEM ANY',
  ],
  LETTER_MALFORMED: [
    'A letter has the form that its event asks for.',
    ours,
    '来件格式有误。',
    'The letter has not the form that its event asks for.',
    'SYSTEM ANY',
  ],
} as const satisfies Record<string, RefusalRow>;
