import { Field, ID, InputType, Int } from 'type-graphql';
import { HandlingMode } from '../../../schema/code-lists.js';
import { DutyRole } from '../../../schema/team-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { DateTime } from '../shared/date-time.js';
import type { RoleOnDuty } from './roster.rules.js';
import type { Mode } from './team.entity.js';

const DutyRoleEnum = codeListEnum(DutyRole);
const HandlingModeEnum = codeListEnum(HandlingMode);

/** What every command about a team has. */
@InputType()
abstract class KeyedInput {
  @Field(() => String, {
    description:
      '幂等键：同一人以同一键重发同一请求，只生效一次。 · Idempotency key: the same request of the same person takes effect once.',
  })
  readonly idempotencyKey!: string;
}

/** Who joins the staff. */
@InputType({ description: '新的队伍成员。 · Who joins the staff.' })
export class AddStaffInput extends KeyedInput {
  @Field(() => ID, { description: '省级字母代码。 · Letter code of the province.' })
  readonly province!: string;

  @Field(() => String, { description: '在签发方的账号。 · The account at the issuer.' })
  readonly account!: string;

  @Field(() => String, { description: '所属单位的代码。 · Code of the unit.' })
  readonly unit!: string;

  @Field(() => String, { description: '姓名，入库加密。 · The name, which is stored sealed.' })
  readonly name!: string;
}

/** Who leaves the staff. */
@InputType({ description: '离岗的队伍成员。 · Who leaves the staff.' })
export class RemoveStaffInput extends KeyedInput {
  @Field(() => ID, { description: '队伍成员的标识。 · Id of the member of the staff.' })
  readonly staffId!: string;
}

/** Who is enrolled, and for what. */
@InputType({ description: '报名。 · An enrolment.' })
export class EnrolStaffInput extends KeyedInput {
  @Field(() => ID, { description: '队伍成员的标识。 · Id of the member of the staff.' })
  readonly staffId!: string;

  @Field(() => ID, { description: '课程的标识。 · Id of the course.' })
  readonly courseId!: string;
}

/** What somebody has achieved in an exam. */
@InputType({ description: '考试成绩。 · The result of an exam.' })
export class RegisterExamInput extends KeyedInput {
  @Field(() => ID, { description: '认证的标识。 · Id of the certification.' })
  readonly certificationId!: string;

  @Field(() => Int, { description: '成绩，0 至 100 分。 · Points, 0 to 100.' })
  readonly score!: number;
}

/** Who is certified. */
@InputType({ description: '认证。 · Who is certified.' })
export class CertifyInput extends KeyedInput {
  @Field(() => ID, { description: '认证的标识。 · Id of the certification.' })
  readonly certificationId!: string;
}

/** Whose certification ends. */
@InputType({ description: '撤销认证。 · Which certification is revoked, and why.' })
export class RevokeCertificationInput extends KeyedInput {
  @Field(() => ID, { description: '认证的标识。 · Id of the certification.' })
  readonly certificationId!: string;

  @Field(() => String, { description: '理由，1 至 500 字。 · The reason, 1 to 500 characters.' })
  readonly reason!: string;
}

/** Who sits by whom, for what, and when. */
@InputType({ description: '带教收件。 · A supervised session.' })
export class OpenSupervisedSessionInput extends KeyedInput {
  @Field(() => ID, { description: '收件人员的标识。 · Id of who receives.' })
  readonly staffId!: string;

  @Field(() => ID, {
    description: '带教人员的标识：同一单位、有效认证。 · Id of who sits by: certified, of the same unit.',
  })
  readonly colleagueId!: string;

  @Field(() => ID, { description: '国家事项的标识。 · Id of the national item.' })
  readonly standardItem!: string;

  @Field(() => HandlingModeEnum, { description: '业务模式。 · Mode of handling.' })
  readonly mode!: Mode;

  @Field(() => DateTime, { nullable: true, description: '自何时起；缺省为此刻。 · From when; now unless given.' })
  readonly from?: string | null;

  @Field(() => DateTime, { description: '至何时止，不超过 8 小时。 · Until when: 8 hours later at most.' })
  readonly to!: string;
}

/** Which session ends. */
@InputType({ description: '提前结束的带教收件。 · Which session is ended before its time.' })
export class EndSupervisedSessionInput extends KeyedInput {
  @Field(() => ID, { description: '带教收件的标识。 · Id of the session.' })
  readonly sessionId!: string;
}

/** Hours as somebody says them. */
@InputType({ description: '一段开放时间（北京时间）。 · A stretch of hours, in China time.' })
export class HoursInput {
  @Field(() => String, { description: '开始，如 09:00。 · From, such as 09:00.' })
  readonly opens!: string;

  @Field(() => String, { description: '结束，如 12:00。 · To, such as 12:00.' })
  readonly closes!: string;
}

/** Somebody at a post. */
@InputType({ description: '一人一岗一时段。 · Somebody at a post, from and to.' })
export class DutyInput extends HoursInput {
  @Field(() => DutyRoleEnum, { description: '岗位。 · The post.' })
  readonly role!: RoleOnDuty;

  @Field(() => ID, { description: '队伍成员的标识。 · Id of the member of the staff.' })
  readonly staffId!: string;
}

/** Who is on duty at a window on a day. */
@InputType({
  description:
    '一个窗口一日的排班，取代此前所排。 · The roster of a window for a day, in the place of what was set before.',
})
export class SetRosterInput extends KeyedInput {
  @Field(() => ID, { description: '窗口的标识。 · Id of the window.' })
  readonly windowId!: string;

  @Field(() => String, { description: '日期，如 2026-03-02。 · The day, such as 2026-03-02.' })
  readonly date!: string;

  @Field(() => [DutyInput], { description: '各岗各时段。 · The shifts.' })
  readonly shifts!: readonly DutyInput[];
}

/** What a window is like. */
@InputType({ description: '窗口的情况。 · What a window is like.' })
abstract class DescribedWindowInput extends KeyedInput {
  @Field(() => String, { description: '所属单位的代码。 · Code of its unit.' })
  readonly unit!: string;

  @Field(() => String, { description: '中文名称。 · Its name in Chinese.' })
  readonly nameZh!: string;

  @Field(() => String, { description: '英文名称。 · Its name in English.' })
  readonly nameEn!: string;

  @Field(() => String, { description: '地址。 · Address.' })
  readonly address!: string;

  @Field(() => String, { description: '电话。 · Telephone.' })
  readonly phone!: string;

  @Field(() => [HoursInput], {
    nullable: true,
    description:
      '工作日开放时间；缺省与本省办公时间一致。 · Its hours on a working day; as the offices of the province unless given.',
  })
  readonly hours?: readonly HoursInput[] | null;

  @Field(() => Boolean, { description: '是否为“跨省通办”窗口。 · Whether it serves other provinces.' })
  readonly servesOtherProvinces!: boolean;
}

/** A window that opens. */
@InputType({ description: '新设的窗口。 · A window that opens.' })
export class OpenWindowInput extends DescribedWindowInput {
  @Field(() => ID, { description: '省级字母代码。 · Letter code of the province.' })
  readonly province!: string;
}

/** A window that is described anew. */
@InputType({ description: '变更后的窗口。 · A window as it is from now on.' })
export class ChangeWindowInput extends DescribedWindowInput {
  @Field(() => ID, { description: '窗口的标识。 · Id of the window.' })
  readonly windowId!: string;
}
