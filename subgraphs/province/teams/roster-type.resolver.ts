import { createUnionType, Ctx, Field, ID, Int, ObjectType } from 'type-graphql';
import { DutyRole } from '../../../schema/team-lists.js';
import { TeamRefusalCodes, teamRefusals } from '../../../schema/team-refusals.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { ProvinceContext } from '../context.js';
import { DateTime } from '../shared/date-time.js';
import { ownedListOf } from '../shared/owned-list.resolver.js';
import { refusalOf } from '../shared/refusal-of.resolver.js';
import { findWindow } from './list-teams.service.js';
import { clockTime, type Duty } from './roster.rules.js';
import { loadDuties } from './roster.service.js';
import { Certification, getStaff, StaffMember, SupervisedSession } from './staff-type.resolver.js';
import type { RosterRow } from './team.entity.js';
import { ServiceWindow } from './window-type.resolver.js';

const DutyRoleEnum = codeListEnum(DutyRole);

/** Somebody at a post, from and to. */
@ObjectType({ description: '一人一岗一时段。 · Somebody at a post, from and to.' })
export class DutyShift {
  readonly #duty: Duty;

  constructor(duty: Duty) {
    this.#duty = duty;
  }

  @Field(() => DutyRoleEnum, { description: '岗位。 · The post.' })
  get role(): string {
    return this.#duty.role;
  }

  @Field(() => StaffMember, { description: '值守人员。 · Who is on duty.' })
  staff(@Ctx() context: ProvinceContext): Promise<StaffMember> {
    return getStaff(context, this.#duty.staffId);
  }

  @Field(() => String, { description: '开始，如 09:00。 · From, such as 09:00.' })
  get opens(): string {
    return clockTime(this.#duty.opens);
  }

  @Field(() => String, { description: '结束，如 12:00。 · To, such as 12:00.' })
  get closes(): string {
    return clockTime(this.#duty.closes);
  }
}

/** Who is on duty at a window on a day. */
@ObjectType({ description: '一个窗口一日的排班。 · The roster of a window for a day.' })
export class DutyRoster {
  @Field(() => ID, { description: '全局标识。 · Global id.' })
  readonly id: string;
  readonly #row: RosterRow;

  constructor(row: RosterRow) {
    this.id = row.id;
    this.#row = row;
  }

  @Field(() => ServiceWindow, { description: '窗口。 · The window.' })
  async window(@Ctx() context: ProvinceContext): Promise<ServiceWindow> {
    const row = await findWindow(context, this.#row.window_id);
    if (row === undefined) throw new Error('A roster is of a window that is not stored.');
    return new ServiceWindow(row);
  }

  @Field(() => String, { description: '日期，如 2026-03-02。 · The day, such as 2026-03-02.' })
  get date(): string {
    return this.#row.date;
  }

  @Field(() => Int, { description: '第几次排定。 · How often it has been set.' })
  get revision(): number {
    return this.#row.revision;
  }

  @Field(() => DateTime, { description: '最近一次排定的时间。 · When it was set last.' })
  get setAt(): string {
    return this.#row.set_at;
  }

  @Field(() => [DutyShift], { description: '各岗各时段，按开始时间。 · The shifts, by their beginning.' })
  async shifts(@Ctx() context: ProvinceContext): Promise<readonly DutyShift[]> {
    const duties = (await context.load(loadDuties, this.id)) ?? [];
    return duties.map((duty) => new DutyShift(duty));
  }
}

/** A page of rosters. */
export const DutyRosterList = ownedListOf(DutyRoster, { type: 'DutyRoster', zh: '排班', en: 'rosters' });

/** Why something about a team was not done. */
export const TeamRefusal = refusalOf({
  name: 'TeamRefusal',
  description: '队伍事务未获办理及其原因。 · Why something about a team was not done.',
  codes: TeamRefusalCodes,
  refusals: teamRefusals,
});

export type TeamRefusal = InstanceType<typeof TeamRefusal>;

/** A certification, or why nothing was done. */
export const CertificationResult = createUnionType({
  name: 'CertificationResult',
  description: '认证，或未获办理的原因。 · The certification, or why nothing was done.',
  types: () => [Certification, TeamRefusal] as const,
});

/** A supervised session, or why nothing was done. */
export const SupervisedSessionResult = createUnionType({
  name: 'SupervisedSessionResult',
  description: '带教收件，或未获办理的原因。 · The supervised session, or why nothing was done.',
  types: () => [SupervisedSession, TeamRefusal] as const,
});

/** A roster, or why nothing was done. */
export const DutyRosterResult = createUnionType({
  name: 'DutyRosterResult',
  description: '排班，或未获办理的原因。 · The roster, or why nothing was done.',
  types: () => [DutyRoster, TeamRefusal] as const,
});

/** A member of the staff, or why nothing was done. */
export const StaffMemberResult = createUnionType({
  name: 'StaffMemberResult',
  description: '队伍成员，或未获办理的原因。 · The member of the staff, or why nothing was done.',
  types: () => [StaffMember, TeamRefusal] as const,
});

/** A window, or why nothing was done. */
export const ServiceWindowResult = createUnionType({
  name: 'ServiceWindowResult',
  description: '窗口，或未获办理的原因。 · The window, or why nothing was done.',
  types: () => [ServiceWindow, TeamRefusal] as const,
});
