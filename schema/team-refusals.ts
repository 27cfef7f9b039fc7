import { type CodeList, entry } from './code-list.js';
import { readRefusal, type RefusalEntry, type RefusalRow } from './refusal.js';

const ours = '[P] Tongban';

const rows = {
  STAFF_UNKNOWN: [
    'Training, certification and duty are of somebody who is on the staff of the province.',
    ours,
    '本省队伍中没有此人，或其已离岗。',
    'Nobody of that id is on the staff of this province.',
    'COORDINATOR ANY',
  ],
  ALREADY_ON_STAFF: [
    'An account is of one unit at a time.',
    ours,
    '该账号已在本省队伍之中。',
    'The account is on the staff already.',
    'NOBODY ANY',
  ],
  UNIT_UNKNOWN: [
    'Staff and windows belong to a unit of the province.',
    ours,
    '本省没有该单位。',
    'The province has no such unit.',
    'COORDINATOR ANY',
  ],
  TEXT_MISSING: [
    'What people have to read has 1 to 200 characters.',
    ours,
    '文字须为 1 至 200 字。',
    'A text is missing or too long (1 to 200 characters).',
    'NOBODY ANY',
  ],
  COURSE_UNKNOWN: [
    'Somebody is enrolled for a course that the province gives.',
    ours,
    '本省没有该课程。',
    'The province gives no such course.',
    'COORDINATOR ANY',
  ],
  ALREADY_ENROLLED: [
    'Nobody is enrolled twice at once for the same item and mode.',
    ours,
    '此人已就该事项和模式报名，尚未认证。',
    'This person is enrolled for the item and mode already, and not certified yet.',
    'NOBODY ANY',
  ],
  CERTIFICATION_UNKNOWN: [
    'An exam, a certification or a revocation belongs to an enrolment of the province.',
    ours,
    '本省没有该认证记录。',
    'The province has no such certification.',
    'NOBODY ANY',
  ],
  SCORE_OUT_OF_RANGE: [
    'An exam has 0 to 100 points.',
    ours,
    '成绩须为 0 至 100 分。',
    'The points are not between 0 and 100.',
    'NOBODY ANY',
  ],
  NOT_IN_THIS_STATE: [
    'A certification goes through its states in order: enrolled, examined, certified.',
    ours,
    '认证当前状态下不能这样做。',
    'This cannot be done in the state in which the certification is.',
    'NOBODY ANY',
  ],
  ROLE_MAY_NOT: [
    'Coordinators and operators of the province train and certify.',
    ours,
    '仅本省协调员和系统管理员可以办理培训和认证。',
    'Only coordinators and operators of the province do this.',
    'COORDINATOR ANY',
  ],
  NOT_ONESELF: [
    'Nobody examines, certifies or revokes his own qualification, or opens a session in which somebody sits by him.',
    ours,
    '不得为本人登记成绩、认证、撤销认证或开启对本人的带教。',
    'Nobody does this for himself.',
    'COORDINATOR ANY',
  ],
  REASON_MISSING: [
    'A revocation has a reason.',
    ours,
    '须写明理由（1 至 500 字）。',
    'The reason is missing or too long (1 to 500 characters).',
    'COORDINATOR ANY',
  ],
  COLLEAGUE_NOT_CERTIFIED: [
    'Who sits by is certified for the item and mode himself.',
    ours,
    '带教人员没有此事项和模式的有效认证。',
    'The colleague has no valid certification for the item and mode.',
    'COORDINATOR ANY',
  ],
  COLLEAGUE_OF_OTHER_UNIT: [
    'Who sits by is a colleague of the same unit.',
    ours,
    '带教人员须为同一单位的同事。',
    'The colleague belongs to another unit.',
    'COORDINATOR ANY',
  ],
  COLLEAGUE_IS_ONESELF: [
    'Nobody sits by himself.',
    ours,
    '不得由本人带教本人。',
    'Nobody supervises himself.',
    'COORDINATOR ANY',
  ],
  COLLEAGUE_SITS_BY_ANOTHER: [
    'Who sits by does so by one person at a time.',
    ours,
    '带教人员同一时间只能带教一人。',
    'The colleague sits by somebody else in that time.',
    'COORDINATOR ANY',
  ],
  NOT_THE_COLLEAGUE: [
    'A clerk opens and ends the sessions in which he sits by himself, and no others.',
    ours,
    '窗口人员只能开启和结束由本人带教的收件。',
    'A clerk opens and ends only sessions in which he sits by himself.',
    'COORDINATOR ANY',
  ],
  SESSION_TIME_WRONG: [
    'A supervised session begins now or later, within 31 days, and lasts at most 8 hours.',
    ours,
    '带教收件须自现在或 31 日内开始，且不超过 8 小时。',
    'The session begins in the past or too late, or is empty or longer than 8 hours.',
    'NOBODY ANY',
  ],
  SESSION_UNKNOWN: [
    'A session that is ended is one of the province that is not over.',
    ours,
    '本省没有该带教收件，或其已结束。',
    'The province has no such session, or it is over.',
    'NOBODY ANY',
  ],
  WINDOW_UNKNOWN: [
    'A roster is of a window of the province.',
    ours,
    '本省没有该窗口。',
    'The province has no such window.',
    'COORDINATOR ANY',
  ],
  HOURS_WRONG: [
    'Hours lie within a day, in order, and do not overlap.',
    ours,
    '时段须在一日之内、先后有序且不重叠。',
    'The hours are not within a day, or overlap.',
    'COORDINATOR ANY',
  ],
  DAY_IS_OVER: [
    'A roster is set for today or later; what was is kept as it was.',
    ours,
    '只能排今日及以后的班。',
    'The day is over.',
    'NOBODY ANY',
  ],
  NOT_A_WORKING_DAY: [
    'A roster is for a working day of the province, whose holidays are published.',
    ours,
    '该日不是本省的工作日，或者该年放假安排尚未公布。',
    'The day is no working day here, or the holidays of its year are not published.',
    'NOBODY ANY',
  ],
  OUTSIDE_OPENING_HOURS: [
    'Duty lies within the opening hours of the window.',
    ours,
    '值守时段不在窗口开放时间之内。',
    'The duty is outside of the opening hours of the window.',
    'COORDINATOR ANY',
  ],
  DUTY_OVERLAPS: [
    'Nobody is in two places at once, and no post is held by two.',
    ours,
    '同一人同时值守两处，或者同一岗位同时有两人。',
    'Somebody is on duty twice at once, or a post is held by two.',
    'COORDINATOR ANY',
  ],
  KEY_REUSED: [
    'One idempotency key stands for one command.',
    ours,
    '该幂等键已用于另一请求。',
    'The idempotency key was used for another command.',
    'NOBODY ANY',
  ],
} as const satisfies Record<string, RefusalRow>;

/** Why something about a team was not done. */
export type TeamRefusalCode = keyof typeof rows;

/** Every expected no about teams, once. */
export const teamRefusals = Object.fromEntries(
  Object.entries<RefusalRow>(rows).map(([code, row]) => [code, readRefusal(row)]),
) as Readonly<Record<TeamRefusalCode, RefusalEntry>>;

/** The codes, as clients see them. */
export const TeamRefusalCodes = {
  name: 'TeamRefusalCode',
  labelZh: '队伍事务未获办理的原因',
  labelEn: 'Why something about a team was not done',
  standard: 'Tongban',
  entries: Object.fromEntries(
    Object.entries(teamRefusals).map(([code, { messageZh, messageEn }]) => [code, entry(null, messageZh, messageEn)]),
  ) as Record<TeamRefusalCode, ReturnType<typeof entry>>,
} satisfies CodeList;
