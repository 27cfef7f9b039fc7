import { sql } from 'kysely';
import { listInstances } from '../../shared/instance.js';
import type { Expression } from './cells.js';
import { currentRows, hasCaseNo, idOf, itemKey, nationalCode, ofNational, readerOf, type Source } from './source.js';

/** A case as the tables tell it: what is null cannot be told. */
export interface CaseRow {
  readonly id: string;
  readonly case_no: string;
  readonly item_id: string | null;
  readonly item_code: string;
  readonly mode: string;
  readonly kind: string | null;
  readonly state: string;
  readonly applicant_kind: string;
  readonly applicant_province: string;
  readonly channel: string;
  readonly submitted_at: string;
  readonly due_at: string | null;
  readonly accepted_at: string | null;
  readonly accept_doc_no: string | null;
  readonly org_code: string;
  readonly org_name: string;
  readonly completion_code: string | null;
  readonly completed_at: string | null;
  readonly by_courier: string | null;
  readonly updated_at: string;
}

/** What must be told of a case for it to be served, since the contract has no null for it. */
export const requiredOfCase = [
  ...['id', 'case_no', 'item_code', 'state', 'applicant_kind', 'applicant_province', 'channel', 'submitted_at'],
  ...['org_code', 'org_name', 'updated_at'],
] as const;

/** All cases that the tables hold, at this instant, with null for what cannot be told; or those of these numbers. */
export function mappedCases(source: Source, now: string, numbers?: readonly string[]): Expression {
  const narrow = numbers === undefined ? undefined : hasCaseNo(source, numbers);
  const { cells } = source;
  const accept = readerOf(source, 'up_pro_accept');
  const code = nationalCode(source, accept.text('catalog_code'), accept.text('task_name'));
  const number = sql`cast(${accept.raw('project_no')} as text)`;
  const accepts = sql`select ${idOf(source, 'Case', number)} as id, ${cells.ordered(accept.text('project_no'))} as case_no,
    ${idOf(source, 'ServiceItem', itemKey(source))} as item_id, ${cells.ordered(code)} as item_code,
    ${accept.code('project_type')} as kind, ${accept.code('applyer_type')} as applicant_kind,
    ${applicantProvince(source)} as applicant_province, ${accept.code('apply_type')} as channel,
    ${cells.ordered(accept.instant('apply_date'))} as submitted_at, ${cells.ordered(accept.instant('promise_date'))} as due_at,
    ${accept.instant('accept_date')} as accepted_at, ${accept.isGiven('accept_date')} as is_accepted,
    ${accept.text('accept_doc_no')} as accept_doc_no, ${accept.text('org_code')} as org_code,
    ${accept.text('org_name')} as org_name, ${cells.ordered(accept.instant('cd_time'))} as updated_at
    from ${currentRows(source, 'up_pro_accept', narrow)} as r`;
  // Each is made once, and looked up by number; as parts of one query they would be gone through for each case.
  return sql`(with a as materialized (${accepts}), f as materialized (${results(source, narrow)}),
    s as materialized (${openProcedures(source, now, narrow)}), p as materialized (${begun(source, narrow)})
    select a.*, ${ofNational(sql`a.item_code`, ({ mode }) => mode)} as mode, ${STATE} as state,
    f.code as completion_code, f.completed_at, f.by_courier
    from a left join f on f.case_no = a.case_no left join s on s.case_no = a.case_no
    left join p on p.case_no = a.case_no)`;
}

/**
 * The tables hold no state: it follows from which rows there are. A result with a code that nobody knows, or a date of
 * acceptance that is no date, leaves it open. Whether a result was delivered is not told.
 */
const STATE = sql`case
  when f.case_no is not null and f.code is null then null
  when f.code in ('LICENCE_ISSUED', 'RETURNED', 'COMPLETED_OTHER') then 'COMPLETED'
  when f.case_no is not null then 'CLOSED'
  when a.is_accepted and a.accepted_at is null then null
  when s.case_no is not null then 'SUSPENDED'
  when p.case_no is not null then 'IN_REVIEW'
  when a.is_accepted then 'ACCEPTED'
  else 'SUBMITTED' end`;

function results(source: Source, narrow: Expression | undefined): Expression {
  const result = readerOf(source, 'up_pro_result');
  return sql`select ${result.text('project_no')} as case_no, ${result.code('result_type')} as code,
    ${result.instant('result_date')} as completed_at, ${result.code('is_delivery_results')} as by_courier
    from ${currentRows(source, 'up_pro_result', narrow)} as r`;
}

/** Procedures in which the clock stands: begun, not ended, and not a mere extension. */
function openProcedures(source: Source, now: string, narrow: Expression | undefined): Expression {
  const procedure = readerOf(source, 'up_pro_special_procedure');
  return sql`select distinct ${procedure.text('project_no')} as case_no
    from ${currentRows(source, 'up_pro_special_procedure', narrow)} as r
    where ${procedure.code('special_type')} = 'OTHER_THAN_EXTENSION' and ${procedure.instant('special_time')} <= ${now}
      and (not (${procedure.isGiven('end_time')}) or ${procedure.instant('end_time')} > ${now})`;
}

function begun(source: Source, narrow: Expression | undefined): Expression {
  const step = readerOf(source, 'up_pro_process');
  return sql`select distinct ${step.text('project_no')} as case_no from ${currentRows(source, 'up_pro_process', narrow)} as r`;
}

/** By the division of the applicant, where there is a column for it; otherwise as the operator has said. */
function applicantProvince(source: Source): Expression {
  const accept = readerOf(source, 'up_pro_accept');
  const area = sql`substr(${accept.text('applyer_area_code')}, 1, 2)`;
  const branches = listInstances().map(
    ({ gbCode, code }) => sql`when ${sql.lit(gbCode.slice(0, 2))} then ${sql.lit(code)}`,
  );
  const told = sql`case ${area} ${sql.join(branches, sql` `)} end`;
  if (source.applicantsWithoutRegion === 'WITHHELD') return told;
  return sql`case when ${accept.isGiven('applyer_area_code')} then ${told} else ${sql.lit(source.province.code)} end`;
}
