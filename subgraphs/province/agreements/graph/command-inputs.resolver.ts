import { Field, ID, InputType } from 'type-graphql';
import { AgreementVerdict } from '../../../../schema/agreement-life-lists.js';
import { codeListEnum } from '../../../server/code-list-enum.js';
import { DateTime } from '../../shared/date-time.js';

const AgreementVerdictEnum = codeListEnum(AgreementVerdict);

const KEY =
  '幂等键：同一调用者以同一键重发同一命令，只生效一次。 · Idempotency key: the same command of the same caller takes effect once.';
const DOCUMENT =
  '协议文本（JSON），格式同协议文件的 agreement 部分。 · The text as JSON, in the form of the part `agreement` of an agreement file.';
const ID_OF_COPY = '本省所持协议的全局标识。 · Global id of the agreement, as this province has it.';
const REASON = '理由，1 至 2000 字。 · The reason, 1 to 2,000 characters.';
const ORIGIN = '来由（如一次咨询）的全局标识。 · Global id of what led to it, such as a consultation.';

/** What every command about an agreement says. */
@InputType()
abstract class AgreementCommandInput {
  @Field(() => String, { description: KEY })
  readonly idempotencyKey!: string;

  @Field(() => ID, { description: ID_OF_COPY })
  readonly id!: string;
}

/** A new agreement. */
@InputType({ description: '提议新的协议。 · A new agreement.' })
export class ProposeAgreementInput {
  @Field(() => String, { description: KEY })
  readonly idempotencyKey!: string;

  @Field(() => ID, { description: '提议省份的代码。 · Code of the province that proposes it.' })
  readonly province!: string;

  @Field(() => String, { description: DOCUMENT })
  readonly document!: string;

  @Field(() => String, { nullable: true, description: REASON })
  readonly reason?: string | null;

  @Field(() => ID, { nullable: true, description: ORIGIN })
  readonly origin?: string | null;
}

/** A later version of what is in force. */
@InputType({ description: '提议修订。 · A later version of an agreement that all have signed.' })
export class AmendAgreementInput extends AgreementCommandInput {
  @Field(() => String, { description: DOCUMENT })
  readonly document!: string;

  @Field(() => String, { nullable: true, description: REASON })
  readonly reason?: string | null;

  @Field(() => ID, { nullable: true, description: ORIGIN })
  readonly origin?: string | null;
}

/** Another text. */
@InputType({ description: '反提案。 · Another text in the place of the one on the table.' })
export class CounterAgreementInput extends AgreementCommandInput {
  @Field(() => String, { description: DOCUMENT })
  readonly document!: string;

  @Field(() => String, { nullable: true, description: REASON })
  readonly reason?: string | null;
}

/** How a party stands to a text. */
@InputType({ description: '审议。 · What a party begins or ends its review with.' })
export class ReviewAgreementInput extends AgreementCommandInput {
  @Field(() => AgreementVerdictEnum, { description: '审议意见。 · What it is.' })
  readonly verdict!: keyof typeof AgreementVerdict.entries;

  @Field(() => String, { nullable: true, description: REASON })
  readonly reason?: string | null;
}

/** A signature. */
@InputType({ description: '签署当前文本。 · Signs the text on the table.' })
export class SignAgreementInput extends AgreementCommandInput {
  @Field(() => String, {
    description:
      '所阅文本的摘要；与当前文本不同则不予签署。 · Hash of the text that was read; another one is not signed.',
  })
  readonly hash!: string;
}

/** A suspension, its end, or a termination. */
@InputType({ description: '中止、恢复或终止。 · A suspension, what lifts it, or a termination.' })
export class SupplementAgreementInput extends AgreementCommandInput {
  @Field(() => String, { description: '理由，中文，1 至 2000 字。 · The reason in Chinese, 1 to 2,000 characters.' })
  readonly reasonZh!: string;

  @Field(() => String, { description: '理由，英文，1 至 2000 字。 · The reason in English, 1 to 2,000 characters.' })
  readonly reasonEn!: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      '自何时起，不早于通知期届满；缺省为届满之时。恢复即时生效。 · From when on, not before the notice has run out; then, unless given. What is resumed is resumed at once.',
  })
  readonly from?: string | null;
}
