import {
  AuthorityNature,
  CaseKind,
  CompletionCode,
  CrossRegionScope,
  ExerciseLevel,
  HandlingForm,
  ResultType,
  ServiceObject,
  TaskType,
} from '../../schema/code-lists.js';
import type { CodeList } from '../../schema/code-list.js';

/** How well it is known what the codes of a column mean: read in a public source, or recalled and not checked. */
export type Mark = 'V' | 'M';

/** The codes of a column, and the values of the contract that they stand for. */
export interface CodeColumn {
  readonly values: Readonly<Record<string, string>>;
  readonly mark: Mark;
  /** True for a column that holds several codes. */
  readonly isList?: boolean;
  /** What the column says that is not for the graph: a code that is known and maps to nothing. */
  readonly ignored?: readonly string[];
}

const ofList = (list: CodeList): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(list.entries).flatMap(([name, { code }]) => (code === null ? [] : [[code, name]])));

/**
 * The columns that hold codes. Codes of a province's own are added by its mapping file (`--mapping`), where several
 * codes may stand for one value.
 */
export const codeColumns = {
  'up_task_general_basic.task_type': { values: ofList(TaskType), mark: 'V' },
  'up_task_general_basic.task_state': { values: { 1: 'IN_FORCE' }, mark: 'M', ignored: ['2', '3'] },
  'up_task_general_basic.use_level': { values: ofList(ExerciseLevel), mark: 'V' },
  'up_task_general_basic.dept_type': { values: ofList(AuthorityNature), mark: 'V' },
  'up_task_general_basic.project_type': { values: ofList(CaseKind), mark: 'V' },
  'up_task_general_basic.server_type': { values: ofList(ServiceObject), mark: 'V', isList: true },
  'up_task_general_basic.handle_type': { values: ofList(HandlingForm), mark: 'V', isList: true },
  'up_task_general_basic.anticipate_type': { values: { 1: 'WORKING_DAY', 2: 'CALENDAR_DAY' }, mark: 'M' },
  'up_task_general_basic.promise_type': { values: { 1: 'WORKING_DAY', 2: 'CALENDAR_DAY' }, mark: 'M' },
  'up_task_general_extend.handle_area': { values: ofList(CrossRegionScope), mark: 'V' },
  'up_task_general_extend.result_type': { values: ofList(ResultType), mark: 'V' },
  'up_task_general_material.is_need': { values: { 1: 'REQUIRED', 2: 'OPTIONAL', 3: 'OPTIONAL' }, mark: 'M' },
  'up_task_general_material.material_format': {
    values: { 1: 'PAPER', 2: 'ELECTRONIC', 3: 'PAPER_OR_ELECTRONIC' },
    mark: 'M',
  },
  'up_task_general_material.material_type': { values: { 1: 'ORIGINAL', 2: 'COPY', 3: 'BOTH' }, mark: 'M' },
  'up_task_general_material.source_type': { values: { 10: 'APPLICANT', 20: 'GOVERNMENT', 99: 'OTHER' }, mark: 'M' },
  'up_task_general_fee_project.is_desc': { values: { 0: 'NO', 1: 'YES' }, mark: 'M' },
  'up_pro_accept.project_type': { values: ofList(CaseKind), mark: 'V' },
  'up_pro_accept.applyer_type': { values: ofList(ServiceObject), mark: 'M' },
  'up_pro_accept.apply_type': { values: ofList(HandlingForm), mark: 'M' },
  'up_pro_process.event_name': { values: { 1: 'PASS', 2: 'RETURN', 3: 'OTHER', 9: 'OTHER' }, mark: 'M' },
  'up_pro_special_procedure.special_type': {
    values: { 1: 'EXTENSION', 2: 'OTHER_THAN_EXTENSION', A: 'EXTENSION', B: 'OTHER_THAN_EXTENSION' },
    mark: 'V',
  },
  'up_pro_material.get_type': {
    values: { 1: 'PAPER', 2: 'UPLOAD', 3: 'LICENCE_LIBRARY', 4: 'DATA_SHARING' },
    mark: 'M',
  },
  'up_pro_result.result_type': { values: ofList(CompletionCode), mark: 'V' },
  'up_pro_result.is_delivery_results': { values: { 0: 'NO', 1: 'YES' }, mark: 'M' },
} as const satisfies Readonly<Record<string, CodeColumn>>;

/** A column that holds codes: `up_pro_result.result_type`. */
export type CodeColumnName = keyof typeof codeColumns;

/** True for the name of a column that holds codes. */
export function isCodeColumn(name: string): name is CodeColumnName {
  return Object.hasOwn(codeColumns, name);
}

/** A column without its own type, for what is done to all of them alike. */
export function codeColumnOf(name: CodeColumnName): CodeColumn {
  return codeColumns[name];
}
