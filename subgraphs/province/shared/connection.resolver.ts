import { ArgsType, type ClassType, Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../../schema/page.js';
import { Coverage, PageInfo } from './graph.resolver.js';
import type { PageOf } from '../../shared/page.js';

/** The argument that narrows a gathered question to some provinces. */
@ArgsType()
export abstract class ProvincesArgument {
  @Field(() => [ID], {
    nullable: true,
    description:
      '只询问这些省份（省级字母代码）；缺省询问所有省份。 · Asks these provinces only (letter codes); all unless given.',
  })
  readonly provinces?: readonly string[] | null;
}

/** The arguments that every list has. */
@ArgsType()
export abstract class ListArgumentsBase extends ProvincesArgument {
  @Field(() => Int, {
    nullable: true,
    description:
      `每页条数，1 至 ${MAX_PAGE_SIZE}，缺省 ${DEFAULT_PAGE_SIZE}。` +
      ` · Rows of a page, 1 to ${MAX_PAGE_SIZE}; ${DEFAULT_PAGE_SIZE} unless given.`,
  })
  readonly first?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      '从该游标之后开始；须与 orderBy 一致。 · Starts behind this cursor, which must stem from the same orderBy.',
  })
  readonly after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      '从后向前取的条数；与 before 同用，不与 first 同用。 · Rows taken from the end; goes with before, not with first.',
  })
  readonly last?: number | null;

  @Field(() => String, {
    nullable: true,
    description: '到该游标之前为止；与 last 同用。 · Ends before this cursor; goes with last.',
  })
  readonly before?: string | null;
}

/** The connection type of an entity, and its edge type, under the names that Relay expects. */
export function connectionOf<Item extends object>(
  node: ClassType<Item>,
  name: { readonly type: string; readonly zh: string; readonly en: string },
) {
  @ObjectType(`${name.type}Edge`, { description: `${name.zh}列表中的一条。 · One entry of a list of ${name.en}.` })
  class Edge {
    @Field(() => String, { description: '该条在总序中的位置。 · Its position in the order over all provinces.' })
    readonly cursor: string;

    @Field(() => node, { description: '该条本身。 · The entry itself.' })
    readonly node: Item;

    constructor(item: { readonly cursor: string; readonly node: Item }) {
      this.cursor = item.cursor;
      this.node = item.node;
    }
  }

  @ObjectType(`${name.type}Connection`, { description: `${name.zh}列表的一页。 · One page of a list of ${name.en}.` })
  class Connection {
    readonly #page: PageOf<Item>;

    constructor(page: PageOf<Item>) {
      this.#page = page;
    }

    @Field(() => [Edge], { description: '带游标的各条。 · The entries with their cursors.' })
    get edges(): readonly Edge[] {
      return this.#page.items.map((item) => new Edge(item));
    }

    @Field(() => [node], { description: '各条。 · The entries.' })
    get nodes(): readonly Item[] {
      return this.#page.items.map((item) => item.node);
    }

    @Field(() => PageInfo, { description: '分页信息。 · Where this page stands.' })
    get pageInfo(): PageInfo {
      return new PageInfo({ ...this.#page, cursors: this.#page.items.map((item) => item.cursor) });
    }

    @Directive('@merge(how: "SUM")')
    @Field(() => Int, {
      description: '符合条件的总数，与分页无关。 · How many match, whatever the page.',
    })
    totalCount(): Promise<number> {
      return this.#page.countTotal();
    }

    @Directive('@coverage')
    @Field(() => Coverage, { description: '本页涵盖的省份。 · The provinces that this page covers.' })
    get coverage(): Coverage {
      return new Coverage(this.#page.provinces);
    }
  }

  return Connection;
}
