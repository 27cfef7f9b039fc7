import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { AccountabilityKind, AccountabilityStanding } from '../../../schema/supervision-lists.js';
import { PairFinding } from '../../../schema/trace-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { PairVerdict } from '../exchange/judge-pair.js';
import { DateTime } from '../shared/date-time.js';
import { Coverage, Province } from '../shared/graph.resolver.js';
import { SupervisionRuleEnum } from './alert-type.resolver.js';
import type { CitableEntry, Statement } from './report.rules.js';
import type { Report } from './report.service.js';

const KindEnum = codeListEnum(AccountabilityKind);
const StandingEnum = codeListEnum(AccountabilityStanding);
const PairFindingEnum = codeListEnum(PairFinding);

/** An entry that a statement rests on. */
@ObjectType({
  simpleResolvers: true,
  description: '所引的链条记录，均可凭公钥核验。 · An entry of the chain that is cited; it verifies by public keys.',
})
export class CitedEntry {
  @Field(() => ID, { description: '记录的哈希。 · Hash of the entry.' })
  readonly entryHash: string;

  @Field(() => Province, { description: '发件省份。 · Province that sent it.' })
  readonly from: Province;

  @Field(() => Province, { description: '收件省份。 · Province that it is addressed to.' })
  readonly to: Province;

  @Field(() => Int, { description: '在该方向上的序号。 · Number in its direction.' })
  readonly seq: number;

  @Field(() => String, { description: '事项。 · What it is about.' })
  readonly event: string;

  constructor({ entryHash, from, to, seq, event }: CitableEntry) {
    this.entryHash = entryHash;
    this.from = new Province(from);
    this.to = new Province(to);
    this.seq = seq;
    this.event = event;
  }
}

/** One statement of an accountability report. */
@ObjectType({ simpleResolvers: true, description: '追责报告的一项事实。 · One statement of an accountability report.' })
export class AccountabilityStatement {
  @Field(() => Province, { description: '作出陈述的省份。 · Province that states it.' })
  readonly statedBy: Province;

  @Field(() => KindEnum, { description: '类别。 · What it is about.' })
  readonly kind: string;

  @Field(() => StandingEnum, { description: '证明程度。 · What it rests on.' })
  readonly standing: string;

  @Field(() => Province, { description: '责任省份。 · Province that it is about.' })
  readonly province: Province;

  @Field(() => String, {
    nullable: true,
    description: '责任单位代码；不知时为空。 · Code of the unit; null where it is not known.',
  })
  readonly unitCode: string | null;

  @Field(() => DateTime, { description: '自何时。 · From when.' })
  readonly from: string;

  @Field(() => DateTime, {
    nullable: true,
    description: '至何时；仍在继续时为空。 · Until when; null while it goes on.',
  })
  readonly to: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      '工作分钟：责任时段的时长，或者时限逾期的时长。 · Working minutes: of a time of responsibility, or by which a limit was passed.',
  })
  readonly workingMinutes: number | null;

  @Field(() => SupervisionRuleEnum, { nullable: true, description: '监察规则。 · Rule of supervision.' })
  readonly rule: string | null;

  @Field(() => ID, { nullable: true, description: '预警或者时限的标识。 · Id of the alert, or of its limit.' })
  readonly alertId: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      '时限：KEPT、RUNNING、PASSED、UNKNOWN；预警：其状态。 · Of a limit KEPT, RUNNING, PASSED or UNKNOWN; of an alert its state.',
  })
  readonly outcome: string | null;

  @Field(() => [CitedEntry], {
    description: '所引记录；不能核验的一律不引。 · Entries cited; none that does not verify.',
  })
  readonly cites: readonly CitedEntry[];

  @Field(() => [String], {
    description:
      '缺失或者不能核验的记录：链条、序号与问题。 · What is missing or does not verify: link, number and problem.',
  })
  readonly problems: readonly string[];

  constructor(statedBy: string, statement: Statement) {
    const { kind, standing, unitCode, fromMs, toMs, workingMinutes, rule, alertId, outcome, problems } = statement;
    this.statedBy = new Province(statedBy);
    this.kind = kind;
    this.standing = standing;
    this.province = new Province(statement.province);
    this.unitCode = unitCode;
    this.from = new Date(fromMs).toISOString();
    this.to = toMs === null ? null : new Date(toMs).toISOString();
    this.workingMinutes = workingMinutes;
    this.rule = rule;
    this.alertId = alertId;
    this.outcome = outcome;
    this.cites = statement.cites.map((entry) => new CitedEntry(entry));
    this.problems = problems;
  }
}

/** What comparing the chains of two provinces has shown. */
@ObjectType({ simpleResolvers: true, description: '两省链条比对的结论。 · What comparing two provinces has shown.' })
export class AccountabilityPair {
  @Field(() => Province, { description: '作出比对的省份。 · Province that compared.' })
  readonly statedBy: Province;

  @Field(() => Province, { description: '对方省份。 · The other province.' })
  readonly peer: Province;

  @Field(() => PairFindingEnum, {
    description: '结论；对方未作答即无法判定。 · Finding; UNKNOWN when it does not answer.',
  })
  readonly finding: string;

  constructor(statedBy: string, { peer, finding }: PairVerdict) {
    this.statedBy = new Province(statedBy);
    this.peer = new Province(peer);
    this.finding = finding;
  }
}

/** The accountability report of a case. */
@ObjectType({
  simpleResolvers: true,
  description:
    '追责报告：两省陈述不一，其本身即为发现。 · An accountability report. That two provinces state different things is a finding itself.',
})
export class AccountabilityReport {
  @Directive('@merge(how: "DISTINCT", by: "code")')
  @Field(() => [Province], { description: '参与省份。 · Provinces that take part.' })
  readonly participants: readonly Province[];

  @Directive('@merge(how: "CONCAT")')
  @Field(() => [AccountabilityStatement], { description: '各省陈述的事实。 · What each province states.' })
  readonly statements: readonly AccountabilityStatement[];

  @Directive('@merge(how: "CONCAT")')
  @Field(() => [AccountabilityPair], { description: '逐对比对的结论。 · What comparing has shown, for each pair.' })
  readonly pairs: readonly AccountabilityPair[];

  @Directive('@coverage')
  @Field(() => Coverage, { description: '结果涵盖哪些省份。 · Which provinces the answer covers.' })
  readonly coverage: Coverage;

  constructor(province: string, { participants, statements, verdicts }: Report) {
    this.participants = participants.map((code) => new Province(code));
    this.statements = statements.map((statement) => new AccountabilityStatement(province, statement));
    this.pairs = verdicts.map((verdict) => new AccountabilityPair(province, verdict));
    this.coverage = new Coverage([province]);
  }
}
