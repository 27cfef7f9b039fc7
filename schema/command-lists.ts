import { entry, type CodeList } from './code-list.js';
import { ratingLists } from './rating-lists.js';

const declared = {
  APPLICANT: entry(null, '申请人或其受托人', 'applicant, or who holds a mandate'),
  RECEIVING_CLERK: entry(null, '收件窗口人员', 'clerk of the receiving window'),
  HANDLING_OFFICER: entry(null, '办理人员', 'officer of the unit that handles'),
  LEAD_OFFICER: entry(null, '牵头地人员', 'officer of the lead place'),
  SUPERVISOR: entry(null, '监督人员', 'supervisor'),
} as const;

/** Who somebody says that a second person is. */
export const DeclaredRole = {
  name: 'DeclaredRole',
  labelZh: '声明的角色',
  labelEn: 'Role that somebody is said to have',
  standard: 'Tongban',
  entries: declared,
} as const satisfies CodeList;

export const ActorRole = {
  name: 'ActorRole',
  labelZh: '行为人角色',
  labelEn: 'Who acted',
  standard: 'Tongban',
  entries: {
    ...declared,
    COURIER: entry(
      null,
      '快递（仅见于早前记录，现由窗口人员代记）',
      'courier: in earlier entries only, a clerk records it now',
    ),
    SYSTEM: entry(null, '本省系统', 'the system of the province itself'),
    OTHER_PROVINCE: entry(null, '外省来件', 'a letter of another province'),
  },
} as const satisfies CodeList;

export const AlertRule = {
  name: 'AlertRule',
  labelZh: '监督规则',
  labelEn: 'Rule of supervision that a move can hit',
  standard: 'Tongban',
  entries: {
    R2: entry(null, '超过承诺或者法定时限', 'over the promised or statutory limit'),
    R3: entry(null, '环节或者告知超时', 'a step or a notice took too long'),
    R8: entry(null, '第二次要求补正', 'a second round of corrections'),
    R9: entry(null, '转交未签收', 'a handoff was not answered'),
  },
} as const satisfies CodeList;

export const CureRole = {
  name: 'CureRole',
  labelZh: '可补救者',
  labelEn: 'Who can mend what was refused',
  standard: 'Tongban',
  entries: {
    APPLICANT: declared.APPLICANT,
    RECEIVING_CLERK: declared.RECEIVING_CLERK,
    HANDLING_OFFICER: declared.HANDLING_OFFICER,
    LEAD_OFFICER: declared.LEAD_OFFICER,
    SUPERVISOR: declared.SUPERVISOR,
    COORDINATOR: entry(null, '区域协调机构', 'regional coordination office'),
    OPERATOR: entry(null, '省级系统管理员', 'the operator of the province'),
    SYSTEM: entry(null, '调用方系统', 'the calling system'),
    NOBODY: entry(null, '无人，事实已定', 'nobody: what happened stands'),
  },
} as const satisfies CodeList;

export const CurePlace = {
  name: 'CurePlace',
  labelZh: '补救地点',
  labelEn: 'Where what was refused can be mended',
  standard: 'Tongban',
  entries: {
    RECEIVING: entry(null, '收件地', 'receiving place'),
    HANDLING: entry(null, '办理地', 'handling place'),
    LEAD: entry(null, '牵头地', 'lead place'),
    PARTICIPATING: entry(null, '协同地', 'participating place'),
    ANY: entry(null, '不限', 'any place'),
  },
} as const satisfies CodeList;

export const ClockState = {
  name: 'ClockState',
  labelZh: '计时状态',
  labelEn: 'State of a clock',
  standard: 'Tongban',
  entries: {
    RUNNING: entry(null, '计时中', 'running'),
    PAUSED: entry(null, '暂停', 'paused'),
    STOPPED: entry(null, '已停止', 'stopped'),
  },
} as const satisfies CodeList;

export const ClockName = {
  name: 'ClockName',
  labelZh: '计时种类',
  labelEn: 'What a clock counts',
  standard: 'Tongban',
  entries: {
    NOTICE: entry(null, '告知', 'to tell what is missing, before the case counts as accepted'),
    CORRECTION: entry(null, '补正', 'for the applicant, to correct'),
    HANDLING: entry(null, '办理', 'the legal limit'),
    STEP: entry(null, '环节', 'one step of handling'),
    DELIVERY: entry(null, '送达', 'for the handling place, to deliver'),
    FORWARD: entry(null, '转交', 'for the receiving place, to forward'),
    HANDOFF: entry(null, '签收', 'to answer a handoff'),
    HANDING: entry(null, '转达', 'for the receiving place, to hand the result on'),
    LEG: entry(null, '联办环节', 'a leg of a joint case'),
    INFO: entry(null, '补充信息', 'to supply information'),
  },
} as const satisfies CodeList;

export const PieceForm = {
  name: 'PieceForm',
  labelZh: '所持材料的形式',
  labelEn: 'Form of a piece at hand',
  standard: 'Tongban',
  entries: {
    PAPER: entry(null, '纸质', 'on paper'),
    ELECTRONIC: entry(null, '电子', 'electronic'),
  },
} as const satisfies CodeList;

/** The lists of this file. */
export const commandLists: readonly CodeList[] = [
  DeclaredRole,
  ActorRole,
  AlertRule,
  CureRole,
  CurePlace,
  ClockName,
  ClockState,
  PieceForm,
  ...ratingLists,
];
