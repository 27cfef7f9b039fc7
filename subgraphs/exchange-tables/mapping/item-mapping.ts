import { derived, never, ownProvince, provenance, told, type TypeMapping } from './field-mapping.js';

const basic = (column: string): string => `up_task_general_basic.${column}`;
const extend = (column: string): string => `up_task_general_extend.${column}`;
const material = (column: string): string => `up_task_general_material.${column}`;
const fee = (column: string): string => `up_task_general_fee_project.${column}`;
const question = (column: string): string => `up_task_general_questions.${column}`;

const AS_IT_IS = 'as it is';
const REQUIRED = 'by its codes; an item without it is not served';
const LINES = 'its lines; empty without one';

/** Where the fields of service items, and of what belongs to them, come from. */
export const itemMapping: Readonly<Record<string, TypeMapping>> = {
  ServiceItem: {
    id: told(
      [basic('task_handle_item'), basic('task_code')],
      'province, type, and the code of the handling item, or the implementation code where there is none; of any length; bytes in hexadecimal (x.…) where an id may not have the characters',
    ),
    province: ownProvince,
    standard: derived(
      [basic('catalog_code'), basic('task_name')],
      'the national item that the mapping file gives for the basic code, otherwise the one of exactly that name; rows of no national item are not served',
    ),
    taskCode: told(basic('task_code'), AS_IT_IS),
    version: told(basic('task_version'), AS_IT_IS),
    nameZh: told(basic('task_name'), 'as it is; an item whose name cannot be read is not served'),
    nameEn: derived([], 'name of the national item: the tables have no English'),
    mode: derived([], 'mode of the national item: the tables do not say it'),
    taskType: told(basic('task_type'), REQUIRED),
    caseKind: told(basic('project_type'), REQUIRED),
    exerciseLevel: told(basic('use_level'), REQUIRED),
    authority: told([basic('dept_code'), basic('dept_name'), basic('dept_type')], 'see Authority; required'),
    serviceObjects: told(basic('server_type'), 'each code that is known, in the order of the cell'),
    forms: told(basic('handle_type'), 'each code that is known, in the order of the cell'),
    statutoryLimit: told(
      [basic('anticipate_day'), basic('anticipate_type'), basic('anticipate_explain')],
      'null for an empty cell; an item whose number or unit cannot be read is not served',
    ),
    promisedLimit: told([basic('promise_day'), basic('promise_type'), basic('promise_explain')], 'required'),
    maxVisits: told(basic('limit_scene_num'), 'required'),
    visitReason: told(extend('limit_scene_explain'), AS_IT_IS),
    acceptanceConditions: told(basic('accept_condition'), LINES),
    handlingFlow: told(basic('handle_flow'), LINES),
    materials: told(
      material('task_code'),
      'see Material; an item with a material whose name cannot be read is not served',
    ),
    scenarios: never('empty: these tables know no scenarios'),
    fees: told(fee('task_code'), 'see Fee; an item with a fee that is not one amount in yuan is not served'),
    windows: told(
      [basic('dept_name'), basic('transact_addr'), basic('transact_time'), basic('link_way')],
      'one window, of which all four are told; otherwise none',
    ),
    crossRegion: told(extend('handle_area'), 'see CrossRegion; required'),
    result: told([extend('result_name'), extend('result_type')], 'see ItemResult; required'),
    legalBasis: told(basic('by_law'), LINES),
    provenance,
    updatedAt: told(basic('cd_time'), 'when the row was sent; required'),
    faqs: told(question('task_code'), 'see FaqEntry; those told whole'),
  },
  Authority: {
    nameZh: told([basic('dept_name'), 'up_pro_accept.org_name'], AS_IT_IS),
    nameEn: derived([basic('dept_name'), 'up_pro_accept.org_name'], 'the Chinese name: the tables have no English'),
    code: told([basic('dept_code'), 'up_pro_accept.org_code'], AS_IT_IS),
    nature: derived(
      [basic('dept_type')],
      'by its codes; of the unit of a case, where it is the authority of the item, otherwise OTHER',
    ),
  },
  TimeLimit: {
    value: told([basic('anticipate_day'), basic('promise_day')], AS_IT_IS),
    unit: told([basic('anticipate_type'), basic('promise_type')], 'by its codes', 'M'),
    note: told([basic('anticipate_explain'), basic('promise_explain')], AS_IT_IS),
  },
  Material: {
    name: told(material('material_name'), AS_IT_IS),
    required: told(material('is_need'), 'true unless the code says that it is not', 'M'),
    grade: derived([], 'D, the least: the tables ask for no grade'),
    form: told(material('material_format'), 'by its codes; PAPER_OR_ELECTRONIC without one', 'M'),
    source: told(material('source_type'), 'by its codes; OTHER without one', 'M'),
    issuingBody: told(material('source_explain'), 'where the source is GOVERNMENT'),
    originals: derived(
      [material('material_type'), material('page_num')],
      'copies asked for, 1 unless said, if originals are',
      'M',
    ),
    copies: derived(
      [material('material_type'), material('page_num')],
      'copies asked for, 1 unless said, if copies are',
      'M',
    ),
    note: told(material('fill_explain'), AS_IT_IS),
  },
  Fee: {
    name: told(fee('fee_name'), AS_IT_IS),
    amountFen: derived([fee('fee_stand')], 'the one amount in yuan that the standard names, or nothing for 免费'),
    basis: told(fee('by_law'), 'as it is; empty text without one'),
    reducible: told(fee('is_desc'), 'by its codes; false without one', 'M'),
  },
  Window: {
    nameZh: told(basic('dept_name'), AS_IT_IS),
    address: told(basic('transact_addr'), AS_IT_IS),
    hours: told(basic('transact_time'), AS_IT_IS),
    phone: told(basic('link_way'), AS_IT_IS),
  },
  CrossRegion: {
    scope: told(extend('handle_area'), 'by its codes'),
    form: derived([], 'mode of the national item'),
    coveredProvinces: never('empty: the tables do not say which'),
  },
  ItemResult: {
    name: told(extend('result_name'), 'as it is; 无 where the type is NONE'),
    type: told(extend('result_type'), 'by its codes'),
  },
  FaqEntry: {
    id: told(question('row_guid'), 'province, type and the identifier of the row'),
    province: ownProvince,
    standard: derived([basic('catalog_code'), basic('task_name')], 'that of the item'),
    question: told(question('question'), AS_IT_IS),
    answer: told(question('answer'), AS_IT_IS),
    unit: told(basic('dept_name'), 'the authority of the item'),
    publishedAt: derived([question('cd_time')], 'when the row was sent'),
  },
};
