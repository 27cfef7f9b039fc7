import { Arg, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { CodeList, CodeListEntry } from '../../schema/code-list.js';
import { codeLists } from '../../schema/code-lists.js';
import { HandlingPlaceRule } from './handling-place-rule.js';
import { ItemCaveat } from './item-caveat.js';

@ObjectType('CodeListEntry', { description: '代码表的一项。 · One entry of a code list.' })
class CodeListEntryView {
  @Field(() => String, { description: '枚举值名称。 · Name of the enum value.' })
  readonly name: string;

  @Field(() => String, { nullable: true, description: '来源标准中的代码。 · Code in the source standard.' })
  readonly code: string | null;

  @Field(() => String, { description: '中文含义。 · Meaning in Chinese.' })
  readonly labelZh: string;

  @Field(() => String, { description: '英文含义。 · Meaning in English.' })
  readonly labelEn: string;

  constructor(name: string, { code, labelZh, labelEn }: CodeListEntry) {
    this.name = name;
    this.code = code;
    this.labelZh = labelZh;
    this.labelEn = labelEn;
  }
}

@ObjectType('CodeList', {
  description: '代码表：本图一个枚举的中英文含义与代码。 · A code list: labels and codes of an enum.',
})
class CodeListView {
  @Field(() => String, { description: '枚举名称。 · Name of the enum.' })
  readonly name: string;

  @Field(() => String, { description: '中文名称。 · Name in Chinese.' })
  readonly labelZh: string;

  @Field(() => String, { description: '英文名称。 · Name in English.' })
  readonly labelEn: string;

  @Field(() => String, {
    description: '来源标准；Tongban 表示本项目自定。 · Source; Tongban means that it is our own.',
  })
  readonly standard: string;

  @Field(() => [CodeListEntryView], { description: '各项。 · Its entries.' })
  readonly entries: readonly CodeListEntryView[];

  constructor({ name, labelZh, labelEn, standard, entries }: CodeList) {
    this.name = name;
    this.labelZh = labelZh;
    this.labelEn = labelEn;
    this.standard = standard;
    this.entries = Object.entries(entries).map(([entryName, entry]) => new CodeListEntryView(entryName, entry));
  }
}

const views = new Map([...codeLists, HandlingPlaceRule, ItemCaveat].map((list) => [list.name, new CodeListView(list)]));

/** The code lists of the contract, with labels and codes. */
@Resolver()
export class CodeListResolver {
  @Query(() => [CodeListView], { description: '全部代码表。 · All code lists.' })
  codeLists(): CodeListView[] {
    return [...views.values()];
  }

  @Query(() => CodeListView, {
    nullable: true,
    description: '一个代码表；名称未知时为空。 · One list; null when unknown.',
  })
  codeList(
    @Arg('name', () => String, { description: '枚举名称，如 TaskType。 · Name of the enum, such as TaskType.' })
    name: string,
  ): CodeListView | undefined {
    return views.get(name);
  }
}
