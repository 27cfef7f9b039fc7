import 'reflect-metadata';
import { Field, ID, InterfaceType } from 'type-graphql';

// Without the option, every type that implements Node in this process would be emitted in every subgraph.
/** The Relay interface, the same in every subgraph. */
@InterfaceType({
  description: '具有全局标识的对象。 · An object with a global id.',
  autoRegisterImplementations: false,
})
export abstract class Node {
  @Field(() => ID, {
    description: '全局标识，如 GD:Case:0197…；对客户端不透明。 · Global id, such as GD:Case:0197…; opaque to clients.',
  })
  readonly id!: string;
}
