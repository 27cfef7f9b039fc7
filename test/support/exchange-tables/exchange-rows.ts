// Rows of exchange tables, all made up. What a claim depends on is given by the test; the rest is as a tidy system has it.
import type { Cells, Rows } from './fill-tables.js';

let number = 0;
const next = (): string => String((number += 1)).padStart(8, '0');

const sent = (over: Cells): Cells => ({
  row_guid: `row-${next()}`,
  data_source: 'p34',
  cd_operation: 'I',
  cd_time: '2026-06-01 08:00:00',
  ...over,
});

/** Made-up people, whom no answer may name. */
export const PERSONS = ['测试甲某', '测试乙某', '340102199001019999', '340102198505059999', '13900009999'] as const;

const [NAME, AGENT, NUMBER, AGENT_NUMBER, PHONE] = PERSONS;

/** A unified social credit code of an authority, made up. */
export const AUTHORITY = '11340000003000000X';

/** Item of the civil affairs, as a national item is named. */
export const ITEM_NAME = '居民身份证换领';

/** The implementation code of 31 characters: authority, level, basic code. */
export const taskCodeOf = (basicCode: string, level = '4'): string => `${AUTHORITY}${level}${basicCode}`;

export interface ItemOptions {
  readonly basic?: Cells;
  readonly extend?: Cells;
  readonly materials?: readonly Cells[];
  readonly fees?: readonly Cells[];
  readonly questions?: readonly Cells[];
}

/** One item with its extension, and what belongs to it. */
export function anItem({ basic = {}, extend = {}, materials = [], fees = [], questions = [] }: ItemOptions = {}): Rows {
  const basicCode = '000709008000';
  const row = sent({
    task_code: taskCodeOf(basicCode),
    catalog_code: basicCode,
    task_name: ITEM_NAME,
    task_type: '07',
    task_version: '2',
    task_state: '1',
    use_level: '4',
    by_law: '《中华人民共和国居民身份证法》第十条\n《中华人民共和国居民身份证法》第十一条',
    dept_name: '合肥市公安局',
    dept_code: AUTHORITY,
    dept_type: '1',
    project_type: '2',
    server_type: '1,2',
    handle_type: '1^3',
    anticipate_day: '60',
    anticipate_type: '2',
    promise_day: '20',
    promise_type: '1',
    promise_explain: '自受理之日起',
    limit_scene_num: '1',
    accept_condition: '有效期满\n登记内容变更',
    handle_flow: '申请\n审核\n制证',
    transact_addr: '合肥市政务服务中心',
    transact_time: '工作日 9:00-17:00',
    link_way: '0551-00000000',
    ...basic,
  });
  const own = { task_code: row['task_code'] ?? null, task_handle_item: row['task_handle_item'] ?? null };
  const beside = { handle_area: '2', result_name: '居民身份证', result_type: '10', limit_scene_explain: '采集指纹' };
  return {
    up_task_general_basic: [row],
    up_task_general_extend: [sent({ ...own, ...beside, ...extend })],
    up_task_general_material: materials.map((cells, index) =>
      sent({ ...own, order_num: String(index + 1), material_name: `材料${index + 1}`, ...cells }),
    ),
    up_task_general_fee_project: fees.map((cells, index) =>
      sent({ ...own, order_num: String(index + 1), fee_name: '工本费', fee_stand: '20元/证', ...cells }),
    ),
    up_task_general_questions: questions.map((cells, index) =>
      sent({ ...own, order_num: String(index + 1), question: '多久？', answer: '二十日。', ...cells }),
    ),
  };
}

export interface CaseOptions {
  readonly accept?: Cells;
  readonly steps?: readonly Cells[];
  readonly procedures?: readonly Cells[];
  readonly materials?: readonly Cells[];
  readonly result?: Cells | undefined;
}

/** One case with what belongs to it, of an applicant whom no answer may name. */
export function aCase({ accept = {}, steps = [], procedures = [], materials = [], result }: CaseOptions = {}): Rows {
  const row = sent({
    project_no: `3401002026${next()}`,
    task_code: taskCodeOf('000709008000'),
    catalog_code: '000709008000',
    task_name: ITEM_NAME,
    project_type: '2',
    applyer_type: '1',
    applyer_area_code: '430100',
    apply_type: '2',
    apply_date: '2026-05-04 09:00:00',
    accept_date: '2026-05-05 10:00:00',
    accept_doc_no: '皖受2026-1',
    promise_date: '2026-06-02 17:00:00',
    org_code: AUTHORITY,
    org_name: '合肥市公安局',
    applyer_name: NAME,
    applyer_page_type: '111',
    applyer_page_code: NUMBER,
    contact_name: AGENT,
    contact_code: AGENT_NUMBER,
    contact_mobile: PHONE,
    project_name: `${NAME}的申请`,
    address: `${NAME}家`,
    handle_user_name: AGENT,
    ...accept,
  });
  const own = { project_no: row['project_no'] ?? null };
  return {
    up_pro_accept: [row],
    up_pro_process: steps.map((cells) =>
      sent({
        ...own,
        process_name: '审核',
        event_name: '1',
        event_start_time: '2026-05-06 09:00:00',
        handle_user_name: AGENT,
        handle_explain: `同意${NAME}，证件${NUMBER}`,
        ...cells,
      }),
    ),
    up_pro_special_procedure: procedures.map((cells) =>
      sent({
        ...own,
        special_type: '2',
        special_name: '鉴定',
        special_time: '2026-05-07 09:00:00',
        special_reason: `${NAME}须鉴定`,
        ...cells,
      }),
    ),
    up_pro_material: materials.map((cells) =>
      sent({
        ...own,
        material_name: '旧证',
        get_type: '2',
        get_num: '1',
        material_attach_name: `${NAME}.jpg`,
        ...cells,
      }),
    ),
    up_pro_result:
      result === undefined
        ? []
        : [
            sent({
              ...own,
              result_type: '0',
              result_date: '2026-05-20 15:00:00',
              is_delivery_results: '1',
              result_cetr_no: NUMBER,
              result_explain: `已发给${NAME}`,
              ...result,
            }),
          ],
  };
}

/** One licence of a holder whom no answer may name. */
export function aLicence(over: Cells = {}): Rows {
  const licence = {
    certificate_source_id: `source-${next()}`,
    certificate_type: '居民身份证',
    certificate_type_code: '11100000000013127D001',
    certificate_name: '居民身份证',
    certificate_area_code: '340100',
    issue_dept: '合肥市公安局',
    issue_dept_code: AUTHORITY,
    issue_date: '2026年5月20日',
    certificate_number: NUMBER,
    certificate_holder: NAME,
    certificate_holder_code: NUMBER,
    certificate_holder_type: '111',
  };
  return { up_lic_data: [sent({ ...licence, ...over })] }; // its identifier of the row finds no column
}

/** All rows of several. */
export function together(...all: readonly Rows[]): Rows {
  const tables = new Set(all.flatMap((rows) => Object.keys(rows)));
  return Object.fromEntries(
    [...tables].map((table) => [table, all.flatMap((rows) => rows[table as keyof Rows] ?? [])]),
  );
}
