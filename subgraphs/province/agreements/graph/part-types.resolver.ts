import { Ctx, Field, Int, ObjectType } from 'type-graphql';
import { AgreementState, AgreementSupplementKind } from '../../../../schema/agreement-life-lists.js';
import type { DocumentSignature } from '../../access/agreements/signed-document.js';
import { codeListEnum } from '../../../server/code-list-enum.js';
import type { ProvinceContext } from '../../context.js';
import type { Liaison } from '../../shared/agreement.js';
import { DateTime } from '../../shared/date-time.js';
import { Province } from '../../shared/graph.resolver.js';
import type { LogRow, TextRow } from '../agreement.entity.js';
import type { SignedSupplement } from '../documents.service.js';
import { agreementEvents } from '../life/life-words.rules.js';
import { isStaffOfParty } from './party-staff.rules.js';

const AgreementStateEnum = codeListEnum(AgreementState);
const SupplementKindEnum = codeListEnum(AgreementSupplementKind);

/** Whom the other parties ask. How to reach him is for those who work in a province that is a party. */
@ObjectType({ description: '联络人。 · Whom the other parties ask.' })
export class AgreementLiaison {
  readonly #liaison: Liaison;
  readonly #parties: readonly string[];

  constructor(liaison: Liaison, parties: readonly string[]) {
    this.#liaison = liaison;
    this.#parties = parties;
  }

  @Field(() => Province, { description: '省份。 · The province.' })
  get province(): Province {
    return new Province(this.#liaison.province);
  }

  @Field(() => String, { description: '单位，中文。 · The office in Chinese.' })
  get officeZh(): string {
    return this.#liaison.office.zh;
  }

  @Field(() => String, { description: '单位，英文。 · The office in English.' })
  get officeEn(): string {
    return this.#liaison.office.en;
  }

  @Field(() => String, {
    nullable: true,
    description:
      '联络员岗位，中文；仅对缔约省份的工作人员显示。 · Post of the liaison officer in Chinese; shown to staff of the parties only.',
  })
  officerZh(@Ctx() context: ProvinceContext): string | null {
    return this.#isShownTo(context) ? (this.#liaison.officer?.zh ?? null) : null;
  }

  @Field(() => String, {
    nullable: true,
    description:
      '联络员岗位，英文；仅对缔约省份的工作人员显示。 · Post of the liaison officer in English; shown to staff of the parties only.',
  })
  officerEn(@Ctx() context: ProvinceContext): string | null {
    return this.#isShownTo(context) ? (this.#liaison.officer?.en ?? null) : null;
  }

  @Field(() => String, {
    nullable: true,
    description:
      '电话；仅对缔约省份的工作人员显示。 · Telephone number; shown to staff of the parties only, null for everybody else.',
  })
  phone(@Ctx() context: ProvinceContext): string | null {
    return this.#isShownTo(context) ? this.#liaison.phone : null;
  }

  #isShownTo({ caller }: ProvinceContext): boolean {
    return isStaffOfParty(caller, this.#parties);
  }
}

/** A signature under a text. */
@ObjectType({ simpleResolvers: true, description: '一方的签名。 · The signature of a party.' })
export class AgreementSignature {
  @Field(() => Province, { description: '省份。 · The province.' })
  readonly province: Province;

  @Field(() => String, { description: '密钥名称。 · Name of the key.' })
  readonly kid: string;

  @Field(() => DateTime, { description: '签署时间。 · When it was given.' })
  readonly signedAt: string;

  @Field(() => String, { description: 'Ed25519 签名，base64url。 · Ed25519 signature in base64url.' })
  readonly signature: string;

  constructor({ province, kid, signedAt, signature }: DocumentSignature) {
    this.province = new Province(province);
    this.kid = kid;
    this.signedAt = signedAt;
    this.signature = signature;
  }
}

/** A text that was on the table. It says how to reach people, and so it is whole for the parties only. */
@ObjectType({
  description:
    '曾提出的一个文本；更早文本的签名无效。 · A text that was on the table; signatures under earlier ones are void.',
})
export class AgreementText {
  readonly #row: TextRow;
  readonly #parties: readonly string[];

  constructor(row: TextRow, parties: readonly string[]) {
    this.#row = row;
    this.#parties = parties;
  }

  @Field(() => Int, { description: '版本。 · Its version.' })
  get version(): number {
    return this.#row.version;
  }

  @Field(() => String, { description: '各方所签的 SHA-256 摘要。 · The SHA-256 that parties sign.' })
  get hash(): string {
    return this.#row.hash;
  }

  @Field(() => Province, { description: '提出省份。 · Whose text it is.' })
  get by(): Province {
    return new Province(this.#row.by);
  }

  @Field(() => DateTime, { description: '提出时间（本省时钟）。 · When it came, by the clock of this province.' })
  get at(): string {
    return this.#row.at;
  }

  @Field(() => String, { nullable: true, description: '理由。 · The reason that was given.' })
  get reason(): string | null {
    return this.#row.reason;
  }

  @Field(() => String, {
    nullable: true,
    description:
      '文本（规范 JSON），含联系方式；仅对缔约省份的工作人员显示。 · The text as canonical JSON, with telephone numbers; shown to staff of the parties only.',
  })
  document(@Ctx() { caller }: ProvinceContext): string | null {
    return isStaffOfParty(caller, this.#parties) ? this.#row.document : null;
  }
}

/** What was signed about an agreement since. */
@ObjectType({
  simpleResolvers: true,
  description: '补充文件：中止、恢复或终止。 · A supplement: a suspension, what lifts it, or a termination.',
})
export class AgreementSupplement {
  @Field(() => String, { description: '编号。 · Its number.' })
  readonly number: string;

  @Field(() => Int, { description: '版本；高者取代低者。 · Its version; a higher one takes the place of a lower one.' })
  readonly version: number;

  @Field(() => SupplementKindEnum, { description: '种类。 · What it does.' })
  readonly kind: string;

  @Field(() => Province, {
    nullable: true,
    description: '中止方；终止由各方共同签署，为空。 · Who suspends; null for a termination, which all sign.',
  })
  readonly by: Province | null;

  @Field(() => DateTime, { description: '自何时起。 · From when on.' })
  readonly from: string;

  @Field(() => DateTime, { nullable: true, description: '至何时止；未定为空。 · Until when; null while open.' })
  readonly until: string | null;

  @Field(() => String, { description: '理由，中文。 · The reason in Chinese.' })
  readonly reasonZh: string;

  @Field(() => String, { description: '理由，英文。 · The reason in English.' })
  readonly reasonEn: string;

  @Field(() => [AgreementSignature], { description: '签名。 · Its signatures.' })
  readonly signatures: readonly AgreementSignature[];

  @Field(() => Boolean, { description: '是否已由须签各方签署。 · Whether all have signed who must.' })
  readonly isComplete: boolean;

  constructor({ supplement, signatures }: SignedSupplement, isComplete: boolean) {
    const { number, version, kind, by, from, until, reason } = supplement;
    this.number = number;
    this.version = version;
    this.kind = kind;
    this.by = by === null ? null : new Province(by);
    this.from = from;
    this.until = until;
    this.reasonZh = reason.zh;
    this.reasonEn = reason.en;
    this.signatures = signatures.map((signature) => new AgreementSignature(signature));
    this.isComplete = isComplete;
  }
}

/** One step of an agreement, as this province took it. */
@ObjectType({ simpleResolvers: true, description: '协议的一个步骤。 · One step of an agreement.' })
export class AgreementStep {
  @Field(() => DateTime, { description: '时间（本省时钟）。 · When, by the clock of this province.' })
  readonly at: string;

  @Field(() => String, {
    description: '步骤代码，见 docs/agreement-states.md。 · Its name, as in docs/agreement-states.md.',
  })
  readonly event: string;

  @Field(() => String, { description: '步骤，中文。 · What happened, in Chinese.' })
  readonly eventZh: string;

  @Field(() => String, { description: '步骤，英文。 · What happened, in English.' })
  readonly eventEn: string;

  @Field(() => Province, {
    nullable: true,
    description: '行为方；因时间发生的为空。 · Who; null for what time brought about.',
  })
  readonly by: Province | null;

  @Field(() => AgreementStateEnum, { description: '之前的状态。 · The state before.' })
  readonly fromState: string;

  @Field(() => AgreementStateEnum, { description: '之后的状态。 · The state after.' })
  readonly toState: string;

  @Field(() => Int, { description: '所涉文本版本。 · Version of the text.' })
  readonly version: number;

  @Field(() => String, { nullable: true, description: '理由。 · The reason that was given.' })
  readonly reason: string | null;

  constructor({ at, event, party, from_state: fromState, to_state: toState, version, reason }: LogRow) {
    const { zh, en } = agreementEvents[event];
    this.at = at;
    this.event = event;
    this.eventZh = zh;
    this.eventEn = en;
    this.by = party === null ? null : new Province(party);
    this.fromState = fromState;
    this.toState = toState;
    this.version = version;
    this.reason = reason;
  }
}
