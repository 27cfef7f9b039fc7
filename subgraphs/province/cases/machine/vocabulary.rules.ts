/** What a label says in both languages. */
interface Label {
  readonly zh: string;
  readonly en: string;
}

const label = (zh: string, en: string): Label => ({ zh, en });

/** What a person or the system does to a case or leg; the names of the graph's mutations. */
export const acts = {
  draftCase: label('起草', 'draft'),
  submitCase: label('提交申请', 'submit'),
  receiveCase: label('收件', 'receive'),
  notifyOnce: label('一次性告知', 'tell everything that is missing, once'),
  verifyIdentity: label('身份核验', 'verify the identity'),
  reviewForm: label('形式审查', 'review the form'),
  forwardCase: label('转交', 'forward'),
  resendHandoff: label('补发', 're-send a handoff that was not answered'),
  acknowledgeHandoff: label('签收转交', 'acknowledge a handoff'),
  rejectHandoff: label('拒收转交', 'send a handoff back'),
  requestCorrection: label('通知补正', 'ask for corrections'),
  correctCase: label('补正', 'correct'),
  expireCorrection: label('补正逾期', 'the limit for corrections ran out'),
  acceptCase: label('受理', 'accept'),
  deemAccepted: label('视为受理', 'count as accepted'),
  refuseAcceptance: label('不予受理', 'refuse to accept'),
  startReview: label('开始审查', 'begin the review'),
  finishStep: label('完成环节', 'finish a step and begin the next'),
  suspendCase: label('启动特别程序', 'suspend for a special procedure'),
  resumeCase: label('恢复办理', 'resume'),
  extendCase: label('延长审批', 'extend the limit'),
  decideCase: label('作出决定', 'decide'),
  forwardToSuperior: label('转报上级', 'pass on to the superior unit'),
  issueResult: label('制发结果', 'issue the result'),
  returnResult: label('回传结果', 'return the result'),
  acknowledgeResult: label('签收结果', 'acknowledge the result'),
  prepareDelivery: label('准备送达', 'prepare the delivery'),
  cancelDelivery: label('取消送达', 'cancel the delivery'),
  deliverResult: label('送达', 'deliver'),
  confirmDelivery: label('确认送达', 'confirm the delivery'),
  returnShipment: label('退件', 'the shipment comes back'),
  rateCase: label('评价', 'rate'),
  withdrawCase: label('撤回申请', 'withdraw'),
  voidCase: label('作废', 'declare void'),
  deleteCase: label('删除', 'delete'),
  readyLeg: label('环节就绪', 'a leg becomes ready'),
  dispatchLeg: label('派发环节', 'dispatch a leg'),
  acknowledgeLeg: label('确认环节', 'acknowledge a leg'),
  startLeg: label('开始办理环节', 'begin a leg'),
  completeLeg: label('完成联办环节', 'complete a leg'),
  refuseLeg: label('不予办理环节', 'refuse a leg'),
  requestInfo: label('要求补充信息', 'ask for information'),
  supplyInfo: label('补充信息', 'supply information'),
  expireInfo: label('补充信息逾期', 'the limit for information ran out'),
  expireLeg: label('环节超期', 'the limit of a leg ran out'),
  recallLeg: label('要求撤回环节', 'recall a leg'),
  cancelLeg: label('取消环节', 'cancel a leg'),
  orderCompensation: label('要求撤回效力', 'order that an effect is taken back'),
  compensateLeg: label('撤回效力', 'take the effect of a leg back'),
  assessLegs: label('评估联办进度', 'assess the legs'),
  decideAfterRefusal: label('受阻后决定', 'decide after a refusal'),
} as const satisfies Record<string, Label>;

/** What one province tells another; the events of envelopes. */
export const envelopeEvents = {
  caseForwarded: label('已转交', 'the case is forwarded'),
  handoffAcknowledged: label('已签收转交', 'the handoff is acknowledged'),
  handoffRejected: label('已拒收转交', 'the handoff is sent back'),
  correctionRequested: label('要求补正', 'corrections are asked for'),
  caseCorrected: label('已补正', 'the case is corrected'),
  caseAccepted: label('已受理', 'the case is accepted'),
  acceptanceRefused: label('不予受理通知', 'acceptance is refused'),
  caseSuspended: label('特别程序通知', 'the case is suspended'),
  caseResumed: label('恢复办理通知', 'the case is resumed'),
  caseExtended: label('延长审批通知', 'the limit is extended'),
  resultReturned: label('结果回传', 'the result is returned'),
  refusalReturned: label('不予决定回传', 'the refusal is returned'),
  resultAcknowledged: label('结果已签收', 'the result is acknowledged'),
  resultDelivered: label('结果已送达', 'the result is delivered'),
  caseRated: label('已评价', 'the case is rated'),
  withdrawalRequested: label('申请撤回', 'the applicant withdraws'),
  caseClosed: label('办件终结通知', 'the case is closed without a result'),
  legDispatched: label('环节已派发', 'the leg is dispatched'),
  legAcknowledged: label('环节已确认', 'the leg is acknowledged'),
  legStarted: label('环节已开始', 'the leg is at work'),
  legCompleted: label('环节已完成', 'the leg is done'),
  legRefused: label('环节不予办理', 'the leg is refused'),
  infoRequested: label('已要求补充信息', 'information is asked for'),
  infoSupplied: label('已补充信息', 'information is supplied'),
  infoExpired: label('补充信息已逾期', 'information did not come'),
  legExpired: label('环节已超期', 'the limit of the leg ran out'),
  legRecalled: label('环节被撤回', 'the leg is recalled'),
  legCancelled: label('环节已取消', 'the leg is cancelled'),
  compensationOrdered: label('已要求撤回效力', 'taking the effect back is ordered'),
  legCompensated: label('效力已撤回', 'the effect is taken back'),
} as const satisfies Record<string, Label>;

/** Who acts, seen from the case or leg. */
export const actorRoles = {
  APPLICANT: label('申请人', 'applicant, or who holds a mandate'),
  RECEIVING_CLERK: label('收件窗口人员', 'clerk of the receiving window'),
  HANDLING_OFFICER: label('办理人员', 'officer of the unit that handles'),
  LEAD_OFFICER: label('牵头地人员', 'officer of the lead place'),
  SUPERVISOR: label('监督人员', 'supervisor'),
  SYSTEM: label('系统', 'the system of the province itself'),
  OTHER_PROVINCE: label('外省来件', 'an envelope of another province'),
} as const satisfies Record<string, Label>;

export type Act = keyof typeof acts;
export type EnvelopeEvent = keyof typeof envelopeEvents;
export type CaseEvent = Act | EnvelopeEvent;
export type ActorRole = keyof typeof actorRoles;

export const caseEvents = [...Object.keys(acts), ...Object.keys(envelopeEvents)] as readonly CaseEvent[];

/** True for what comes in from another province. */
export const isEnvelopeEvent = (event: CaseEvent): event is EnvelopeEvent => Object.hasOwn(envelopeEvents, event);

/** Whether to accept is the handling place's to say; receipt says nothing of it. */
export const acceptanceEvents: ReadonlySet<CaseEvent> = new Set(['acceptCase', 'deemAccepted', 'refuseAcceptance']);

/** What only the place with the power to handle does. */
export const decidingEvents: ReadonlySet<CaseEvent> = new Set<CaseEvent>([
  ...acceptanceEvents,
  'startReview',
  'finishStep',
  'suspendCase',
  'resumeCase',
  'extendCase',
  'decideCase',
  'forwardToSuperior',
  'issueResult',
  'returnResult',
  'voidCase',
  'completeLeg',
  'refuseLeg',
  'decideAfterRefusal',
]);
