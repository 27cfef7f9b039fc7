import { Field, ID, InputType, Int } from 'type-graphql';
import { ConsultationTopic } from '../../../schema/consultation-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';

const ConsultationTopicEnum = codeListEnum(ConsultationTopic);

const KEY =
  '幂等键：同一调用者以同一键重发同一请求，只生效一次。 · Idempotency key: the same request of the same caller takes effect once.';
const SECRET =
  '匿名咨询的查询口令，16 至 128 个字符，自行保管。 · The secret of somebody who asks as nobody known, 16 to 128 characters, kept by himself.';
const ID_OF = '咨询的标识。 · Id of the thread.';

/** What a citizen asks. */
@InputType({ description: '群众咨询。 · A question of a citizen.' })
export class OpenConsultationInput {
  @Field(() => String, { description: KEY })
  readonly idempotencyKey!: string;

  @Field(() => ID, { description: '所咨询省份的代码。 · Code of the province that is asked.' })
  readonly province!: string;

  @Field(() => String, { description: '问题，1 至 2000 字。 · The question, 1 to 2,000 characters.' })
  readonly text!: string;

  @Field(() => ID, { nullable: true, description: '所涉国家事项。 · The national item that it is about.' })
  readonly standardItem?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: '所涉本人办件；须实名。 · The caller’s own case that it is about; his identity has to be verified.',
  })
  readonly caseId?: string | null;

  @Field(() => ConsultationTopicEnum, {
    nullable: true,
    description: '咨询内容；缺省为办事指南。 · What it is about; guidance unless given.',
  })
  readonly topic?: keyof typeof ConsultationTopic.entries | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      '是否为复杂咨询（时限较长）；缺省为否。 · Whether it is a complex question, with a longer limit; not unless given.',
  })
  readonly isComplex?: boolean | null;

  @Field(() => String, { nullable: true, description: SECRET })
  readonly secret?: string | null;
}

/** What a unit asks another province. */
@InputType({ description: '省际公务咨询。 · A question of a unit to another province.' })
export class OpenOfficialConsultationInput {
  @Field(() => String, { description: KEY })
  readonly idempotencyKey!: string;

  @Field(() => ID, { description: '本省代码。 · Code of the province of the unit.' })
  readonly province!: string;

  @Field(() => ID, { description: '所咨询省份的代码。 · Code of the province that is asked.' })
  readonly to!: string;

  @Field(() => String, { description: '问题，1 至 2000 字。 · The question, 1 to 2,000 characters.' })
  readonly text!: string;

  @Field(() => ID, { nullable: true, description: '所涉国家事项。 · The national item that it is about.' })
  readonly standardItem?: string | null;
}

/** A step that needs no words. */
@InputType({ description: '对咨询的一步。 · A step of a thread.' })
export class ConsultationStepInput {
  @Field(() => String, { description: KEY })
  readonly idempotencyKey!: string;

  @Field(() => ID, { description: ID_OF })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: SECRET })
  readonly secret?: string | null;
}

/** A step with words. */
@InputType({ description: '附说明的一步。 · A step of a thread, with words.' })
export class ConsultationSayInput extends ConsultationStepInput {
  @Field(() => String, { description: '内容，1 至 2000 字。 · The words, 1 to 2,000 characters.' })
  readonly text!: string;
}

/** To which unit a thread goes. */
@InputType({ description: '分派。 · To which unit a thread goes.' })
export class RouteConsultationInput extends ConsultationStepInput {
  @Field(() => String, { description: '单位代码。 · Code of the unit.' })
  readonly unit!: string;
}

/** Where a thread goes. */
@InputType({
  description: '转办：转本省单位，或者转他省。 · A transfer: to a unit of the province, or to another province.',
})
export class TransferConsultationInput extends ConsultationSayInput {
  @Field(() => String, { nullable: true, description: '本省单位代码。 · Code of a unit of this province.' })
  readonly unit?: string | null;

  @Field(() => ID, { nullable: true, description: '他省代码。 · Code of another province.' })
  readonly to?: string | null;
}

/** An extension of the limit. */
@InputType({
  description: '延期：一次，须有原因和新的期限。 · An extension: once, with a reason and so many days more.',
})
export class ExtendConsultationInput extends ConsultationSayInput {
  @Field(() => Int, { description: '延长的工作日数。 · Working days more.' })
  readonly days!: number;
}

/** What a supervisor decides. */
@InputType({ description: '裁定：由哪个单位答复。 · A decision: which unit is to answer.' })
export class DecideConsultationInput extends ConsultationSayInput {
  @Field(() => String, { description: '责成答复的单位。 · The unit that is to answer.' })
  readonly unit!: string;
}

/** What is published of an answer. */
@InputType({
  description:
    '公开答复：另行撰写、不含任何人信息的问与答。 · What is published: question and answer written anew, naming nobody.',
})
export class PublishAnswerInput extends ConsultationStepInput {
  @Field(() => String, { description: '问题，1 至 2000 字。 · The question, 1 to 2,000 characters.' })
  readonly question!: string;

  @Field(() => String, { description: '答复，1 至 2000 字。 · The answer, 1 to 2,000 characters.' })
  readonly answer!: string;
}
