import { Arg, createUnionType, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import {
  type SupervisionRefusalCode,
  SupervisionRefusalCodes,
  supervisionRefusals,
} from '../../../schema/supervision-refusals.js';
import { Allow } from '../../server/allow.js';
import { SubgraphError } from '../../server/errors.js';
import type { ProvinceContext } from '../context.js';
import { assertOwnId } from '../../shared/ids.js';
import { refusalOf } from '../shared/refusal-of.resolver.js';
import { takeStep } from './act.service.js';
import { SupervisionAlert } from './alert-type.resolver.js';
import { ALERT } from './cards.service.js';
import type { CardStep } from './machine/vocabulary.rules.js';
import { findAlert, placeOf } from './read-alerts.service.js';

/** Why nothing was done about an alert. */
export const SupervisionRefusal = refusalOf<SupervisionRefusalCode>({
  name: 'SupervisionRefusal',
  description: '预警未获处理及其原因。 · Why nothing was done about an alert.',
  codes: SupervisionRefusalCodes,
  refusals: supervisionRefusals,
});

export type SupervisionRefusal = InstanceType<typeof SupervisionRefusal>;

/** What came of a step. */
export const AlertResult = createUnionType({
  name: 'AlertResult',
  description: '预警，或者未获处理的原因。 · The alert, or why nothing was done.',
  types: () => [SupervisionAlert, SupervisionRefusal] as const,
});

/** A step, and what is said with it. */
@InputType({ description: '对预警的处理。 · What is done about an alert.' })
export class AlertStepInput {
  @Field(() => String, {
    description:
      '幂等键：同一调用者以同一键重发同一请求，只生效一次。 · Idempotency key: the same request of the same caller takes effect once.',
  })
  readonly idempotencyKey!: string;

  @Field(() => ID, { description: '预警的标识。 · Id of the alert.' })
  readonly id!: string;

  @Field(() => String, {
    nullable: true,
    description:
      '说明，1 至 2000 字；不得含个人信息；仅知悉时可不填。 · In words, 1 to 2,000 characters, and nothing about persons; needed for everything but taking notice.',
  })
  readonly text?: string | null;
}

/** A decision with two ways to fall. */
@InputType({ description: '监督人员的认定。 · What a supervisor finds.' })
export class AlertFindingInput extends AlertStepInput {
  @Field(() => Boolean, {
    description:
      '申诉是否成立，或者是否已整改到位。 · Whether the appeal is right, or whether it has been rectified indeed.',
  })
  readonly isGranted!: boolean;
}

type Answer = Promise<SupervisionAlert | SupervisionRefusal>;

const INPUT = { description: '输入。 · What is done.' } as const;

/** What is done about alerts; always at the province that owns one. */
@Resolver()
export class AlertActResolver {
  @Allow('explainAlert')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => AlertResult, { description: '责任单位知悉预警。 · The responsible unit takes notice.' })
  acknowledgeAlert(@Arg('input', () => AlertStepInput, INPUT) input: AlertStepInput, @Ctx() context: ProvinceContext) {
    return act(context, 'acknowledge', input);
  }

  @Allow('explainAlert')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => AlertResult, { description: '责任单位作出说明。 · The responsible unit explains.' })
  explainAlert(@Arg('input', () => AlertStepInput, INPUT) input: AlertStepInput, @Ctx() context: ProvinceContext) {
    return act(context, 'explain', input);
  }

  @Allow('explainAlert')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => AlertResult, {
    description:
      '责任单位申诉，限一次；申诉期间整改期限停计。 · The responsible unit appeals, once; the order rests meanwhile.',
  })
  appealAlert(@Arg('input', () => AlertStepInput, INPUT) input: AlertStepInput, @Ctx() context: ProvinceContext) {
    return act(context, 'appeal', input);
  }

  @Allow('superviseCase')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => AlertResult, {
    description: '单位以外的监督人员裁定申诉：撤销或者维持。 · A supervisor outside the unit decides an appeal.',
  })
  decideAppeal(
    @Arg('input', () => AlertFindingInput, INPUT) { isGranted, ...input }: AlertFindingInput,
    @Ctx() context: ProvinceContext,
  ) {
    return act(context, isGranted ? 'revoke' : 'uphold', input);
  }

  @Allow('explainAlert')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => AlertResult, {
    description:
      '责任单位报告已整改；逾期事项须已办理。 · The unit reports that it has rectified, once what is late is done.',
  })
  rectifyAlert(@Arg('input', () => AlertStepInput, INPUT) input: AlertStepInput, @Ctx() context: ProvinceContext) {
    return act(context, 'rectify', input);
  }

  @Allow('superviseCase')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => AlertResult, {
    description:
      '单位以外的监督人员核实整改；未到位的重新计期。 · A supervisor outside the unit verifies; what is not rectified begins anew.',
  })
  verifyAlert(
    @Arg('input', () => AlertFindingInput, INPUT) { isGranted, ...input }: AlertFindingInput,
    @Ctx() context: ProvinceContext,
  ) {
    return act(context, isGranted ? 'verify' : 'reject', input);
  }

  @Allow('superviseCase')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => AlertResult, {
    description:
      '单位以外的监督人员对红牌启动追责。 · A supervisor outside the unit opens accountability upon a red card.',
  })
  openAccountability(
    @Arg('input', () => AlertStepInput, INPUT) input: AlertStepInput,
    @Ctx() context: ProvinceContext,
  ) {
    return act(context, 'openAccountability', input);
  }

  @Allow('superviseCase')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => AlertResult, {
    description: '单位以外的监督人员办结预警。 · A supervisor outside the unit closes an alert.',
  })
  closeAlert(@Arg('input', () => AlertStepInput, INPUT) input: AlertStepInput, @Ctx() context: ProvinceContext) {
    return act(context, 'close', input);
  }
}

const MAX_KEY = 128;

type Stepping = Readonly<Pick<AlertStepInput, 'idempotencyKey' | 'id' | 'text'>>;

async function act(context: ProvinceContext, event: CardStep, input: Stepping): Answer {
  const { idempotencyKey, id, text } = input;
  assertOwnId(id, ALERT, context.province.code);
  const { caller } = context;
  if (caller === undefined) throw new SubgraphError('UNAUTHENTICATED', 'Nobody is known to ask.');
  if (idempotencyKey.trim() === '' || idempotencyKey.length > MAX_KEY || !idempotencyKey.isWellFormed())
    throw new SubgraphError('BAD_USER_INPUT', `An idempotency key has 1 to ${String(MAX_KEY)} characters.`);
  const outcome = await takeStep(placeOf(context), caller, { idempotencyKey, id, event, said: text ?? null });
  if ('refusal' in outcome) return new SupervisionRefusal(outcome.refusal);
  const found = await findAlert(context, outcome.subject);
  return found === undefined ? new SupervisionRefusal('ALERT_UNKNOWN') : new SupervisionAlert(found);
}
