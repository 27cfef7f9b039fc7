import { Ctx, Directive, Field, Int, ObjectType } from 'type-graphql';
import {
  CaseKind,
  ExerciseLevel,
  HandlingForm,
  HandlingMode,
  Provenance,
  ServiceObject,
  TaskType,
} from '../../../schema/code-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { Node } from '../../server/node.js';
import type { ProvinceContext } from '../context.js';
import { connectionOf } from '../shared/connection.resolver.js';
import { DateTime } from '../shared/date-time.js';
import { Province, StandardItem } from '../shared/graph.resolver.js';
import { ownerOf, standardItemId } from '../../shared/ids.js';
import { fromJson } from '../storage/stored.js';
import { Authority, getAuthority } from './authority.resolver.js';
import type { FeeRecord, MaterialRecord, ServiceItemRow, WindowRecord } from './catalogue.entity.js';
import { CrossRegion, Fee, ItemResult, Material, Scenario, TimeLimit, Window } from './guide.resolver.js';

const CaseKindEnum = codeListEnum(CaseKind);
const ExerciseLevelEnum = codeListEnum(ExerciseLevel);
const HandlingFormEnum = codeListEnum(HandlingForm);
const HandlingModeEnum = codeListEnum(HandlingMode);
const ProvenanceEnum = codeListEnum(Provenance);
const ServiceObjectEnum = codeListEnum(ServiceObject);
const TaskTypeEnum = codeListEnum(TaskType);

/** A service item in the graph: a view of its row that reads a JSON column only when it is selected. */
@ObjectType({
  implements: Node,
  description:
    '实施清单事项：本省如何办理一项国家事项。 · An entry of the implementation list: how this province performs a national item.',
})
@Directive('@key(fields: "id")')
export class ServiceItem extends Node {
  override readonly id: string;
  readonly #row: ServiceItemRow;

  constructor(row: ServiceItemRow) {
    super();
    this.id = row.id;
    this.#row = row;
  }

  @Field(() => Province, { description: '实施省份。 · Province that performs it.' })
  get province(): Province {
    return new Province(ownerOf(this.#row.id));
  }

  @Field(() => StandardItem, { description: '对应的国家事项。 · National item that it performs.' })
  get standard(): StandardItem {
    return new StandardItem(standardItemId(this.#row.item_code));
  }

  @Field(() => String, { description: '实施编码。 · Implementation code.' })
  get taskCode(): string {
    return this.#row.task_code;
  }

  @Field(() => Int, { description: '事项版本。 · Version.' })
  get version(): number {
    return this.#row.version;
  }

  @Field(() => String, { description: '中文名称。 · Name in Chinese.' })
  get nameZh(): string {
    return this.#row.name_zh;
  }

  @Field(() => String, { description: '英文名称。 · Name in English.' })
  get nameEn(): string {
    return this.#row.name_en;
  }

  @Field(() => HandlingModeEnum, {
    description: '跨省通办业务模式。 · Mode of inter-provincial handling.',
  })
  get mode(): string {
    return this.#row.mode;
  }

  @Field(() => TaskTypeEnum, { description: '事项类型。 · Type of item.' })
  get taskType(): string {
    return this.#row.task_type;
  }

  @Field(() => CaseKindEnum, { description: '办件类型。 · Kind of the cases.' })
  get caseKind(): string {
    return this.#row.case_kind;
  }

  @Field(() => ExerciseLevelEnum, { description: '行使层级。 · Level that exercises the power.' })
  get exerciseLevel(): string {
    return this.#row.exercise_level;
  }

  @Field(() => Authority, { description: '实施主体。 · Authority that performs it.' })
  authority(@Ctx() context: ProvinceContext): Promise<Authority> {
    return getAuthority(context, this.#row.authority_code);
  }

  @Field(() => [ServiceObjectEnum], { description: '服务对象。 · Whom it serves.' })
  get serviceObjects(): readonly string[] {
    return fromJson(this.#row.service_objects);
  }

  @Field(() => [HandlingFormEnum], { description: '办理形式。 · Ways to apply.' })
  get forms(): readonly string[] {
    return fromJson(this.#row.forms);
  }

  @Field(() => TimeLimit, {
    nullable: true,
    description: '法定办结时限；空值表示法律未规定。 · Statutory limit; null when no law sets one.',
  })
  get statutoryLimit(): TimeLimit | null {
    const { statutory_value: value, statutory_unit: unit, statutory_note: note } = this.#row;
    return value === null || unit === null ? null : new TimeLimit(value, unit, note);
  }

  @Field(() => TimeLimit, { description: '承诺办结时限。 · Limit that the authority promises.' })
  get promisedLimit(): TimeLimit {
    return new TimeLimit(this.#row.promised_value, this.#row.promised_unit, this.#row.promised_note);
  }

  @Field(() => Int, { description: '到办事现场次数上限。 · How often one must appear at most.' })
  get maxVisits(): number {
    return this.#row.max_visits;
  }

  @Field(() => String, { nullable: true, description: '必须到现场的原因。 · Why one must appear.' })
  get visitReason(): string | null {
    return this.#row.visit_reason;
  }

  @Field(() => [String], { description: '受理条件。 · Conditions of acceptance.' })
  get acceptanceConditions(): readonly string[] {
    return fromJson(this.#row.acceptance_conditions);
  }

  @Field(() => [String], { description: '办理流程。 · Steps of handling.' })
  get handlingFlow(): readonly string[] {
    return fromJson(this.#row.handling_flow);
  }

  @Field(() => [Material], { description: '申请材料。 · Materials to hand in.' })
  get materials(): readonly MaterialRecord[] {
    return fromJson(this.#row.materials);
  }

  @Field(() => [Scenario], {
    description:
      '情形及其所需材料；空列表表示不分情形。 · Scenarios and what each asks for; empty when the item knows none.',
  })
  get scenarios(): readonly Scenario[] {
    return fromJson(this.#row.scenarios).map((record) => new Scenario(record, this.materials));
  }

  @Field(() => [Fee], { description: '收费；空列表表示不收费。 · Fees; none when the list is empty.' })
  get fees(): readonly FeeRecord[] {
    return fromJson(this.#row.fees);
  }

  @Field(() => [Window], { description: '办理窗口。 · Windows where one can apply in person.' })
  get windows(): readonly WindowRecord[] {
    return fromJson(this.#row.windows);
  }

  @Field(() => CrossRegion, { description: '通办范围与形式。 · How it is handled across regions.' })
  get crossRegion(): CrossRegion {
    return new CrossRegion(fromJson(this.#row.cross_region));
  }

  @Field(() => ItemResult, { description: '审批结果。 · What the applicant receives in the end.' })
  get result(): ItemResult {
    return new ItemResult(this.#row.result_name, this.#row.result_type);
  }

  @Field(() => [String], { description: '设定依据。 · Legal basis.' })
  get legalBasis(): readonly string[] {
    return fromJson(this.#row.legal_basis);
  }

  @Field(() => ProvenanceEnum, { description: '数据来源性质。 · Nature of this record.' })
  get provenance(): string {
    return this.#row.provenance;
  }

  @Field(() => DateTime, { description: '更新时间。 · Time of the last change.' })
  get updatedAt(): string {
    return this.#row.updated_at;
  }
}

/** An item of another province, known here by its id only; the gateway fetches the rest from there. */
export function serviceItemElsewhere(id: string): ServiceItem {
  return new ServiceItem({ id } as ServiceItemRow); // the gateway asks for nothing but its id here
}

/** One page of service items. */
export const ServiceItemConnection = connectionOf(ServiceItem, {
  type: 'ServiceItem',
  zh: '实施清单事项',
  en: 'service items',
});
