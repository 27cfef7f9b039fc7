import { Ctx, Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import {
  ConsultationAsker,
  ConsultationKind,
  ConsultationState,
  ConsultationTopic,
} from '../../../schema/consultation-lists.js';
import { isConsultationRefusal } from '../../../schema/consultation-refusals.js';
import { formatGlobalId, parseGlobalId } from '../../../schema/global-id.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { Node } from '../../server/node.js';
import type { ProvinceContext } from '../context.js';
import { isoTime } from '../exchange/desk.js';
import { readPolicy } from '../policy/index.js';
import { connectionOf } from '../shared/connection.resolver.js';
import { DateTime } from '../shared/date-time.js';
import { dueAfter } from '../shared/deadlines.js';
import { Province, StandardItem } from '../shared/graph.resolver.js';
import { ownerOf, standardItemId } from '../../shared/ids.js';
import { fromJson } from '../storage/stored.js';
import { RuleAlignment, RuleProposal } from './alignment/alignment-type.resolver.js';
import {
  ConsultationHold,
  ConsultationHolder,
  ConsultationMessage,
  ConsultationStep,
} from './consultation-parts.resolver.js';
import type { ThreadRow } from './consultation.entity.js';
import { findAlignment, findSeen, listProposals, listSteps, readMessages, type SeenThread } from './read.service.js';
import { ConsultationRefusal } from './refusal-type.resolver.js';
import { intervalsFrom, readThreadClock, type ThreadReading } from './thread-clock.rules.js';

const ConsultationAskerEnum = codeListEnum(ConsultationAsker);
const ConsultationKindEnum = codeListEnum(ConsultationKind);
const ConsultationStateEnum = codeListEnum(ConsultationState);
const ConsultationTopicEnum = codeListEnum(ConsultationTopic);

/** A thread as one province has it. */
@ObjectType({
  implements: Node,
  description:
    '咨询在一省的记录；仅咨询人、承办过的单位及凭监督令的监督人员可见。 · A thread as one province has it; for its asker, the units that hold or held it, and supervisors under an order.',
})
@Directive('@key(fields: "id")')
export class Consultation extends Node {
  override readonly id: string;
  readonly #seen: SeenThread;

  constructor(seen: SeenThread) {
    super();
    this.id = seen.row.id;
    this.#seen = seen;
  }

  get #row(): ThreadRow {
    return this.#seen.row;
  }

  @Field(() => Province, { description: '本记录所在省份。 · The province whose record this is.' })
  get province(): Province {
    return new Province(ownerOf(this.id));
  }

  @Field(() => ID, { description: '在提出省份的标识。 · Its id in the province where it was opened.' })
  get originId(): string {
    return this.#row.origin_id;
  }

  @Field(() => ConsultationKindEnum, { description: '类别。 · Kind.' })
  get kind(): string {
    return this.#row.kind;
  }

  @Field(() => ConsultationTopicEnum, { description: '内容。 · What it is about.' })
  get topic(): string {
    return this.#row.topic;
  }

  @Field(() => ConsultationAskerEnum, { description: '咨询人类别。 · How the asker is known.' })
  get asker(): string {
    return this.#row.asker_kind;
  }

  @Field(() => StandardItem, { nullable: true, description: '所涉国家事项。 · The national item that it is about.' })
  get standard(): StandardItem | null {
    return this.#row.item_code === null ? null : new StandardItem(standardItemId(this.#row.item_code));
  }

  @Field(() => ConsultationStateEnum, {
    description: '状态；已转他省者为该省最近告知的状态。 · State; of what another province has, as that one told last.',
  })
  get state(): string {
    return this.#row.state === 'ELSEWHERE' ? (this.#row.told_state ?? 'ELSEWHERE') : this.#row.state;
  }

  @Field(() => DateTime, { description: '进入该状态的时间。 · Since when.' })
  get since(): string {
    return this.#row.since;
  }

  @Field(() => DateTime, { description: '提出时间。 · When it was asked.' })
  get openedAt(): string {
    return this.#row.opened_at;
  }

  @Field(() => ConsultationHolder, { description: '现责任单位。 · The unit that is responsible now.' })
  get holder(): ConsultationHolder {
    return new ConsultationHolder({ province: this.#row.holder_province, unit: this.#row.holder_unit });
  }

  @Directive('@elsewhere')
  @Field(() => Consultation, {
    nullable: true,
    description:
      '责任省份的记录；即本记录时为空。 · The record of the province that is responsible; null when it is this one.',
  })
  get current(): Consultation | null {
    const { holder_province: province } = this.#row;
    if (province === ownerOf(this.id)) return null;
    const local = parseGlobalId(this.id)?.local ?? '';
    const id = formatGlobalId({ province, type: 'Consultation', local });
    // The gateway asks for nothing but its id here.
    return new Consultation({ ...this.#seen, row: { ...this.#row, id } });
  }

  @Field(() => Boolean, {
    description: '是否有函件在途，待他省签收。 · Whether a letter is under way that another province has to sign for.',
  })
  get isUnderway(): boolean {
    return this.#row.pending !== null;
  }

  @Field(() => ConsultationRefusal, {
    nullable: true,
    description: '他省拒绝上一函件的原因。 · Why another province refused the last letter; null unless it did.',
  })
  get refusedBy(): ConsultationRefusal | null {
    const { refused_by: code } = this.#row;
    if (code === null) return null;
    return new ConsultationRefusal(isConsultationRefusal(code) ? code : 'CONSULTATION_UNKNOWN');
  }

  @Field(() => DateTime, {
    nullable: true,
    description:
      '答复期限；所需年度的放假安排未公布时为空。 · When an answer is due; null while the holidays that it depends on are not published.',
  })
  dueAt(@Ctx() context: ProvinceContext): string | null {
    const due = this.#reading(context)?.due;
    return due?.kind === 'AT' ? isoTime(due.at) : null;
  }

  @Field(() => Boolean, { description: '是否已逾期。 · Whether it is overdue.' })
  isOverdue(@Ctx() context: ProvinceContext): boolean {
    return this.#reading(context)?.isOverdue ?? false;
  }

  @Field(() => Int, { description: '超期工作日数（计算得出）。 · Working days overdue; computed, never typed.' })
  overdueDays(@Ctx() context: ProvinceContext): number {
    return this.#reading(context)?.overdueDays ?? 0;
  }

  @Field(() => Int, {
    nullable: true,
    description: '已用工作分钟，历经各省合计。 · Working minutes used, over all provinces that had it.',
  })
  usedMinutes(@Ctx() context: ProvinceContext): number | null {
    return this.#reading(context)?.usedMinutes ?? null;
  }

  #reading({ surroundings }: ProvinceContext): ThreadReading | undefined {
    return readThreadClock(this.#seen.ledger, fromJson(this.#row.clock), surroundings.nowMs());
  }

  @Field(() => DateTime, {
    nullable: true,
    description: '分派期限；已分派为空。 · By when it has to be routed; null once it is.',
  })
  async routeDueAt(@Ctx() context: ProvinceContext): Promise<string | null> {
    if (this.#row.state !== 'OPEN') return null;
    const value = (await readPolicy(context.orm.em)).valueOf('CONSULTATION_ROUTE');
    const due = dueAfter(context.province.code, Date.parse(this.#row.since), { value, unit: 'WORKING_DAY' });
    return due.kind === 'AT' ? isoTime(due.at) : null;
  }

  @Field(() => Boolean, { description: '期限是否已延长。 · Whether the limit was extended.' })
  get isExtended(): boolean {
    return fromJson(this.#row.clock).extension !== null;
  }

  @Field(() => Int, { description: '转办次数。 · How often it was transferred.' })
  get transfers(): number {
    return this.#row.transfers;
  }

  @Field(() => Int, { description: '重开次数。 · How often it was reopened.' })
  get reopenings(): number {
    return this.#row.reopenings;
  }

  @Field(() => [ConsultationHold], {
    description:
      '责任区间：自提出至今无缝无叠。 · Who was responsible when, from the question until now: without gap or overlap.',
  })
  holds(@Ctx() { surroundings }: ProvinceContext): readonly ConsultationHold[] {
    const { ledger } = this.#seen;
    const known = ledger.handoffs.map(({ acknowledgedAt }) => acknowledgedAt ?? 0);
    const end = Math.max(surroundings.nowMs(), ledger.startedAt, ...known);
    return intervalsFrom(ledger, ledger.startedAt, end).map((each) => new ConsultationHold(each));
  }

  @Field(() => [ConsultationStep], { description: '在本省的经过，按先后。 · What has happened here, in order.' })
  async steps(@Ctx() context: ProvinceContext): Promise<readonly ConsultationStep[]> {
    return (await listSteps(context, this.id)).map((row) => new ConsultationStep(row));
  }

  @Field(() => [ConsultationMessage], {
    description:
      '所言，按先后。咨询人实名时，他人查阅先记入其查询轨迹，须载明目的（x-tongban-purpose: CONSULTATION）。 · What was said, in order. What a verified person has said is entered in his trail before others read it, who state their purpose.',
  })
  async messages(@Ctx() context: ProvinceContext): Promise<readonly ConsultationMessage[]> {
    return (await readMessages(context, this.#seen)).map((each) => new ConsultationMessage(each));
  }

  @Field(() => [RuleProposal], { description: '协商中提出的文本，按先后。 · The texts of a negotiation, in order.' })
  async proposals(@Ctx() context: ProvinceContext): Promise<readonly RuleProposal[]> {
    if (this.#row.kind !== 'NEGOTIATION') return [];
    return (await listProposals(context, this.id)).map((row) => new RuleProposal(row));
  }

  @Field(() => RuleAlignment, { nullable: true, description: '协商的结果。 · What a negotiation came to.' })
  async alignment(@Ctx() context: ProvinceContext): Promise<RuleAlignment | null> {
    const row = this.#row.kind === 'NEGOTIATION' ? await findAlignment(context, this.id) : undefined;
    return row === undefined ? null : new RuleAlignment(row);
  }
}

/** One page of threads. */
export const ConsultationConnection = connectionOf(Consultation, {
  type: 'Consultation',
  zh: '咨询',
  en: 'consultations',
});

/** A thread of this province for those whom it concerns; null for everybody else. */
export async function findConsultation(
  id: string,
  context: ProvinceContext,
  secret: string | null = null,
): Promise<Consultation | null> {
  const seen = await findSeen(context, id, secret);
  return seen === undefined ? null : new Consultation(seen);
}
