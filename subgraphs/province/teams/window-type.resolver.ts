import { Ctx, Directive, Field, ObjectType } from 'type-graphql';
import { DutyRole } from '../../../schema/team-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { Node } from '../../server/node.js';
import { Authority, getAuthority } from '../catalogue/index.js';
import type { ProvinceContext } from '../context.js';
import { connectionOf } from '../shared/connection.resolver.js';
import { Province } from '../shared/graph.resolver.js';
import { ownerOf } from '../../shared/ids.js';
import { clockTime, type DutyPeriod } from './roster.rules.js';
import type { WindowRow } from './team.entity.js';
import { openHoursOf, type RosterGap as Gap } from './window.service.js';

const DutyRoleEnum = codeListEnum(DutyRole);

/** From opening to closing. */
@ObjectType({
  simpleResolvers: true,
  description: '一段开放时间（北京时间）。 · A stretch of opening hours, in China time.',
})
export class OpenHours {
  @Field(() => String, { description: '开始，如 09:00。 · From, such as 09:00.' })
  readonly opens: string;

  @Field(() => String, { description: '结束，如 12:00。 · To, such as 12:00.' })
  readonly closes: string;

  constructor({ opens, closes }: DutyPeriod) {
    this.opens = clockTime(opens);
    this.closes = clockTime(closes);
  }
}

/** A window at which people are served. */
@ObjectType({
  implements: Node,
  description:
    '政务服务窗口；“跨省通办”窗口为外省事项收件。 · A window; those that serve other provinces receive for them.',
})
@Directive('@key(fields: "id")')
export class ServiceWindow extends Node {
  override readonly id: string;
  readonly #row: WindowRow;

  constructor(row: WindowRow) {
    super();
    this.id = row.id;
    this.#row = row;
  }

  @Field(() => Province, { description: '所在省份。 · Its province.' })
  get province(): Province {
    return new Province(ownerOf(this.id));
  }

  @Field(() => Authority, { description: '所属单位。 · The unit that it belongs to.' })
  unit(@Ctx() context: ProvinceContext): Promise<Authority> {
    return getAuthority(context, this.#row.unit_code);
  }

  @Field(() => String, { description: '中文名称。 · Its name in Chinese.' })
  get nameZh(): string {
    return this.#row.name_zh;
  }

  @Field(() => String, { description: '英文名称。 · Its name in English.' })
  get nameEn(): string {
    return this.#row.name_en;
  }

  @Field(() => String, { description: '地址。 · Address.' })
  get address(): string {
    return this.#row.address;
  }

  @Field(() => String, { description: '电话。 · Telephone.' })
  get phone(): string {
    return this.#row.phone;
  }

  @Field(() => [OpenHours], {
    nullable: true,
    description:
      '工作日开放时间；与本省办公时间一致时为空。 · Its hours on a working day; null where it is open as the offices of the province are.',
  })
  get hours(): readonly OpenHours[] | null {
    return openHoursOf(this.#row)?.map((period) => new OpenHours(period)) ?? null;
  }

  @Field(() => Boolean, {
    description: '是否为“跨省通办”窗口，须有A、B两岗。 · Whether it serves other provinces, and needs posts A and B.',
  })
  get servesOtherProvinces(): boolean {
    return this.#row.serves_other_provinces === 1;
  }
}

/** A page of windows. */
export const ServiceWindowConnection = connectionOf(ServiceWindow, {
  type: 'ServiceWindow',
  zh: '政务服务窗口',
  en: 'windows',
});

/** Hours in which nobody is to be at a post. */
@ObjectType({
  simpleResolvers: true,
  description: '排班缺口：开放时间内无人值守的岗位。 · A gap: opening hours in which nobody is to be at a post.',
})
export class RosterGap {
  @Field(() => ServiceWindow, { description: '窗口。 · The window.' })
  readonly window: ServiceWindow;

  @Field(() => String, { description: '日期，如 2026-03-02。 · The day, such as 2026-03-02.' })
  readonly date: string;

  @Field(() => DutyRoleEnum, { description: '岗位。 · The post.' })
  readonly role: string;

  @Field(() => String, { description: '开始，如 09:00。 · From, such as 09:00.' })
  readonly opens: string;

  @Field(() => String, { description: '结束，如 12:00。 · To, such as 12:00.' })
  readonly closes: string;

  constructor({ window, date, role, opens, closes }: Gap) {
    this.window = new ServiceWindow(window);
    this.date = date;
    this.role = role;
    this.opens = clockTime(opens);
    this.closes = clockTime(closes);
  }
}
