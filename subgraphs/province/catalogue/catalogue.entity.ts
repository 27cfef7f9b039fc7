import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type {
  AssuranceGrade,
  AuthorityNature,
  CaseKind,
  CrossRegionScope,
  ExerciseLevel,
  HandlingForm,
  HandlingMode,
  LimitUnit,
  Provenance,
  ResultType,
  ServiceObject,
  TaskType,
  MaterialForm,
  MaterialSource,
} from '../../../schema/code-lists.js';
import type { Stored } from '../storage/stored.js';

type Name<List extends { readonly entries: object }> = keyof List['entries'] & string;

export interface MaterialRecord {
  readonly name: string;
  readonly required: boolean;
  readonly grade: Name<typeof AssuranceGrade>;
  readonly form: Name<typeof MaterialForm>;
  readonly source: Name<typeof MaterialSource>;
  readonly issuingBody: string | null;
  readonly originals: number;
  readonly copies: number;
  readonly note: string | null;
}

/** A situation of the applicant (情形), and what it changes in the list of materials. */
export interface ScenarioRecord {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Names of materials that are needed here though the list leaves them open. */
  readonly needs: readonly string[];
  /** Names of materials that nobody asks for here. */
  readonly without: readonly string[];
}

export interface FeeRecord {
  readonly name: string;
  readonly amountFen: number;
  readonly basis: string;
  readonly reducible: boolean;
}

export interface WindowRecord {
  readonly nameZh: string;
  readonly address: string;
  readonly hours: string;
  readonly phone: string;
}

export interface CrossRegionRecord {
  readonly scope: Name<typeof CrossRegionScope>;
  readonly form: Name<typeof HandlingMode>;
  readonly coveredProvinces: readonly string[];
}

/** An authority or unit of this province; items and cases refer to it by code. */
export const AuthorityEntity = defineEntity({
  name: 'Authority',
  tableName: 'authority',
  properties: {
    code: p.text().primary(),
    nameZh: p.text(),
    nameEn: p.text(),
    nature: p.text().$type<Name<typeof AuthorityNature>>(),
  },
});

/**
 * One entry of the implementation list: how this province performs one national item. `id` is the global id, since
 * positions in lists are compared with those of other provinces. Times are ISO 8601 text in UTC, so they sort as text.
 */
export const ServiceItemEntity = defineEntity({
  name: 'ServiceItem',
  tableName: 'service_item',
  indexes: [
    { name: 'service_item_code', properties: ['itemCode', 'id'] },
    { name: 'service_item_name_zh', properties: ['nameZh', 'id'] },
    { name: 'service_item_promised', properties: ['promisedValue', 'id'] },
    { name: 'service_item_statutory', properties: ['statutoryValue', 'id'] },
    { name: 'service_item_updated_at', properties: ['updatedAt', 'id'] },
  ],
  properties: {
    id: p.text().primary(),
    itemCode: p.text(),
    taskCode: p.text(),
    version: p.integer(),
    nameZh: p.text(),
    nameEn: p.text(),
    mode: p.text().$type<Name<typeof HandlingMode>>(),
    taskType: p.text().$type<Name<typeof TaskType>>(),
    caseKind: p.text().$type<Name<typeof CaseKind>>(),
    exerciseLevel: p.text().$type<Name<typeof ExerciseLevel>>(),
    competentAuthority: p.text(),
    authorityCode: p.text(),
    serviceObjects: p.json().$type<readonly Name<typeof ServiceObject>[]>(),
    forms: p.json().$type<readonly Name<typeof HandlingForm>[]>(),
    statutoryValue: p.integer().nullable(),
    statutoryUnit: p.text().$type<Name<typeof LimitUnit>>().nullable(),
    statutoryNote: p.text().nullable(),
    promisedValue: p.integer(),
    promisedUnit: p.text().$type<Name<typeof LimitUnit>>(),
    promisedNote: p.text().nullable(),
    maxVisits: p.integer(),
    visitReason: p.text().nullable(),
    acceptanceConditions: p.json().$type<readonly string[]>(),
    handlingFlow: p.json().$type<readonly string[]>(),
    materials: p.json().$type<readonly MaterialRecord[]>(),
    scenarios: p.json().$type<readonly ScenarioRecord[]>().defaultRaw("'[]'"),
    fees: p.json().$type<readonly FeeRecord[]>(),
    windows: p.json().$type<readonly WindowRecord[]>(),
    crossRegion: p.json().$type<CrossRegionRecord>(),
    resultName: p.text(),
    resultType: p.text().$type<Name<typeof ResultType>>(),
    legalBasis: p.json().$type<readonly string[]>(),
    provenance: p.text().$type<Name<typeof Provenance>>(),
    updatedAt: p.text(),
  },
});

export type AuthorityRecord = InferEntity<typeof AuthorityEntity>;
export type ServiceItemRecord = InferEntity<typeof ServiceItemEntity>;

/** Rows as the database holds them, for reads that pass over entity hydration. */
export type AuthorityRow = Stored<InferKyselyTable<typeof AuthorityEntity>>;
// Rows from before there were scenarios have the default; every insert names them all the same.
type ItemColumns = Omit<InferKyselyTable<typeof ServiceItemEntity>, 'scenarios'>;
export type ServiceItemRow = Stored<ItemColumns & { scenarios: readonly ScenarioRecord[] }>;

/** The tables of this module, as Kysely sees them. */
export interface CatalogueTables {
  authority: AuthorityRow;
  service_item: ServiceItemRow;
}
