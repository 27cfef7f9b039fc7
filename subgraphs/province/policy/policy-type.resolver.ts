import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql';
import { PolicyUnits, RuleSourceMark } from '../../../schema/policy-lists.js';
import {
  type PolicyCode,
  type PolicyEntry,
  PolicyParameterCodes,
  policyParameters,
} from '../../../schema/policy-parameters.js';
import { PolicyRefusalCodes, policyRefusals } from '../../../schema/policy-refusals.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { DateTime } from '../shared/date-time.js';
import { Province } from '../shared/graph.resolver.js';
import { ownerOf } from '../../shared/ids.js';
import { ownedListOf } from '../shared/owned-list.resolver.js';
import { refusalOf } from '../shared/refusal-of.resolver.js';
import type { PolicyChangeRow } from './policy.entity.js';

const PolicyParameterCodeEnum = codeListEnum(PolicyParameterCodes);
const PolicyUnitEnum = codeListEnum(PolicyUnits);
const RuleSourceMarkEnum = codeListEnum(RuleSourceMark);

/** How a province stands to one parameter. */
@ObjectType({
  description:
    '一项政策参数：全国统一值、上下限，以及该省现行值。 · A parameter: the national value, its bounds, and what holds in the province.',
})
export class PolicyParameter {
  @Field(() => Province, { description: '省份。 · The province.' })
  readonly province: Province;

  @Field(() => PolicyParameterCodeEnum, { description: '代码。 · Its code.' })
  readonly code: PolicyCode;
  readonly #entry: PolicyEntry;
  readonly #last: PolicyChangeRow | undefined;

  constructor(province: string, code: PolicyCode, last: PolicyChangeRow | undefined) {
    this.province = new Province(province);
    this.code = code;
    this.#entry = policyParameters[code];
    this.#last = last;
  }

  @Field(() => String, { description: '中文名称。 · Its name in Chinese.' })
  get nameZh(): string {
    return this.#entry.zh;
  }

  @Field(() => String, { description: '英文名称。 · Its name in English.' })
  get nameEn(): string {
    return this.#entry.en;
  }

  @Field(() => PolicyUnitEnum, { description: '单位。 · What it counts.' })
  get unit(): string {
    return this.#entry.unit;
  }

  @Field(() => Int, { description: '该省现行值。 · The value in force in the province.' })
  get value(): number {
    return this.#last?.to_value ?? this.#entry.standard;
  }

  @Field(() => Int, {
    description:
      '全国统一值，省份未设定时适用。 · The national value, which holds unless the province has set another.',
  })
  get nationalValue(): number {
    return this.#entry.standard;
  }

  @Field(() => Boolean, { description: '是否由该省设定。 · Whether the province has set it.' })
  get isSet(): boolean {
    return (this.#last?.to_value ?? null) !== null;
  }

  @Field(() => Int, { description: '下限。 · The least that a province may set.' })
  get min(): number {
    return this.#entry.min;
  }

  @Field(() => Int, { description: '上限。 · The most that a province may set.' })
  get max(): number {
    return this.#entry.max;
  }

  @Field(() => String, { description: '依据。 · Where it is from.' })
  get source(): string {
    return this.#entry.source.text;
  }

  @Field(() => RuleSourceMarkEnum, { description: '依据的可靠程度。 · How sure that source is.' })
  get sourceMark(): string {
    return this.#entry.source.mark;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: '最近一次变更的时间；从未变更时为空。 · When it was changed last; null when it never was.',
  })
  get changedAt(): string | null {
    return this.#last?.at ?? null;
  }

  @Field(() => String, {
    nullable: true,
    description: '最近一次变更的理由。 · Why it was changed last.',
  })
  get changeReason(): string | null {
    return this.#last?.reason ?? null;
  }
}

/** One change of a parameter, as it stays on record. */
@ObjectType({
  simpleResolvers: true,
  description: '政策参数的一次变更，永久留存。 · One change of a parameter, which stays on record.',
})
export class PolicyChange {
  @Field(() => ID, { description: '全局标识。 · Global id.' })
  readonly id: string;

  @Field(() => Province, { description: '省份。 · The province.' })
  readonly province: Province;

  @Field(() => PolicyParameterCodeEnum, { description: '参数。 · The parameter.' })
  readonly code: PolicyCode;

  @Field(() => Int, { description: '该参数的第几次变更，自 1 起。 · Its number among those of the parameter, from 1.' })
  readonly seq: number;

  @Field(() => DateTime, { description: '时间。 · When.' })
  readonly at: string;

  @Field(() => Int, { description: '变更前的现行值。 · The value that held before.' })
  readonly from: number;

  @Field(() => Int, {
    nullable: true,
    description:
      '变更后的值；恢复国家值时为空。 · The value from then on; null where it went back to the national value.',
  })
  readonly to: number | null;

  @Field(() => String, { description: '理由。 · Why.' })
  readonly reason: string;

  @Field(() => String, { description: '变更人在签发方的账号。 · Who changed it, by his account at the issuer.' })
  readonly changedBy: string;

  constructor(row: PolicyChangeRow) {
    this.id = row.id;
    this.province = new Province(ownerOf(row.id));
    this.code = row.code;
    this.seq = row.seq;
    this.at = row.at;
    this.from = row.from_value;
    this.to = row.to_value;
    this.reason = row.reason;
    this.changedBy = row.changed_by;
  }
}

/** A page of changes. */
export const PolicyChangeList = ownedListOf(PolicyChange, {
  type: 'PolicyChange',
  zh: '政策参数变更',
  en: 'changes of policy parameters',
});

/** Why a parameter was not set. */
export const PolicyRefusal = refusalOf({
  name: 'PolicyRefusal',
  description: '政策参数未获设定及其原因。 · Why a policy parameter was not set.',
  codes: PolicyRefusalCodes,
  refusals: policyRefusals,
});

export type PolicyRefusal = InstanceType<typeof PolicyRefusal>;

/** What came of it. */
export const SetPolicyParameterResult = createUnionType({
  name: 'SetPolicyParameterResult',
  description: '设定后的参数，或未获设定的原因。 · The parameter as it is then, or why it was not set.',
  types: () => [PolicyParameter, PolicyRefusal] as const,
});
