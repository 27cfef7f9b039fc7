import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type { CaseState } from '../../../schema/case-lists.js';
import type {
  CaseKind,
  CompletionCode,
  HandlingAction,
  HandlingForm,
  HandlingMode,
  MaterialChannel,
  Provenance,
  ServiceObject,
  SpecialProcedureKind,
} from '../../../schema/code-lists.js';
import type { Stored } from '../storage/stored.js';

type Name<List extends { readonly entries: object }> = keyof List['entries'] & string;

export interface AcceptanceRecord {
  readonly acceptedAt: string;
  readonly documentNo: string;
  readonly unitCode: string;
  readonly province: string;
  /** Null while the holidays of a year on which it depends are not published. */
  readonly promisedCompletionAt: string | null;
}

export interface SpecialProcedureRecord {
  readonly kind: Name<typeof SpecialProcedureKind>;
  readonly name: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly reason: string;
  readonly result: string | null;
}

export interface CaseMaterialRecord {
  readonly name: string;
  readonly received: boolean;
  readonly channel: Name<typeof MaterialChannel> | null;
  readonly count: number;
  readonly receivedAt: string | null;
}

export interface CompletionRecord {
  readonly code: Name<typeof CompletionCode>;
  readonly completedAt: string;
  readonly unitCode: string;
  readonly province: string;
  readonly resultNo: string | null;
  readonly byCourier: boolean;
  readonly feeFen: number;
}

/**
 * One application to one item of this province. `id` is the global id, since positions in lists are compared with
 * those of other provinces. Times are ISO 8601 text in UTC. Of a person it holds the
 * person key alone.
 */
export const CaseEntity = defineEntity({
  name: 'Case',
  tableName: 'service_case',
  // Lists are read newest first, whole or narrowed by one equality; each of these serves one such list in order.
  indexes: [
    { name: 'service_case_submitted_at', properties: ['submittedAt', 'id'] },
    { name: 'service_case_due_at', properties: ['dueAt', 'id'] },
    { name: 'service_case_state', properties: ['state', 'submittedAt', 'id'] },
    { name: 'service_case_mode', properties: ['mode', 'submittedAt', 'id'] },
    { name: 'service_case_item', properties: ['itemCode', 'submittedAt', 'id'] },
    { name: 'service_case_applicant', properties: ['applicantProvince', 'submittedAt', 'id'] },
    { name: 'service_case_updated_at', properties: ['updatedAt', 'id'] },
    { name: 'service_case_applicant_person', properties: ['applicantPerson', 'submittedAt', 'id'] },
  ],
  uniques: [{ name: 'service_case_no', properties: ['caseNo'] }],
  properties: {
    id: p.text().primary(),
    caseNo: p.text(),
    itemCode: p.text(),
    mode: p.text().$type<Name<typeof HandlingMode>>(),
    state: p.text().$type<Name<typeof CaseState>>(),
    /** Null for what a window received for another province and does not list itself. */
    kind: p.text().$type<Name<typeof CaseKind>>().nullable(),
    applicantKind: p.text().$type<Name<typeof ServiceObject>>(),
    applicantProvince: p.text(),
    /** Person key of who has applied; null when nobody has said. */
    applicantPerson: p.text().nullable(),
    channel: p.text().$type<Name<typeof HandlingForm>>(),
    submittedAt: p.text(),
    dueAt: p.text().nullable(),
    acceptance: p.json().$type<AcceptanceRecord>().nullable(),
    specialProcedures: p.json().$type<readonly SpecialProcedureRecord[]>(),
    materials: p.json().$type<readonly CaseMaterialRecord[]>(),
    completion: p.json().$type<CompletionRecord>().nullable(),
    provenance: p.text().$type<Name<typeof Provenance>>(),
    updatedAt: p.text(),
  },
});

/** One step of handling a case. A step without an end is still to be done. */
export const CaseStepEntity = defineEntity({
  name: 'CaseStep',
  tableName: 'case_step',
  properties: {
    caseId: p.text().primary(),
    seq: p.integer().primary(),
    name: p.text(),
    unitCode: p.text(),
    action: p.text().$type<Name<typeof HandlingAction>>().nullable(),
    startedAt: p.text(),
    endedAt: p.text().nullable(),
    opinion: p.text().nullable(),
  },
});

export type CaseRecord = InferEntity<typeof CaseEntity>;
export type CaseStepRecord = InferEntity<typeof CaseStepEntity>;

/** Rows as the database holds them, for reads that pass over entity hydration. */
export type CaseRow = Stored<InferKyselyTable<typeof CaseEntity>>;
export type CaseStepRow = Stored<InferKyselyTable<typeof CaseStepEntity>>;

/** The tables of this module, as Kysely sees them. */
export interface CaseTables {
  service_case: CaseRow;
  case_step: CaseStepRow;
}
