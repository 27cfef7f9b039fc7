import { Arg, Args, ArgsType, Ctx, Directive, Field, ID, InputType, Query, Resolver } from 'type-graphql';
import { Allow } from '../../server/allow.js';
import { CaseState } from '../../../schema/case-lists.js';
import { HandlingMode } from '../../../schema/code-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { ProvinceContext } from '../context.js';
import { ListArgumentsBase } from '../shared/connection.resolver.js';
import { DateTime } from '../shared/date-time.js';
import { assertOwnId } from '../../shared/ids.js';
import { mapPage } from '../../shared/page.js';
import { CaseOrder } from './case.rules.js';
import { findCase, listCases } from './case.service.js';
import { Case, CaseConnection } from './case-type.resolver.js';

const CaseOrderEnum = codeListEnum(CaseOrder);
const CaseStateEnum = codeListEnum(CaseState);
const HandlingModeEnum = codeListEnum(HandlingMode);

/** Narrows a list of cases. */
@InputType({ description: '办件的筛选条件；各条件同时成立。 · Narrows cases; all conditions must hold.' })
export class CaseFilter {
  @Field(() => [CaseStateEnum], {
    nullable: true,
    description: '处于其中任一状态；空列表不匹配任何办件。 · In any of these states; an empty list matches no case.',
  })
  readonly states?: readonly string[] | null;

  @Field(() => HandlingModeEnum, { nullable: true, description: '业务模式。 · Mode of handling.' })
  readonly mode?: string | null;

  @Field(() => ID, { nullable: true, description: '国家事项的标识。 · Id of the national item.' })
  readonly standardItem?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: '申请人所在省份的代码。 · Code of the province of the applicant.',
  })
  readonly applicantProvince?: string | null;

  @Field(() => DateTime, { nullable: true, description: '申请时间不早于。 · Submitted at this time or later.' })
  readonly submittedFrom?: string | null;

  @Field(() => DateTime, { nullable: true, description: '申请时间早于。 · Submitted before this time.' })
  readonly submittedTo?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      '申请人是否来自其他省份。 · Whether the applicant is of another province than the one that handles it.',
  })
  readonly crossProvince?: boolean | null;
}

/** Arguments of the list of cases. */
@ArgsType()
export class CaseArguments extends ListArgumentsBase {
  @Field(() => CaseFilter, { nullable: true, description: '筛选条件。 · What to narrow the list to.' })
  readonly filter?: CaseFilter | null;

  @Field(() => [CaseOrderEnum], {
    nullable: true,
    description:
      '1 至 3 项不同字段的排序；缺省按申请时间降序。 · 1 to 3 terms on different fields; newest submission first unless given.',
  })
  readonly orderBy?: readonly string[] | null;
}

/** The questions about cases. */
@Resolver()
export class CaseResolver {
  @Allow('readPublic')
  @Directive('@owner(by: "id")')
  @Query(() => Case, { nullable: true, description: '一个办件；不存在时为空。 · One case; null when there is none.' })
  async case(
    @Arg('id', () => ID, { description: '办件的全局标识。 · Global id of the case.' }) id: string,
    @Ctx() context: ProvinceContext,
  ): Promise<Case | null> {
    assertOwnId(id, 'Case', context.province.code);
    return findCaseById(id, context);
  }

  @Allow('readPublic')
  @Directive('@gather(narrowBy: "provinces")')
  @Query(() => CaseConnection, { description: '各省的办件。 · Cases of the provinces.' })
  async cases(@Args(() => CaseArguments) args: CaseArguments, @Ctx() context: ProvinceContext) {
    const page = await listCases(context, args);
    return new CaseConnection(mapPage(page, (row) => new Case(row)));
  }
}

/** The case of an id of this province; null when there is none. */
export async function findCaseById(id: string, context: ProvinceContext): Promise<Case | null> {
  const row = await findCase(context, id);
  return row === undefined ? null : new Case(row);
}
