import { Arg, createUnionType, Ctx, Directive, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Allow } from '../../../server/allow.js';
import { formatGlobalId, parseGlobalId } from '../../../../schema/global-id.js';
import { PreflightDefect } from '../../../../schema/linkage-lists.js';
import { codeListEnum } from '../../../server/code-list-enum.js';
import { Node } from '../../../server/node.js';
import type { ProvinceContext } from '../../context.js';
import { DateTime } from '../../shared/date-time.js';
import { Province, StandardItem } from '../../shared/graph.resolver.js';
import { ownerOf, standardItemId } from '../../../shared/ids.js';
import { ServiceRefusal } from '../../shared/service-refusal.resolver.js';
import { fromJson } from '../../storage/stored.js';
import type { PreflightRow, ToldGap } from './preflight.entity.js';
import { PreflightInput, readPreflightInput } from './preflight-input.resolver.js';
import { findPreflight, runPreflight } from './preflight.service.js';

const PreflightDefectEnum = codeListEnum(PreflightDefect);

/** One gap, and what mends it. */
@ObjectType('PreflightGap', {
  simpleResolvers: true,
  description: '预检发现的一处缺陷及补正办法。 · One thing that a preflight found wrong, and what mends it.',
})
export class PreflightGapView {
  @Field(() => String, {
    description: '所涉材料或受理条件的名称。 · Name of the material or the condition that it concerns.',
  })
  readonly subject: string;

  @Field(() => PreflightDefectEnum, { description: '缺陷。 · What is wrong.' })
  readonly defect: string;

  @Field(() => String, { description: '缺陷的中文说明。 · What is wrong, in Chinese.' })
  readonly messageZh: string;

  @Field(() => String, { description: '缺陷的英文说明。 · What is wrong, in English.' })
  readonly messageEn: string;

  @Field(() => String, { description: '补正办法（中文）。 · What mends it, in Chinese.' })
  readonly cureZh: string;

  @Field(() => String, { description: '补正办法（英文）。 · What mends it, in English.' })
  readonly cureEn: string;

  constructor(gap: ToldGap) {
    const { labelZh, labelEn } = PreflightDefect.entries[gap.defect];
    this.subject = gap.subject;
    this.defect = gap.defect;
    this.messageZh = `${gap.subject}：${labelZh}`;
    this.messageEn = `${gap.subject} ${labelEn}`;
    this.cureZh = gap.cureZh;
    this.cureEn = gap.cureEn;
  }
}

/** What a handling place found in a draft, as evidence. */
@ObjectType({
  implements: Node,
  description:
    '预检结果，由业务属地留存，作为一次性告知的凭证。 · What a preflight found, kept by the handling place as evidence that all was told at once.',
})
@Directive('@key(fields: "id")')
export class Preflight extends Node {
  override readonly id: string;
  readonly #row: PreflightRow;

  constructor(row: PreflightRow, province: string) {
    super();
    this.id = formatGlobalId({ province, type: 'Preflight', local: row.digest });
    this.#row = row;
  }

  @Field(() => Province, { description: '业务属地。 · The handling place, which checked it.' })
  get province(): Province {
    return new Province(ownerOf(this.id));
  }

  @Field(() => StandardItem, { description: '国家事项。 · The national item.' })
  get standard(): StandardItem {
    return new StandardItem(standardItemId(this.#row.item_code));
  }

  @Field(() => String, { nullable: true, description: '情形代码。 · Code of the scenario.' })
  get scenario(): string | null {
    return this.#row.scenario;
  }

  @Field(() => Province, { description: '申请人所在省份。 · Province of the applicant.' })
  get applicantProvince(): Province {
    return new Province(this.#row.applicant_province);
  }

  @Field(() => Boolean, { description: '是否没有缺陷。 · Whether nothing is missing or wrong.' })
  get isComplete(): boolean {
    return fromJson(this.#row.gaps).length === 0;
  }

  @Field(() => [PreflightGapView], {
    description: '全部缺陷，一次列明。 · Everything that is missing or wrong, told at once.',
  })
  get gaps(): readonly PreflightGapView[] {
    return fromJson(this.#row.gaps).map((gap) => new PreflightGapView(gap));
  }

  @Field(() => String, {
    description:
      '草案、要求与缺陷的摘要（SHA-256，十六进制）；申请时引用。 · SHA-256 digest in hex of draft, requirements and gaps; an application names it.',
  })
  get digest(): string {
    return this.#row.digest;
  }

  @Field(() => DateTime, { description: '首次告知的时间。 · When this was first told.' })
  get checkedAt(): string {
    return this.#row.checked_at;
  }
}

/** What a preflight found, or why there was none. */
export const PreflightAnswer = createUnionType({
  name: 'PreflightAnswer',
  description: '预检结果，或者不能预检的原因。 · What a preflight found, or why there was none.',
  types: () => [Preflight, ServiceRefusal] as const,
});

/** Checks before an application. */
@Resolver()
export class PreflightResolver {
  @Allow('checkDraft')
  @Directive('@owner(by: "input.handlingProvince")')
  @Mutation(() => PreflightAnswer, {
    description:
      '按业务属地的受理规则预检一份草案，一次列明全部缺陷并留存；同日同一草案只留存一次。 · Checks a draft by the acceptance rules of the handling place, tells every gap at once and keeps what was told; the same draft on the same day is kept once.',
  })
  async preflight(
    @Arg('input', () => PreflightInput, { description: '草案。 · The draft.' }) input: PreflightInput,
    @Ctx() context: ProvinceContext,
  ): Promise<Preflight | ServiceRefusal> {
    const found = await runPreflight(context, readPreflightInput(input));
    if ('refusal' in found) return new ServiceRefusal(found.refusal);
    return new Preflight(found, context.province.code);
  }
}

/** The preflight of an id of this province; null when there is none. */
export async function findPreflightById(id: string, context: ProvinceContext): Promise<Preflight | null> {
  const row = await findPreflight(context, parseGlobalId(id)?.local ?? '');
  return row === undefined ? null : new Preflight(row, context.province.code);
}
