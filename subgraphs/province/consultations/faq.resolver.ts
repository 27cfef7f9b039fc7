import {
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { Allow } from '../../server/allow.js';
import { ServiceItem } from '../catalogue/index.js';
import type { ProvinceContext } from '../context.js';
import { connectionOf, ListArgumentsBase } from '../shared/connection.resolver.js';
import { DateTime } from '../shared/date-time.js';
import { Province, StandardItem } from '../shared/graph.resolver.js';
import { ownerOf, parseStandardItemId, standardItemId } from '../../shared/ids.js';
import { mapPage } from '../../shared/page.js';
import type { FaqRow } from './consultation.entity.js';
import { faqsOf, listFaqs } from './faq.service.js';

/** An answer that is published. */
@ObjectType({
  simpleResolvers: true,
  description:
    '常见问题：由承办单位去标识后公开的问与答。 · A frequent question: question and answer that a unit has published, naming nobody.',
})
export class FaqEntry {
  @Field(() => ID, { description: '标识。 · Id.' })
  readonly id: string;

  @Field(() => Province, { description: '发布省份。 · The province that published it.' })
  readonly province: Province;

  @Field(() => StandardItem, { description: '所涉国家事项。 · The national item that it is about.' })
  readonly standard: StandardItem;

  @Field(() => String, { description: '问题。 · The question.' })
  readonly question: string;

  @Field(() => String, { description: '答复。 · The answer.' })
  readonly answer: string;

  @Field(() => String, { description: '发布单位代码。 · Code of the unit that published it.' })
  readonly unit: string;

  @Field(() => DateTime, { description: '公开时间。 · When it was published.' })
  readonly publishedAt: string;

  constructor(row: FaqRow) {
    this.id = row.id;
    this.province = new Province(ownerOf(row.id));
    this.standard = new StandardItem(standardItemId(row.item_code));
    this.question = row.question;
    this.answer = row.answer;
    this.unit = row.unit;
    this.publishedAt = row.published_at;
  }
}

/** One page of frequent questions. */
export const FaqConnection = connectionOf(FaqEntry, { type: 'Faq', zh: '常见问题', en: 'frequent questions' });

/** Arguments of the list of frequent questions. */
@ArgsType()
export class FaqArguments extends ListArgumentsBase {
  @Field(() => ID, { nullable: true, description: '只列该国家事项。 · Of this national item only.' })
  readonly standardItem?: string | null;
}

/** Frequent questions of items. */
@Resolver(() => ServiceItem)
export class FaqResolver {
  @Allow('readPublic')
  @Directive('@gather(narrowBy: "provinces")')
  @Query(() => FaqConnection, {
    description: '各省公开的常见问题，最近者在前。 · What provinces have published, newest first.',
  })
  async faqs(@Args(() => FaqArguments) args: FaqArguments, @Ctx() context: ProvinceContext) {
    return new FaqConnection(mapPage(await listFaqs(context, args), (row) => new FaqEntry(row)));
  }

  @FieldResolver(() => [FaqEntry], {
    name: 'faqs',
    description: '本省公开的常见问题，最近者在前。 · Frequent questions of this province, newest first.',
  })
  async faqsOfItem(@Root() item: ServiceItem, @Ctx() context: ProvinceContext): Promise<readonly FaqEntry[]> {
    return (await faqsOf(context, parseStandardItemId(item.standard.id))).map((row) => new FaqEntry(row));
  }
}
