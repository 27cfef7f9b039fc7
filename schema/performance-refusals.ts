import { type CodeList, entry } from './code-list.js';
import { readRefusal, type RefusalEntry, type RefusalRow } from './refusal.js';

const ours = '[P] Tongban';

const rows = {
  NOT_THE_UNIT: [
    'A unit appeals lines of its own scorecard, and a person those of his own.',
    ours,
    '只能对本单位或本人的绩效数字提出申诉。',
    'The line is not one of the caller or of his unit.',
    'NOBODY ANY',
  ],
  PERIOD_INVALID: [
    'A scorecard is of a period that begins before it ends, of at most 366 days.',
    ours,
    '期间须先起后止，且不超过 366 天。',
    'The period ends before it begins, or is longer than 366 days.',
    'NOBODY ANY',
  ],
  TEXT_MISSING: [
    'An appeal has a reason and a decision has one, in 1 to 2,000 characters.',
    ours,
    '须写明理由（1 至 2000 字）。',
    'The reason is missing, or too long (1 to 2,000 characters).',
    'NOBODY ANY',
  ],
  APPEALED_BEFORE: [
    'A line of one period is appealed once.',
    ours,
    '该项数字已提出过申诉。',
    'The line has been appealed before.',
    'NOBODY ANY',
  ],
  APPEAL_UNKNOWN: ['What is decided was appealed.', ours, '没有该申诉。', 'There is no such appeal.', 'NOBODY ANY'],
  ALREADY_DECIDED: [
    'An appeal is decided once.',
    ours,
    '该申诉已经决定。',
    'The appeal has been decided.',
    'NOBODY ANY',
  ],
  OWN_UNIT: [
    'Nobody decides on figures of the unit that he belongs to.',
    ours,
    '不得决定本单位的申诉。',
    'The appeal is one of the unit of the caller.',
    'SUPERVISOR ANY',
  ],
  KEY_REUSED: [
    'An idempotency key stands for one request.',
    ours,
    '该幂等键已用于另一请求。',
    'The idempotency key was used for another request.',
    'SYSTEM ANY',
  ],
} as const satisfies Record<string, RefusalRow>;

/** Why nothing was done about a scorecard. */
export type PerformanceRefusalCode = keyof typeof rows;

/** Every expected no about scorecards, once. */
export const performanceRefusals = Object.fromEntries(
  Object.entries(rows).map(([code, row]) => [code, readRefusal(row)]),
) as Readonly<Record<PerformanceRefusalCode, RefusalEntry>>;

/** The codes, as clients see them. */
export const PerformanceRefusalCodes = {
  name: 'PerformanceRefusalCode',
  labelZh: '绩效申诉未获办理的原因',
  labelEn: 'Why nothing was done about a scorecard',
  standard: 'Tongban',
  entries: Object.fromEntries(
    Object.entries(performanceRefusals).map(([code, { messageZh, messageEn }]) => [
      code,
      entry(null, messageZh, messageEn),
    ]),
  ) as Record<PerformanceRefusalCode, ReturnType<typeof entry>>,
} satisfies CodeList;
