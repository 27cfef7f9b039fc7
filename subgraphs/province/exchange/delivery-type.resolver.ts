import { createUnionType, Field, InputType, Int, ObjectType } from 'type-graphql';
import { DeliveryRefusalCode, ParkedReason, ReceiptResult } from '../../../schema/exchange-lists.js';
import { codeListEnum, type CodeOf } from '../../server/code-list-enum.js';
import type { Answer, Delivery } from './check-envelope.js';
import type { Receipt, SealedEnvelope } from './envelope.js';

const DeliveryRefusalCodeEnum = codeListEnum(DeliveryRefusalCode);
const ParkedReasonEnum = codeListEnum(ParkedReason);
const ReceiptResultEnum = codeListEnum(ReceiptResult);

/** An envelope as it comes over the graph. Its form is checked with its seal, so that a bad one is a typed refusal. */
@InputType({
  description:
    '信封：一省就某一协作告知另一省的一件事，链上的一环。 · An envelope: one thing that a province tells another in a collaboration, as an entry of their chain.',
})
export class EnvelopeInput {
  @Field(() => String, { description: '标识，UUID 第 7 版。 · Id, a UUID of version 7.' })
  readonly id!: string;

  @Field(() => String, { description: '协作编号。 · Number of the collaboration.' })
  readonly collaborationNo!: string;

  @Field(() => String, { description: '寄件省份的代码。 · Code of the province that sends it.' })
  readonly from!: string;

  @Field(() => String, { description: '收件省份的代码。 · Code of the province that it is for.' })
  readonly to!: string;

  @Field(() => Int, { description: '本链序号，从 1 起不间断。 · Number on its link, from 1 without gaps.' })
  readonly seq!: number;

  @Field(() => String, { description: '事件名称。 · Name of the event.' })
  readonly event!: string;

  @Field(() => String, { description: '内容，规范化 JSON（RFC 8785）。 · The payload, as canonical JSON (RFC 8785).' })
  readonly payload!: string;

  @Field(() => String, { description: '内容的 SHA-256。 · SHA-256 of the payload.' })
  readonly payloadDigest!: string;

  @Field(() => String, {
    nullable: true,
    description: '同链前一封的散列；首封为空。 · Hash of the entry before it; null for the first.',
  })
  readonly prevHash?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      '寄件省份已处理的对向最后一封的散列。 · Hash of the last entry of the opposite link that its sender had processed.',
  })
  readonly seenHash?: string | null;

  @Field(() => String, { description: '写入时间（UTC，毫秒）。 · When it was written, in UTC with milliseconds.' })
  readonly at!: string;

  @Field(() => String, { description: '签名密钥的标识。 · Name of the key that sealed it.' })
  readonly kid!: string;

  @Field(() => String, { description: '本次发出时间（UTC，毫秒）。 · When it was sent this time.' })
  readonly sentAt!: string;

  @Field(() => String, { description: 'Ed25519 签名，base64url。 · Ed25519 signature in base64url.' })
  readonly signature!: string;
}

/** A receipt as it comes over the graph. */
@InputType({ description: '收件省份此前出具的回执。 · A receipt that the addressee gave earlier.' })
export class ReceiptInput {
  @Field(() => String, { description: '信封的标识。 · Id of the envelope.' })
  readonly envelopeId!: string;

  @Field(() => String, { description: '信封的散列。 · Hash of the envelope.' })
  readonly entryHash!: string;

  @Field(() => ReceiptResultEnum, { description: '结论。 · What was done with it.' })
  readonly result!: CodeOf<typeof ReceiptResult>;

  @Field(() => String, { nullable: true, description: '拒收原因的代码。 · Code of the refusal.' })
  readonly code?: string | null;

  @Field(() => String, { description: '处理时间（UTC，毫秒）。 · When it was done.' })
  readonly at!: string;

  @Field(() => String, { description: '签名密钥的标识。 · Name of the key that signed.' })
  readonly kid!: string;

  @Field(() => String, { description: 'Ed25519 签名，base64url。 · Ed25519 signature in base64url.' })
  readonly signature!: string;
}

type Given<Sent, Nullable extends keyof Sent> = Omit<Sent, Nullable> & { readonly [Name in Nullable]?: string | null };

/** A delivery as it came over the graph. What a client left out is null, which is what the chain hashes. */
export function toDelivery(
  envelope: Given<SealedEnvelope, 'prevHash' | 'seenHash'>,
  receipt: Given<Receipt, 'code'> | null,
): Delivery {
  return {
    envelope: { ...envelope, prevHash: envelope.prevHash ?? null, seenHash: envelope.seenHash ?? null },
    receipt: receipt === null ? null : { ...receipt, code: receipt.code ?? null },
  };
}

/** A receipt as it goes over the graph. */
@ObjectType({
  description: '收件省份签名的回执：已提交的处理结论。 · A signed receipt: what was done with an envelope, committed.',
})
export class EnvelopeReceipt {
  @Field(() => String, { description: '信封的标识。 · Id of the envelope.' })
  readonly envelopeId!: string;

  @Field(() => String, { description: '信封的散列。 · Hash of the envelope.' })
  readonly entryHash!: string;

  @Field(() => ReceiptResultEnum, { description: '结论。 · What was done with it.' })
  readonly result!: CodeOf<typeof ReceiptResult>;

  @Field(() => String, {
    nullable: true,
    description: '拒收原因的代码；已生效时为空。 · Code of the refusal; null when it was applied.',
  })
  readonly code!: string | null;

  @Field(() => String, { description: '处理时间（UTC，毫秒）。 · When it was done.' })
  readonly at!: string;

  @Field(() => String, { description: '签名密钥的标识。 · Name of the key that signed.' })
  readonly kid!: string;

  @Field(() => String, { description: 'Ed25519 签名，base64url。 · Ed25519 signature in base64url.' })
  readonly signature!: string;
}

/** The addressee has dealt with the envelope. */
@ObjectType({ description: '已处理：投递到此结束。 · Dealt with: the delivery ends here.' })
export class DeliveryReceipt {
  constructor(receipt: Receipt, duplicate: boolean) {
    this.receipt = receipt;
    this.duplicate = duplicate;
  }

  @Field(() => EnvelopeReceipt, { description: '回执。 · The receipt.' })
  readonly receipt: Receipt;

  @Field(() => Boolean, { description: '是否此前已处理。 · Whether it had been dealt with before.' })
  readonly duplicate: boolean;
}

/** The envelope waits at the addressee. */
@ObjectType({ description: '已暂存，尚未处理，须再次投递。 · Kept but not dealt with: it is to be delivered again.' })
export class DeliveryParked {
  constructor(reason: CodeOf<typeof ParkedReason>, nextSeq: number) {
    this.reason = reason;
    this.nextSeq = nextSeq;
  }

  @Field(() => ParkedReasonEnum, { description: '原因。 · Why it waits.' })
  readonly reason: CodeOf<typeof ParkedReason>;

  @Field(() => Int, { description: '本链下一封的序号。 · Number of the entry that is next on its link.' })
  readonly nextSeq: number;
}

/** The envelope was not taken. */
@ObjectType({
  description: '未接收，未产生任何影响，也未签名。 · Not taken: nothing has happened, and nothing is signed.',
})
export class DeliveryRefusal {
  constructor(refusal: CodeOf<typeof DeliveryRefusalCode>) {
    this.refusal = refusal;
  }

  @Field(() => DeliveryRefusalCodeEnum, { description: '原因。 · Why not.' })
  readonly refusal: CodeOf<typeof DeliveryRefusalCode>;
}

/** What a delivery is answered with. */
export const DeliveryAnswer = createUnionType({
  name: 'DeliveryAnswer',
  description: '对投递的答复。 · The answer to a delivery.',
  types: () => [DeliveryReceipt, DeliveryParked, DeliveryRefusal] as const,
});

/** An answer as the graph gives it. */
export function toDeliveryAnswer(answer: Answer): typeof DeliveryAnswer {
  switch (answer.status) {
    case 'receipt':
      return new DeliveryReceipt(answer.receipt, answer.duplicate);
    case 'parked':
      return new DeliveryParked(answer.reason, answer.nextSeq);
    case 'refusal':
      return new DeliveryRefusal(answer.code);
  }
}
