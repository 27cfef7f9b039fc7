import { sql } from 'kysely';
import type { Expression } from './cells.js';
import { currentRows, hasItemKey, idOf, itemKey, nationalCode, ofNational, readerOf, type Source } from './source.js';

/** An item as the tables tell it: what is null cannot be told. */
export interface ItemRow {
  readonly id: string;
  readonly item_key: string;
  readonly item_code: string;
  readonly task_code: string;
  readonly version: number;
  readonly name_zh: string;
  readonly name_en: string;
  readonly mode: string;
  readonly task_type: string;
  readonly case_kind: string;
  readonly exercise_level: string;
  readonly competent_authority: string;
  readonly dept_name: string;
  readonly dept_code: string;
  readonly dept_nature: string;
  readonly service_objects: string | null;
  readonly forms: string | null;
  readonly statutory_value: number | null;
  readonly statutory_unit: string | null;
  readonly statutory_note: string | null;
  readonly promised_value: number;
  readonly promised_unit: string;
  readonly promised_note: string | null;
  readonly max_visits: number;
  readonly visit_reason: string | null;
  readonly acceptance_conditions: string | null;
  readonly handling_flow: string | null;
  readonly address: string | null;
  readonly hours: string | null;
  readonly phone: string | null;
  readonly scope: string;
  readonly result_name: string;
  readonly result_type: string;
  readonly legal_basis: string | null;
  readonly updated_at: string;
}

/**
 * What must be told of an item for it to be served, since the contract has no null for it. `statutory_told`,
 * `materials_told` and `fees_told` are null where a limit, a material or a fee is there and cannot be read: an item that
 * came without it would mislead.
 */
export const requiredOfItem = [
  ...['id', 'item_code', 'task_code', 'version', 'name_zh', 'task_type', 'case_kind', 'exercise_level'],
  ...['dept_name', 'dept_code', 'dept_nature', 'promised_value', 'promised_unit', 'max_visits', 'scope', 'result_name'],
  ...['result_type', 'updated_at', 'statutory_told', 'materials_told', 'fees_told'],
] as const;

/** All items that the tables hold and that are in force, with null for what cannot be told; or those of these keys. */
export function mappedItems(source: Source, keys?: readonly string[]): Expression {
  const narrow = keys === undefined ? undefined : hasItemKey(source, keys);
  const { cells } = source;
  const basic = readerOf(source, 'up_task_general_basic');
  const extend = readerOf(source, 'up_task_general_extend');
  const code = nationalCode(source, basic.text('catalog_code'), basic.text('task_name'));
  const basics = sql`select ${itemKey(source)} as item_key, ${idOf(source, 'ServiceItem', itemKey(source))} as id,
    ${cells.ordered(code)} as item_code, ${basic.text('task_code')} as task_code, ${basic.whole('task_version')} as version,
    ${cells.ordered(basic.text('task_name'))} as name_zh, ${basic.code('task_type')} as task_type,
    ${basic.code('project_type')} as case_kind, ${basic.code('use_level')} as exercise_level,
    ${basic.text('dept_name')} as dept_name, ${basic.text('dept_code')} as dept_code,
    ${basic.code('dept_type')} as dept_nature, ${basic.codes('server_type')} as service_objects,
    ${basic.codes('handle_type')} as forms, ${basic.whole('anticipate_day')} as statutory_value,
    ${basic.code('anticipate_type')} as statutory_unit, ${basic.text('anticipate_explain')} as statutory_note,
    case when ${basic.isGiven('anticipate_day')} and (${basic.whole('anticipate_day')} is null
      or ${basic.code('anticipate_type')} is null) then null else 1 end as statutory_told,
    ${basic.whole('promise_day')} as promised_value, ${basic.code('promise_type')} as promised_unit,
    ${basic.text('promise_explain')} as promised_note, ${basic.whole('limit_scene_num')} as max_visits,
    ${basic.text('accept_condition')} as acceptance_conditions, ${basic.text('handle_flow')} as handling_flow,
    ${basic.text('transact_addr')} as address, ${basic.text('transact_time')} as hours, ${basic.text('link_way')} as phone,
    ${basic.text('by_law')} as legal_basis, ${cells.ordered(basic.instant('cd_time'))} as updated_at
    from ${currentRows(source, 'up_task_general_basic', narrow)} as r where ${basic.code('task_state')} = 'IN_FORCE'`;
  const extends_ = sql`select ${itemKey(source)} as item_key, ${extend.code('handle_area')} as scope,
    ${extend.text('limit_scene_explain')} as visit_reason, ${extend.code('result_type')} as result_type,
    case when ${extend.code('result_type')} = 'NONE' then coalesce(${extend.text('result_name')}, '无')
      else ${extend.text('result_name')} end as result_name
    from ${currentRows(source, 'up_task_general_extend', narrow)} as r`;
  // Each is made once, and looked up by key; as parts of one query they would be gone through for each item.
  return sql`(with b as materialized (${basics}), e as materialized (${extends_}),
    f as materialized (${untold(source, 'up_task_general_fee_project', narrow)}),
    m as materialized (${untold(source, 'up_task_general_material', narrow)})
    select b.*, e.scope, e.visit_reason, e.result_type, e.result_name,
    ${ofNational(sql`b.item_code`, ({ nameEn }) => nameEn)} as name_en,
    ${ofNational(sql`b.item_code`, ({ mode }) => mode)} as mode,
    ${ofNational(sql`b.item_code`, ({ competentAuthority }) => competentAuthority.key)} as competent_authority,
    case when f.untold > 0 then null else 1 end as fees_told,
    case when m.untold > 0 then null else 1 end as materials_told
    from b left join e on e.item_key = b.item_key left join f on f.item_key = b.item_key
    left join m on m.item_key = b.item_key)`;
}

/** How many fees or materials of each item cannot be told. */
function untold(
  source: Source,
  table: 'up_task_general_fee_project' | 'up_task_general_material',
  narrow: Expression | undefined,
): Expression {
  const fee = readerOf(source, 'up_task_general_fee_project');
  const material = readerOf(source, 'up_task_general_material');
  const isUntold =
    table === 'up_task_general_fee_project'
      ? sql`${fee.fen('fee_stand')} is null or ${fee.text('fee_name')} is null`
      : sql`${material.text('material_name')} is null`;
  return sql`select ${itemKey(source)} as item_key, sum(case when ${isUntold} then 1 else 0 end) as untold
    from ${currentRows(source, table, narrow)} as r group by ${itemKey(source)}`;
}
