import { Ctx, Field, Int, ObjectType } from 'type-graphql';
import { evidenceTypes, type EvidenceTypeCode, type LegalBasis } from '../../../schema/evidence-types.js';
import { SharingClass } from '../../../schema/access-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { Authority, getAuthority, Material, type MaterialRecord } from '../catalogue/index.js';
import type { ProvinceContext } from '../context.js';
import { stricter } from './authorise.service.js';
import type { Requirement } from './directory.service.js';
import type { OfferRow } from './evidence.entity.js';
import { limits } from './machine/limits.rules.js';

const SharingClassEnum = codeListEnum(SharingClass);

/** An article by which evidence may be asked for without a preview. */
@ObjectType({
  simpleResolvers: true,
  description: '免预览调取的法律依据。 · A law by which evidence may be asked for without a preview.',
})
export class EvidenceBasis {
  @Field(() => String, { description: '法律法规名称。 · Name of the law.' })
  readonly law: string;

  @Field(() => String, { description: '条款。 · Article.' })
  readonly article: string;

  @Field(() => Boolean, {
    description:
      '条文是否已与原文核对；未核对者不得据以对外办理。 · Whether the text was read and allows it; nobody should rely on one that was not.',
  })
  readonly isVerified: boolean;

  constructor({ law, article, mark }: LegalBasis) {
    this.law = law;
    this.article = article;
    this.isVerified = mark === 'V';
  }
}

/** A type of evidence. */
@ObjectType({
  simpleResolvers: true,
  description: '证明类型，各省相同。 · A type of evidence, the same in all provinces.',
})
export class EvidenceType {
  @Field(() => String, { description: '代码。 · Code.' })
  readonly code: string;

  @Field(() => String, { description: '中文名称。 · Name in Chinese.' })
  readonly nameZh: string;

  @Field(() => String, { description: '英文名称。 · Name in English.' })
  readonly nameEn: string;

  @Field(() => String, { description: '用以证明的电子证照类型。 · Type of the licence that proves it.' })
  readonly licenceType: string;

  @Field(() => SharingClassEnum, {
    description:
      '共享类型（本项目拟定）；提供省可以更严。 · How it is shared (proposed here); a province may be stricter.',
  })
  readonly sharing: string;

  @Field(() => [EvidenceBasis], { description: '可免预览调取的法律依据。 · Laws by which a preview is not needed.' })
  readonly bases: readonly EvidenceBasis[];

  constructor(code: EvidenceTypeCode) {
    const { zh, en, licence, sharing, bases } = evidenceTypes[code];
    this.code = code;
    this.nameZh = zh;
    this.nameEn = en;
    this.licenceType = licence;
    this.sharing = sharing;
    this.bases = bases.map((basis) => new EvidenceBasis(basis));
  }
}

/** A material of an item, and what can stand for it. */
@ObjectType({
  simpleResolvers: true,
  description: '一份材料，以及可以替代它的证明。 · A material, and the evidence that can stand for it.',
})
export class EvidenceRequirement {
  @Field(() => Material, { description: '材料。 · The material.' })
  readonly material: MaterialRecord;

  @Field(() => [EvidenceType], {
    nullable: true,
    description:
      '可以替代它的证明类型；为空时由申请人自行提交。 · Types that can stand for it; null: the applicant brings it.',
  })
  readonly evidence: readonly EvidenceType[] | null;

  constructor({ material, types }: Requirement) {
    this.material = material;
    this.evidence = types.length === 0 ? null : types.map((code) => new EvidenceType(code));
  }
}

/** Who provides a type of evidence in a province, and how. */
@ObjectType({
  description: '某省提供某类证明的机构与条件。 · Who provides a type of evidence in a province, and how.',
})
export class EvidenceProvider {
  readonly #offer: OfferRow;
  readonly #type: EvidenceTypeCode;

  constructor(type: EvidenceTypeCode, offer: OfferRow) {
    this.#type = type;
    this.#offer = offer;
  }

  @Field(() => EvidenceType, { description: '证明类型。 · Type.' })
  get type(): EvidenceType {
    return new EvidenceType(this.#type);
  }

  @Field(() => Authority, { description: '提供机构。 · The authority that provides it.' })
  authority(@Ctx() context: ProvinceContext): Promise<Authority> {
    return getAuthority(context, this.#offer.authority_code);
  }

  @Field(() => SharingClassEnum, { description: '该省的共享类型。 · How that province shares it.' })
  get sharing(): string {
    return stricter(evidenceTypes[this.#type].sharing, this.#offer.sharing);
  }

  @Field(() => String, {
    nullable: true,
    description: '不予共享的依据。 · On what it is not shared; null for what is.',
  })
  get basis(): string | null {
    return this.#offer.basis;
  }

  @Field(() => Int, {
    nullable: true,
    description:
      '有条件共享：审核授权的工作日数（本项目拟定）。 · For conditional data: working days in which a grant is decided (proposed here).',
  })
  get grantDays(): number | null {
    return this.#offer.grant_days;
  }

  @Field(() => Int, { description: '须在多少分钟内打开预览。 · Minutes in which a preview has to be opened.' })
  get openMinutes(): number {
    return limits.OPEN.ms / MINUTE_MS;
  }

  @Field(() => Int, { description: '打开后须在多少分钟内决定。 · Minutes in which it has to be decided then.' })
  get decideMinutes(): number {
    return limits.DECIDE.ms / MINUTE_MS;
  }
}

const MINUTE_MS = 60_000;
