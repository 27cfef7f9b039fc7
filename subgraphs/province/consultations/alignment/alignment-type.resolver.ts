import { Field, ID, ObjectType } from 'type-graphql';
import { ItemAspectKind } from '../../../../schema/item-aspects.js';
import { codeListEnum } from '../../../server/code-list-enum.js';
import { DateTime } from '../../shared/date-time.js';
import { Province, StandardItem } from '../../shared/graph.resolver.js';
import { standardItemId } from '../../../shared/ids.js';
import { fromJson } from '../../storage/stored.js';
import type { AlignmentRow, ProposalRow } from '../consultation.entity.js';
import type { AlignmentText, SignedBy } from './alignment-text.rules.js';

const ItemAspectKindEnum = codeListEnum(ItemAspectKind);

/** A signature under a text. */
@ObjectType({ simpleResolvers: true, description: '省份对文本的签名。 · A signature of a province under a text.' })
export class AlignmentSignature {
  @Field(() => Province, { description: '签署省份。 · The province that signed.' })
  readonly province: Province;

  @Field(() => String, { description: '密钥标识。 · Name of the key.' })
  readonly kid: string;

  @Field(() => DateTime, { description: '签署时间。 · When.' })
  readonly at: string;

  @Field(() => String, { description: '对文本摘要的签名。 · The signature, over the hash of the text.' })
  readonly signature: string;

  constructor({ province, kid, at, signature }: SignedBy) {
    this.province = new Province(province);
    this.kid = kid;
    this.at = at;
    this.signature = signature;
  }
}

/** What a text says. */
@ObjectType({ simpleResolvers: true, description: '规则协商文本。 · The text of an alignment of rules.' })
export class RuleAlignmentText {
  @Field(() => StandardItem, { description: '国家事项。 · The national item.' })
  readonly standard: StandardItem;

  @Field(() => ItemAspectKindEnum, { description: '要素。 · Which aspect.' })
  readonly kind: string;

  @Field(() => String, { description: '所指材料、收费或条件。 · Which material, fee or condition.' })
  readonly subject: string;

  @Field(() => String, {
    nullable: true,
    description: '取值；空值为不再要求。 · The value; null when it is not asked for any more.',
  })
  readonly value: string | null;

  @Field(() => [Province], { description: '据此修改清单的省份。 · The provinces whose list changes.' })
  readonly adoptedBy: readonly Province[];

  @Field(() => String, { description: '施行日期。 · The day from which on it holds.' })
  readonly effectiveFrom: string;

  constructor({ item, aspect, value, adoptedBy, effectiveFrom }: AlignmentText) {
    this.standard = new StandardItem(standardItemId(item));
    this.kind = aspect.kind;
    this.subject = aspect.subject;
    this.value = value;
    this.adoptedBy = adoptedBy.map((code) => new Province(code));
    this.effectiveFrom = effectiveFrom;
  }
}

/** A text that was proposed. */
@ObjectType({ simpleResolvers: true, description: '协商中提出的文本。 · A text that was proposed in a negotiation.' })
export class RuleProposal {
  @Field(() => String, { description: '文本摘要（SHA-256）。 · SHA-256 of the text.' })
  readonly hash: string;

  @Field(() => RuleAlignmentText, { description: '文本。 · The text.' })
  readonly text: RuleAlignmentText;

  @Field(() => AlignmentSignature, { description: '提出省份的签名。 · Signature of the province that proposed it.' })
  readonly signature: AlignmentSignature;

  constructor({ hash, text, signature }: ProposalRow) {
    this.hash = hash;
    this.text = new RuleAlignmentText(fromJson(text));
    this.signature = new AlignmentSignature(fromJson(signature));
  }
}

/** What two provinces have agreed on, or what was decided. */
@ObjectType({
  simpleResolvers: true,
  description:
    '两省就一项规则达成的一致，双方各执同一文本。 · What two provinces have agreed on about one rule: both keep the same text.',
})
export class RuleAlignment {
  @Field(() => ID, { description: '所出协商的标识。 · Id of the negotiation.' })
  readonly consultationId: string;

  @Field(() => String, { description: '文本摘要（SHA-256），双方一致。 · SHA-256 of the text, the same at both.' })
  readonly hash: string;

  @Field(() => RuleAlignmentText, { description: '文本。 · The text.' })
  readonly text: RuleAlignmentText;

  @Field(() => [AlignmentSignature], { description: '签名。 · The signatures.' })
  readonly signatures: readonly AlignmentSignature[];

  @Field(() => String, {
    nullable: true,
    description:
      '据以裁定的监督令编号；协商一致者为空。 · Number of the order by which it was decided; null for what was agreed on.',
  })
  readonly decidedBy: string | null;

  @Field(() => DateTime, { description: '达成时间。 · When.' })
  readonly agreedAt: string;

  @Field(() => DateTime, {
    nullable: true,
    description: '本省清单据此生效的时间；尚未生效为空。 · When the list of this province followed it; null before.',
  })
  readonly appliedAt: string | null;

  constructor(row: AlignmentRow) {
    this.consultationId = row.consultation_id;
    this.hash = row.hash;
    this.text = new RuleAlignmentText(fromJson(row.text));
    this.signatures = fromJson(row.signatures).map((each) => new AlignmentSignature(each));
    this.decidedBy = row.decided_by;
    this.agreedAt = row.agreed_at;
    this.appliedAt = row.applied_at;
  }
}
