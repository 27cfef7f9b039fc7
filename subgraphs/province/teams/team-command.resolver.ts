import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { Allow } from '../../server/allow.js';
import type { ProvinceContext } from '../context.js';
import { assertOwnId, assertOwnProvince, parseStandardItemId } from '../../shared/ids.js';
import { assertIdempotencyKey } from '../shared/idempotency-key.js';
import type { TeamTables } from './team.entity.js';
import { minuteOf } from './roster.rules.js';
import {
  CertificationResult,
  DutyRoster,
  DutyRosterResult,
  ServiceWindowResult,
  StaffMemberResult,
  SupervisedSessionResult,
  TeamRefusal,
} from './roster-type.resolver.js';
import { setRoster } from './roster.service.js';
import { addStaff, removeStaff } from './staff.service.js';
import { Certification, StaffMember, SupervisedSession } from './staff-type.resolver.js';
import { endSupervisedSession, openSupervisedSession } from './supervised-session.service.js';
import type { TeamOutcome } from './team-command.service.js';
import {
  AddStaffInput,
  CertifyInput,
  ChangeWindowInput,
  EndSupervisedSessionInput,
  EnrolStaffInput,
  type HoursInput,
  OpenSupervisedSessionInput,
  OpenWindowInput,
  RegisterExamInput,
  RemoveStaffInput,
  RevokeCertificationInput,
  SetRosterInput,
} from './team-inputs.resolver.js';
import { enrolStaff, newId, stepCertification, type CertificationStep } from './train-staff.service.js';
import { putWindow } from './window.service.js';
import { ServiceWindow } from './window-type.resolver.js';

/** What is done about windows, the staff and when who is on duty. */
@Resolver()
export class TeamCommandResolver {
  @Allow('arrangeTeam')
  @Directive('@owner(by: "input.province")')
  @Mutation(() => StaffMemberResult, { description: '将账号编入本省队伍。 · Puts an account on the staff of a unit.' })
  async addStaff(
    @Arg('input', () => AddStaffInput, { description: '输入。 · Who joins.' })
    { province, account: subject, unit: unitCode, name, idempotencyKey }: AddStaffInput,
    @Ctx() context: ProvinceContext,
  ): Promise<StaffMember | TeamRefusal> {
    assertOwnProvince(province, context.province.code);
    assertIdempotencyKey(idempotencyKey);
    const id = newId(context, 'StaffMember');
    const outcome = await addStaff(context, { id, subject, unitCode, name, idempotencyKey });
    return answer(context, outcome, staffOf);
  }

  @Allow('arrangeTeam')
  @Directive('@owner(by: "input.staffId")')
  @Mutation(() => StaffMemberResult, {
    description:
      '队伍成员离岗，此后不得收件或带教。 · Takes somebody off the staff: he receives nothing more, and sits by nobody.',
  })
  async removeStaff(
    @Arg('input', () => RemoveStaffInput, { description: '输入。 · Who leaves.' })
    { staffId, idempotencyKey }: RemoveStaffInput,
    @Ctx() context: ProvinceContext,
  ): Promise<StaffMember | TeamRefusal> {
    assertOwnId(staffId, 'StaffMember', context.province.code);
    assertIdempotencyKey(idempotencyKey);
    return answer(context, await removeStaff(context, { staffId, idempotencyKey }), staffOf);
  }

  @Allow('trainStaff')
  @Directive('@owner(by: "input.staffId")')
  @Mutation(() => CertificationResult, { description: '为队伍成员报名课程。 · Enrols somebody for a course.' })
  async enrolStaff(
    @Arg('input', () => EnrolStaffInput, { description: '输入。 · Who, and for what.' })
    { staffId, courseId, idempotencyKey }: EnrolStaffInput,
    @Ctx() context: ProvinceContext,
  ): Promise<Certification | TeamRefusal> {
    assertOwnId(staffId, 'StaffMember', context.province.code);
    assertOwnId(courseId, 'TrainingCourse', context.province.code);
    assertIdempotencyKey(idempotencyKey);
    return answer(context, await enrolStaff(context, { staffId, courseId, idempotencyKey }), certificationOf);
  }

  @Allow('trainStaff')
  @Directive('@owner(by: "input.certificationId")')
  @Mutation(() => CertificationResult, {
    description: '登记考试成绩，合格线由政策参数规定。 · Registers an exam; policy says how many points pass it.',
  })
  registerExam(
    @Arg('input', () => RegisterExamInput, { description: '输入。 · The result.' })
    { certificationId, score, idempotencyKey }: RegisterExamInput,
    @Ctx() context: ProvinceContext,
  ): Promise<Certification | TeamRefusal> {
    return step(context, { event: 'registerExam', certificationId, score, idempotencyKey });
  }

  @Allow('certifyStaff')
  @Directive('@owner(by: "input.certificationId")')
  @Mutation(() => CertificationResult, {
    description: '认证，有效期由政策参数规定；不得为本人认证。 · Certifies somebody else, for as long as policy says.',
  })
  certify(
    @Arg('input', () => CertifyInput, { description: '输入。 · Who.' })
    { certificationId, idempotencyKey }: CertifyInput,
    @Ctx() context: ProvinceContext,
  ): Promise<Certification | TeamRefusal> {
    return step(context, { event: 'certify', certificationId, idempotencyKey });
  }

  @Allow('certifyStaff')
  @Directive('@owner(by: "input.certificationId")')
  @Mutation(() => CertificationResult, {
    description:
      '撤销认证：此人就该事项和模式的全部有效认证随即终止。 · Revokes: all that this person is certified for in the item and mode ends.',
  })
  revokeCertification(
    @Arg('input', () => RevokeCertificationInput, { description: '输入。 · Whose, and why.' })
    { certificationId, reason, idempotencyKey }: RevokeCertificationInput,
    @Ctx() context: ProvinceContext,
  ): Promise<Certification | TeamRefusal> {
    return step(context, { event: 'revokeCertification', certificationId, reason, idempotencyKey });
  }

  @Allow('superviseReceipt')
  @Directive('@owner(by: "input.staffId")')
  @Mutation(() => SupervisedSessionResult, {
    description:
      '开启带教收件；窗口人员只能开启由本人带教的。 · Opens a supervised session; a clerk opens those in which he sits by himself.',
  })
  async openSupervisedSession(
    @Arg('input', () => OpenSupervisedSessionInput, { description: '输入。 · Who sits by whom.' })
    { standardItem, from, ...input }: OpenSupervisedSessionInput,
    @Ctx() context: ProvinceContext,
  ): Promise<SupervisedSession | TeamRefusal> {
    for (const id of [input.staffId, input.colleagueId]) assertOwnId(id, 'StaffMember', context.province.code);
    assertIdempotencyKey(input.idempotencyKey);
    const session = { ...input, item: parseStandardItemId(standardItem), from: from ?? null };
    return answer(context, await openSupervisedSession(context, session), sessionOf);
  }

  @Allow('superviseReceipt')
  @Directive('@owner(by: "input.sessionId")')
  @Mutation(() => SupervisedSessionResult, {
    description: '提前结束带教收件。 · Ends a supervised session before its time.',
  })
  async endSupervisedSession(
    @Arg('input', () => EndSupervisedSessionInput, { description: '输入。 · Which.' })
    { sessionId, idempotencyKey }: EndSupervisedSessionInput,
    @Ctx() context: ProvinceContext,
  ): Promise<SupervisedSession | TeamRefusal> {
    assertOwnId(sessionId, 'SupervisedSession', context.province.code);
    assertIdempotencyKey(idempotencyKey);
    return answer(context, await endSupervisedSession(context, { sessionId, idempotencyKey }), sessionOf);
  }

  @Allow('arrangeTeam')
  @Directive('@owner(by: "input.windowId")')
  @Mutation(() => DutyRosterResult, {
    description: '排定一个窗口一个工作日的班。 · Sets the roster of a window for a working day.',
  })
  async setRoster(
    @Arg('input', () => SetRosterInput, { description: '输入。 · The roster.' })
    { windowId, date, shifts, idempotencyKey }: SetRosterInput,
    @Ctx() context: ProvinceContext,
  ): Promise<DutyRoster | TeamRefusal> {
    assertOwnId(windowId, 'ServiceWindow', context.province.code);
    assertIdempotencyKey(idempotencyKey);
    const duties = shifts.map(({ role, staffId, opens, closes }) => ({
      role,
      staffId,
      ...readHours({ opens, closes }),
    }));
    return answer(context, await setRoster(context, { windowId, date, duties, idempotencyKey }), rosterOf);
  }

  @Allow('arrangeTeam')
  @Directive('@owner(by: "input.province")')
  @Mutation(() => ServiceWindowResult, { description: '新设窗口。 · Opens a window.' })
  async openWindow(
    @Arg('input', () => OpenWindowInput, { description: '输入。 · The window.' })
    { province, ...input }: OpenWindowInput,
    @Ctx() context: ProvinceContext,
  ): Promise<ServiceWindow | TeamRefusal> {
    assertOwnProvince(province, context.province.code);
    return putDescribed(context, { ...input, id: newId(context, 'ServiceWindow') }, true);
  }

  @Allow('arrangeTeam')
  @Directive('@owner(by: "input.windowId")')
  @Mutation(() => ServiceWindowResult, { description: '变更窗口。 · Describes a window anew.' })
  async changeWindow(
    @Arg('input', () => ChangeWindowInput, { description: '输入。 · The window as it is from now on.' })
    { windowId, ...input }: ChangeWindowInput,
    @Ctx() context: ProvinceContext,
  ): Promise<ServiceWindow | TeamRefusal> {
    assertOwnId(windowId, 'ServiceWindow', context.province.code);
    return putDescribed(context, { ...input, id: windowId }, false);
  }
}

type Described = Omit<OpenWindowInput, 'province'> & { readonly id: string };

async function putDescribed(
  context: ProvinceContext,
  { unit: unitCode, hours, idempotencyKey, ...window }: Described,
  isNew: boolean,
): Promise<ServiceWindow | TeamRefusal> {
  assertIdempotencyKey(idempotencyKey);
  const described = { ...window, unitCode, hours: hours?.map(readHours) ?? null };
  return answer(context, await putWindow(context, described, { isNew, idempotencyKey }), windowOf);
}

// What is no time of day becomes none that any rule takes.
const readHours = ({ opens, closes }: Pick<HoursInput, 'opens' | 'closes'>) => ({
  opens: minuteOf(opens) ?? -1,
  closes: minuteOf(closes) ?? -1,
});

function step(context: ProvinceContext, asked: CertificationStep): Promise<Certification | TeamRefusal> {
  assertOwnId(asked.certificationId, 'Certification', context.province.code);
  assertIdempotencyKey(asked.idempotencyKey);
  return stepCertification(context, asked).then((outcome) => answer(context, outcome, certificationOf));
}

type Find<Subject> = (context: ProvinceContext, id: string) => Promise<Subject>;

async function answer<Subject>(
  context: ProvinceContext,
  outcome: TeamOutcome,
  find: Find<Subject>,
): Promise<Subject | TeamRefusal> {
  if ('refusal' in outcome) return new TeamRefusal(outcome.refusal);
  context.forget(); // an earlier command of this request has read what this one has changed
  return find(context, outcome.subject);
}

const tablesOf = (context: ProvinceContext) => context.orm.em.getKysely<TeamTables>();

const staffOf: Find<StaffMember> = async (context, id) => {
  const rows = tablesOf(context).selectFrom('team_staff').selectAll();
  return new StaffMember(await rows.where('id', '=', id).executeTakeFirstOrThrow());
};

const windowOf: Find<ServiceWindow> = async (context, id) => {
  const rows = tablesOf(context).selectFrom('team_window').selectAll();
  return new ServiceWindow(await rows.where('id', '=', id).executeTakeFirstOrThrow());
};

const rosterOf: Find<DutyRoster> = async (context, id) => {
  const rows = tablesOf(context).selectFrom('team_roster').selectAll();
  return new DutyRoster(await rows.where('id', '=', id).executeTakeFirstOrThrow());
};

const certificationOf: Find<Certification> = async (context, id) => {
  const rows = tablesOf(context).selectFrom('team_certification').selectAll();
  return new Certification(await rows.where('id', '=', id).executeTakeFirstOrThrow());
};

const sessionOf: Find<SupervisedSession> = async (context, id) => {
  const rows = tablesOf(context).selectFrom('team_session').selectAll();
  return new SupervisedSession(await rows.where('id', '=', id).executeTakeFirstOrThrow());
};
