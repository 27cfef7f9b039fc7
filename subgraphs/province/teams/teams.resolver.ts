import { Args, ArgsType, Ctx, Directive, Field, ID, InputType, Query, Resolver } from 'type-graphql';
import { HandlingMode } from '../../../schema/code-lists.js';
import { Allow } from '../../server/allow.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { SubgraphError } from '../../server/errors.js';
import type { ProvinceContext } from '../context.js';
import { ListArgumentsBase } from '../shared/connection.resolver.js';
import { assertOwnProvince } from '../../shared/ids.js';
import { OwnedListArguments } from '../shared/owned-list.resolver.js';
import { mapPage } from '../../shared/page.js';
import {
  findCourseOfId,
  findWindow,
  listCertifications,
  listCourses,
  listRosters,
  listSessions,
  listStaff,
} from './list-teams.service.js';
import { parseDay } from './opening-hours.rules.js';
import { DutyRoster, DutyRosterList } from './roster-type.resolver.js';
import {
  Certification,
  CertificationList,
  StaffMember,
  StaffMemberList,
  SupervisedSession,
  SupervisedSessionList,
  TrainingCourse,
  TrainingCourseConnection,
} from './staff-type.resolver.js';
import { findRosterGaps, listWindows } from './window.service.js';
import { RosterGap, ServiceWindow, ServiceWindowConnection } from './window-type.resolver.js';

const HandlingModeEnum = codeListEnum(HandlingMode);

/** Narrows windows. */
@InputType({ description: '窗口的筛选条件。 · Narrows windows.' })
export class WindowFilter {
  @Field(() => Boolean, { nullable: true, description: '是否为“跨省通办”窗口。 · Whether it serves other provinces.' })
  readonly servesOtherProvinces?: boolean | null;

  @Field(() => String, { nullable: true, description: '单位代码。 · Code of its unit.' })
  readonly unit?: string | null;
}

/** Which windows of which provinces. */
@ArgsType()
export class WindowArguments extends ListArgumentsBase {
  @Field(() => WindowFilter, { nullable: true, description: '筛选条件。 · What to narrow the list to.' })
  readonly filter?: WindowFilter | null;
}

/** Narrows what is about an item. */
@InputType({ description: '课程的筛选条件。 · Narrows courses.' })
export class CourseFilter {
  @Field(() => ID, { nullable: true, description: '国家事项的标识。 · Id of the national item.' })
  readonly standardItem?: string | null;

  @Field(() => HandlingModeEnum, { nullable: true, description: '业务模式。 · Mode of handling.' })
  readonly mode?: string | null;
}

/** Which courses of which provinces. */
@ArgsType()
export class CourseArguments extends ListArgumentsBase {
  @Field(() => CourseFilter, { nullable: true, description: '筛选条件。 · What to narrow the list to.' })
  readonly filter?: CourseFilter | null;
}

/** Which members of the staff. */
@ArgsType()
export class StaffArguments extends OwnedListArguments {
  @Field(() => String, { nullable: true, description: '单位代码。 · Code of the unit.' })
  readonly unit?: string | null;
}

/** Narrows certifications. */
@InputType({ description: '认证的筛选条件。 · Narrows certifications.' })
export class CertificationFilter extends CourseFilter {
  @Field(() => ID, { nullable: true, description: '队伍成员的标识。 · Id of the member of the staff.' })
  readonly staffId?: string | null;
}

/** Which certifications. */
@ArgsType()
export class CertificationArguments extends OwnedListArguments {
  @Field(() => CertificationFilter, { nullable: true, description: '筛选条件。 · What to narrow the list to.' })
  readonly filter?: CertificationFilter | null;
}

/** Which supervised sessions. */
@ArgsType()
export class SessionArguments extends OwnedListArguments {}

/** Narrows rosters. */
@InputType({ description: '排班的筛选条件。 · Narrows rosters.' })
export class RosterFilter {
  @Field(() => ID, { nullable: true, description: '窗口的标识。 · Id of the window.' })
  readonly windowId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: '自该日起，如 2026-03-02。 · From this day on, such as 2026-03-02.',
  })
  readonly from?: string | null;

  @Field(() => String, { nullable: true, description: '至该日止。 · Up to this day.' })
  readonly to?: string | null;
}

/** Which rosters. */
@ArgsType()
export class RosterArguments extends OwnedListArguments {
  @Field(() => RosterFilter, { nullable: true, description: '筛选条件。 · What to narrow the list to.' })
  readonly filter?: RosterFilter | null;
}

/** For which days gaps are looked for. */
@ArgsType()
export class GapArguments {
  @Field(() => ID, { description: '省级字母代码。 · Letter code of the province.' })
  readonly province!: string;

  @Field(() => String, {
    nullable: true,
    description: '自该日起，如 2026-03-02。 · From this day on, such as 2026-03-02.',
  })
  readonly from?: string | null;

  @Field(() => String, { nullable: true, description: '至该日止。 · Up to this day.' })
  readonly to?: string | null;
}

/** Windows, the staff, and when who is on duty. */
@Resolver()
export class TeamsResolver {
  @Allow('readPublic')
  @Directive('@gather(narrowBy: "provinces")')
  @Query(() => ServiceWindowConnection, {
    description: '各省的政务服务窗口。 · Windows of the provinces.',
  })
  async windows(@Args(() => WindowArguments) args: WindowArguments, @Ctx() context: ProvinceContext) {
    return new ServiceWindowConnection(mapPage(await listWindows(context, args), (row) => new ServiceWindow(row)));
  }

  @Allow('readPublic')
  @Directive('@gather(narrowBy: "provinces")')
  @Query(() => TrainingCourseConnection, {
    description: '各省的培训课程。 · Courses that the provinces give.',
  })
  async courses(@Args(() => CourseArguments) args: CourseArguments, @Ctx() context: ProvinceContext) {
    return new TrainingCourseConnection(mapPage(await listCourses(context, args), (row) => new TrainingCourse(row)));
  }

  @Allow('readTeam')
  @Directive('@owner(by: "province")')
  @Query(() => StaffMemberList, {
    description:
      '一省的队伍成员；窗口和办理人员只见本单位。 · The staff of a province; clerks and officers see that of their unit.',
  })
  async staff(
    @Args(() => StaffArguments) { province, unit, ...paging }: StaffArguments,
    @Ctx() context: ProvinceContext,
  ) {
    assertOwnProvince(province, context.province.code);
    const page = await listStaff(context, { ...paging, unit: unit ?? null });
    return new StaffMemberList(mapPage(page, (row) => new StaffMember(row)));
  }

  @Allow('readTeam')
  @Directive('@owner(by: "province")')
  @Query(() => CertificationList, {
    description:
      '一省的上岗认证；窗口和办理人员只见本人。 · The certifications of a province; clerks and officers see their own.',
  })
  async certifications(
    @Args(() => CertificationArguments) { province, ...args }: CertificationArguments,
    @Ctx() context: ProvinceContext,
  ) {
    assertOwnProvince(province, context.province.code);
    const page = await listCertifications(context, args);
    return new CertificationList(mapPage(page, (row) => new Certification(row)));
  }

  @Allow('readTeam')
  @Directive('@owner(by: "province")')
  @Query(() => SupervisedSessionList, {
    description:
      '一省的带教收件；窗口和办理人员只见本单位。 · The supervised sessions of a province; clerks and officers see those of their unit.',
  })
  async supervisedSessions(
    @Args(() => SessionArguments) { province, ...args }: SessionArguments,
    @Ctx() context: ProvinceContext,
  ) {
    assertOwnProvince(province, context.province.code);
    return new SupervisedSessionList(mapPage(await listSessions(context, args), (row) => new SupervisedSession(row)));
  }

  @Allow('readTeam')
  @Directive('@owner(by: "province")')
  @Query(() => DutyRosterList, {
    description:
      '一省的排班；窗口和办理人员只见本单位。 · The rosters of a province; clerks and officers see those of their unit.',
  })
  async rosters(@Args(() => RosterArguments) { province, ...args }: RosterArguments, @Ctx() context: ProvinceContext) {
    assertOwnProvince(province, context.province.code);
    return new DutyRosterList(mapPage(await listRosters(context, args), (row) => new DutyRoster(row)));
  }

  @Allow('readTeam')
  @Directive('@owner(by: "province")')
  @Query(() => [RosterGap], {
    description:
      '一省排班的缺口：开放时间内A岗（“跨省通办”窗口另有B岗）无人的时段。缺省为自今日起、政策参数所定的若干工作日。 · The gaps in the rosters of a province: opening hours without somebody at post A, or B where other provinces are served. From today, for as many working days as policy says, unless given.',
  })
  async rosterGaps(
    @Args(() => GapArguments) { province, from, to }: GapArguments,
    @Ctx() context: ProvinceContext,
  ): Promise<readonly RosterGap[]> {
    assertOwnProvince(province, context.province.code);
    const gaps = await findRosterGaps(context, { from: readDay(from), to: readDay(to) });
    if (gaps === undefined) throw new SubgraphError('BAD_USER_INPUT', DAYS);
    return gaps.map((gap) => new RosterGap(gap));
  }
}

const DAYS = 'Days are given in order, at most 62 at once, of years whose holidays are published, such as 2026-03-02.';

function readDay(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined) return undefined;
  const day = parseDay(text);
  if (day === undefined) throw new SubgraphError('BAD_USER_INPUT', DAYS);
  return day;
}

/** The window of an id of this province; null when there is none. */
export async function findWindowById(id: string, context: ProvinceContext): Promise<ServiceWindow | null> {
  const row = await findWindow(context, id);
  return row === undefined ? null : new ServiceWindow(row);
}

/** The course of an id of this province; null when there is none. */
export async function findCourseById(id: string, context: ProvinceContext): Promise<TrainingCourse | null> {
  const row = await findCourseOfId(context, id);
  return row === undefined ? null : new TrainingCourse(row);
}
