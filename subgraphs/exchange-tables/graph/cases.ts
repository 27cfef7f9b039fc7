import { refuseOffer } from '../../server/build-from-sdl.js';
import { assertOwnId } from '../../shared/ids.js';
import { mapPage } from '../../shared/page.js';
import {
  findCase,
  listCaseMaterials,
  type ListCasesArguments,
  listCases,
  listProcedures,
  listSteps,
} from '../case.service.js';
import type { AdapterContext } from '../context.js';
import { findItem } from '../item.service.js';
import type { CaseRow } from '../storage/cases.js';
import { connectionOf, provinceOf, totalCount } from './connection.js';
import { authorityOf, findServiceItem } from './items.js';

/** A case as the contract has it; what belongs to it is read when it is asked for. */
export interface Case {
  readonly id: string;
  readonly row: CaseRow;
}

/**
 * A row of a case as the contract's type. Whoever asks gets to see what somebody sees whom the case does not concern: the
 * adapter has no trail in which it could enter that somebody has seen more.
 */
export function caseOf(row: CaseRow, { code, provenance }: AdapterContext): Case {
  const fields = {
    __typename: 'Case',
    id: row.id,
    province: provinceOf(code),
    caseNo: row.case_no,
    mode: row.mode,
    state: row.state,
    kind: row.kind,
    applicantKind: row.applicant_kind,
    applicantProvince: provinceOf(row.applicant_province),
    applicant: null,
    channel: row.channel,
    submittedAt: row.submitted_at,
    dueAt: row.due_at,
    preflight: null,
    receivedMaterials: null,
    collaborationNo: null,
    version: null,
    legs: [],
    log: [],
    clock: null,
    responsible: null,
    deemedAccepted: false,
    provenance,
    updatedAt: row.updated_at,
  };
  return { ...fields, row };
}

type Resolve<Value> = (parent: Case, args: unknown, context: AdapterContext) => Promise<Value>;

/** The unit that has accepted the case; of what nature it is, only the item can tell. */
async function unitOf({ row }: Case, context: AdapterContext): Promise<object> {
  const item = row.item_id === null ? undefined : await findItem(context, row.item_id);
  const nature = item?.dept_code === row.org_code ? item.dept_nature : 'OTHER';
  return authorityOf({ code: row.org_code, name: row.org_name, nature });
}

const acceptance: Resolve<object | null> = async (one, _args, context) => {
  const { accepted_at: acceptedAt, accept_doc_no: documentNo, due_at: promisedCompletionAt } = one.row;
  if (acceptedAt === null || documentNo === null) return null;
  const unit = await unitOf(one, context);
  return { acceptedAt, documentNo, unit, province: provinceOf(context.code), promisedCompletionAt };
};

const steps: Resolve<readonly object[]> = async (one, _args, context) => {
  const [rows, unit] = await Promise.all([listSteps(context, one.row.case_no), unitOf(one, context)]);
  return rows.map(({ name, action, started_at: startedAt, ended_at: endedAt }, index) => {
    return { seq: index + 1, name, unit, action, startedAt, endedAt, done: endedAt !== null, opinion: null };
  });
};

const specialProcedures: Resolve<readonly object[]> = async ({ row }, _args, context) => {
  const rows = await listProcedures(context, row.case_no);
  return rows.map(({ kind, name, started_at: startedAt, ended_at: endedAt }) => {
    return { kind, name, startedAt, endedAt, reason: null, result: null };
  });
};

const materials: Resolve<readonly object[]> = async ({ row }, _args, context) => {
  const rows = await listCaseMaterials(context, row.case_no);
  return rows.map(({ name, channel, count }) => ({
    name,
    received: true,
    channel,
    count: count ?? 1,
    receivedAt: null,
  }));
};

const completion: Resolve<object | null> = async (one, _args, context) => {
  const { completion_code: code, completed_at: completedAt, by_courier: byCourier } = one.row;
  if (code === null || completedAt === null) return null;
  const unit = await unitOf(one, context);
  const province = provinceOf(context.code);
  return { code, completedAt, unit, province, resultNo: null, byCourier: byCourier === 'YES' };
};

const item: Resolve<object | null> = async ({ row }, _args, context) =>
  row.item_id === null ? null : findServiceItem(row.item_id, context);

/** The case of an id of this province; null when the tables cannot tell of one. */
export async function findCaseById(id: string, context: AdapterContext): Promise<Case | null> {
  const row = await findCase(context, id);
  return row === undefined ? null : caseOf(row, context);
}

export const caseQueries = {
  case: (_root: unknown, { id }: { readonly id: string }, context: AdapterContext) => {
    assertOwnId(id, 'Case', context.code);
    return findCaseById(id, context);
  },
  cases: async (_root: unknown, args: ListCasesArguments, context: AdapterContext) =>
    connectionOf(mapPage(await listCases(context, args), (row) => caseOf(row, context))),
};

export const caseFields = {
  Case: { item, acceptance, steps, specialProcedures, materials, completion },
  CaseConnection: { totalCount },
  // The tables say that there was a fee, and not how much.
  Completion: { feeFen: refuseOffer },
};
