import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { LegRole } from '../../../schema/case-lists.js';
import { EntryState } from '../../../schema/trace-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { DateTime } from '../shared/date-time.js';
import { Coverage, Province } from '../shared/graph.resolver.js';
import type { Holder, Trace, TracedEntry, TracedLeg } from './trace.rules.js';

const EntryStateEnum = codeListEnum(EntryState);
const LegRoleEnum = codeListEnum(LegRole);

/** One entry of the chains. */
@ObjectType({
  simpleResolvers: true,
  description: '省际往来的一条记录。 · One entry of what the provinces told each other.',
})
export class TraceEntry {
  @Field(() => ID, { description: '记录的哈希。 · Hash of the entry.' })
  readonly entryHash!: string;

  @Directive('@merge(how: "MIN")')
  @Field(() => DateTime, {
    description: '时间；不早于其所接续、所见的记录。 · When; never before what it follows or its sender had seen.',
  })
  readonly at!: string;

  @Directive('@merge(how: "MAX")')
  @Field(() => Int, {
    description:
      '在因果次序中的深度，区分同一时刻的记录。 · Depth in the causal order, which tells entries of one instant apart.',
  })
  readonly depth!: number;

  @Directive('@merge(how: "ANY")')
  @Field(() => Province, { description: '发件省份。 · Province that sent it.' })
  readonly from!: Province;

  @Directive('@merge(how: "ANY")')
  @Field(() => Province, { description: '收件省份。 · Province that it is addressed to.' })
  readonly to!: Province;

  @Directive('@merge(how: "ANY")')
  @Field(() => Int, { description: '在该方向上的序号，从 1 起。 · Number in its direction, from 1.' })
  readonly seq!: number;

  @Directive('@merge(how: "ANY")')
  @Field(() => String, { description: '事项，如 caseForwarded。 · What it is about, such as caseForwarded.' })
  readonly event!: string;

  @Directive('@merge(how: "ANY")')
  @Field(() => ID, {
    nullable: true,
    description: '同方向前一条的哈希。 · Hash of the entry before it in its direction.',
  })
  readonly prevHash!: string | null;

  @Directive('@merge(how: "ANY")')
  @Field(() => ID, {
    nullable: true,
    description:
      '发件省份当时所见反方向末条的哈希。 · Hash of the last entry of the other direction that its sender had seen.',
  })
  readonly seenHash!: string | null;

  @Directive('@merge(how: "LATEST", by: "receiptAt")')
  @Field(() => EntryStateEnum, {
    description: '状态；任一方持有回执即为已答复。 · State; a receipt that either side holds counts.',
  })
  readonly state!: TracedEntry['state'];

  @Directive('@merge(how: "MAX")')
  @Field(() => DateTime, {
    nullable: true,
    description: '回执时间；在途时为空。 · Time of the receipt; null while in transit.',
  })
  readonly receiptAt!: string | null;

  @Directive('@merge(how: "LATEST", by: "receiptAt")')
  @Field(() => String, { nullable: true, description: '拒收代码。 · Code of the refusal.' })
  readonly refusal!: string | null;

  @Directive('@merge(how: "MIN")')
  @Field(() => Boolean, {
    description: '缺口：持有本条的省份均无其前一条。 · A gap: nobody who holds this entry holds the one before it.',
  })
  readonly isAfterGap!: boolean;

  @Directive('@merge(how: "MIN")')
  @Field(() => Boolean, {
    description:
      '缺口：持有本条的省份均无其所见的记录。 · A gap: nobody who holds this entry holds the one that it names as seen.',
  })
  readonly isSeenMissing!: boolean;

  @Directive('@merge(how: "DISTINCT", by: "code")')
  @Field(() => [Province], { description: '作答且持有本条的省份。 · Provinces that answered and hold it.' })
  readonly heldBy!: readonly Province[];

  constructor(entry: TracedEntry, holder: string) {
    Object.assign(this, entry, { from: new Province(entry.from), to: new Province(entry.to) });
    this.heldBy = [new Province(holder)];
  }
}

/** One leg of the case. */
@ObjectType({
  simpleResolvers: true,
  description:
    '办件的一个环节；所在省份未作答时为双方签署的最后状态。 · One leg of the case; its last co-signed state when its province does not answer.',
})
export class TraceLeg {
  @Field(() => Province, { description: '办理该环节的省份。 · Province that does it.' })
  readonly province!: Province;

  @Field(() => ID, { description: '环节名称，如 handle。 · Name of the leg, such as handle.' })
  readonly name!: string;

  @Directive('@merge(how: "LATEST", by: "asOf")')
  @Field(() => LegRoleEnum, { description: '角色。 · Role.' })
  readonly role!: TracedLeg['role'];

  @Directive('@merge(how: "LATEST", by: "asOf")')
  @Field(() => String, {
    nullable: true,
    description:
      '状态，见 LegState 与 CaseState；无人说明时为空。 · State, see LegState and CaseState; null while nobody has said it.',
  })
  readonly state!: string | null;

  @Directive('@merge(how: "MAX")')
  @Field(() => Int, {
    nullable: true,
    description:
      '其前依次有多少环节；作答各方均无案卷时为空。 · How many legs, one waiting for the other, lie before it; null when nobody who answers has the file.',
  })
  readonly stage!: number | null;

  @Directive('@merge(how: "MAX")')
  @Field(() => Boolean, {
    nullable: true,
    description:
      '是否决定联办何时办结：该环节多一个工作日，全程即多一个工作日；已办毕者、办件不在等待环节时为否。非联办或牵头省份未作答时为空。 · Whether it determines when a joint case ends: one working day more of it is one more of the whole; false once it is settled, and while the case does not wait for its legs. Null for other cases, and while the lead does not answer.',
  })
  readonly isCritical!: boolean | null;

  @Directive('@merge(how: "MIN")')
  @Field(() => DateTime, {
    nullable: true,
    description: '首次办理或被提及的时间；尚未开始时为空。 · When it first moved or was told of; null before.',
  })
  readonly begunAt!: string | null;

  @Directive('@merge(how: "LATEST", by: "asOf")')
  @Field(() => DateTime, {
    nullable: true,
    description: '自何时起处于该状态。 · Since when it has been in this state.',
  })
  readonly since!: string | null;

  @Directive('@merge(how: "LATEST", by: "asOf")')
  @Field(() => DateTime, {
    nullable: true,
    description:
      '当前计时应于何时完成；无计时运行或未说明时为空。 · When it is due by the clock that counts now; null when none runs or nobody has said it.',
  })
  readonly dueAt!: string | null;

  @Directive('@merge(how: "MAX")')
  @Field(() => DateTime, { description: '所知截至何时。 · Up to when this is known.' })
  readonly asOf!: string;

  @Directive('@merge(how: "LATEST", by: "asOf")')
  @Field(() => Boolean, {
    description:
      '是否可能已过时：由他省按最后签署的状态转述。 · Whether it may be outdated: told by another province, as it was co-signed last.',
  })
  readonly stale!: boolean;

  @Directive('@merge(how: "LATEST", by: "asOf")')
  @Field(() => DateTime, { nullable: true, description: '自何时起可能过时。 · Since when it may be outdated.' })
  readonly staleSince!: string | null;

  constructor({ isStale, ...leg }: TracedLeg) {
    Object.assign(this, leg, { province: new Province(leg.province) });
    this.stale = isStale;
    this.staleSince = isStale ? leg.asOf : null;
  }
}

/** Who answers for the case. */
@ObjectType({
  simpleResolvers: true,
  description:
    '办件当前的责任省份，依最后一条已签收的移交记录；始末依发起省份的案卷。 · Who answers for the case, by the last acknowledged entry that moved it; its beginning and end by the file of its origin.',
})
export class CaseHolder {
  @Directive('@merge(how: "LATEST", by: "since")')
  @Field(() => Province, {
    nullable: true,
    description: '责任省份；办件终结后为空。 · The province; null once the case has ended.',
  })
  readonly province: Province | null;

  @Directive('@merge(how: "MAX")')
  @Field(() => DateTime, {
    nullable: true,
    description:
      '自何时起；尚未移交而发起省份未作答时为空。 · Since when; null while it has not been moved and its origin does not answer.',
  })
  readonly since: string | null;

  constructor({ province, since }: Holder) {
    this.province = province === null ? null : new Province(province);
    this.since = since;
  }
}

/** What the provinces involved know of one case. */
@ObjectType({
  simpleResolvers: true,
  description:
    '办件全程追踪；由各省所持的签署记录得出，不作推测。 · The trace of a case over all provinces involved, read from what they signed; nothing in it is guessed.',
})
export class CaseTrace {
  @Directive('@merge(how: "DISTINCT", by: "code")')
  @Field(() => [Province], {
    description: '参与省份；无人知晓该编号时为空列表。 · Provinces that take part; none when nobody knows the number.',
  })
  readonly participants: readonly Province[];

  @Directive('@merge(how: "OBJECT")')
  @Field(() => CaseHolder, { nullable: true, description: '责任省份。 · Who answers for the case.' })
  readonly holder: CaseHolder | null;

  @Directive('@merge(how: "BUCKETS", by: "province { code } name", orderBy: "stage begunAt")')
  @Field(() => [TraceLeg], {
    description:
      '各环节，按办理次序，同一阶段按开始的先后。 · The legs in the order in which they are done, those of one stage as they began.',
  })
  readonly legs: readonly TraceLeg[];

  @Directive('@merge(how: "BUCKETS", by: "entryHash", orderBy: "at depth")')
  @Field(() => [TraceEntry], {
    description: '往来记录，按因果次序。 · What the provinces told each other, in causal order.',
  })
  readonly entries: readonly TraceEntry[];

  @Directive('@coverage')
  @Field(() => Coverage, { description: '结果涵盖哪些省份。 · Which provinces the answer covers.' })
  readonly coverage: Coverage;

  constructor(province: string, { participants, holder, legs, entries }: Trace) {
    this.participants = participants.map((code) => new Province(code));
    this.holder = holder && new CaseHolder(holder);
    this.legs = legs.map((leg) => new TraceLeg(leg));
    this.entries = entries.map((entry) => new TraceEntry(entry, province));
    this.coverage = new Coverage([province]);
  }
}
