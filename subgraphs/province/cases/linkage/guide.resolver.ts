import { Args, ArgsType, createUnionType, Ctx, Directive, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { Allow } from '../../../server/allow.js';
import { LegRole } from '../../../../schema/case-lists.js';
import { HandlingForm, HandlingMode } from '../../../../schema/code-lists.js';
import { formatGlobalId } from '../../../../schema/global-id.js';
import { ResultReturn } from '../../../../schema/linkage-lists.js';
import { codeListEnum } from '../../../server/code-list-enum.js';
import {
  Authority,
  Fee,
  type FeeRecord,
  findServiceItem,
  getAuthority,
  ItemResult,
  Material,
  type MaterialRecord,
  materialsIn,
  Scenario,
  type ScenarioRecord,
  ServiceItem,
  type ServiceItemRow,
  serviceItemElsewhere,
  TimeLimit,
} from '../../catalogue/index.js';
import type { ProvinceContext } from '../../context.js';
import { isoTime } from '../../exchange/desk.js';
import type { Due } from '../../shared/clock.js';
import { DateTime } from '../../shared/date-time.js';
import { Province, StandardItem } from '../../shared/graph.resolver.js';
import { standardItemId } from '../../../shared/ids.js';
import { ServiceRefusal } from '../../shared/service-refusal.resolver.js';
import { fromJson } from '../../storage/stored.js';
import { dueTimes, type GuideLegPlan, guideLegs, type GuidedItem, receivingPlace, waysBack } from './guide.rules.js';
import { findOffer } from './offer.service.js';

const HandlingFormEnum = codeListEnum(HandlingForm);
const HandlingModeEnum = codeListEnum(HandlingMode);
const LegRoleEnum = codeListEnum(LegRole);
const ResultReturnEnum = codeListEnum(ResultReturn);

/** Arguments of a guide. */
@ArgsType()
export class GuideArguments {
  @Field(() => ID, { description: '国家事项的标识。 · Id of the national item.' })
  readonly standardItem!: string;

  @Field(() => ID, {
    description: '申请人所在（收件）省份的代码。 · Code of the province where the applicant is and hands in.',
  })
  readonly applicantProvince!: string;

  @Field(() => ID, { description: '业务属地省份的代码。 · Code of the province that handles it.' })
  readonly handlingProvince!: string;

  @Field(() => String, {
    nullable: true,
    description:
      '情形代码；缺省列出全部材料。 · Code of a scenario; all materials of the item are listed unless given.',
  })
  readonly scenario?: string | null;
}

/** One stretch of the way of a case. */
@ObjectType({
  simpleResolvers: true,
  description: '办理路径的一段：由谁、在多长时间内。 · One leg of the way: who holds it, and for how long.',
})
export class GuideLeg {
  @Field(() => String, { description: '段的名称标识。 · Key of the leg within the guide.' })
  readonly key: string;

  @Field(() => LegRoleEnum, { description: '角色。 · Role.' })
  readonly role: string;

  @Field(() => String, { description: '中文名称。 · Name in Chinese.' })
  readonly nameZh: string;

  @Field(() => String, { description: '英文名称。 · Name in English.' })
  readonly nameEn: string;

  @Field(() => Province, {
    nullable: true,
    description:
      '由哪个省办理；沿线省份在申请后才知，故为空。 · Province that holds it; null for places along a route, which the application names.',
  })
  readonly province: Province | null;

  @Field(() => TimeLimit, {
    description:
      '时限，按办理省份的工作日计算。 · Limit, counted in the working days of the province that holds the leg.',
  })
  readonly limit: TimeLimit;

  @Field(() => [String], { description: '须先完成的各段。 · Keys of the legs that it waits for.' })
  readonly after: readonly string[];

  @Field(() => String, {
    description:
      '时限来源：[V] 已核实，[M] 凭记忆，[P] 本项目提出。 · Source of the limit: [V] verified, [M] recalled, [P] proposed here.',
  })
  readonly source: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      '若此刻提交，最迟何时完成；年度放假安排尚未公布时为空。 · When it is due at the latest if handed in now; null when that runs into a year without a published calendar.',
  })
  readonly dueAt: string | null;

  constructor(plan: GuideLegPlan, due: Due | undefined) {
    this.key = plan.id;
    this.role = plan.role;
    this.nameZh = plan.nameZh;
    this.nameEn = plan.nameEn;
    this.province = plan.province === null ? null : new Province(plan.province);
    this.limit = new TimeLimit(plan.limit.value, plan.limit.unit, null);
    this.after = plan.after;
    this.source = `[${plan.source.mark}] ${plan.source.text}`;
    this.dueAt = due?.kind === 'AT' ? isoTime(due.at) : null;
  }
}

/** How to get an item of another province done from where one is. */
@ObjectType({
  description:
    '异地办事指引：在收件地办理业务属地的事项。 · A guide: how to get an item of the handling place done from where one is.',
})
export class Guide {
  readonly #row: ServiceItemRow;
  readonly #scenario: ScenarioRecord | null;
  readonly #applicant: string;
  readonly #nowMs: number;

  constructor(
    offer: { readonly row: ServiceItemRow; readonly scenario: ScenarioRecord | null },
    asked: { readonly applicant: string; readonly nowMs: number },
  ) {
    this.#row = offer.row;
    this.#scenario = offer.scenario;
    this.#applicant = asked.applicant;
    this.#nowMs = asked.nowMs;
  }

  @Field(() => StandardItem, { description: '国家事项。 · The national item.' })
  get standard(): StandardItem {
    return new StandardItem(standardItemId(this.#row.item_code));
  }

  @Field(() => ServiceItem, { description: '业务属地的实施事项。 · The item as the handling place performs it.' })
  get item(): ServiceItem {
    return new ServiceItem(this.#row);
  }

  @Field(() => HandlingModeEnum, { description: '业务模式。 · Mode of handling.' })
  get mode(): string {
    return this.#row.mode;
  }

  @Field(() => Scenario, { nullable: true, description: '所选情形。 · The scenario that was chosen.' })
  get scenario(): Scenario | null {
    return this.#scenario === null ? null : new Scenario(this.#scenario, fromJson(this.#row.materials));
  }

  @Field(() => [Scenario], { description: '可选情形。 · The scenarios that there are.' })
  get scenarios(): readonly Scenario[] {
    return fromJson(this.#row.scenarios).map((record) => new Scenario(record, fromJson(this.#row.materials)));
  }

  @Field(() => Province, { description: '申请人所在省份。 · Province of the applicant.' })
  get applicantProvince(): Province {
    return new Province(this.#applicant);
  }

  @Field(() => Province, {
    description: '收件地：只作形式审查和身份核验。 · Who receives: checks form and identity, and decides nothing.',
  })
  receivingProvince(@Ctx() context: ProvinceContext): Province {
    return new Province(this.#receiving(context));
  }

  @Directive('@elsewhere')
  @Field(() => ServiceItem, {
    nullable: true,
    description:
      '收件地的同一事项，其窗口可收件；收件地未实施或未作答时为空。 · The same item at the receiving place, whose windows take it; null when it is not listed there or the place gave no answer.',
  })
  receivingItem(@Ctx() context: ProvinceContext): Promise<ServiceItem | null> | ServiceItem {
    const province = this.#receiving(context);
    const id = formatGlobalId({ province, type: 'ServiceItem', local: this.#row.item_code });
    return province === context.province.code ? findServiceItem(id, context) : serviceItemElsewhere(id);
  }

  @Field(() => Province, { description: '业务属地：受理并作出决定。 · Who decides: accepts and decides.' })
  handlingProvince(@Ctx() context: ProvinceContext): Province {
    return new Province(context.province.code);
  }

  @Field(() => Authority, { description: '作出决定的实施主体。 · Authority that decides.' })
  authority(@Ctx() context: ProvinceContext): Promise<Authority> {
    return getAuthority(context, this.#row.authority_code);
  }

  @Field(() => [HandlingFormEnum], { description: '申请方式。 · Ways to apply.' })
  get forms(): readonly string[] {
    return fromJson(this.#row.forms);
  }

  @Field(() => [Material], {
    description:
      '该情形下须带的材料，以业务属地要求为准。 · What to bring in this scenario, as the handling place asks for it.',
  })
  get materials(): readonly MaterialRecord[] {
    return materialsIn(fromJson(this.#row.materials), this.#scenario);
  }

  @Field(() => [String], { description: '业务属地的受理条件。 · Conditions of acceptance of the handling place.' })
  get acceptanceConditions(): readonly string[] {
    return fromJson(this.#row.acceptance_conditions);
  }

  @Field(() => [GuideLeg], { description: '办理路径各段。 · The legs of the way.' })
  legs(@Ctx() context: ProvinceContext): readonly GuideLeg[] {
    const legs = guideLegs(this.#guided(), { applicant: this.#applicant, handling: context.province.code });
    const dues = dueTimes(legs, this.#nowMs);
    return legs.map((leg) => new GuideLeg(leg, dues.get(leg.id)));
  }

  @Field(() => [Fee], { description: '收费；收件地不得收费。 · Fees; the receiving place charges nothing.' })
  get fees(): readonly FeeRecord[] {
    return fromJson(this.#row.fees);
  }

  @Field(() => ItemResult, { description: '审批结果。 · What the applicant receives in the end.' })
  get result(): ItemResult {
    return new ItemResult(this.#row.result_name, this.#row.result_type);
  }

  @Field(() => [ResultReturnEnum], { description: '结果送达方式。 · How the result comes back.' })
  get returns(): readonly string[] {
    return waysBack(this.#guided());
  }

  @Field(() => DateTime, { description: '指引的时间。 · When this was said.' })
  get asOf(): string {
    return isoTime(this.#nowMs);
  }

  #receiving(context: ProvinceContext): string {
    return receivingPlace(this.#row.mode, { applicant: this.#applicant, handling: context.province.code });
  }

  #guided(): GuidedItem {
    const { item_code: itemCode, mode, forms, promised_value: value, promised_unit: unit } = this.#row;
    return { itemCode, mode, forms: fromJson(forms), promised: { value, unit } };
  }
}

/** A guide, or why there is none. */
export const GuideAnswer = createUnionType({
  name: 'GuideAnswer',
  description: '指引，或者不能给出的原因。 · A guide, or why there is none.',
  types: () => [Guide, ServiceRefusal] as const,
});

/** How to get something done elsewhere. */
@Resolver()
export class GuideResolver {
  @Allow('readPublic')
  @Directive('@owner(by: "handlingProvince")')
  @Query(() => GuideAnswer, {
    description:
      '异地办理一项国家事项的指引，由业务属地给出。 · How to get a national item done from another province; the handling place answers.',
  })
  async guide(
    @Args(() => GuideArguments) args: GuideArguments,
    @Ctx() context: ProvinceContext,
  ): Promise<Guide | ServiceRefusal> {
    const { standardItem, applicantProvince, scenario = null } = args;
    const offer = await findOffer(context, { standardItem, applicantProvince, scenario });
    if ('refusal' in offer) return new ServiceRefusal(offer.refusal);
    return new Guide(offer, { applicant: applicantProvince, nowMs: context.surroundings.nowMs() });
  }
}
