import { Field, Int, ObjectType } from 'type-graphql';
import {
  AssuranceGrade,
  CrossRegionScope,
  HandlingMode,
  LimitUnit,
  MaterialForm,
  MaterialSource,
  ResultType,
} from '../../../schema/code-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { Province } from '../shared/graph.resolver.js';
import type { CrossRegionRecord, MaterialRecord, ScenarioRecord } from './catalogue.entity.js';
import { materialsIn } from './scenario.rules.js';

const AssuranceGradeEnum = codeListEnum(AssuranceGrade);
const CrossRegionScopeEnum = codeListEnum(CrossRegionScope);
const HandlingModeEnum = codeListEnum(HandlingMode);
const LimitUnitEnum = codeListEnum(LimitUnit);
const MaterialFormEnum = codeListEnum(MaterialForm);
const MaterialSourceEnum = codeListEnum(MaterialSource);
const ResultTypeEnum = codeListEnum(ResultType);

/** The parts of a service item that tell an applicant what to expect. */

/** A time limit in days. */
@ObjectType({ simpleResolvers: true, description: '办结时限。 · A time limit.' })
export class TimeLimit {
  @Field(() => Int, { description: '天数；0 表示当场办结。 · Number of days; 0 means on the spot.' })
  readonly value: number;

  @Field(() => LimitUnitEnum, { description: '单位。 · Unit.' })
  readonly unit: string;

  @Field(() => String, { nullable: true, description: '说明。 · Remark.' })
  readonly note: string | null;

  constructor(value: number, unit: string, note: string | null) {
    this.value = value;
    this.unit = unit;
    this.note = note;
  }
}

/** One material that an applicant hands in. */
@ObjectType({ simpleResolvers: true, description: '申请材料。 · A material that the applicant hands in.' })
export class Material {
  @Field(() => String, { description: '材料名称。 · Name.' })
  readonly name!: string;

  @Field(() => Boolean, { description: '是否必需。 · Whether it is required.' })
  readonly required!: boolean;

  @Field(() => AssuranceGradeEnum, {
    description: '最低可信等级。 · Trust grade that it must have at least.',
  })
  readonly grade!: string;

  @Field(() => MaterialFormEnum, { description: '材料形式。 · Form.' })
  readonly form!: string;

  @Field(() => MaterialSourceEnum, { description: '来源渠道。 · Where it comes from.' })
  readonly source!: string;

  @Field(() => String, { nullable: true, description: '出具单位。 · Body that issues it.' })
  readonly issuingBody!: string | null;

  @Field(() => Int, { description: '原件份数。 · Number of originals.' })
  readonly originals!: number;

  @Field(() => Int, { description: '复印件份数。 · Number of copies.' })
  readonly copies!: number;

  @Field(() => String, { nullable: true, description: '填报须知。 · Remark for the applicant.' })
  readonly note!: string | null;
}

/** A situation of the applicant, with the materials that it asks for. */
@ObjectType({
  simpleResolvers: true,
  description:
    '情形：申请人的一种情况，决定所需材料。 · A scenario: a situation of the applicant that decides what to bring.',
})
export class Scenario {
  @Field(() => String, { description: '情形代码，在事项内唯一。 · Code, unique within the item.' })
  readonly code: string;

  @Field(() => String, { description: '中文名称。 · Name in Chinese.' })
  readonly nameZh: string;

  @Field(() => String, { description: '英文名称。 · Name in English.' })
  readonly nameEn: string;

  @Field(() => [Material], { description: '该情形所需材料。 · Materials to hand in in this scenario.' })
  readonly materials: readonly MaterialRecord[];

  constructor(record: ScenarioRecord, materials: readonly MaterialRecord[]) {
    this.code = record.code;
    this.nameZh = record.nameZh;
    this.nameEn = record.nameEn;
    this.materials = materialsIn(materials, record);
  }
}

/** A fee. */
@ObjectType({ simpleResolvers: true, description: '收费项目。 · A fee.' })
export class Fee {
  @Field(() => String, { description: '收费名称。 · Name.' })
  readonly name!: string;

  @Field(() => Int, { description: '金额（分）。 · Amount in fen, a hundredth of a yuan.' })
  readonly amountFen!: number;

  @Field(() => String, { description: '收费依据。 · Legal basis.' })
  readonly basis!: string;

  @Field(() => Boolean, { description: '是否可减免。 · Whether it can be reduced.' })
  readonly reducible!: boolean;
}

/** A place where one can apply in person. */
@ObjectType({ simpleResolvers: true, description: '办理窗口。 · A window where one can apply in person.' })
export class Window {
  @Field(() => String, { description: '窗口名称。 · Name in Chinese.' })
  readonly nameZh!: string;

  @Field(() => String, { description: '地址。 · Address.' })
  readonly address!: string;

  @Field(() => String, { description: '办公时间。 · Office hours.' })
  readonly hours!: string;

  @Field(() => String, { description: '咨询电话。 · Telephone.' })
  readonly phone!: string;
}

/** How far an item reaches beyond its province. */
@ObjectType({ simpleResolvers: true, description: '通办范围与形式。 · How an item is handled across regions.' })
export class CrossRegion {
  @Field(() => CrossRegionScopeEnum, { description: '通办范围。 · Reach.' })
  readonly scope: string;

  @Field(() => HandlingModeEnum, { description: '通办形式。 · Form.' })
  readonly form: string;

  @Field(() => [Province], {
    description: '可异地办理的其他省份。 · The other provinces in which one can apply.',
  })
  readonly coveredProvinces: readonly Province[];

  constructor(record: CrossRegionRecord) {
    this.scope = record.scope;
    this.form = record.form;
    this.coveredProvinces = record.coveredProvinces.map((code) => new Province(code));
  }
}

/** What the applicant receives in the end. */
@ObjectType({ simpleResolvers: true, description: '审批结果。 · What the applicant receives in the end.' })
export class ItemResult {
  @Field(() => String, { description: '结果名称。 · Name.' })
  readonly name: string;

  @Field(() => ResultTypeEnum, { description: '结果类型。 · Type.' })
  readonly type: string;

  constructor(name: string, type: string) {
    this.name = name;
    this.type = type;
  }
}
