import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { AlertLevel, AlertState, SupervisionRule } from '../../../schema/supervision-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { Node } from '../../server/node.js';
import { connectionOf } from '../shared/connection.resolver.js';
import { DateTime } from '../shared/date-time.js';
import { LoggedStep } from '../shared/logged-step.resolver.js';
import { Coverage, Province } from '../shared/graph.resolver.js';
import type { CardMoment } from './machine/fold-card.rules.js';
import { cardEvents } from './machine/vocabulary.rules.js';
import type { Step } from './cards.service.js';
import { type AlertsOfCase, lifeDigest, type StandingCard } from './read-alerts.service.js';

export const SupervisionRuleEnum = codeListEnum(SupervisionRule);
export const AlertLevelEnum = codeListEnum(AlertLevel);
const AlertStateEnum = codeListEnum(AlertState);

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

function levelOf({ face: { level } }: StandingCard): string {
  if (level === null) throw new Error('A limit that nothing is wrong with is no alert.');
  return level;
}

/** One thing that happened to an alert. */
@ObjectType({ simpleResolvers: true, description: '预警的一步。 · One thing that happened to an alert.' })
export class AlertMoment extends LoggedStep {
  @Field(() => AlertStateEnum, { description: '到达的状态。 · State that it led to.' })
  readonly state: string;

  @Field(() => String, {
    nullable: true,
    description: '说明；由时间触发者为空。 · What was said; null for what time brought about.',
  })
  readonly said: string | null;

  @Field(() => String, {
    nullable: true,
    description: '何种角色所为；由时间触发者为空。 · In which role it was done; null for what time brought about.',
  })
  readonly role: string | null;

  @Field(() => Province, {
    nullable: true,
    description: '行为人所属省份；国家监督人员为空。 · Province of who did it; null for one of the state.',
  })
  readonly province: Province | null;

  constructor({ atMs, event, to }: CardMoment, step: Step | undefined) {
    super(iso(atMs), event, cardEvents[event]);
    this.state = to;
    this.said = step?.said ?? null;
    this.role = step?.role ?? null;
    const code = step?.province ?? null;
    this.province = code === null ? null : new Province(code);
  }
}

/** A reminder or a card about one unit. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    '监察预警：由时限、办件日志与省际链条算得，指明唯一的责任单位。 · An alert of supervision, computed from limits, logs and chains; it names exactly one responsible unit.',
})
export class SupervisionAlert extends Node {
  override readonly id: string;

  @Field(() => ID, {
    nullable: true,
    description:
      '业务协同编号；协议为 XY- 加协议编号。 · Collaboration number of the case; of an agreement XY- and its number.',
  })
  readonly collaborationNo: string | null;

  @Field(() => SupervisionRuleEnum, { description: '触发的规则。 · Rule that was hit.' })
  readonly rule: string;

  @Field(() => String, {
    nullable: true,
    description: '所涉环节，如 handle。 · The leg that it is about, such as handle.',
  })
  readonly leg: string | null;

  @Field(() => String, {
    nullable: true,
    description: '所涉计时，见 ClockName；非时限类为空。 · The clock, see ClockName; null for what is about no limit.',
  })
  readonly clock: string | null;

  @Field(() => Province, { description: '责任单位所在省份。 · Province of the responsible unit.' })
  readonly responsible: Province;

  @Field(() => String, {
    nullable: true,
    description: '责任单位代码；该省尚未告知时为空。 · Code of the unit; null while its province has not told it.',
  })
  readonly unitCode: string | null;

  @Field(() => AlertLevelEnum, { description: '级别。 · Level.' })
  readonly level: string;

  @Field(() => AlertStateEnum, { description: '状态。 · State.' })
  readonly state: string;

  @Field(() => DateTime, { description: '发出时间。 · When it was raised.' })
  readonly raisedAt: string;

  @Field(() => DateTime, { description: '进入当前状态的时间。 · Since when it has been in this state.' })
  readonly since: string;

  @Field(() => DateTime, {
    nullable: true,
    description: '整改期限；无整改要求在计时时为空。 · By when it has to be rectified; null while no order runs.',
  })
  readonly rectifyBy: string | null;

  @Field(() => [AlertMoment], { description: '经过，按时间先后。 · What happened, oldest first.' })
  readonly moments: readonly AlertMoment[];

  @Field(() => Int, { description: '版本；有变化即增大。 · Version; it grows with each change.' })
  readonly version: number;

  constructor(standing: StandingCard) {
    super();
    const { card, face } = standing;
    const { id, collaborationNo, rule, leg, unitCode, steps, version } = card;
    this.id = id;
    this.collaborationNo = collaborationNo;
    this.rule = rule;
    this.leg = leg;
    this.clock = card.clockName;
    this.responsible = new Province(card.province);
    this.unitCode = unitCode;
    this.level = levelOf(standing);
    this.state = face.state;
    this.raisedAt = iso(face.raisedMs ?? 0);
    this.since = iso(face.sinceMs ?? 0);
    this.rectifyBy = isoOrNull(face.rectifyByMs);
    this.moments = face.life.map(
      (moment) =>
        new AlertMoment(
          moment,
          steps.find(({ seq }) => seq === moment.seq),
        ),
    );
    this.version = version;
  }
}

/** A page of alerts. */
export const SupervisionAlertConnection = connectionOf(SupervisionAlert, {
  type: 'SupervisionAlert',
  zh: '监察预警',
  en: 'alerts',
});

/** An alert as one province holds it. */
@ObjectType({
  simpleResolvers: true,
  description: '某省所持的预警。 · An alert as one province holds it.',
})
export class AlertView {
  @Field(() => Province, { description: '持有省份。 · Province that holds it.' })
  readonly holder: Province;

  @Field(() => AlertLevelEnum, { description: '级别。 · Level.' })
  readonly level: string;

  @Field(() => AlertStateEnum, { description: '状态。 · State.' })
  readonly state: string;

  @Field(() => String, { nullable: true, description: '责任单位代码。 · Code of the responsible unit.' })
  readonly unitCode: string | null;

  @Field(() => DateTime, { nullable: true, description: '发出时间。 · When it was raised.' })
  readonly raisedAt: string | null;

  @Field(() => DateTime, { nullable: true, description: '整改期限。 · By when it has to be rectified.' })
  readonly rectifyBy: string | null;

  @Field(() => String, {
    description: '全部经过的摘要；两省相同即所持相同。 · Digest of its whole life; equal ones are the same card.',
  })
  readonly digest: string;

  constructor(holder: string, standing: StandingCard) {
    const { card, face } = standing;
    this.holder = new Province(holder);
    this.level = levelOf(standing);
    this.state = face.state;
    this.unitCode = card.unitCode;
    this.raisedAt = isoOrNull(face.raisedMs);
    this.rectifyBy = isoOrNull(face.rectifyByMs);
    this.digest = lifeDigest(standing);
  }
}

/** One alert of a case, as each of its provinces holds it. */
@ObjectType({
  simpleResolvers: true,
  description: '办件的一项预警，并列各省所持。 · One alert of a case, as each of its provinces holds it.',
})
export class CaseAlert {
  @Field(() => ID, { description: '预警的标识。 · Id of the alert.' })
  readonly alertId: string;

  @Directive('@merge(how: "ANY")')
  @Field(() => SupervisionRuleEnum, { description: '触发的规则。 · Rule that was hit.' })
  readonly rule: string;

  @Directive('@merge(how: "ANY")')
  @Field(() => Province, { description: '责任单位所在省份。 · Province of the responsible unit.' })
  readonly responsible: Province;

  @Directive('@merge(how: "MIN")')
  @Field(() => DateTime, { nullable: true, description: '发出时间。 · When it was raised.' })
  readonly raisedAt: string | null;

  @Directive('@merge(how: "CONCAT")')
  @Field(() => [AlertView], { description: '各省所持。 · What each province holds.' })
  readonly views: readonly AlertView[];

  constructor(holder: string, standing: StandingCard) {
    const { card, face } = standing;
    this.alertId = card.id;
    this.rule = card.rule;
    this.responsible = new Province(card.province);
    this.raisedAt = isoOrNull(face.raisedMs);
    this.views = [new AlertView(holder, standing)];
  }
}

/** The alerts of one case. */
@ObjectType({
  simpleResolvers: true,
  description:
    '一个办件的预警；一省未作答时仍有他省所持。 · The alerts of one case; what others hold is there while a province is not.',
})
export class CaseAlerts {
  @Directive('@merge(how: "DISTINCT", by: "code")')
  @Field(() => [Province], { description: '参与省份。 · Provinces that take part.' })
  readonly participants: readonly Province[];

  @Directive('@merge(how: "BUCKETS", by: "alertId", orderBy: "raisedAt")')
  @Field(() => [CaseAlert], { description: '各项预警，按发出的先后。 · The alerts as they were raised.' })
  readonly alerts: readonly CaseAlert[];

  @Directive('@coverage')
  @Field(() => Coverage, { description: '结果涵盖哪些省份。 · Which provinces the answer covers.' })
  readonly coverage: Coverage;

  constructor(province: string, { parties, alerts }: AlertsOfCase) {
    this.participants = parties.map((code) => new Province(code));
    this.alerts = alerts.map((each) => new CaseAlert(province, each));
    this.coverage = new Coverage([province]);
  }
}
