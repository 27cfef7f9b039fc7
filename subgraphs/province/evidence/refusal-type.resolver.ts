import { Field, ObjectType } from 'type-graphql';
import {
  type EvidenceRefusalCode,
  EvidenceRefusalCodes,
  evidenceRefusals,
  type EvidenceRule,
} from '../../../schema/evidence-refusals.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { Cure } from '../cases/index.js';

const EvidenceRefusalCodeEnum = codeListEnum(EvidenceRefusalCodes);

/** An expected no about evidence. */
@ObjectType({
  simpleResolvers: true,
  description: '证明未获调取或使用及其原因。 · An expected no about evidence: the rule, and who can mend it.',
})
export class EvidenceRefusal {
  @Field(() => EvidenceRefusalCodeEnum, {
    description: '原因类别；固定的少数几种。 · What kind of no it is; few, and stable.',
  })
  readonly code: EvidenceRefusalCode;

  @Field(() => String, { description: '所依规则的名称。 · Name of the rule; more may come.' })
  readonly rule: string;

  @Field(() => String, { description: '规则原文及来源。 · What the rule says, and where it is from.' })
  readonly ruleText: string;

  @Field(() => String, { description: '中文说明。 · Message in Chinese.' })
  readonly messageZh: string;

  @Field(() => String, { description: '英文说明。 · Message in English.' })
  readonly messageEn: string;

  @Field(() => String, {
    nullable: true,
    description:
      '具体说明，如所涉协议；绝不涉及个人。 · What it was about, such as which agreement; never about a person.',
  })
  readonly explanation: string | null;

  @Field(() => Cure, { description: '补救方法。 · Who can mend it.' })
  readonly curedBy: Cure;

  constructor(name: EvidenceRule, explanation: string | null = null) {
    const { code, rule, source, messageZh, messageEn, curedBy } = evidenceRefusals[name];
    this.code = code;
    this.rule = name;
    this.ruleText = `${rule} [${source.mark}] ${source.text}`;
    this.messageZh = messageZh;
    this.messageEn = messageEn;
    this.explanation = explanation;
    this.curedBy = new Cure(curedBy);
  }
}
