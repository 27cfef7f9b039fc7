// Province and StandardItem are joined to the rows of every province. Their fields but the key are nullable, so that an
// outage of this subgraph costs a row its names and not the row (docs/decisions/0006-national-fields-are-nullable.md).
import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { ProvinceType } from '../../schema/code-lists.js';
import type { CodeOf } from '../server/code-list-enum.js';
import { ProvinceTypeEnum } from './enums.js';
import type { Row } from './national-database.js';

@ObjectType({
  description: '省级行政区：31个省（区、市）与新疆生产建设兵团。 · A province-level unit: the 31 and XPCC.',
})
@Directive('@key(fields: "code")')
export class Province {
  @Field(() => ID, { description: '字母代码，如 GD（ISO 3166-2:CN；兵团为 XPCC）。 · Letter code, such as GD.' })
  readonly code: string;

  @Field(() => String, { nullable: true, description: '数字代码，如 440000。 · Six-digit code, such as 440000.' })
  readonly gbCode: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      '数字代码是否见于 GB/T 2260；兵团的 660000 只是平台惯例。 · Whether that code is in GB/T 2260; 660000 of XPCC is a convention of the platforms.',
  })
  readonly gbCodeIsStandard: boolean;

  @Field(() => String, { nullable: true, description: 'ISO 3166-2 代码；兵团没有。 · ISO 3166-2 code; XPCC has none.' })
  readonly iso: string | null;

  @Field(() => String, { nullable: true, description: '中文名称。 · Name in Chinese.' })
  readonly nameZh: string;

  @Field(() => String, { nullable: true, description: '英文名称。 · Name in English.' })
  readonly nameEn: string;

  @Field(() => String, { nullable: true, description: '简称，如 粤。 · Short name, such as 粤.' })
  readonly shortZh: string;

  @Field(() => ProvinceTypeEnum, { nullable: true, description: '行政区类型。 · Type of unit.' })
  readonly type: CodeOf<typeof ProvinceType>;

  @Field(() => Int, {
    nullable: true,
    description:
      '人口。求和前请看 populationIncludedIn。 · Population. Look at populationIncludedIn before you add it up.',
  })
  readonly population: number;

  @Field(() => Int, { nullable: true, description: '人口数据年份。 · Year of the population figure.' })
  readonly populationYear: number;

  @Field(() => String, {
    nullable: true,
    description: '人口数据来源与可靠程度。 · Source of the population figure, and how far to trust it.',
  })
  readonly populationSource: string;

  @Field(() => String, { nullable: true, description: '省会、首府或驻地（中文）。 · Capital or seat, in Chinese.' })
  readonly capitalZh: string;

  @Field(() => String, { nullable: true, description: '省会、首府或驻地（英文）。 · Capital or seat, in English.' })
  readonly capitalEn: string;

  @Field(() => Float, { nullable: true, description: '省会纬度（约值）。 · Latitude of the capital, approximate.' })
  readonly capitalLatitude: number;

  @Field(() => Float, { nullable: true, description: '省会经度（约值）。 · Longitude of the capital, approximate.' })
  readonly capitalLongitude: number;

  @Field(() => String, { nullable: true, description: '说明。 · A note.' })
  readonly note: string | null;

  readonly primaryRegionCode: string;
  readonly includedInCode: string | null;

  constructor(row: Row<'province'>) {
    this.code = row.code;
    this.gbCode = row.gb_code;
    this.gbCodeIsStandard = Number(row.gb_code_is_standard) === 1; // SQLite has no booleans
    this.iso = row.iso;
    this.nameZh = row.name_zh;
    this.nameEn = row.name_en;
    this.shortZh = row.short_zh;
    this.type = row.type;
    this.population = row.population;
    this.populationYear = row.population_year;
    this.populationSource = row.population_source;
    this.capitalZh = row.capital_zh;
    this.capitalEn = row.capital_en;
    this.capitalLatitude = Number(row.capital_latitude);
    this.capitalLongitude = Number(row.capital_longitude);
    this.note = row.note;
    this.primaryRegionCode = row.primary_region;
    this.includedInCode = row.population_included_in;
  }
}

@ObjectType({
  description: '跨省通办合作区域，如京津冀。 · A cluster of provinces that cooperate, such as Jing-Jin-Ji.',
})
export class Region {
  @Field(() => ID, { description: '区域代码，如 JING_JIN_JI。 · Code, such as JING_JIN_JI.' })
  readonly code: string;

  @Field(() => String, { description: '中文名称。 · Name in Chinese.' })
  readonly nameZh: string;

  @Field(() => String, { description: '英文名称。 · Name in English.' })
  readonly nameEn: string;

  constructor(row: Row<'region'>) {
    this.code = row.code;
    this.nameZh = row.name_zh;
    this.nameEn = row.name_en;
  }
}
