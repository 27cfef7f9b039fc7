/**
 * The exchange tables, as far as the adapter reads them. Names are those of a public vendor schema of the national
 * exchange tables (three tables of it seen in a second place), which is where `V` comes from; what the columns mean follows
 * GB/T 39046. `M` is assumed: a column that some systems have beside them.
 */
interface Table {
  readonly zh: string;
  /** Columns by which its rows are rows of one thing: of these the last that was sent counts. */
  readonly identity: readonly string[];
  /** Columns that are read, by what they hold. Each must be there. */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns that are read where they are there. */
  readonly assumed?: Readonly<Record<string, string>>;
}

// Which province has sent a row, when, and whether it takes it back: the same in every table.
const plumbing = { data_source: '数据来源', cd_operation: '同步类型', cd_time: '同步时间' } as const;
const ofItem = { task_code: '实施编码', task_handle_item: '业务办理项编码' } as const;
const ofRow = { row_guid: '记录唯一标识', ...plumbing } as const;

export const tables = {
  up_task_general_basic: {
    zh: '事项基本信息',
    identity: ['task_code', 'task_handle_item'],
    columns: {
      ...ofRow,
      ...ofItem,
      catalog_code: '基本编码',
      task_name: '事项名称',
      task_type: '事项类型',
      task_version: '事项版本',
      task_state: '事项状态',
      use_level: '行使层级',
      by_law: '设定依据',
      dept_name: '实施主体',
      dept_code: '实施主体编码',
      dept_type: '实施主体性质',
      project_type: '办件类型',
      server_type: '服务对象',
      handle_type: '办理形式',
      anticipate_day: '法定办结时限',
      anticipate_type: '法定办结时限单位',
      anticipate_explain: '法定办结时限说明',
      promise_day: '承诺办结时限',
      promise_type: '承诺办结时限单位',
      promise_explain: '承诺办结时限说明',
      limit_scene_num: '到办事现场次数',
      accept_condition: '受理条件',
      handle_flow: '办理流程',
      transact_addr: '办理地点',
      transact_time: '办理时间',
      link_way: '咨询方式',
    },
  },
  up_task_general_extend: {
    zh: '事项扩展信息',
    identity: ['task_code', 'task_handle_item'],
    columns: {
      ...ofRow,
      ...ofItem,
      handle_area: '通办范围',
      limit_scene_explain: '必须现场办理原因',
      result_name: '审批结果名称',
      result_type: '审批结果类型',
    },
  },
  up_task_general_material: {
    zh: '事项材料目录',
    identity: ['row_guid'],
    columns: {
      ...ofRow,
      ...ofItem,
      order_num: '排序',
      material_name: '材料名称',
      is_need: '材料必要性',
      material_format: '材料形式',
      material_type: '材料类型',
      page_num: '纸质材料份数',
      source_type: '来源渠道',
      source_explain: '来源渠道说明',
      fill_explain: '填报须知',
    },
  },
  up_task_general_fee_project: {
    zh: '事项收费项目',
    identity: ['row_guid'],
    columns: {
      ...ofRow,
      ...ofItem,
      order_num: '排序',
      fee_name: '收费项目名称',
      fee_stand: '收费标准',
      by_law: '收费依据',
      is_desc: '是否允许减免',
    },
  },
  up_task_general_questions: {
    zh: '事项常见问题',
    identity: ['row_guid'],
    columns: { ...ofRow, ...ofItem, order_num: '排序', question: '问题', answer: '答案' },
  },
  up_pro_accept: {
    zh: '办件受理信息',
    identity: ['project_no'],
    columns: {
      ...ofRow,
      ...ofItem,
      project_no: '办件编号',
      catalog_code: '基本编码',
      task_name: '事项名称',
      project_type: '办件类型',
      applyer_type: '申请人类型',
      apply_type: '申请类型',
      apply_date: '申请时间',
      accept_date: '受理时间',
      accept_doc_no: '受理文书编号',
      promise_date: '承诺办结时间',
      org_code: '受理部门编码',
      org_name: '受理部门',
    },
    assumed: { applyer_area_code: '申请人所在行政区划' },
  },
  up_pro_process: {
    zh: '办件过程信息',
    identity: ['row_guid'],
    columns: {
      ...ofRow,
      project_no: '办件编号',
      process_name: '办理环节名称',
      event_name: '业务动作',
      event_start_time: '环节开始时间',
      event_end_time: '环节结束时间',
    },
  },
  up_pro_special_procedure: {
    zh: '办件特别程序',
    identity: ['row_guid'],
    columns: {
      ...ofRow,
      project_no: '办件编号',
      special_type: '特别程序种类',
      special_name: '特别程序种类名称',
      special_time: '特别程序开始时间',
      end_time: '特别程序结束时间',
    },
  },
  up_pro_material: {
    zh: '办件材料目录',
    identity: ['row_guid'],
    columns: {
      ...ofRow,
      project_no: '办件编号',
      material_name: '材料名称',
      get_type: '收取方式',
      get_num: '收取数量',
    },
  },
  up_pro_result: {
    zh: '办件结果信息',
    identity: ['project_no'],
    columns: {
      ...ofRow,
      project_no: '办件编号',
      result_type: '办结结果',
      result_date: '办结时间',
      is_delivery_results: '是否快递递送结果',
    },
  },
  up_lic_data: {
    zh: '电子证照目录',
    identity: ['certificate_source_id'],
    columns: {
      ...plumbing,
      certificate_source_id: '电子证照源标识',
      certificate_type: '证照类型名称',
      certificate_type_code: '证照类型代码',
      certificate_name: '证照名称',
      certificate_area_code: '证照所属管辖属地编码',
      issue_dept: '证照颁发机构',
      issue_dept_code: '证照颁发机构代码',
      issue_date: '证照颁发日期',
    },
  },
} as const satisfies Readonly<Record<string, Table>>;

/** The name of a table. */
export type TableName = keyof typeof tables;

/** The columns of a table that are read, the assumed ones too. */
export type ColumnOf<Name extends TableName> =
  | keyof (typeof tables)[Name]['columns']
  | ((typeof tables)[Name] extends { readonly assumed: infer Assumed } ? keyof Assumed : never);

/** The names of all tables. */
export const tableNames = Object.keys(tables) as readonly TableName[];

/** A table without its own type, for what is done to all of them alike. */
export function tableOf(name: TableName): Table {
  return tables[name];
}

/** What the tables hold of persons beside their cases: never read, whoever asks. */
export const neverRead: Readonly<Partial<Record<TableName, Readonly<Record<string, string>>>>> = {
  up_pro_accept: {
    applyer_name: '申请人名称',
    applyer_page_type: '申请人证件类型',
    applyer_page_code: '申请人证件号码',
    contact_name: '联系人/代理人姓名',
    contact_type: '联系人/代理人证件类型',
    contact_code: '联系人/代理人证件号码',
    contact_mobile: '联系人手机号码',
    legal: '法定代表人',
    address: '通讯地址',
    zip_code: '邮编',
    project_name: '办理摘要',
    handle_user_name: '受理人员',
  },
  up_pro_process: { handle_user_name: '办理人员', handle_explain: '办理意见' },
  up_pro_special_procedure: {
    applyer_user_name: '申请人',
    handle_user: '办理人',
    special_reason: '特别程序启动理由或依据',
    special_explain: '特别程序办理意见',
    result: '特别程序结果',
  },
  up_pro_material: { material_attach_name: '附件名称' },
  up_pro_result: {
    handle_user_name: '办理人员',
    result_explain: '办件结果描述',
    result_cetr_name: '结果证照名称',
    result_cetr_no: '结果证照编号',
    satisfaction: '满意度',
  },
  up_lic_data: {
    certificate_number: '证照编码',
    certificate_holder: '持证主体',
    certificate_holder_code: '持证主体代码',
    certificate_holder_type: '持证主体代码类型',
  },
};
