import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type * as lists from '../../schema/code-lists.js';
import type { ListMembership, ListSection, ModeBasis } from '../../schema/national-lists.js';
import { formatGlobalId, NATION, parseGlobalId } from '../../schema/global-id.js';
import type { CodeOf } from '../server/code-list-enum.js';
import { SubgraphError } from '../server/errors.js';
import { Node } from '../server/node.js';
import * as enums from './enums.js';
import type { HandlingPlaceRule } from './handling-place-rule.js';
import { caveatsOf, type ItemCaveat } from './item-caveat.js';
import type { Row } from './national-database.js';
import { serviceObjectsOf } from './person-kind.js';

const TYPE = 'StandardItem';

/** The item code in a global id; BAD_ID when it is not the id of a standard item. */
export function standardItemCode(id: unknown): string {
  const parsed = parseGlobalId(id);
  if (parsed?.province !== NATION || parsed.type !== TYPE) {
    throw new SubgraphError('BAD_ID', `The id is not of the form ${NATION}:${TYPE}:<code>.`);
  }
  return parsed.local;
}

@ObjectType({
  implements: Node,
  description:
    '跨省通办标准事项：依公开资料整理，供各省事项对照，非官方文本。 · A standard item of inter-provincial handling: compiled from public sources for the items of the provinces to be compared with; not an official text.',
})
@Directive('@key(fields: "id")')
export class StandardItem extends Node {
  override readonly id: string;

  @Field(() => String, {
    nullable: true,
    description: '本项目的事项代码，不是国家基本编码。 · Code of this project, not the national basic code.',
  })
  readonly code: string;

  @Field(() => String, { nullable: true, description: '中文名称。 · Name in Chinese.' })
  readonly nameZh: string;

  @Field(() => String, { nullable: true, description: '英文名称。 · Name in English.' })
  readonly nameEn: string;

  @Field(() => enums.HandlingModeEnum, {
    nullable: true,
    description: '业务模式；依据见 modeBasis。 · Mode; see modeBasis for how it is known.',
  })
  readonly mode: CodeOf<typeof lists.HandlingMode>;

  @Field(() => enums.ModeBasisEnum, {
    nullable: true,
    description: '业务模式是有来源载明还是推断。 · Whether the mode is documented or inferred.',
  })
  readonly modeBasis: CodeOf<typeof ModeBasis>;

  @Field(() => [enums.ServiceObjectEnum], { nullable: true, description: '服务对象。 · Whom it serves.' })
  readonly serviceObjects: readonly CodeOf<typeof lists.ServiceObject>[];

  @Field(() => enums.TaskTypeEnum, {
    nullable: true,
    description: '事项类型（本项目归类）。 · Type of item, as classified by this project.',
  })
  readonly taskType: CodeOf<typeof lists.TaskType>;

  @Field(() => enums.HandlingPlaceRuleEnum, {
    nullable: true,
    description: '由何地办理（本项目归纳）。 · Which place handles it, as summed up by this project.',
  })
  readonly handlingPlaceRule: CodeOf<typeof HandlingPlaceRule>;

  @Field(() => [Int], {
    nullable: true,
    description: '所属清单的年份；部门事项为空。 · Years of its list; empty for items of a sector.',
  })
  readonly years: readonly number[];

  @Field(() => enums.ListSectionEnum, {
    nullable: true,
    description:
      '清单批次；是否可信见 listMembership 与 caveats。 · Section of the lists; see listMembership and caveats.',
  })
  readonly listSection: CodeOf<typeof ListSection>;

  @Field(() => enums.ListMembershipEnum, {
    nullable: true,
    description: '清单归属的已知程度。 · What is known of its place on the lists.',
  })
  readonly listMembership: CodeOf<typeof ListMembership>;

  @Field(() => enums.ConfidenceEnum, {
    nullable: true,
    description:
      '对该事项存在及名称的可信度，不含模式与批次。 · Confidence that the item exists under this name; not in its mode or section.',
  })
  readonly confidence: CodeOf<typeof lists.Confidence>;

  @Field(() => [enums.ItemCaveatEnum], {
    nullable: true,
    description: '未经核实之处；展示事项时应一并展示。 · What is not verified; show it wherever the item is shown.',
  })
  readonly caveats: readonly CodeOf<typeof ItemCaveat>[];

  @Field(() => [String], { nullable: true, description: '资料来源。 · Sources.' })
  readonly sources: readonly string[];

  @Field(() => String, { nullable: true, description: '说明。 · A note.' })
  readonly note: string | null;

  @Field(() => String, {
    nullable: true,
    description: '公开来源载明的办理流程。 · The flow that a public source documents.',
  })
  readonly documentedFlow: string | null;

  readonly authorityKey: string;

  constructor(row: Row<'standard_item'>) {
    super();
    this.id = formatGlobalId({ province: NATION, type: TYPE, local: row.code });
    this.code = row.code;
    this.nameZh = row.name_zh;
    this.nameEn = row.name_en;
    this.mode = row.mode;
    this.modeBasis = row.mode_basis;
    this.serviceObjects = serviceObjectsOf(row.person_kind);
    this.taskType = row.task_type;
    this.handlingPlaceRule = row.handling_place_rule;
    this.years = parseColumn(row.years);
    this.listSection = row.list_section;
    this.listMembership = row.list_membership;
    this.confidence = row.confidence;
    this.caveats = caveatsOf({ listMembership: row.list_membership, modeBasis: row.mode_basis });
    this.sources = parseColumn(row.sources);
    this.note = row.note;
    this.documentedFlow = row.documented_flow;
    this.authorityKey = row.authority;
  }
}

// SQLite gives JSON columns as text, PostgreSQL parses them.
function parseColumn<T>(column: T): T {
  return typeof column === 'string' ? (JSON.parse(column) as T) : column;
}

@ObjectType({
  description: '国务院主管部门或同类机构。 · A competent authority of the central government, or its like.',
})
export class CompetentAuthority {
  @Field(() => ID, { description: '英文缩写，如 MPS。 · Abbreviation, such as MPS.' })
  readonly key: string;

  @Field(() => String, { description: '中文名称。 · Name in Chinese.' })
  readonly nameZh: string;

  @Field(() => String, { description: '英文名称。 · Name in English.' })
  readonly nameEn: string;

  constructor(row: Row<'competent_authority'>) {
    this.key = row.key;
    this.nameZh = row.name_zh;
    this.nameEn = row.name_en;
  }
}

@InputType({ description: '标准事项筛选；所列条件须同时满足。 · Filter of standard items; all conditions must hold.' })
export class StandardItemFilter {
  @Field(() => String, {
    nullable: true,
    description: '名称（中、英文）或代码中的文字，不分大小写。 · Text in a name or the code, in any case.',
  })
  readonly text?: string | null;

  @Field(() => enums.HandlingModeEnum, { nullable: true, description: '业务模式。 · Mode.' })
  readonly mode?: CodeOf<typeof lists.HandlingMode> | null;

  @Field(() => String, { nullable: true, description: '主管部门缩写，如 MPS。 · Key of the authority, such as MPS.' })
  readonly authority?: string | null;

  @Field(() => enums.ServiceObjectEnum, { nullable: true, description: '服务对象。 · Whom the item serves.' })
  readonly serviceObject?: CodeOf<typeof lists.ServiceObject> | null;

  @Field(() => enums.ListSectionEnum, { nullable: true, description: '清单批次。 · Section of the lists.' })
  readonly listSection?: CodeOf<typeof ListSection> | null;

  @Field(() => enums.ListMembershipEnum, {
    nullable: true,
    description: '清单归属的已知程度。 · What is known of the lists.',
  })
  readonly listMembership?: CodeOf<typeof ListMembership> | null;
}
