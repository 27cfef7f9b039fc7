import { Field, ObjectType } from 'type-graphql';
import { DateTime } from './date-time.js';

/** What every line of a log of states shows: when it was, and what happened, in both languages. */
@ObjectType({ simpleResolvers: true })
export abstract class LoggedStep {
  @Field(() => DateTime, { description: '时间。 · When.' })
  readonly at: string;

  @Field(() => String, { description: '事件代码。 · Code of what happened.' })
  readonly event: string;

  @Field(() => String, { description: '事件（中文）。 · What happened, in Chinese.' })
  readonly eventZh: string;

  @Field(() => String, { description: '事件（英文）。 · What happened, in English.' })
  readonly eventEn: string;

  constructor(at: string, event: string, { zh, en }: { readonly zh: string; readonly en: string }) {
    this.at = at;
    this.event = event;
    this.eventZh = zh;
    this.eventEn = en;
  }
}
