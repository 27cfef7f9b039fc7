import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { codeListEnum } from '../../server/code-list-enum.js';
import { Node } from '../../server/node.js';
import { MissingReason } from '../../../schema/graph-lists.js';
import { DateTime } from './date-time.js';

const MissingReasonEnum = codeListEnum(MissingReason);

/** A province, known here by its code only. */
@ObjectType({
  simpleResolvers: true,
  description:
    '省级行政区；其余字段由国家参考数据给出。 · A province-level unit; its other fields are national reference data.',
})
@Directive('@key(fields: "code", resolvable: false)')
export class Province {
  @Field(() => ID, { description: '省级字母代码，如 GD。 · Letter code, such as GD.' })
  readonly code: string;

  constructor(code: string) {
    this.code = code;
  }
}

/** A national item, known here by its id only. */
@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description:
    '国家基本目录事项；其余字段由国家参考数据给出。 · An item of the national catalogue; its other fields are national reference data.',
})
@Directive('@key(fields: "id", resolvable: false)')
export class StandardItem extends Node {
  override readonly id: string;

  constructor(id: string) {
    super();
    this.id = id;
  }
}

/** Where a page stands in its list. */
@ObjectType({ simpleResolvers: true, description: '分页信息。 · Where a page stands in its list.' })
@Directive('@shareable')
export class PageInfo {
  @Field(() => Boolean, { description: '之后是否还有。 · Whether more follow.' })
  readonly hasNextPage: boolean;

  @Field(() => Boolean, { description: '之前是否还有。 · Whether some come before.' })
  readonly hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: '首条的游标。 · Cursor of the first row.' })
  readonly startCursor: string | null;

  @Field(() => String, { nullable: true, description: '末条的游标。 · Cursor of the last row.' })
  readonly endCursor: string | null;

  constructor(page: { cursors: readonly string[]; hasNextPage: boolean; hasPreviousPage: boolean }) {
    this.hasNextPage = page.hasNextPage;
    this.hasPreviousPage = page.hasPreviousPage;
    this.startCursor = page.cursors.at(0) ?? null;
    this.endCursor = page.cursors.at(-1) ?? null;
  }
}

/** A province that gave no answer. Only a gateway can know of one. */
@ObjectType({ simpleResolvers: true, description: '未作答的省份。 · A province that is missing from an answer.' })
export class MissingProvince {
  @Field(() => Province, { description: '省份。 · The province.' })
  readonly province!: Province;

  @Field(() => MissingReasonEnum, { description: '原因。 · The reason.' })
  readonly reason!: keyof typeof MissingReason.entries;

  @Field(() => DateTime, {
    nullable: true,
    description: '网关自何时起未得到该省的答复。 · Since when the gateway has had no answer from the province.',
  })
  readonly since!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      '该省就此公布的说明，如维护公告。 · What the province has announced about it, such as a maintenance notice.',
  })
  readonly message!: string | null;

  @Field(() => Boolean, {
    description:
      '游标之前的各页是否也缺少该省的数据：取前页时该省未作答。 · Whether the pages before the cursor lack its rows too: it was missing when they were read.',
  })
  readonly behindCursor!: boolean;
}

/** Whom an answer covers. */
@ObjectType({ simpleResolvers: true, description: '结果涵盖哪些省份。 · Which provinces an answer covers.' })
export class Coverage {
  @Field(() => Boolean, { description: '所问省份是否全部作答。 · Whether every province asked has answered.' })
  readonly exact = true;

  @Field(() => [Province], { description: '被询问的省份。 · The provinces asked.' })
  readonly asked: readonly Province[];

  @Field(() => [Province], { description: '已作答的省份。 · The provinces that answered.' })
  readonly answered: readonly Province[];

  @Field(() => [MissingProvince], { description: '未作答的省份。 · The provinces that are missing.' })
  readonly missing: readonly MissingProvince[] = [];

  /** What a province says when asked directly: it answers for itself, and for nobody when it was not meant. */
  constructor(codes: readonly string[]) {
    this.asked = codes.map((code) => new Province(code));
    this.answered = this.asked;
  }
}
