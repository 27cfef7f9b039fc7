import { Field, InputType, ObjectType } from 'type-graphql';

/** A question as it comes over the graph. */
@InputType({
  description:
    '一省就双方共知之事（共有链条、清单所列材料）向另一省提出的签名问询。 · A signed question of one province to another about what both know of: their chains, listed materials.',
})
export class QuestionInput {
  @Field(() => String, { description: '提问省份的代码。 · Code of the province that asks.' })
  readonly from!: string;

  @Field(() => String, { description: '被问省份的代码。 · Code of the province that is asked.' })
  readonly to!: string;

  @Field(() => String, { description: '问询内容，规范化 JSON。 · The inquiry, as canonical JSON.' })
  readonly body!: string;

  @Field(() => String, { description: '签名密钥的标识。 · Name of the key that signed.' })
  readonly kid!: string;

  @Field(() => String, { description: '发出时间（UTC，毫秒）。 · When it was sent, in UTC with milliseconds.' })
  readonly sentAt!: string;

  @Field(() => String, { description: 'Ed25519 签名，base64url。 · Ed25519 signature in base64url.' })
  readonly signature!: string;
}

/** An answer to a question, as it goes over the graph. */
@ObjectType({ description: '对问询的签名答复。 · The signed answer to a question.' })
export class SignedFindings {
  @Field(() => String, { description: '答复内容，规范化 JSON。 · The findings, as canonical JSON.' })
  readonly body!: string;

  @Field(() => String, { description: '签名密钥的标识。 · Name of the key that signed.' })
  readonly kid!: string;

  @Field(() => String, { description: '答复时间（UTC，毫秒）。 · When it was answered, in UTC with milliseconds.' })
  readonly sentAt!: string;

  @Field(() => String, {
    description: 'Ed25519 签名，与问询绑定。 · Ed25519 signature in base64url, bound to the question.',
  })
  readonly signature!: string;
}
