import { Field, ObjectType } from 'type-graphql';
import { ProvinceState } from '../../../schema/graph-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { DateTime } from './date-time.js';
import { Province } from './graph.resolver.js';

const ProvinceStateEnum = codeListEnum(ProvinceState);

/** How a province is, seen from where the graph is served. */
@ObjectType({ simpleResolvers: true, description: '一个省份的服务状态。 · How a province is at this moment.' })
export class ProvinceStatus {
  @Field(() => Province, { description: '省份。 · The province.' })
  readonly province: Province;

  @Field(() => ProvinceStateEnum, { description: '状态。 · Its state.' })
  readonly state: keyof typeof ProvinceState.entries = 'SERVING';

  @Field(() => String, {
    nullable: true,
    description:
      '说明：登记处的公告（维护、停用、退出等），或隔离原因。 · Why: the notice of the registry (maintenance, disabled, leaving), or what broke the contract.',
  })
  readonly message: string | null = null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      '自何时起处于该状态或不能作答；未知时为空。 · Since when it is so, or has given no usable answer; null where that is not known.',
  })
  readonly since: string | null = null;

  constructor(code: string) {
    this.province = new Province(code);
  }
}

/** Who takes part in the graph. */
@ObjectType({
  simpleResolvers: true,
  description: '参与的省份及其状态。 · The provinces that take part, and how each of them is.',
})
export class Federation {
  @Field(() => [ProvinceStatus], { description: '各省，按登记顺序。 · The provinces, in the order of the registry.' })
  readonly provinces: readonly ProvinceStatus[];

  constructor(codes: readonly string[]) {
    this.provinces = codes.map((code) => new ProvinceStatus(code));
  }
}
