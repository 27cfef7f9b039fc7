import { derived, never, ownProvince, provenance, refused, told, type TypeMapping } from './field-mapping.js';

const accept = (column: string): string => `up_pro_accept.${column}`;
const step = (column: string): string => `up_pro_process.${column}`;
const procedure = (column: string): string => `up_pro_special_procedure.${column}`;
const result = (column: string): string => `up_pro_result.${column}`;
const licence = (column: string): string => `up_lic_data.${column}`;

const AS_IT_IS = 'as it is';
const NOT_HANDLED = 'as for any mere record, which is not handled in this graph';
const WITHHELD = 'withheld: no entry could be made in a trail before it is shown';
const ACCEPTING_UNIT = 'the unit that has accepted the case: the table names no other';

/** Where the fields of cases, and of what belongs to them, come from. */
export const caseMapping: Readonly<Record<string, TypeMapping>> = {
  Case: {
    id: told(
      accept('project_no'),
      'province, type and case number; bytes in hexadecimal (x.…) where an id may not have the characters; not served with blanks around it',
    ),
    province: ownProvince,
    caseNo: told(accept('project_no'), AS_IT_IS),
    item: told(
      [accept('task_handle_item'), accept('task_code')],
      'the item of that code; null when the tables cannot tell of one',
    ),
    mode: derived(
      [accept('catalog_code'), accept('task_name')],
      'mode of the national item; a case of no national item is not served',
    ),
    state: derived(
      [
        result('result_type'),
        procedure('special_time'),
        procedure('end_time'),
        step('project_no'),
        accept('accept_date'),
      ],
      'a result is COMPLETED (licence, refusal, other) or CLOSED; otherwise SUSPENDED while a special procedure other than an extension is open, IN_REVIEW when there is a step, ACCEPTED with a date of acceptance, SUBMITTED; an unknown code of result leaves it open, and the case is not served',
    ),
    kind: told(accept('project_type'), 'by its codes; null without one'),
    applicantKind: told(accept('applyer_type'), 'by its codes; required', 'M'),
    applicantProvince: derived(
      [accept('applyer_area_code')],
      'by the first two digits of the division; required. The column is assumed: without it, or without a value, a case is served only with `--applicants-without-region own`, by which the operator states that such applicants are of this province',
      'M',
    ),
    applicant: never(WITHHELD),
    channel: told(accept('apply_type'), 'by its codes; required', 'M'),
    submittedAt: told(accept('apply_date'), 'required'),
    dueAt: told(accept('promise_date'), 'null without one'),
    acceptance: told([accept('accept_date'), accept('accept_doc_no')], 'null unless both are told'),
    steps: told(step('project_no'), 'those told whole, in the order in which they began'),
    specialProcedures: told(procedure('project_no'), 'those told whole, in the order in which they began'),
    materials: told('up_pro_material.project_no', 'those with a name'),
    preflight: never(NOT_HANDLED),
    receivedMaterials: never(NOT_HANDLED),
    completion: told(result('result_type'), 'null without a date that can be read'),
    collaborationNo: never(NOT_HANDLED),
    version: never(NOT_HANDLED),
    legs: never(NOT_HANDLED),
    log: never(NOT_HANDLED),
    clock: never(NOT_HANDLED),
    responsible: never(NOT_HANDLED),
    deemedAccepted: never(NOT_HANDLED),
    provenance,
    updatedAt: told(accept('cd_time'), 'when the row was sent; required'),
  },
  Acceptance: {
    acceptedAt: told(accept('accept_date'), AS_IT_IS),
    documentNo: told(accept('accept_doc_no'), AS_IT_IS),
    unit: told([accept('org_code'), accept('org_name')], 'see Authority; required'),
    province: ownProvince,
    promisedCompletionAt: told(accept('promise_date'), AS_IT_IS),
  },
  HandlingStep: {
    seq: derived([step('event_start_time')], 'in the order in which they began'),
    name: told(step('process_name'), AS_IT_IS),
    unit: derived([accept('org_code'), accept('org_name')], ACCEPTING_UNIT),
    action: told(step('event_name'), 'by its codes; null without one', 'M'),
    startedAt: told(step('event_start_time'), AS_IT_IS),
    endedAt: told(step('event_end_time'), 'null without one'),
    done: derived([step('event_end_time')], 'true with an end'),
    opinion: never(WITHHELD),
  },
  SpecialProcedure: {
    kind: told(procedure('special_type'), 'by its codes, of the standard (1, 2) or the older ones (A, B)'),
    name: told(procedure('special_name'), AS_IT_IS),
    startedAt: told(procedure('special_time'), AS_IT_IS),
    endedAt: told(procedure('end_time'), 'null without one'),
    reason: never(WITHHELD),
    result: never(WITHHELD),
  },
  CaseMaterial: {
    name: told('up_pro_material.material_name', AS_IT_IS),
    received: derived([], 'true: the table lists what was received'),
    channel: told('up_pro_material.get_type', 'by its codes; null without one', 'M'),
    count: told('up_pro_material.get_num', '1 without a number'),
    receivedAt: never('null: the table does not say when'),
  },
  Completion: {
    code: told(result('result_type'), 'by its codes; those of the province by the mapping file'),
    completedAt: told(result('result_date'), AS_IT_IS),
    unit: derived([accept('org_code'), accept('org_name')], ACCEPTING_UNIT),
    province: ownProvince,
    resultNo: never('withheld: numbers of licences are numbers of persons often enough'),
    byCourier: told(result('is_delivery_results'), 'by its codes; false without one', 'M'),
    feeFen: refused('the table does not say how much was paid'),
  },
  Licence: {
    id: told(
      licence('certificate_source_id'),
      'province, type and source identifier; not served where that is the identifier of the licence itself or holds a number of a person',
    ),
    province: ownProvince,
    typeCode: told(licence('certificate_type_code'), AS_IT_IS),
    typeName: told(licence('certificate_type'), AS_IT_IS),
    name: told(licence('certificate_name'), AS_IT_IS),
    version: refused('the table does not say it'),
    issuer: told([licence('issue_dept_code'), licence('issue_dept')], 'required'),
    definer: derived([licence('certificate_type_code')], 'the authority whose code the type begins with'),
    issuedOn: told(licence('issue_date'), 'the day in China; required'),
    validFrom: refused('the table does not say it'),
    validTo: refused('the table does not say it, and null would say that it never ends'),
    validRange: refused('the table does not say it'),
    status: refused('the table does not say it'),
    inForce: refused('the table does not say it'),
    statusSince: refused('the table does not say it'),
    supersededFrom: refused('the table does not say it, and null would say that it is the last one'),
    areaCode: told(licence('certificate_area_code'), AS_IT_IS),
    revision: refused('the table does not say it'),
    details: never(WITHHELD),
    recognisedIn: refused('recognition rests on agreements and on the status'),
    provenance,
    updatedAt: told(licence('cd_time'), 'when the row was sent; required'),
  },
  LicenceAuthority: {
    code: told([licence('issue_dept_code'), licence('certificate_type_code')], AS_IT_IS),
    name: told(
      licence('issue_dept'),
      'as it is; of the authority that defined the type, its code: the table has no name',
    ),
  },
};
