import { Arg, Ctx, Directive, Field, ID, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import { CaseEventKind, CaseState } from '../../../../schema/case-lists.js';
import { HandlingMode } from '../../../../schema/code-lists.js';
import { Allow } from '../../../server/allow.js';
import { codeListEnum } from '../../../server/code-list-enum.js';
import type { StreamEvent, StreamOpening } from '../../../server/stream-event.js';
import type { ProvinceContext } from '../../context.js';
import { DateTime } from '../../shared/date-time.js';
import { Province } from '../../shared/graph.resolver.js';
import { assertOwnId, assertOwnProvince } from '../../../shared/ids.js';
import { findCase } from '../case.service.js';
import { Case } from '../case-type.resolver.js';
import type { ToldRow } from './feed.service.js';
import type { FeedNotice } from './follow-feed.service.js';

const CaseEventKindEnum = codeListEnum(CaseEventKind);
const CaseStateEnum = codeListEnum(CaseState);
const HandlingModeEnum = codeListEnum(HandlingMode);

/** Something that happened in a case. */
@ObjectType({
  description:
    '办件动态：本省的操作，或外省告知的状态。 · Something that happened in a case: a move of this province, or what another one told.',
})
export class CaseEvent {
  @Field(() => ID, {
    description:
      '动态的标识；作为 after 或 Last-Event-ID 提交，即从其后继续。 · Its id; given as after or Last-Event-ID, the events after it follow.',
  })
  readonly id: string;
  readonly #row: ToldRow | undefined;

  constructor({ id, row }: FeedNotice) {
    this.id = id;
    this.#row = row;
  }

  @Field(() => CaseEventKindEnum, { description: '种类；GAP 时其余字段为空。 · Its kind; of a GAP all else is null.' })
  get kind(): string {
    if (this.#row === undefined) return 'GAP';
    return this.#row.event === null ? 'TOLD' : 'MOVED';
  }

  @Field(() => DateTime, { nullable: true, description: '发生时间。 · When it happened.' })
  get at(): string | null {
    return this.#row?.at ?? null;
  }

  @Field(() => String, {
    nullable: true,
    description: '操作，如 acceptCase；外省告知时为空。 · The move, such as acceptCase; null for what was told.',
  })
  get event(): string | null {
    return this.#row?.event ?? null;
  }

  @Field(() => Province, {
    nullable: true,
    description: '作出操作的省份。 · The province that did it.',
  })
  get province(): Province | null {
    return provinceOf(this.#row?.province);
  }

  @Field(() => String, { nullable: true, description: '环节名称，如 release。 · Name of the leg, such as release.' })
  get leg(): string | null {
    return this.#row?.leg ?? null;
  }

  @Field(() => String, {
    nullable: true,
    description: '此后的环节状态，见 LegState 与 CaseState。 · State of the leg after it; see LegState and CaseState.',
  })
  get legState(): string | null {
    return this.#row?.leg_state ?? null;
  }

  @Field(() => CaseStateEnum, {
    nullable: true,
    description:
      '此后的办件状态；本省没有办件时为空。 · State of the case after it; null where this province has a leg only.',
  })
  get state(): string | null {
    return this.#row?.case_state ?? null;
  }

  @Field(() => HandlingModeEnum, { nullable: true, description: '业务模式。 · Mode of handling.' })
  get mode(): string | null {
    return this.#row?.mode ?? null;
  }

  @Field(() => Province, { nullable: true, description: '办理或牵头省份。 · The province that handles or leads it.' })
  get handlingProvince(): Province | null {
    return provinceOf(this.#row?.lead);
  }

  @Field(() => Province, {
    nullable: true,
    description:
      '收件省份；由办理省份自行收件时为空。 · The province that received it; null where it was handed in at the one that handles it.',
  })
  get receivingProvince(): Province | null {
    return provinceOf(this.#row?.receiving);
  }

  @Field(() => String, { nullable: true, description: '业务协同编号。 · Collaboration number.' })
  get collaborationNo(): string | null {
    return this.#row?.collaboration_no ?? null;
  }

  @Field(() => ID, {
    nullable: true,
    description: '办件的标识；本省没有办件时为空。 · Id of the case; null where this province has a leg only.',
  })
  get caseId(): string | null {
    return this.#row?.case_id ?? null;
  }

  @Field(() => Case, {
    nullable: true,
    description:
      '读取时的办件；本省没有办件时为空。 · The case as it stands when this is read; null where this province has a leg only.',
  })
  async case(@Ctx() context: ProvinceContext): Promise<Case | null> {
    const id = this.#row?.case_id ?? null;
    const row = id === null ? undefined : await findCase(context, id);
    return row === undefined ? null : new Case(row);
  }
}

const provinceOf = (code: string | null | undefined): Province | null =>
  code === null || code === undefined ? null : new Province(code);

interface Asked {
  readonly after?: string | null;
  readonly caseId?: string;
  readonly province?: string;
}

/** What type-graphql opens a subscription with; its own types leave everything open. */
interface Opening {
  readonly source: StreamOpening;
  readonly args: Asked;
  readonly context: ProvinceContext;
}

function follow({ source, args, context }: Opening): AsyncGenerator<StreamEvent> {
  const { after, caseId, province } = args;
  const { lastEventId, signal } = source;
  const { code } = context.province;
  if (province !== undefined) assertOwnProvince(province, code);
  if (caseId !== undefined) assertOwnId(caseId, 'Case', code);
  // Whoever comes back sends the argument with which he began, and where he has got to.
  return context.surroundings.feed.follow({ after: lastEventId ?? after ?? undefined, caseId, signal });
}

const AFTER_ZH = '从该动态之后继续；缺省为此刻之后的动态。';
const AFTER_EN = 'Id of the last event that one has; what comes from now on unless given.';

/** Events of cases, as they happen. */
@Resolver()
export class CaseEventResolver {
  @Allow('readPublic')
  @Directive('@owner(by: "province")')
  @Subscription(() => CaseEvent, {
    subscribe: follow,
    description:
      '一省办件的动态，按发生先后；不重不漏，中断后可续。 · What happens in the cases of a province, in order; nothing twice, nothing left out, to be resumed after a break.',
  })
  caseEvents(
    @Root() notice: FeedNotice,
    @Arg('province', () => ID, { description: '省级字母代码。 · Letter code of the province.' }) _province: string,
    @Arg('after', () => ID, { nullable: true, description: `${AFTER_ZH} · ${AFTER_EN}` }) _after?: string | null,
  ): CaseEvent {
    return new CaseEvent(notice);
  }

  @Allow('readPublic')
  @Directive('@owner(by: "caseId")')
  @Subscription(() => CaseEvent, {
    subscribe: follow,
    description: '一个办件的动态，按其所在省份所知。 · What happens in one case, as the province of the id knows it.',
  })
  caseProgress(
    @Root() notice: FeedNotice,
    @Arg('caseId', () => ID, { description: '办件的全局标识。 · Global id of the case.' }) _caseId: string,
    @Arg('after', () => ID, { nullable: true, description: `${AFTER_ZH} · ${AFTER_EN}` }) _after?: string | null,
  ): CaseEvent {
    return new CaseEvent(notice);
  }
}
