import { Field, ID, Int, ObjectType } from 'type-graphql';
import { AgreementGrantKind, AgreementMaterialSource } from '../../../../schema/agreement-life-lists.js';
import { LegRole } from '../../../../schema/case-lists.js';
import { HandlingMode } from '../../../../schema/code-lists.js';
import { AccessPurpose } from '../../../../schema/purpose.js';
import { codeListEnum } from '../../../server/code-list-enum.js';
import type { DataGrant, ItemClause } from '../../shared/agreement.js';
import { Province, StandardItem } from '../../shared/graph.resolver.js';
import { standardItemId } from '../../../shared/ids.js';

const LegRoleEnum = codeListEnum(LegRole);
const HandlingModeEnum = codeListEnum(HandlingMode);
const AccessPurposeEnum = codeListEnum(AccessPurpose);
const MaterialSourceEnum = codeListEnum(AgreementMaterialSource);
const GrantKindEnum = codeListEnum(AgreementGrantKind);

/** What one place has to do. */
@ObjectType({ simpleResolvers: true, description: '一方的职责。 · What one place has to do.' })
export class AgreementDuty {
  @Field(() => LegRoleEnum, { description: '环节。 · The leg.' })
  readonly leg: string;

  @Field(() => String, { description: '职责，中文。 · The duty in Chinese.' })
  readonly dutyZh: string;

  @Field(() => String, { description: '职责，英文。 · The duty in English.' })
  readonly dutyEn: string;

  constructor({ leg, duty }: ItemClause['duties'][number]) {
    this.leg = leg;
    this.dutyZh = duty.zh;
    this.dutyEn = duty.en;
  }
}

/** How long a leg may take. */
@ObjectType({ simpleResolvers: true, description: '环节的时限。 · How long a leg may take.' })
export class AgreementDeadline {
  @Field(() => LegRoleEnum, { description: '环节。 · The leg.' })
  readonly leg: string;

  @Field(() => Int, { description: '工作日数。 · Working days.' })
  readonly workingDays: number;

  constructor({ leg, workingDays }: ItemClause['deadlines'][number]) {
    this.leg = leg;
    this.workingDays = workingDays;
  }
}

/** Where a material comes from. */
@ObjectType({ simpleResolvers: true, description: '材料及其来源。 · A material, and where it comes from.' })
export class AgreementMaterial {
  @Field(() => String, { description: '材料，中文。 · The material in Chinese.' })
  readonly materialZh: string;

  @Field(() => String, { description: '材料，英文。 · The material in English.' })
  readonly materialEn: string;

  @Field(() => MaterialSourceEnum, { description: '来源。 · Its source.' })
  readonly source: string;

  constructor({ material, source }: ItemClause['materialSources'][number]) {
    this.materialZh = material.zh;
    this.materialEn = material.en;
    this.source = source;
  }
}

const provincesOf = (codes: readonly string[] | undefined, parties: readonly string[]): readonly Province[] =>
  (codes ?? parties).map((code) => new Province(code));

const itemsOf = ({ items }: ItemClause | DataGrant): readonly StandardItem[] =>
  'allOf' in items ? [] : items.map((code) => new StandardItem(standardItemId(code)));

const regionOf = ({ items }: ItemClause | DataGrant): string | null => ('allOf' in items ? items.allOf : null);

/** What every clause says. */
@ObjectType()
abstract class AnyClause {
  @Field(() => String, { description: '条款号。 · Number of the clause.' })
  readonly clause: string;

  @Field(() => String, { description: '标题，中文。 · Title in Chinese.' })
  readonly titleZh: string;

  @Field(() => String, { description: '标题，英文。 · Title in English.' })
  readonly titleEn: string;

  @Field(() => [StandardItem], {
    description: '所列国家事项；按区域约定时为空列表。 · The items that it lists; none when it is about a region.',
  })
  readonly items: readonly StandardItem[];

  @Field(() => ID, {
    nullable: true,
    description:
      '适用全部国家事项的区域代码；逐项列出时为空。 · Code of the region for all of whose national items it holds; null when it lists them.',
  })
  readonly region: string | null;

  constructor(clause: ItemClause | DataGrant) {
    this.clause = clause.clause;
    this.titleZh = clause.title.zh;
    this.titleEn = clause.title.en;
    this.items = itemsOf(clause);
    this.region = regionOf(clause);
  }
}

/** A clause about items. */
@ObjectType({
  simpleResolvers: true,
  description: '事项条款：模式、职责、时限与材料来源。 · A clause about items: modes, duties, deadlines, materials.',
})
export class AgreementItemClause extends AnyClause {
  @Field(() => [HandlingModeEnum], { description: '业务模式。 · Modes of handling.' })
  readonly modes: readonly string[];

  @Field(() => [Province], { description: '移交方。 · Who hands over.' })
  readonly from: readonly Province[];

  @Field(() => [Province], { description: '接收方。 · Who is handed it.' })
  readonly to: readonly Province[];

  @Field(() => [AgreementDuty], { description: '各方职责。 · The duties of each place.' })
  readonly duties: readonly AgreementDuty[];

  @Field(() => [AgreementDeadline], { description: '各环节时限。 · Deadlines of legs.' })
  readonly deadlines: readonly AgreementDeadline[];

  @Field(() => [AgreementMaterial], { description: '材料来源。 · Where materials come from.' })
  readonly materialSources: readonly AgreementMaterial[];

  constructor(clause: ItemClause, parties: readonly string[]) {
    super(clause);
    this.modes = clause.modes;
    this.from = provincesOf(clause.from, parties);
    this.to = provincesOf(clause.to, parties);
    this.duties = clause.duties.map((duty) => new AgreementDuty(duty));
    this.deadlines = clause.deadlines.map((deadline) => new AgreementDeadline(deadline));
    this.materialSources = clause.materialSources.map((material) => new AgreementMaterial(material));
  }
}

/** A clause that gives data. */
@ObjectType({
  simpleResolvers: true,
  description: '数据授权条款。 · A clause by which one party gives data to another.',
})
export class AgreementDataGrant extends AnyClause {
  @Field(() => GrantKindEnum, { description: '数据种类。 · What kind of data.' })
  readonly kind: string;

  @Field(() => [Province], { description: '请求方。 · Who asks.' })
  readonly from: readonly Province[];

  @Field(() => [Province], { description: '提供方。 · Who provides.' })
  readonly to: readonly Province[];

  @Field(() => [String], { description: '证明或证照类型代码。 · Codes of types of evidence or licences.' })
  readonly types: readonly string[];

  @Field(() => [String], { description: '字段类别代码。 · Codes of classes of fields.' })
  readonly fields: readonly string[];

  @Field(() => [AccessPurposeEnum], { description: '目的。 · For which purposes.' })
  readonly purposes: readonly string[];

  constructor(grant: DataGrant, parties: readonly string[]) {
    super(grant);
    this.kind = grant.kind;
    this.from = provincesOf(grant.from, parties);
    this.to = provincesOf(grant.to, parties);
    this.types = grant.types;
    this.fields = grant.fields;
    this.purposes = grant.purposes;
  }
}
