import { Ctx, Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { HandlingMode } from '../../../schema/code-lists.js';
import { CertificationEvent, CertificationState } from '../../../schema/team-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { Node } from '../../server/node.js';
import type { ProvinceContext } from '../context.js';
import { isoTime } from '../exchange/desk.js';
import { connectionOf } from '../shared/connection.resolver.js';
import { DateTime } from '../shared/date-time.js';
import { Province, StandardItem } from '../shared/graph.resolver.js';
import { ownerOf, standardItemId } from '../../shared/ids.js';
import { ownedListOf } from '../shared/owned-list.resolver.js';
import { stateAt } from './certification.rules.js';
import { loadMoves } from './certification-moves.service.js';
import { findCourseOfId, findStaff } from './list-teams.service.js';
import { nameOf } from './staff.service.js';
import type { CertificationMoveRow, CertificationRow, CourseRow, SessionRow, StaffRow } from './team.entity.js';

const HandlingModeEnum = codeListEnum(HandlingMode);
const CertificationStateEnum = codeListEnum(CertificationState);
const CertificationEventEnum = codeListEnum(CertificationEvent);

/** Somebody who works in a unit of a province. */
@ObjectType({ description: '队伍成员。 · A member of the staff.' })
export class StaffMember {
  @Field(() => ID, { description: '全局标识。 · Global id.' })
  readonly id: string;
  readonly #row: StaffRow;

  constructor(row: StaffRow) {
    this.id = row.id;
    this.#row = row;
  }

  @Field(() => Province, { description: '省份。 · The province.' })
  get province(): Province {
    return new Province(ownerOf(this.id));
  }

  @Field(() => String, { description: '在签发方的账号。 · The account at the issuer.' })
  get account(): string {
    return this.#row.subject;
  }

  @Field(() => String, { description: '姓名；入库加密。 · The name, which is stored sealed.' })
  name(@Ctx() { surroundings }: ProvinceContext): string {
    return nameOf(surroundings.sealing, this.#row);
  }

  @Field(() => String, { description: '所属单位的代码。 · Code of the unit.' })
  get unit(): string {
    return this.#row.unit_code;
  }

  @Field(() => DateTime, { description: '加入时间。 · When he joined.' })
  get addedAt(): string {
    return this.#row.added_at;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: '离岗时间；在岗时为空。 · When he left; null while he is there.',
  })
  get leftAt(): string | null {
    return this.#row.left_at;
  }
}

/** A page of the staff. */
export const StaffMemberList = ownedListOf(StaffMember, {
  type: 'StaffMember',
  zh: '队伍成员',
  en: 'members of the staff',
});

/** What somebody is taught before he is certified. */
@ObjectType({
  implements: Node,
  description:
    '培训课程：合格并认证后方可收该事项。 · A course: who has passed it and is certified may receive the item.',
})
@Directive('@key(fields: "id")')
export class TrainingCourse extends Node {
  override readonly id: string;
  readonly #row: CourseRow;

  constructor(row: CourseRow) {
    super();
    this.id = row.id;
    this.#row = row;
  }

  @Field(() => Province, { description: '开课省份。 · The province that gives it.' })
  get province(): Province {
    return new Province(ownerOf(this.id));
  }

  @Field(() => StandardItem, { description: '国家事项。 · The national item.' })
  get standard(): StandardItem {
    return new StandardItem(standardItemId(this.#row.item_code));
  }

  @Field(() => HandlingModeEnum, { description: '业务模式。 · The mode of handling.' })
  get mode(): string {
    return this.#row.mode;
  }

  @Field(() => String, { description: '中文课名。 · Its title in Chinese.' })
  get titleZh(): string {
    return this.#row.title_zh;
  }

  @Field(() => String, { description: '英文课名。 · Its title in English.' })
  get titleEn(): string {
    return this.#row.title_en;
  }

  @Field(() => Int, { description: '课时。 · How many lessons it has.' })
  get lessons(): number {
    return this.#row.lessons;
  }
}

/** A page of courses. */
export const TrainingCourseConnection = connectionOf(TrainingCourse, {
  type: 'TrainingCourse',
  zh: '培训课程',
  en: 'courses',
});

/** One thing that happened to a certification. */
@ObjectType({
  simpleResolvers: true,
  description: '认证的一步，永久留存。 · One step of a certification, kept for good.',
})
export class CertificationMove {
  @Field(() => DateTime, { description: '时间。 · When.' })
  readonly at: string;

  @Field(() => CertificationEventEnum, { description: '事项。 · What was done.' })
  readonly event: string;

  @Field(() => CertificationStateEnum, { description: '此后的状态。 · The state from then on.' })
  readonly toState: string;

  @Field(() => Int, { nullable: true, description: '考试成绩。 · Points of an exam.' })
  readonly score: number | null;

  @Field(() => String, { nullable: true, description: '撤销的理由。 · The reason of a revocation.' })
  readonly reason: string | null;

  @Field(() => String, { description: '经办人的账号。 · Who did it, by his account.' })
  readonly account: string;

  constructor(row: CertificationMoveRow) {
    this.at = row.at;
    this.event = row.event;
    this.toState = row.to_state;
    this.score = row.score;
    this.reason = row.reason;
    this.account = row.subject;
  }
}

/** The way of one person to a certification. */
@ObjectType({
  description: '上岗认证：一人、一事项、一模式。 · A certification: of one person, for one item and mode.',
})
export class Certification {
  @Field(() => ID, { description: '全局标识。 · Global id.' })
  readonly id: string;
  readonly #row: CertificationRow;

  constructor(row: CertificationRow) {
    this.id = row.id;
    this.#row = row;
  }

  @Field(() => StaffMember, { description: '本人。 · Whose it is.' })
  staff(@Ctx() context: ProvinceContext): Promise<StaffMember> {
    return getStaff(context, this.#row.staff_id);
  }

  @Field(() => TrainingCourse, { description: '课程。 · The course.' })
  async course(@Ctx() context: ProvinceContext): Promise<TrainingCourse> {
    const row = await findCourseOfId(context, this.#row.course_id);
    if (row === undefined) throw new Error('A certification is of a course that is not stored.');
    return new TrainingCourse(row);
  }

  @Field(() => StandardItem, { description: '国家事项。 · The national item.' })
  get standard(): StandardItem {
    return new StandardItem(standardItemId(this.#row.item_code));
  }

  @Field(() => HandlingModeEnum, { description: '业务模式。 · The mode of handling.' })
  get mode(): string {
    return this.#row.mode;
  }

  @Field(() => CertificationStateEnum, { description: '此刻的状态。 · Its state at this moment.' })
  state(@Ctx() { surroundings }: ProvinceContext): string {
    return stateAt(this.#row, isoTime(surroundings.nowMs()));
  }

  @Field(() => DateTime, { description: '报名时间。 · When he enrolled.' })
  get enrolledAt(): string {
    return this.#row.enrolled_at;
  }

  @Field(() => Int, { nullable: true, description: '最近一次考试的成绩。 · Points of the last exam.' })
  get score(): number | null {
    return this.#row.score;
  }

  @Field(() => DateTime, { nullable: true, description: '认证时间。 · When he was certified.' })
  get certifiedAt(): string | null {
    return this.#row.certified_at;
  }

  @Field(() => DateTime, { nullable: true, description: '自此时起不再有效。 · From when it no longer holds.' })
  get validTo(): string | null {
    return this.#row.valid_to;
  }

  @Field(() => DateTime, { nullable: true, description: '撤销时间。 · When it was revoked.' })
  get revokedAt(): string | null {
    return this.#row.revoked_at;
  }

  @Field(() => [CertificationMove], { description: '各步，按时间先后。 · The steps, oldest first.' })
  async moves(@Ctx() context: ProvinceContext): Promise<readonly CertificationMove[]> {
    const rows = (await context.load(loadMoves, this.id)) ?? [];
    return rows.map((row) => new CertificationMove(row));
  }
}

/** A page of certifications. */
export const CertificationList = ownedListOf(Certification, {
  type: 'Certification',
  zh: '上岗认证',
  en: 'certifications',
});

/** A time in which a certified colleague sits by. */
@ObjectType({
  description:
    '带教收件：有效认证的同事在场时，未认证人员可收件。 · A supervised session: while a certified colleague sits by, somebody who is not certified may receive.',
})
export class SupervisedSession {
  @Field(() => ID, { description: '全局标识。 · Global id.' })
  readonly id: string;
  readonly #row: SessionRow;

  constructor(row: SessionRow) {
    this.id = row.id;
    this.#row = row;
  }

  @Field(() => StaffMember, { description: '收件人员。 · Who receives.' })
  trainee(@Ctx() context: ProvinceContext): Promise<StaffMember> {
    return getStaff(context, this.#row.staff_id);
  }

  @Field(() => StaffMember, { description: '带教人员。 · Who sits by.' })
  colleague(@Ctx() context: ProvinceContext): Promise<StaffMember> {
    return getStaff(context, this.#row.colleague_id);
  }

  @Field(() => StandardItem, { description: '国家事项。 · The national item.' })
  get standard(): StandardItem {
    return new StandardItem(standardItemId(this.#row.item_code));
  }

  @Field(() => HandlingModeEnum, { description: '业务模式。 · The mode of handling.' })
  get mode(): string {
    return this.#row.mode;
  }

  @Field(() => DateTime, { description: '自何时起。 · From when.' })
  get from(): string {
    return this.#row.from_at;
  }

  @Field(() => DateTime, { description: '至何时止。 · Until when.' })
  get to(): string {
    return this.#row.to_at;
  }

  @Field(() => DateTime, { nullable: true, description: '提前结束的时间。 · When it was ended before its time.' })
  get endedAt(): string | null {
    return this.#row.ended_at;
  }
}

/** A page of supervised sessions. */
export const SupervisedSessionList = ownedListOf(SupervisedSession, {
  type: 'SupervisedSession',
  zh: '带教收件',
  en: 'supervised sessions',
});

/** The member of the staff of an id that a row of this province refers to. */
export async function getStaff(context: ProvinceContext, id: string): Promise<StaffMember> {
  const row = await findStaff(context, id);
  if (row === undefined) throw new Error('A row is about a member of the staff who is not stored.');
  return new StaffMember(row);
}
