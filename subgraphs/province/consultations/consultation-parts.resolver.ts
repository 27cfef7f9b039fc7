import { Field, Float, ObjectType } from 'type-graphql';
import { ConsultationAct, ConsultationState } from '../../../schema/consultation-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { isoTime } from '../exchange/desk.js';
import { DateTime } from '../shared/date-time.js';
import { LoggedStep } from '../shared/logged-step.resolver.js';
import { Province } from '../shared/graph.resolver.js';
import type { Holder, Responsibility } from '../shared/responsibility.js';
import type { ThreadLogRow } from './consultation.entity.js';
import { consultationEvents } from './machine/words.rules.js';
import type { Message } from './texts.service.js';

const ConsultationActEnum = codeListEnum(ConsultationAct);
const ConsultationStateEnum = codeListEnum(ConsultationState);

/** Who is responsible for a thread. */
@ObjectType({ simpleResolvers: true, description: '咨询的责任单位。 · The unit that is responsible for a thread.' })
export class ConsultationHolder {
  @Field(() => Province, { description: '所在省份。 · Its province.' })
  readonly province: Province;

  @Field(() => String, {
    description:
      '单位代码；COORDINATION 为该省协调机构。 · Code of the unit; COORDINATION is the coordinators of the province.',
  })
  readonly unit: string;

  constructor({ province, unit }: Holder) {
    this.province = new Province(province);
    this.unit = unit;
  }
}

/** A time during which exactly one unit was responsible. */
@ObjectType({
  simpleResolvers: true,
  description: '一段责任时间：其间恰有一个单位负责。 · A time during which exactly one unit was responsible.',
})
export class ConsultationHold {
  @Field(() => ConsultationHolder, { description: '责任单位。 · The unit.' })
  readonly holder: ConsultationHolder;

  @Field(() => DateTime, { description: '开始。 · From.' })
  readonly from: string;

  @Field(() => DateTime, {
    description: '结束；仍在负责者为查询时刻。 · To; the instant of the question for who has it still.',
  })
  readonly to: string;

  @Field(() => Float, {
    description: '按该省工作日历计的工作分钟。 · Working minutes, by the calendar of its province.',
  })
  readonly workingMinutes: number;

  constructor({ holder, from, to, workingMinutes }: Responsibility) {
    this.holder = new ConsultationHolder(holder);
    this.from = isoTime(from);
    this.to = isoTime(to);
    this.workingMinutes = workingMinutes;
  }
}

/** One thing that was said. */
@ObjectType({ simpleResolvers: true, description: '咨询中的一段话。 · One thing that was said in a thread.' })
export class ConsultationMessage {
  @Field(() => DateTime, { description: '时间。 · When.' })
  readonly at: string;

  @Field(() => ConsultationActEnum, { description: '类别。 · What it is.' })
  readonly act: string;

  @Field(() => Province, { description: '发言省份。 · The province where it was said.' })
  readonly province: Province;

  @Field(() => String, { nullable: true, description: '发言单位；咨询人本人为空。 · The unit; null for the asker.' })
  readonly unit: string | null;

  @Field(() => String, { description: '内容。 · What was said.' })
  readonly text: string;

  constructor({ at, act, province, unit, text }: Message) {
    this.at = at;
    this.act = act;
    this.province = new Province(province);
    this.unit = unit;
    this.text = text;
  }
}

/** One step of a thread in this province. */
@ObjectType({ simpleResolvers: true, description: '咨询在本省的一步。 · One step of a thread in this province.' })
export class ConsultationStep extends LoggedStep {
  @Field(() => ConsultationStateEnum, { description: '到达的状态。 · State that it led to.' })
  readonly state: string;

  constructor({ at, event, to_state: state }: ThreadLogRow) {
    super(at, event, consultationEvents[event]);
    this.state = state;
  }
}
