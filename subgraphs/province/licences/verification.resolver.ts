import {
  Arg,
  Ctx,
  createUnionType,
  Directive,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import { LicenceStatus, LicenceVerdict } from '../../../schema/licence-lists.js';
import { IdentityDocumentType } from '../../../schema/person-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { Allow } from '../../server/allow.js';
import { SubgraphError } from '../../server/errors.js';
import type { ProvinceContext } from '../context.js';
import { isDocumentNumber } from '../persons/index.js';
import { isLicenceIdentifier } from '../shared/licence-identifier.js';
import { LicenceRefusal } from './licence-refusal.resolver.js';
import { type Verification, verifyLicence } from './verify-licence.service.js';

const IdentityDocumentTypeEnum = codeListEnum(IdentityDocumentType);
const LicenceStatusEnum = codeListEnum(LicenceStatus);
const LicenceVerdictEnum = codeListEnum(LicenceVerdict);

/** The document of who is said to hold a licence. */
@InputType({ description: '所称持证人的证件。 · The document of who is said to hold it.' })
export class HolderDocumentInput {
  @Field(() => IdentityDocumentTypeEnum, { description: '证件类型。 · Kind of document.' })
  readonly type!: keyof typeof IdentityDocumentType.entries;

  @Field(() => String, {
    description: '证件号码；仅用于比对，不保存、不记录。 · Its number; compared, and kept nowhere.',
  })
  readonly number!: string;
}

/** What is to be verified. */
@InputType({ description: '所要核验的证照。 · What is to be verified.' })
export class VerifyLicenceInput {
  @Field(() => ID, { description: '颁发省份的字母代码。 · Letter code of the province that issued it.' })
  readonly province!: string;

  @Field(() => String, { description: '电子证照标识。 · Identifier of the licence.' })
  readonly identifier!: string;

  @Field(() => HolderDocumentInput, {
    nullable: true,
    description: '所称持证人；缺省只核验证照。 · Who is said to hold it; the licence alone is verified unless given.',
  })
  readonly holder?: HolderDocumentInput | null;
}

/** What a verification finds, without data of anybody. */
@ObjectType({
  simpleResolvers: true,
  description: '核验结论；不含任何个人信息。 · What a verification finds; it holds nothing about anybody.',
})
export class LicenceVerification {
  @Field(() => LicenceVerdictEnum, { description: '结论。 · The verdict.' })
  readonly verdict: keyof typeof LicenceVerdict.entries;

  @Field(() => LicenceStatusEnum, {
    nullable: true,
    description: '此刻的状态；不相符或不存在时为空。 · Status at this moment; null where nothing matches.',
  })
  readonly status: keyof typeof LicenceStatus.entries | null;

  @Field(() => String, {
    nullable: true,
    description: '有效期起始日期；不相符或不存在时为空。 · First day; null where nothing matches.',
  })
  readonly validFrom: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      '有效期截止日期；长期有效，或不相符、不存在时为空。 · Last day; null for ever, or where nothing matches.',
  })
  readonly validTo: string | null;

  constructor({ verdict, status, validFrom, validTo }: Verification) {
    this.verdict = verdict;
    this.status = status ?? null;
    this.validFrom = validFrom ?? null;
    this.validTo = validTo ?? null;
  }
}

const VerifyLicenceResult = createUnionType({
  name: 'VerifyLicenceResult',
  description: '核验结论，或不予核验的原因。 · What a verification finds, or why it was not begun.',
  types: () => [LicenceVerification, LicenceRefusal] as const,
});

/**
 * Verification. It changes nothing and is a mutation all the same: those come by POST only, so that a holder's number
 * stands in no URL, and no answer is shared or kept (docs/decisions/0027-licences.md).
 */
@Resolver()
export class VerificationResolver {
  @Allow('verifyLicence')
  @Directive('@owner(by: "input.province")')
  @Mutation(() => VerifyLicenceResult, {
    description:
      '核验证照是否存在、是否有效、是否属于所称持证人，不返回数据；不改变任何内容，为使号码不进入网址而设为变更。 · Whether a licence is there, in force and of that holder, without its data. It changes nothing; it is a mutation so that no number gets into a URL.',
  })
  async verifyLicence(
    @Arg('input', () => VerifyLicenceInput, { description: '输入。 · What is to be verified.' })
    { province, identifier, holder }: VerifyLicenceInput,
    @Ctx() context: ProvinceContext,
  ): Promise<LicenceVerification | LicenceRefusal> {
    if (province !== context.province.code) throw new SubgraphError('BAD_ID', 'Another province is asked.');
    if (!isLicenceIdentifier(identifier)) return new LicenceRefusal('IDENTIFIER_MALFORMED');
    const document = holder ?? undefined;
    if (document !== undefined && !isDocumentNumber(document)) return new LicenceRefusal('DOCUMENT_MALFORMED');
    return new LicenceVerification(await verifyLicence(context, { identifier, holder: document }));
  }
}
