import { Field, InputType } from 'type-graphql';
import { IdentityDocumentType } from '../../../../schema/person-lists.js';
import type { RefusalCode } from '../../../../schema/refusal-codes.js';
import { codeListEnum } from '../../../server/code-list-enum.js';
import type { ProvinceContext } from '../../context.js';
import { type DocumentType, normaliseStated, refuseStated, type StatedPerson } from '../../persons/index.js';

const IdentityDocumentTypeEnum = codeListEnum(IdentityDocumentType);

/** Who applies. */
@InputType({ description: '申请人身份。 · Who applies.' })
export class ApplicantInput {
  @Field(() => String, { description: '姓名。 · Name.' })
  readonly name!: string;

  @Field(() => IdentityDocumentTypeEnum, { description: '证件类型。 · Kind of identity document.' })
  readonly documentType!: DocumentType;

  @Field(() => String, { description: '证件号码。 · Number of the document.' })
  readonly documentNumber!: string;

  @Field(() => String, { nullable: true, description: '联系电话。 · Telephone number.' })
  readonly phone?: string | null;
}

/** The applicant of a draft; the code of a refusal for what cannot be, or for another person than the citizen who asks. */
export function readApplicant(
  context: ProvinceContext,
  input: ApplicantInput | null | undefined,
): StatedPerson | RefusalCode | undefined {
  if (input === null || input === undefined) return undefined;
  const { name, documentType, documentNumber, phone = null } = input;
  const stated = { name, documentType, documentNumber, phone };
  const refusal = refuseStated(stated);
  if (refusal !== undefined) return refusal;
  const { caller, surroundings } = context;
  const isForHimself = caller?.role === 'citizen' || caller?.role === 'app';
  const person = surroundings.matching.keyOf({ type: documentType, number: documentNumber });
  return isForHimself && caller.person !== person ? 'DOCUMENT_NOT_CALLERS' : normaliseStated(stated);
}
