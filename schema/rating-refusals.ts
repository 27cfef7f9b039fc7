import { type CodeList, entry } from './code-list.js';
import { readRefusal, type RefusalEntry, type RefusalRow } from './refusal.js';

const ours = '[P] Tongban';
const national = '[V] 国办发〔2019〕51号';

const rows = {
  RATING_UNKNOWN: [
    'A rating is seen by who gave it, the unit at fault and supervisors, and by all once it is published.',
    ours,
    '没有该评价。',
    'There is no such rating.',
    'NOBODY ANY',
  ],
  HELD_ELSEWHERE: [
    'A rating is dealt with in the province of the unit at fault.',
    ours,
    '该评价由责任单位所在省份办理。',
    'The rating is dealt with in another province, which it names.',
    'NOBODY ANY',
  ],
  NOT_THE_UNIT: [
    'Who handles it is responsible: the unit at fault calls back, mends, explains and appeals.',
    national,
    '只有责任单位可以办理。',
    'Only the unit at fault may do this.',
    'NOBODY ANY',
  ],
  NOT_THE_RATER: [
    'Who has rated a service rates what came of it.',
    ours,
    '只有评价人本人可以再次评价。',
    'Only who gave the rating may do this.',
    'APPLICANT ANY',
  ],
  OWN_UNIT: [
    'Nobody decides on a rating of the unit that he belongs to.',
    ours,
    '不得决定对本单位的评价。',
    'The rating is one of the unit of the caller.',
    'SUPERVISOR ANY',
  ],
  NOT_IN_THIS_STATE: [
    'What happens to a rating stands in its table of states.',
    ours,
    '当前状态下不能进行此操作。',
    'The state of the rating does not allow it.',
    'NOBODY ANY',
  ],
  CONTESTED_BEFORE: [
    'An attribution is contested once.',
    ours,
    '归责异议只能提出一次。',
    'The attribution has been contested before.',
    'NOBODY ANY',
  ],
  NOT_TAKEN_YET: [
    'A unit works on a rating that has come to it.',
    ours,
    '评价尚未转到责任单位。',
    'The rating has not come to the unit yet.',
    'SYSTEM ANY',
  ],
  LEG_UNKNOWN: [
    'A rating is attributed to a leg of its case.',
    ours,
    '该办件没有此环节。',
    'The case has no such leg.',
    'SUPERVISOR ANY',
  ],
  TEXT_MISSING: [
    'Who calls back, mends, explains, contests or decides says what and why, in 1 to 2,000 characters.',
    ours,
    '须写明内容（1 至 2000 字）。',
    'What was done or why is missing, or too long (1 to 2,000 characters).',
    'NOBODY ANY',
  ],
  TEXT_PERSONAL: [
    'What is published of a rating names nobody: no identity document, telephone or number of a case.',
    ours,
    '公开内容中含有证件号码、电话或办件编号。',
    'The text to be published holds an identity number, a telephone number or the number of a case.',
    'SUPERVISOR ANY',
  ],
  REVISIT_OPEN: [
    'A rating is published after the rater has rated what came of it, or the time for that is over.',
    ours,
    '再次评价期限未满。',
    'The rater may still rate what came of it.',
    'APPLICANT ANY',
  ],
  ANSWER_OUTSTANDING: [
    'What another province was asked is asked again when it has answered.',
    ours,
    '已转责任单位所在省份，尚未答复。',
    'The other province has been told and has not answered yet.',
    'SYSTEM ANY',
  ],
  KEY_REUSED: [
    'An idempotency key stands for one request.',
    ours,
    '该幂等键已用于另一请求。',
    'The idempotency key was used for another request.',
    'SYSTEM ANY',
  ],
} as const satisfies Record<string, RefusalRow>;

/** Why nothing was done about a rating. */
export type RatingRefusalCode = keyof typeof rows;

/** Every expected no about ratings, once. */
export const ratingRefusals = Object.fromEntries(
  Object.entries(rows).map(([code, row]) => [code, readRefusal(row)]),
) as Readonly<Record<RatingRefusalCode, RefusalEntry>>;

/** The codes, as clients see them. */
export const RatingRefusalCodes = {
  name: 'RatingRefusalCode',
  labelZh: '评价未获办理的原因',
  labelEn: 'Why nothing was done about a rating',
  standard: 'Tongban',
  entries: Object.fromEntries(
    Object.entries(ratingRefusals).map(([code, { messageZh, messageEn }]) => [code, entry(null, messageZh, messageEn)]),
  ) as Record<RatingRefusalCode, ReturnType<typeof entry>>,
} satisfies CodeList;
