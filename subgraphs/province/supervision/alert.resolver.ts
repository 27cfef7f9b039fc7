import { Arg, Args, ArgsType, Ctx, Directive, Field, ID, InputType, Int, Query, Resolver } from 'type-graphql';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../../schema/page.js';
import { Allow } from '../../server/allow.js';
import type { ProvinceContext } from '../context.js';
import { ProvincesArgument } from '../shared/connection.resolver.js';
import { assertOwnId } from '../../shared/ids.js';
import { mapPage } from '../../shared/page.js';
import {
  AlertLevelEnum,
  CaseAlerts,
  SupervisionAlert,
  SupervisionAlertConnection,
  SupervisionRuleEnum,
} from './alert-type.resolver.js';
import { ALERT } from './cards.service.js';
import type { CardLevel, CardRule } from './machine/vocabulary.rules.js';
import { findAlert, findAlertsOfCase, listAlerts } from './read-alerts.service.js';
import { readReport } from './report.service.js';
import { AccountabilityReport } from './report-type.resolver.js';

/** Narrows a list of alerts. */
@InputType({ description: '预警的筛选条件；各条件同时成立。 · Narrows alerts; all conditions must hold.' })
export class AlertFilter {
  @Field(() => Boolean, {
    defaultValue: true,
    description: '是否尚未办结；缺省为是。 · Whether somebody still has to do something; true unless given.',
  })
  readonly isOpen!: boolean;

  @Field(() => AlertLevelEnum, { nullable: true, description: '级别。 · Level.' })
  readonly level?: CardLevel | null;

  @Field(() => SupervisionRuleEnum, { nullable: true, description: '触发的规则。 · Rule that was hit.' })
  readonly rule?: CardRule | null;

  @Field(() => String, { nullable: true, description: '责任单位代码。 · Code of the responsible unit.' })
  readonly unitCode?: string | null;
}

/** Arguments of the list of alerts. */
@ArgsType()
export class AlertArguments extends ProvincesArgument {
  @Field(() => AlertFilter, { nullable: true, description: '筛选条件。 · What to narrow the list to.' })
  readonly filter?: AlertFilter | null;

  @Field(() => Int, {
    nullable: true,
    description:
      `每页条数，1 至 ${MAX_PAGE_SIZE}，缺省 ${DEFAULT_PAGE_SIZE}。` +
      ` · Rows of a page, 1 to ${MAX_PAGE_SIZE}; ${DEFAULT_PAGE_SIZE} unless given.`,
  })
  readonly first?: number | null;

  @Field(() => String, { nullable: true, description: '从该游标之后开始。 · Starts behind this cursor.' })
  readonly after?: string | null;
}

/** The questions of supervision. */
@Resolver()
export class AlertResolver {
  @Allow('superviseCase')
  @Directive('@gather(narrowBy: "provinces")')
  @Query(() => SupervisionAlertConnection, {
    description:
      '各省的监察预警，最近发出者在前；每项由责任单位所在省份列出一次。 · Alerts of all provinces, those raised last first; each is listed once, by the province of the responsible unit.',
  })
  async alerts(@Args(() => AlertArguments) args: AlertArguments, @Ctx() context: ProvinceContext) {
    const { filter, first, after, provinces } = args;
    const page = await listAlerts(context, {
      ...{ first: first ?? null, after: after ?? null, provinces: provinces ?? null },
      filter: filter ?? { isOpen: true },
    });
    return new SupervisionAlertConnection(mapPage(page, (standing) => new SupervisionAlert(standing)));
  }

  @Allow('readAlert')
  @Directive('@owner(by: "id")')
  @Query(() => SupervisionAlert, {
    nullable: true,
    description:
      '一项预警；监督人员及责任单位可见，对他人为空。 · One alert, for supervisors and the responsible unit; null for everybody else.',
  })
  alert(
    @Arg('id', () => ID, { description: '预警的标识。 · Id of the alert.' }) id: string,
    @Ctx() context: ProvinceContext,
  ): Promise<SupervisionAlert | null> {
    assertOwnId(id, ALERT, context.province.code);
    return findAlertById(id, context);
  }

  @Allow('readAlert')
  @Directive('@gather(beginAt: "collaborationNo", further: "participants { code }")')
  @Query(() => CaseAlerts, {
    description:
      '一个办件的预警，并列各参与省份所持；责任单位仅见本单位的。 · The alerts of a case, as each of its provinces holds them; a unit sees its own only.',
  })
  async caseAlerts(
    @Arg('collaborationNo', () => ID, {
      description: '业务协同编号；协议为 XY- 加协议编号。 · Collaboration number; of an agreement XY- and its number.',
    })
    collaborationNo: string,
    @Ctx() context: ProvinceContext,
  ): Promise<CaseAlerts> {
    return new CaseAlerts(context.province.code, await findAlertsOfCase(context, collaborationNo));
  }

  @Allow('superviseCase')
  @Directive('@gather(beginAt: "collaborationNo", further: "participants { code }")')
  @Query(() => AccountabilityReport, {
    description:
      '办件的追责报告：各省分别陈述责任时段、时限与预警，逐项注明所依据的可核验链条记录；缺失或伪造的记录一律标明。 · The accountability report of a case: each province states who was responsible when, which limits were kept and which alerts there were, citing entries of the chain that verify; what is missing or forged is said so.',
  })
  async accountabilityReport(
    @Arg('collaborationNo', () => ID, { description: '业务协同编号。 · Collaboration number.' })
    collaborationNo: string,
    @Ctx() context: ProvinceContext,
  ): Promise<AccountabilityReport> {
    return new AccountabilityReport(context.province.code, await readReport(context, collaborationNo));
  }
}

/** The alert of an id of this province, for who may see it; null otherwise. */
export async function findAlertById(id: string, context: ProvinceContext): Promise<SupervisionAlert | null> {
  const found = await findAlert(context, id);
  return found === undefined ? null : new SupervisionAlert(found);
}
