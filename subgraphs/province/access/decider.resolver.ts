import { Field, ObjectType } from 'type-graphql';
import { DeciderKind } from '../../../schema/access-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { Decider } from './decider.rules.js';

const DeciderKindEnum = codeListEnum(DeciderKind);

/** What decided about an access. */
@ObjectType({
  simpleResolvers: true,
  description: '决定一次访问的依据。 · What decides about an access.',
})
export class AccessDecider {
  @Field(() => DeciderKindEnum, { description: '种类。 · What it is.' })
  readonly kind: Decider['kind'];

  @Field(() => String, {
    description:
      '名称：操作、共享类型、协议编号及版本条款，或全国清单。 · Its name: the action, the class, number, version and clause of the agreement, or the national list.',
  })
  readonly name: string;

  constructor({ kind, name }: Decider) {
    this.kind = kind;
    this.name = name;
  }
}
