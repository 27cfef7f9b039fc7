import { Field, ObjectType } from 'type-graphql';
import { IdentityDocumentType } from '../../../schema/person-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { fromJson } from '../storage/stored.js';
import type { ExtensionEntry, LicenceRow } from './licence.entity.js';
import type { ReadDetails } from './read-details.service.js';

const IdentityDocumentTypeEnum = codeListEnum(IdentityDocumentType);

/** What a type of licence says besides what all say. */
@ObjectType({ simpleResolvers: true, description: '证照扩展信息。 · What this type of licence says besides.' })
export class LicenceExtension {
  @Field(() => String, { description: '名称。 · Name.' })
  readonly name: string;

  @Field(() => String, { description: '内容。 · Value.' })
  readonly value: string;

  constructor({ name, value }: ExtensionEntry) {
    this.name = name;
    this.value = value;
  }
}

/** What tells who holds a licence. */
@ObjectType({
  simpleResolvers: true,
  description:
    '证照中可识别持证人的内容；无权明文查阅者所见均已遮盖。 · What tells who holds a licence; covered for whoever may not read it in clear.',
})
export class LicenceDetails {
  @Field(() => Boolean, { description: '是否已遮盖。 · Whether it is covered.' })
  readonly masked: boolean;

  @Field(() => String, { description: '电子证照标识。 · Identifier of the licence.' })
  readonly identifier: string;

  @Field(() => String, { description: '证照编号。 · Number.' })
  readonly number: string;

  @Field(() => String, { description: '持证主体。 · Name of the holder.' })
  readonly holderName: string;

  @Field(() => String, { description: '持证主体代码。 · Code of the holder.' })
  readonly holderCode: string;

  @Field(() => IdentityDocumentTypeEnum, { description: '持证主体代码类型。 · What that code is.' })
  readonly holderCodeType: keyof typeof IdentityDocumentType.entries;

  @Field(() => String, {
    nullable: true,
    description:
      '所接续证照的标识；首次颁发为空。 · Identifier of the licence in whose place it stands; null for a first one.',
  })
  readonly previous: string | null;

  @Field(() => [LicenceExtension], { description: '扩展信息；遮盖时为空。 · What it says besides; none when covered.' })
  readonly extension: readonly LicenceExtension[];

  @Field(() => String, {
    nullable: true,
    description: '变更状态的理由；遮盖时为空。 · Why its status was changed; null when covered.',
  })
  readonly statusReason: string | null;

  @Field(() => String, {
    nullable: true,
    description: '证照文件的 SHA-256；无文件或遮盖时为空。 · SHA-256 of its file; null without one, or when covered.',
  })
  readonly fileDigest: string | null;

  constructor(row: LicenceRow, details: ReadDetails) {
    const { isMasked, identifier, number, holderName, holderCode, previous } = details;
    this.masked = isMasked;
    this.identifier = identifier;
    this.number = number;
    this.holderName = holderName;
    this.holderCode = holderCode;
    this.holderCodeType = row.holder_code_type;
    this.previous = previous;
    this.extension = isMasked ? [] : fromJson(row.extension).map((entry) => new LicenceExtension(entry));
    this.statusReason = isMasked ? null : row.status_reason;
    this.fileDigest = isMasked ? null : row.file_digest;
  }
}
