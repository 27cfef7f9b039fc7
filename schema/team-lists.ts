import { type CodeList, entry } from './code-list.js';
import { TeamRefusalCodes } from './team-refusals.js';

/** Who answers at a window, and who steps in for him. */
export const DutyRole = {
  name: 'DutyRole',
  labelZh: '值守角色',
  labelEn: 'Role on duty at a window',
  standard: '跨省通办专窗 A、B 岗 · A and B posts of inter-provincial windows',
  entries: {
    A: entry('A', 'A岗，主办', 'post A, who answers'),
    B: entry('B', 'B岗，替补', 'post B, who steps in'),
  },
} as const satisfies CodeList;

export const CertificationState = {
  name: 'CertificationState',
  labelZh: '上岗认证状态',
  labelEn: 'State of a certification',
  standard: 'Tongban',
  entries: {
    ENROLLED: entry(null, '已报名', 'enrolled, not examined'),
    EXAM_FAILED: entry(null, '考试未合格', 'examined, not passed'),
    EXAM_PASSED: entry(null, '考试合格', 'passed, not certified'),
    CERTIFIED: entry(null, '已认证', 'certified'),
    EXPIRED: entry(null, '已过期', 'its validity is over'),
    REVOKED: entry(null, '已撤销', 'revoked'),
  },
} as const satisfies CodeList;

export const CertificationEvent = {
  name: 'CertificationEvent',
  labelZh: '认证事项',
  labelEn: 'What happens to a certification',
  standard: 'Tongban',
  entries: {
    enrolStaff: entry(null, '报名', 'enrol'),
    registerExam: entry(null, '登记考试成绩', 'register an exam'),
    certify: entry(null, '认证', 'certify'),
    expireCertification: entry(null, '认证到期', 'the validity runs out'),
    revokeCertification: entry(null, '撤销认证', 'revoke'),
  },
} as const satisfies CodeList;

/** The lists of teams that clients can read. */
export const teamLists: readonly CodeList[] = [DutyRole, CertificationState, CertificationEvent, TeamRefusalCodes];
