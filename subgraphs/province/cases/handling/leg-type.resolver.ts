import { Ctx, Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { LegRole } from '../../../../schema/case-lists.js';
import { ActorRole, AlertRule, ClockName, ClockState } from '../../../../schema/command-lists.js';
import { Allow } from '../../../server/allow.js';
import { codeListEnum } from '../../../server/code-list-enum.js';
import { Node } from '../../../server/node.js';
import { RestsOn } from '../../access/ground.js';
import type { ProvinceContext } from '../../context.js';
import { ReceivedMaterials } from '../../materials/index.js';
import type { Clock } from '../../shared/clock.js';
import { DateTime } from '../../shared/date-time.js';
import { Province } from '../../shared/graph.resolver.js';
import { fromJson } from '../../storage/stored.js';
import { Applicant } from '../applicant-type.resolver.js';
import { findApplicant, groundOfApplicant, subjectOf } from '../applicant.service.js';
import type { ClockName as ClockKey } from '../machine/clock-face.rules.js';
import { dueOfClock, mainClock, readCaseClock } from './case-clocks.rules.js';
import { isConcerned } from './concerned.service.js';
import type { CourseRecord } from './dossier.service.js';
import type { CaseLogRow } from './handling.entity.js';
import { publicSaid } from './public-said.rules.js';
import { findCaseIdOf, listLog } from './read-handling.service.js';
import { readReceivedOfLeg } from './received.service.js';

const ActorRoleEnum = codeListEnum(ActorRole);
const AlertRuleEnum = codeListEnum(AlertRule);
const ClockNameEnum = codeListEnum(ClockName);
const ClockStateEnum = codeListEnum(ClockState);
const LegRoleEnum = codeListEnum(LegRole);

const isoTime = (ms: number): string => new Date(ms).toISOString();

/** A clock as it stands when it is read. */
@ObjectType({
  description:
    '时限的计时，按持有省份的工作日历与办公时间计。 · A clock, counted in the working calendar and office hours of the province that holds it.',
})
export class CaseClock {
  readonly #key: ClockKey;
  readonly #clock: Clock;
  readonly #unitCode: string | null;

  constructor(key: ClockKey, clock: Clock, unitCode: string | null) {
    this.#key = key;
    this.#clock = clock;
    this.#unitCode = unitCode;
  }

  @Field(() => ClockNameEnum, { description: '计时种类。 · What it counts.' })
  get name(): string {
    return this.#key;
  }

  @Field(() => ClockStateEnum, { description: '计时状态。 · Whether it runs.' })
  state(@Ctx() context: ProvinceContext): string {
    const paused = this.#clock.pauses.at(-1)?.to === null ? 'PAUSED' : 'RUNNING';
    return this.#read(context)?.state ?? (this.#clock.stoppedAt === null ? paused : 'STOPPED');
  }

  @Field(() => Boolean, { description: '是否暂停。 · Whether it is paused.' })
  paused(@Ctx() context: ProvinceContext): boolean {
    return this.state(context) === 'PAUSED';
  }

  @Field(() => DateTime, { description: '开始时间。 · When it began.' })
  get startedAt(): string {
    return isoTime(this.#clock.startedAt);
  }

  @Field(() => DateTime, {
    nullable: true,
    description:
      '到期时间；所涉年度放假安排未公布时为空，见 notBefore。 · When it is due; null while a year that it reaches into has no published holidays, see notBefore.',
  })
  dueAt(@Ctx() context: ProvinceContext): string | null {
    const due = dueOfClock(this.#clock, context.exchange.desk.clock.nowMs());
    return due.kind === 'AT' ? isoTime(due.at) : null;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: '到期时间未定时，不会早于此时。 · While the due time is open, it is not before this.',
  })
  notBefore(@Ctx() context: ProvinceContext): string | null {
    const due = dueOfClock(this.#clock, context.exchange.desk.clock.nowMs());
    return due.kind === 'OPEN' ? isoTime(due.notBefore) : null;
  }

  @Field(() => Boolean, {
    nullable: true,
    description: '是否已超期；无法确定时为空。 · Whether it is overdue; null when nobody can say.',
  })
  overdue(@Ctx() context: ProvinceContext): boolean | null {
    return this.#read(context)?.isOverdue ?? null;
  }

  @Field(() => Int, { nullable: true, description: '剩余分钟（工作时间）。 · Working minutes left.' })
  remainingMinutes(@Ctx() context: ProvinceContext): number | null {
    return this.#read(context)?.remainingMinutes ?? null;
  }

  @Field(() => Int, {
    nullable: true,
    description: '累计暂停分钟（工作时间）。 · Working minutes for which it was paused.',
  })
  pausedMinutes(@Ctx() context: ProvinceContext): number | null {
    return this.#read(context)?.pausedMinutes ?? null;
  }

  @Field(() => Province, { description: '持有省份。 · The province that holds it.' })
  get owner(): Province {
    return new Province(this.#clock.province);
  }

  @Field(() => String, { nullable: true, description: '持有单位的代码。 · Code of the unit that holds it.' })
  get ownerUnit(): string | null {
    return this.#unitCode;
  }

  #read(context: ProvinceContext) {
    return readCaseClock(this.#clock, context.exchange.desk.clock.nowMs());
  }
}

/** One move of a case or leg. */
@ObjectType({ description: '一次操作的记录；只增不改。 · One move; entries are added, never changed.' })
export class CaseLogEntry {
  readonly #row: CaseLogRow;
  readonly #leg: string;
  readonly #collaborationNo: string;

  constructor(row: CaseLogRow, { name, collaborationNo }: Pick<CourseRecord, 'name' | 'collaborationNo'>) {
    this.#row = row;
    this.#leg = name;
    this.#collaborationNo = collaborationNo;
  }

  @Field(() => String, { description: '环节名称；办件本身为 case。 · Name of the leg; `case` for the case itself.' })
  get leg(): string {
    return this.#leg;
  }

  @Field(() => DateTime, { description: '时间。 · When.' })
  get at(): string {
    return this.#row.at;
  }

  @Field(() => String, { description: '操作或来件的事件。 · What was done, or what a letter told.' })
  get event(): string {
    return this.#row.event;
  }

  @Field(() => ActorRoleEnum, { description: '行为人角色。 · Who acted.' })
  get role(): string {
    return this.#row.role;
  }

  @Field(() => Province, { description: '行为所在省份。 · The province that acted.' })
  get province(): Province {
    return new Province(this.#row.province);
  }

  @Field(() => String, { nullable: true, description: '行为单位的代码。 · Code of the unit that acted.' })
  get unitCode(): string | null {
    return this.#row.unit_code;
  }

  @Field(() => String, { description: '此前状态。 · State before.' })
  get fromState(): string {
    return this.#row.from_state;
  }

  @Field(() => String, { description: '此后状态。 · State after.' })
  get toState(): string {
    return this.#row.to_state;
  }

  @Field(() => [AlertRuleEnum], {
    description: '此次操作触发的监督规则；一般为空列表。 · Rules of supervision that this move hit; empty for most.',
  })
  get alerts(): readonly string[] {
    const { alerts } = this.#row;
    return alerts === null ? [] : fromJson(alerts);
  }

  @Field(() => String, {
    nullable: true,
    description:
      '所陈述的内容与依据（JSON 文本）；文字、姓名与签名仅申请人、承办单位及持监督令者可见，他人仅见代码。 · What was said, and on what it rests, as JSON text; texts, names and signatures for the applicant, the units that have the case and supervisors under an order, codes for everybody else.',
  })
  async said(@Ctx() context: ProvinceContext): Promise<string | null> {
    const said = fromJson(this.#row.said);
    const isTold = await isConcerned(context, this.#collaborationNo);
    const shown = isTold ? said : publicSaid(said);
    return Object.keys(shown).length === 0 ? null : JSON.stringify(shown);
  }
}

/** A leg of a case, as it stands in this province. */
@ObjectType({
  implements: Node,
  description:
    '办件的一个环节，按本省所知；外省环节为该省最近一次告知的状态。 · A leg of a case as this province knows it; of a leg elsewhere, what that province told last.',
})
@Directive('@key(fields: "id")')
export class Leg extends Node {
  override readonly id: string;
  readonly #record: CourseRecord;

  constructor(record: CourseRecord) {
    super();
    this.id = record.id;
    this.#record = record;
  }

  @Field(() => String, { description: '环节名称，如 release。 · Name, such as release.' })
  get name(): string {
    return this.#record.name;
  }

  @Field(() => String, { description: '业务协同编号。 · Collaboration number.' })
  get collaborationNo(): string {
    return this.#record.collaborationNo;
  }

  @Field(() => ID, {
    nullable: true,
    description:
      '本省办件的标识；协同地只有环节、没有办件时为空。 · Id of the case in this province; null for a participant, which has a leg only.',
  })
  async caseId(@Ctx() context: ProvinceContext): Promise<string | null> {
    return (await findCaseIdOf(context, this.#record.collaborationNo)) ?? null;
  }

  @Allow('readApplicant')
  @RestsOn(groundOfApplicant)
  @Field(() => Applicant, {
    nullable: true,
    description:
      '申请人；协同地办理该环节的单位同样可见。 · The applicant; the unit that does the leg at a participant sees him too.',
  })
  async applicant(@Ctx() context: ProvinceContext): Promise<Applicant | null> {
    const subject = await subjectOf(context, this.id);
    const seen = subject === undefined ? undefined : await findApplicant(context, subject);
    return subject === undefined || seen === undefined ? null : new Applicant(subject, seen);
  }

  @Field(() => LegRoleEnum, { description: '角色。 · What the place does.' })
  get role(): string {
    return this.#record.role;
  }

  @Field(() => Province, { description: '办理该环节的省份。 · The province that does it.' })
  get province(): Province {
    return new Province(this.#record.province);
  }

  @Field(() => String, { description: '环节状态，见 LegState 与 CaseState。 · State; see LegState and CaseState.' })
  get state(): string {
    return this.#record.state;
  }

  @Field(() => Boolean, {
    description:
      '是否为外省告知的状态，而非本省所持。 · Whether the state is what another province told, not what is kept here.',
  })
  get told(): boolean {
    return this.#record.kind === 'TOLD';
  }

  @Allow('readMaterial')
  @Field(() => ReceivedMaterials, {
    nullable: true,
    description:
      '牵头地随环节转来的材料及接收状态；本省有办件时见办件；与查阅者无关时为空。 · What the lead sent along with the leg, and what of it has come; where the province has a case, see there. Null for whom it does not concern.',
  })
  async receivedMaterials(@Ctx() context: ProvinceContext): Promise<ReceivedMaterials | null> {
    const received = await readReceivedOfLeg(context, this.#record);
    return received === undefined ? null : new ReceivedMaterials(received);
  }

  @Field(() => String, {
    nullable: true,
    description:
      '办理结果；仅申请人、承办单位及持监督令者可见。 · Its result; for the applicant, the units that have the case and supervisors under an order.',
  })
  async result(@Ctx() context: ProvinceContext): Promise<string | null> {
    const { course, collaborationNo } = this.#record;
    return course.result !== null && (await isConcerned(context, collaborationNo)) ? course.result : null;
  }

  @Field(() => Int, { description: '版本；每次操作加一。 · Version; grows with each move.' })
  get version(): number {
    return this.#record.version;
  }

  @Field(() => CaseClock, { nullable: true, description: '当前时限。 · The clock that counts now.' })
  get clock(): CaseClock | null {
    const { clocks, unitCode } = this.#record;
    const [key, clock] = mainClock(clocks) ?? [];
    return key === undefined || clock === undefined ? null : new CaseClock(key, clock, unitCode);
  }

  @Field(() => DateTime, { nullable: true, description: '到期时间。 · When it is due.' })
  dueAt(@Ctx() context: ProvinceContext): string | null {
    return this.clock?.dueAt(context) ?? null;
  }

  @Field(() => [CaseLogEntry], { description: '操作记录，按时间先后。 · The log, oldest first.' })
  async log(@Ctx() context: ProvinceContext): Promise<readonly CaseLogEntry[]> {
    const rows = await listLog(context, this.id);
    return rows.map((row) => new CaseLogEntry(row, this.#record));
  }
}
