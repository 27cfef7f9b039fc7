import { type ClassType, Field, ID, InputType, Int } from 'type-graphql';
import { type Act, acts } from '../machine/vocabulary.rules.js';
import {
  AgreementClauseInput,
  ConditionInput,
  ExtensionInput,
  GapInput,
  ManifestLineInput,
  MaterialInput,
  ReasonsInput,
  saidEnums,
  SecondPersonInput,
  StepInput,
  WaiverInput,
} from './input-parts.resolver.js';

/** One part of what a command may say. */
interface Part {
  readonly type: () => unknown;
  readonly zh: string;
  readonly en: string;
}

const part = (type: () => unknown, zh: string, en: string): Part => ({ type, zh, en });

const parts = {
  agreement: part(
    () => AgreementClauseInput,
    '所依据的协议条款；缺省以全国清单为据',
    'the clause that it rests on; the national list unless given',
  ),
  applicantTold: part(() => Boolean, '是否已书面告知申请人', 'whether the applicant has been told in writing'),
  byHandlingList: part(() => Boolean, '是否按业务属地的清单', 'whether the list of the handling place was used'),
  channel: part(() => saidEnums.channel, '评价渠道', 'by which way the rating comes in'),
  checkMethod: part(() => String, '核验方式', 'the method of the check'),
  conditions: part(() => [ConditionInput], '重新回答的受理条件', 'conditions answered anew'),
  deliveryProof: part(() => String, '送达凭证', 'what proves the delivery'),
  extension: part(() => ExtensionInput, '经批准的延长', 'the approved extension'),
  gaps: part(() => [GapInput], '缺少或有误的全部内容', 'everything that is missing or wrong'),
  indicators: part(() => [saidEnums.indicator], '二级评价指标', 'which indicators it is about'),
  level: part(() => saidEnums.level, '满意度等级', 'the level of satisfaction'),
  licenceIdentifier: part(() => String, '电子证照标识', 'identifier of the electronic licence'),
  manifest: part(() => [ManifestLineInput], '纸质材料清单', 'the manifest of papers'),
  nationalList: part(
    () => Boolean,
    '改以全国清单为据，不再依据协议条款',
    'that it rests on the national list, and no longer on a clause',
  ),
  materials: part(() => [MaterialInput], '补交的材料', 'pieces brought anew'),
  opinion: part(() => String, '意见或说明', 'an opinion or note'),
  outcome: part(() => saidEnums.outcome, '决定', 'what is decided'),
  preflight: part(
    () => String,
    '所依据的预检结果的摘要；按现行规则、对同一草案作出',
    'the digest of the preflight that it rests on: by the rules in force, of the same draft',
  ),
  procedure: part(() => saidEnums.procedure, '特别程序', 'the special procedure'),
  procedureReason: part(() => String, '启动理由', 'why it is needed'),
  procedureResult: part(() => String, '程序结果', 'its result'),
  reasons: part(() => ReasonsInput, '理由与救济途径', 'reasons and remedies'),
  rejection: part(() => saidEnums.rejection, '拒收原因', 'why the handoff is sent back'),
  result: part(() => String, '环节结果', 'the result of the leg'),
  secondPerson: part(() => SecondPersonInput, '共同确认者', 'the second person who confirms'),
  step: part(() => StepInput, '开始的环节', 'the step that begins'),
  successorCase: part(() => ID, '后续办件的标识', 'id of the case that follows'),
  text: part(
    () => String,
    '评价内容，至多 1000 字；仅评价人、责任单位和监督人员可见',
    'it in words, 1,000 characters at most; for the rater, the unit at fault and supervisors',
  ),
  waivers: part(
    () => [WaiverInput],
    '不再等候的环节材料；限牵头地对联办件',
    'which materials of legs are not waited for; by the lead of a joint case',
  ),
} as const satisfies Record<string, Part>;

/** The name of a part. */
export type PartName = keyof typeof parts;

/** The commands on a case, and what each may say. */
export const caseCommands = {
  submitCase: ['preflight', 'agreement', 'nationalList'],
  receiveCase: ['agreement', 'nationalList'],
  notifyOnce: ['gaps', 'byHandlingList'],
  verifyIdentity: ['checkMethod'],
  reviewForm: ['checkMethod'],
  forwardCase: ['agreement', 'nationalList', 'manifest'],
  acknowledgeHandoff: [],
  rejectHandoff: ['rejection', 'opinion'],
  requestCorrection: ['gaps', 'opinion'],
  correctCase: ['materials', 'conditions'],
  acceptCase: ['agreement', 'opinion'],
  refuseAcceptance: ['reasons'],
  startReview: ['step'],
  finishStep: ['step', 'opinion'],
  suspendCase: ['procedure', 'procedureReason', 'applicantTold'],
  resumeCase: ['procedureResult'],
  extendCase: ['extension', 'applicantTold', 'reasons'],
  decideCase: ['outcome', 'reasons', 'opinion', 'waivers'],
  decideAfterRefusal: ['reasons'],
  forwardToSuperior: ['successorCase', 'opinion'],
  issueResult: ['licenceIdentifier'],
  returnResult: ['opinion'],
  acknowledgeResult: [],
  deliverResult: ['deliveryProof'],
  confirmDelivery: ['deliveryProof'],
  returnShipment: ['opinion'],
  withdrawCase: ['opinion'],
  rateCase: ['level', 'indicators', 'channel', 'text'],
  voidCase: ['secondPerson', 'opinion'],
  deleteCase: ['secondPerson', 'opinion'],
} as const satisfies Partial<Record<Act, readonly PartName[]>>;

/** The commands on a leg of a joint case, and what each may say. */
export const legCommands = {
  dispatchLeg: ['agreement', 'nationalList'],
  acknowledgeLeg: [],
  startLeg: [],
  completeLeg: ['result', 'opinion'],
  refuseLeg: ['reasons'],
  requestInfo: ['opinion'],
  supplyInfo: ['opinion'],
  recallLeg: ['opinion'],
  cancelLeg: ['opinion'],
  orderCompensation: ['opinion'],
  compensateLeg: ['opinion'],
} as const satisfies Partial<Record<Act, readonly PartName[]>>;

/** What every command has besides what it says. */
export interface CommandInput {
  readonly idempotencyKey: string;
  readonly version?: number | null;
  readonly [part: string]: unknown;
}

/** The input type of a command on a case or leg: `AcceptCaseInput` of acceptCase. */
export function createCommandInput(
  event: Act,
  subject: 'case' | 'leg',
  names: readonly PartName[],
): ClassType<CommandInput> {
  class Input {
    readonly idempotencyKey!: string;
    readonly [part: string]: unknown;
  }
  const { zh, en } = acts[event];
  const name = `${event.charAt(0).toUpperCase()}${event.slice(1)}Input`;
  InputType(name, { description: `“${zh}”的输入。 · Input to ${en}.` })(Input);
  addHead(Input.prototype);
  const target = subject === 'case' ? '办件的标识。 · Id of the case.' : '环节的标识。 · Id of the leg.';
  Field(() => ID, { description: target })(Input.prototype, `${subject}Id`);
  Field(() => Int, {
    nullable: true,
    description:
      '所见版本；已有变化则拒绝。 · The version that the caller has seen; refused when there is a later one.',
  })(Input.prototype, 'version');
  for (const partName of names) {
    const { type, zh: partZh, en: partEn } = parts[partName];
    Field(type as () => typeof String, { nullable: true, description: `${partZh}。 · Says ${partEn}.` })(
      Input.prototype,
      partName,
    );
  }
  return Input;
}

/** Adds what every command has: the key under which it takes effect once. */
export function addHead(prototype: object): void {
  Field(() => String, {
    description:
      '幂等键：同一调用者以同一键重发同一请求，只生效一次；建议用 UUID。 · Idempotency key: the same request of the same caller under the same key takes effect once; a UUID does.',
  })(prototype, 'idempotencyKey');
}
