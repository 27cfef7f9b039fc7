import { Ctx, Field, ObjectType } from 'type-graphql';
import { AgreementLifeRefusalCodes } from '../../../../schema/agreement-life-refusals.js';
import { AgreementWarningKind } from '../../../../schema/agreement-life-lists.js';
import { codeListEnum } from '../../../server/code-list-enum.js';
import type { ProvinceContext } from '../../context.js';
import { DateTime } from '../../shared/date-time.js';
import type { WarningRow } from '../agreement.entity.js';
import { findAgreement } from '../read-agreements.service.js';
import { Agreement } from './agreement-type.resolver.js';

const AgreementWarningKindEnum = codeListEnum(AgreementWarningKind);
const AgreementLifeRefusalCodeEnum = codeListEnum(AgreementLifeRefusalCodes);

/** Something that a coordinator has to know, or to do. */
@ObjectType({
  description:
    '协调员须知或须办的事项，办结后消失。 · What a coordinator has to know or to do; it goes when it is over.',
})
export class AgreementWarning {
  readonly #row: WarningRow;

  constructor(row: WarningRow) {
    this.#row = row;
  }

  @Field(() => Agreement, { description: '所涉协议。 · The agreement that it is about.' })
  async agreement(@Ctx() context: ProvinceContext): Promise<Agreement> {
    const row = await findAgreement(context, this.#row.agreement_id);
    if (row === undefined) throw new Error('A warning is about an agreement that is not stored.');
    return new Agreement(row);
  }

  @Field(() => AgreementWarningKindEnum, { description: '种类。 · What kind of warning.' })
  get kind(): string {
    return this.#row.kind;
  }

  @Field(() => String, { description: '所涉版本、补充文件或步骤。 · Which version, supplement or step.' })
  get about(): string {
    return this.#row.about;
  }

  @Field(() => AgreementLifeRefusalCodeEnum, { nullable: true, description: '未被接受的原因。 · Why it was refused.' })
  get rule(): string | null {
    return this.#row.rule;
  }

  @Field(() => DateTime, { description: '提醒时间。 · When it was raised.' })
  get at(): string {
    return this.#row.at;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: '所提醒的时刻，如到期。 · The instant that it warns of, such as the end.',
  })
  get dueAt(): string | null {
    return this.#row.due_at;
  }
}
