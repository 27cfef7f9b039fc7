import { Ctx, Field, ObjectType } from 'type-graphql';
import { IdentityDocumentType } from '../../../schema/person-lists.js';
import { AccessBasisKind } from '../../../schema/trail-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { ProvinceContext } from '../context.js';
import { readApplicantField, type SeenApplicant } from './applicant.service.js';

const AccessBasisKindEnum = codeListEnum(AccessBasisKind);
const IdentityDocumentTypeEnum = codeListEnum(IdentityDocumentType);

/** The applicant of a case, as whoever asks gets to see him. Each field is released when it is read. */
@ObjectType({
  description:
    '申请人。有权者见全文，且每次查询先记录后显示；同省其他人员仅见掩码。 · The applicant of a case. Whoever may, reads it in clear, which is entered into the access trail first; other staff of the province read masks.',
})
export class Applicant {
  readonly #caseId: string;
  readonly #seen: SeenApplicant;

  constructor(caseId: string, seen: SeenApplicant) {
    this.#caseId = caseId;
    this.#seen = seen;
  }

  @Field(() => String, { nullable: true, description: '姓名。 · Name.' })
  name(@Ctx() context: ProvinceContext): Promise<string | null> {
    return readApplicantField(context, this.#caseId, 'NAME');
  }

  @Field(() => IdentityDocumentTypeEnum, { description: '证件类型。 · Kind of identity document.' })
  get documentType(): string {
    return this.#seen.statement.document_type;
  }

  @Field(() => String, { nullable: true, description: '证件号码。 · Number of the document.' })
  documentNumber(@Ctx() context: ProvinceContext): Promise<string | null> {
    return readApplicantField(context, this.#caseId, 'IDENTITY_NUMBER');
  }

  @Field(() => String, {
    nullable: true,
    description: '联系电话；未填报时为空。 · Telephone number; null when none was stated.',
  })
  phone(@Ctx() context: ProvinceContext): Promise<string | null> {
    return readApplicantField(context, this.#caseId, 'PHONE');
  }

  @Field(() => Boolean, { description: '是否仅显示掩码。 · Whether masks are all that is shown.' })
  get masked(): boolean {
    return this.#seen.view.kind === 'MASKED';
  }

  @Field(() => AccessBasisKindEnum, {
    nullable: true,
    description: '查询依据；仅显示掩码时为空。 · What reading it rests on; null for masks.',
  })
  get basis(): string | null {
    const { view } = this.#seen;
    return view.kind === 'CLEAR' ? view.basis.kind : null;
  }
}
