import { entry, type CodeList } from './code-list.js';

/** Code lists of a case: its states, and those of its legs. */
export const CaseState = {
  name: 'CaseState',
  labelZh: '办件状态',
  labelEn: 'State of a case',
  standard: 'Tongban',
  entries: {
    DRAFT: entry(null, '草稿', 'draft, not yet submitted'),
    SUBMITTED: entry(null, '已申请', 'submitted, not yet accepted'),
    CORRECTION: entry(null, '待补正', 'waiting for the applicant to correct the file'),
    NOT_ACCEPTED: entry(null, '不予受理', 'acceptance refused'),
    ACCEPTED: entry(null, '已受理', 'accepted'),
    IN_REVIEW: entry(null, '审查中', 'in review'),
    SUSPENDED: entry(null, '特别程序中', 'suspended by a special procedure'),
    LEGS_DISPATCHED: entry(null, '联办环节已派发', 'joint case: legs are dispatched, none is acknowledged yet'),
    IN_PROGRESS: entry(null, '联办中', 'joint case: legs are at work'),
    BLOCKED: entry(null, '联办受阻', 'joint case: a leg that it needs was refused or ran out of time'),
    ALL_REQUIRED_DONE: entry(null, '联办环节齐备', 'joint case: every leg that it needs is done'),
    COMPENSATING: entry(null, '联办撤回中', 'joint case: what was done is being taken back'),
    DECIDED: entry(null, '已决定', 'decided'),
    COMPLETED: entry(null, '已办结', 'completed'),
    DELIVERED: entry(null, '已送达', 'result delivered'),
    WITHDRAWN: entry(null, '已撤回', 'withdrawn by the applicant'),
    ABORTED: entry(null, '联办终止', 'joint case: ended without a result'),
    CLOSED: entry(null, '已终结', 'closed without a result: void, deleted, passed on or never corrected'),
  },
} as const satisfies CodeList;

export const LegRole = {
  name: 'LegRole',
  labelZh: '办理环节角色',
  labelEn: 'What a place does in a case',
  standard: 'Tongban',
  entries: {
    RECEIVE: entry(null, '收件', 'receives the application and forwards it'),
    HANDLE: entry(null, '办理', 'accepts and decides'),
    DELIVER: entry(null, '送达', 'delivers the result'),
    LEAD: entry(null, '牵头', 'leads a joint case'),
    PARTICIPATE: entry(null, '协同', 'does one leg of a joint case'),
    EVIDENCE: entry(null, '出具证明', 'gives evidence for the decision'),
  },
} as const satisfies CodeList;

export const LegState = {
  name: 'LegState',
  labelZh: '环节状态',
  labelEn: 'State of a leg',
  standard: 'Tongban',
  entries: {
    PLANNED: entry(null, '已计划', 'planned, waits for other legs'),
    READY: entry(null, '待派发', 'ready, every leg before it is done'),
    DISPATCHED: entry(null, '已派发', 'dispatched, not yet acknowledged'),
    ACKNOWLEDGED: entry(null, '已确认', 'acknowledged by the province that does it'),
    WORKING: entry(null, '办理中', 'at work'),
    WAITING_INFO: entry(null, '待补充信息', 'waits for information'),
    DONE: entry(null, '已完成', 'done'),
    REFUSED: entry(null, '不予办理', 'refused with reasons'),
    EXPIRED: entry(null, '已超期', 'its limit ran out'),
    CANCELLED: entry(null, '已取消', 'cancelled before it was done'),
    COMPENSATED: entry(null, '已撤回效力', 'done, and its effect taken back'),
    RECEIVED: entry(null, '已收件', 'received, not yet checked'),
    AWAITING_APPLICANT: entry(null, '待申请人补齐', 'waits for what the applicant was told is missing'),
    IDENTITY_VERIFIED: entry(null, '已核验身份', 'identity verified, form not yet reviewed'),
    FORM_REVIEWED: entry(null, '已形式审查', 'form reviewed, identity not yet verified'),
    CHECKED: entry(null, '收件核验完成', 'identity and form checked'),
    FORWARDED: entry(null, '已转交', 'forwarded, not yet acknowledged'),
    RETURNED: entry(null, '被退回', 'sent back by the handling place'),
    HANDED_OVER: entry(null, '已移交', 'handed over: the handling place is responsible'),
    CORRECTION_REQUESTED: entry(null, '办理地要求补正', 'the handling place asks for corrections'),
    RESULT_ARRIVED: entry(null, '结果已到', 'the result is here, not yet acknowledged'),
    RESULT_RECEIVED: entry(null, '结果已签收', 'the result is acknowledged'),
    EXPECTED: entry(null, '待收转交', 'expects a handoff'),
    OFFERED: entry(null, '待签收', 'a handoff is here, not yet acknowledged'),
    SUBMITTED: entry(null, '已签收待受理', 'acknowledged, not yet accepted'),
    CORRECTION: entry(null, '待补正', 'waits for corrections'),
    NOT_ACCEPTED: entry(null, '不予受理', 'acceptance refused'),
    ACCEPTED: entry(null, '已受理', 'accepted'),
    IN_REVIEW: entry(null, '审查中', 'in review'),
    SUSPENDED: entry(null, '特别程序中', 'suspended by a special procedure'),
    DECIDED: entry(null, '已决定', 'decided'),
    COMPLETED: entry(null, '已办结', 'completed'),
    RESULT_RETURNED: entry(null, '结果已回传', 'result returned, not yet acknowledged'),
    RESULT_HANDED_OVER: entry(null, '结果已移交', 'the receiving place has the result'),
    IN_DELIVERY: entry(null, '送达中', 'on its way to the applicant'),
    DELIVERED: entry(null, '已送达', 'delivered'),
    WITHDRAWN: entry(null, '已撤回', 'withdrawn by the applicant'),
    CLOSED: entry(null, '已终结', 'closed without a result'),
  },
} as const satisfies CodeList;

export const HandoffRejection = {
  name: 'HandoffRejection',
  labelZh: '拒收转交的原因',
  labelEn: 'Why a handoff is sent back',
  standard: 'Tongban',
  entries: {
    DIGEST_MISMATCH: entry(null, '摘要不一致', 'what came is not what was signed'),
    WRONG_JURISDICTION: entry(null, '不属本地管辖', 'another place has jurisdiction'),
    NOT_IN_AGREEMENT: entry(null, '不在协议或清单内', 'no agreement clause and no national list covers it'),
    INCOMPLETE_MANIFEST: entry(null, '材料清单不全', 'the manifest lacks materials'),
    ILLEGIBLE: entry(null, '材料无法辨认', 'materials cannot be read'),
    DUPLICATE: entry(null, '重复转交', 'the same application is already here'),
  },
} as const satisfies CodeList;

export const ProcedureKind = {
  name: 'ProcedureKind',
  labelZh: '不计入时限的程序',
  labelEn: 'Procedure whose time is not counted',
  standard: '行政许可法第四十五条 · Administrative Licensing Law, art. 45',
  entries: {
    HEARING: entry(null, '听证', 'hearing'),
    TENDER: entry(null, '招标、拍卖', 'tender or auction'),
    INSPECTION: entry(null, '检验', 'inspection'),
    TEST: entry(null, '检测', 'test'),
    QUARANTINE: entry(null, '检疫', 'quarantine'),
    APPRAISAL: entry(null, '鉴定', 'appraisal'),
    EXPERT_REVIEW: entry(null, '专家评审', 'expert review'),
  },
} as const satisfies CodeList;

export const CaseOutcome = {
  name: 'CaseOutcome',
  labelZh: '决定',
  labelEn: 'What was decided',
  standard: 'Tongban',
  entries: {
    GRANTED: entry(null, '准予', 'granted'),
    REFUSED: entry(null, '不予', 'refused'),
  },
} as const satisfies CodeList;

export const CaseEventKind = {
  name: 'CaseEventKind',
  labelZh: '办件动态的种类',
  labelEn: 'Kind of case event',
  standard: 'Tongban',
  entries: {
    MOVED: entry(null, '本省办件或环节发生操作', 'a case or leg of this province moved'),
    TOLD: entry(null, '外省告知其环节的状态', 'another province told how its leg stands'),
    GAP: entry(
      null,
      '此前的动态已不可补发，请重新查询',
      'events before this one can no longer be told; ask for the cases anew',
    ),
  },
} as const satisfies CodeList;
