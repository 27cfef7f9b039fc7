import { Field, ObjectType } from 'type-graphql';
import { AssuranceGrade } from '../../../schema/code-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { DateTime } from '../shared/date-time.js';
import { Province } from '../shared/graph.resolver.js';
import type { CopyNote, EvidenceContent, EvidenceField } from './content.rules.js';

const AssuranceGradeEnum = codeListEnum(AssuranceGrade);

/** One value of evidence. */
@ObjectType({ simpleResolvers: true, description: '证明中的一项内容。 · One value of evidence.' })
export class EvidenceValue {
  @Field(() => String, { description: '项目名称。 · What it is.' })
  readonly name: string;

  @Field(() => String, { description: '内容。 · Its value.' })
  readonly value: string;

  constructor({ name, value }: EvidenceField) {
    this.name = name;
    this.value = value;
  }
}

/** The note of the copy. */
@ObjectType({ simpleResolvers: true, description: '加注：用途与期限。 · Note of the copy: for what, and until when.' })
export class EvidenceCopy {
  @Field(() => String, { description: '用途。 · For what.' })
  readonly cause: string;

  @Field(() => DateTime, { description: '有效期至。 · Until when it may be used.' })
  readonly expires: string;

  constructor({ cause, expires }: CopyNote) {
    this.cause = cause;
    this.expires = expires;
  }
}

/** Evidence in clear. */
@ObjectType({
  simpleResolvers: true,
  description:
    '证明内容（明文）；每次查看记入本人的查询轨迹。 · Evidence in clear; every look is entered in the trail of the person.',
})
export class EvidenceDocument {
  @Field(() => String, { description: '证照标识。 · Identifier of the licence.' })
  readonly licence: string;

  @Field(() => [EvidenceValue], { description: '各项内容。 · Its values.' })
  readonly fields: readonly EvidenceValue[];

  @Field(() => String, {
    nullable: true,
    description: '有效期截止日；长期为空。 · Last day; null for one without end.',
  })
  readonly validTo: string | null;

  @Field(() => Province, { description: '来源省份。 · Province that it is from.' })
  readonly source: Province;

  @Field(() => String, { description: '来源机构。 · Authority that it is from.' })
  readonly authority: string;

  @Field(() => DateTime, { description: '来源记录的最近更新时间。 · When its record was last changed there.' })
  readonly lastUpdated: string;

  @Field(() => AssuranceGradeEnum, { description: '可信等级。 · Trust grade.' })
  readonly grade: string;

  @Field(() => EvidenceCopy, {
    nullable: true,
    description: '加注；预览时为空。 · Note of the copy; null in a preview.',
  })
  readonly copy: EvidenceCopy | null;

  constructor(content: Omit<EvidenceContent, 'requestHash' | 'version' | 'subject' | 'type'>) {
    this.licence = content.licence;
    this.fields = content.fields.map((field) => new EvidenceValue(field));
    this.validTo = content.validTo;
    this.source = new Province(content.source.province);
    this.authority = content.source.authority;
    this.lastUpdated = content.lastUpdated;
    this.grade = content.grade;
    this.copy = content.copy === null ? null : new EvidenceCopy(content.copy);
  }
}
