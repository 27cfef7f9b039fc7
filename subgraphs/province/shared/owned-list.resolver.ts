import { ArgsType, type ClassType, Field, ID, Int, ObjectType } from 'type-graphql';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../../schema/page.js';
import { PageInfo } from './graph.resolver.js';
import type { PageOf } from '../../shared/page.js';

/** The arguments of a list that one province alone has. */
@ArgsType()
export abstract class OwnedListArguments {
  @Field(() => ID, { description: '省级字母代码。 · Letter code of the province.' })
  readonly province!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      `每页条数，1 至 ${MAX_PAGE_SIZE}，缺省 ${DEFAULT_PAGE_SIZE}。` +
      ` · Rows of a page, 1 to ${MAX_PAGE_SIZE}; ${DEFAULT_PAGE_SIZE} unless given.`,
  })
  readonly first?: number | null;

  @Field(() => String, { nullable: true, description: '从该游标之后开始。 · Starts behind this cursor.' })
  readonly after?: string | null;
}

/** The type of one page of what one province alone has: nothing is gathered, so nobody can be missing. */
export function ownedListOf<Item extends object>(
  node: ClassType<Item>,
  name: { readonly type: string; readonly zh: string; readonly en: string },
) {
  @ObjectType(`${name.type}List`, { description: `${name.zh}列表的一页。 · One page of a list of ${name.en}.` })
  class List {
    readonly #page: PageOf<Item>;

    constructor(page: PageOf<Item>) {
      this.#page = page;
    }

    @Field(() => [node], { description: '各条。 · The entries.' })
    get nodes(): readonly Item[] {
      return this.#page.items.map((item) => item.node);
    }

    @Field(() => PageInfo, { description: '分页信息。 · Where this page stands.' })
    get pageInfo(): PageInfo {
      return new PageInfo({ ...this.#page, cursors: this.#page.items.map(({ cursor }) => cursor) });
    }

    @Field(() => Int, { description: '总数，与分页无关。 · How many there are, whatever the page.' })
    totalCount(): Promise<number> {
      return this.#page.countTotal();
    }
  }

  return List;
}
