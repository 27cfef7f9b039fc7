import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  Query,
  Resolver,
} from 'type-graphql';
import { type PolicyCode, PolicyParameterCodes, policyParameters } from '../../../schema/policy-parameters.js';
import { Allow } from '../../server/allow.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { ProvinceContext } from '../context.js';
import { assertOwnProvince } from '../../shared/ids.js';
import { assertIdempotencyKey } from '../shared/idempotency-key.js';
import { OwnedListArguments } from '../shared/owned-list.resolver.js';
import { mapPage } from '../../shared/page.js';
import { listChanges, readLastChanges } from './list-parameters.service.js';
import {
  PolicyChange,
  PolicyChangeList,
  PolicyParameter,
  PolicyRefusal,
  SetPolicyParameterResult,
} from './policy-type.resolver.js';
import { setParameter } from './set-parameter.service.js';

const PolicyParameterCodeEnum = codeListEnum(PolicyParameterCodes);
const codes = Object.keys(policyParameters) as readonly PolicyCode[];

/** Which changes of which province. */
@ArgsType()
export class PolicyChangeArguments extends OwnedListArguments {
  @Field(() => PolicyParameterCodeEnum, {
    nullable: true,
    description: '只列该参数的变更；缺省列出全部。 · Those of this parameter only; of all unless given.',
  })
  readonly code?: PolicyCode | null;
}

/** What a parameter is to be from now on. */
@InputType({ description: '设定一项政策参数。 · How a policy parameter is set.' })
export class SetPolicyParameterInput {
  @Field(() => ID, { description: '省级字母代码。 · Letter code of the province.' })
  readonly province!: string;

  @Field(() => String, {
    description:
      '幂等键：同一人以同一键重发同一请求，只生效一次。 · Idempotency key: the same request of the same person takes effect once.',
  })
  readonly idempotencyKey!: string;

  @Field(() => PolicyParameterCodeEnum, { description: '参数。 · The parameter.' })
  readonly code!: PolicyCode;

  @Field(() => Int, {
    nullable: true,
    description:
      '新的数值，须在上下限之内；明确写 null 则恢复国家值。 · The new value, within bounds; an explicit null goes back to the national value.',
  })
  readonly value?: number | null;

  @Field(() => String, {
    description: '理由，1 至 500 字，公开。 · The reason, 1 to 500 characters; everybody may read it.',
  })
  readonly reason!: string;
}

/** The numbers that a province may set, and what it has set. */
@Resolver()
export class PolicyResolver {
  @Allow('readPublic')
  @Directive('@owner(by: "province")')
  @Query(() => [PolicyParameter], {
    description: '一省的全部政策参数及现行值。 · All policy parameters, with what holds in the province.',
  })
  async policyParameters(
    @Arg('province', () => ID, { description: '省级字母代码。 · Letter code of the province.' }) province: string,
    @Ctx() context: ProvinceContext,
  ): Promise<readonly PolicyParameter[]> {
    assertOwnProvince(province, context.province.code);
    const changes = await readLastChanges(context);
    return codes.map((code) => new PolicyParameter(province, code, changes.get(code)));
  }

  @Allow('readPolicyChanges')
  @Directive('@owner(by: "province")')
  @Query(() => PolicyChangeList, {
    description:
      '一省政策参数的变更记录，最近的在前。 · The changes of the parameters of a province, the newest first.',
  })
  async policyChanges(
    @Args(() => PolicyChangeArguments) { province, code, first, after }: PolicyChangeArguments,
    @Ctx() context: ProvinceContext,
  ) {
    assertOwnProvince(province, context.province.code);
    const page = await listChanges(context, { code: code ?? null, first, after });
    return new PolicyChangeList(mapPage(page, (row) => new PolicyChange(row)));
  }

  @Allow('setPolicy')
  @Directive('@owner(by: "input.province")')
  @Mutation(() => SetPolicyParameterResult, {
    description:
      '省级系统管理员设定本省的一项政策参数。 · The operator of a province sets one of its policy parameters.',
  })
  async setPolicyParameter(
    @Arg('input', () => SetPolicyParameterInput, { description: '输入。 · The parameter and its value.' })
    { province, code, value, reason, idempotencyKey }: SetPolicyParameterInput,
    @Ctx() context: ProvinceContext,
  ): Promise<PolicyParameter | PolicyRefusal> {
    assertOwnProvince(province, context.province.code);
    assertIdempotencyKey(idempotencyKey);
    const outcome = await setParameter(context, { code, value, reason, idempotencyKey });
    if ('refusal' in outcome) return new PolicyRefusal(outcome.refusal);
    return new PolicyParameter(province, code, (await readLastChanges(context)).get(code));
  }
}
