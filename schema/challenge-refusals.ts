import { type CodeList, entry } from './code-list.js';
import { readRefusal, type RefusalEntry, type RefusalRow } from './refusal.js';

const ours = '[P] Tongban';

const rows = {
  ENTRY_UNKNOWN: [
    'An access is challenged by the person whose data were read, once it is shown to him.',
    ours,
    '您的查询记录中没有该条。',
    'Your trail has no such entry.',
    'APPLICANT ANY',
  ],
  CHALLENGE_UNKNOWN: [
    'A challenge is seen by the person, the province and, once it is before him, the supervisor.',
    ours,
    '没有该异议。',
    'There is no such challenge.',
    'NOBODY ANY',
  ],
  ALREADY_CHALLENGED: [
    'An access is challenged once; the thread goes on from there.',
    ours,
    '该条查询已有异议。',
    'This access has been challenged already.',
    'NOBODY ANY',
  ],
  TEXT_MISSING: [
    'A challenge has a reason; an answer an explanation and its legal basis; a supervisor’s closing a finding.',
    ours,
    '须写明理由、说明或依据（1 至 2000 字）。',
    'A reason, an explanation or a basis is missing or too long (1 to 2,000 characters).',
    'NOBODY ANY',
  ],
  NOT_IN_THIS_STATE: [
    'Each step of a challenge follows on another.',
    ours,
    '异议当前状态下不能这样做。',
    'This cannot be done in the state in which the challenge is.',
    'NOBODY ANY',
  ],
  ANSWER_NOT_OVERDUE: [
    'A province has 10 working days to answer before its silence is taken to the supervisor.',
    ours,
    '答复期限（10 个工作日）尚未届满。',
    'The time to answer (10 working days) is not over.',
    'APPLICANT ANY',
  ],
} as const satisfies Record<string, RefusalRow>;

/** Why nothing was done about a challenge. */
export type ChallengeRefusalCode = keyof typeof rows;

/** Every expected no about challenges, once. */
export const challengeRefusals = Object.fromEntries(
  Object.entries(rows).map(([code, row]) => [code, readRefusal(row)]),
) as Readonly<Record<ChallengeRefusalCode, RefusalEntry>>;

/** The codes, as clients see them. */
export const ChallengeRefusalCodes = {
  name: 'ChallengeRefusalCode',
  labelZh: '异议未获办理的原因',
  labelEn: 'Why nothing was done about a challenge',
  standard: 'Tongban',
  entries: Object.fromEntries(
    Object.entries(challengeRefusals).map(([code, { messageZh, messageEn }]) => [
      code,
      entry(null, messageZh, messageEn),
    ]),
  ) as Record<ChallengeRefusalCode, ReturnType<typeof entry>>,
} satisfies CodeList;
