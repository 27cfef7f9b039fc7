// What the operations of this folder answer, printed by npm run schema. Change the operations or the schema instead.
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type CaseEventKind =
  | 'GAP'
  | 'MOVED'
  | 'TOLD';

export type CaseState =
  | 'ABORTED'
  | 'ACCEPTED'
  | 'ALL_REQUIRED_DONE'
  | 'BLOCKED'
  | 'CLOSED'
  | 'COMPENSATING'
  | 'COMPLETED'
  | 'CORRECTION'
  | 'DECIDED'
  | 'DELIVERED'
  | 'DRAFT'
  | 'IN_PROGRESS'
  | 'IN_REVIEW'
  | 'LEGS_DISPATCHED'
  | 'NOT_ACCEPTED'
  | 'SUBMITTED'
  | 'SUSPENDED'
  | 'WITHDRAWN';

export type EntryState =
  | 'ACKNOWLEDGED'
  | 'IN_TRANSIT'
  | 'REFUSED';

export type HandlingForm =
  | 'COURIER'
  | 'ONLINE_COMPUTER'
  | 'ONLINE_MOBILE'
  | 'OTHER'
  | 'WINDOW';

export type HandlingMode =
  | 'FULLY_ONLINE'
  | 'JOINT_HANDLING'
  | 'RECEIVE_AND_FORWARD';

export type ItemCaveat =
  | 'ANNEX_NOT_COMPARED'
  | 'MEMBERSHIP_RECALLED'
  | 'MODE_INFERRED'
  | 'SECTION_ASSUMED';

export type LegRole =
  | 'DELIVER'
  | 'EVIDENCE'
  | 'HANDLE'
  | 'LEAD'
  | 'PARTICIPATE'
  | 'RECEIVE';

export type LimitUnit =
  | 'CALENDAR_DAY'
  | 'WORKING_DAY';

export type MaterialForm =
  | 'ELECTRONIC'
  | 'PAPER'
  | 'PAPER_OR_ELECTRONIC';

export type MaterialSource =
  | 'APPLICANT'
  | 'GOVERNMENT'
  | 'OTHER';

export type MissingReason =
  | 'BEHIND_CURSOR'
  | 'CONTRACT_BREACH'
  | 'DEREGISTERING'
  | 'DISABLED'
  | 'FAULT'
  | 'MAINTENANCE'
  | 'NOT_OFFERED'
  | 'TIMEOUT'
  | 'UNREACHABLE';

export type ProvinceState =
  | 'DEGRADED'
  | 'DEREGISTERING'
  | 'DISABLED'
  | 'MAINTENANCE'
  | 'QUARANTINED'
  | 'REGISTRATION_REQUESTED'
  | 'SERVING';

export type ResultReturn =
  | 'COURIER'
  | 'ELECTRONIC'
  | 'HANDLING_PLACE'
  | 'RECEIVING_PLACE';

export type ServiceRefusalCode =
  | 'CASE_FULL'
  | 'CASE_NOT_HERE'
  | 'CERTIFIER_MISSING'
  | 'CHUNK_OUT_OF_PLACE'
  | 'CHUNK_TOO_LARGE'
  | 'CONTENT_NOT_OF_TYPE'
  | 'CONTENT_SHORT'
  | 'CONTENT_TOO_LONG'
  | 'DIGEST_DIFFERS'
  | 'ITEM_NOT_OFFERED'
  | 'LEG_ENDED'
  | 'MANIFEST_MISSING'
  | 'MATERIAL_DAMAGED'
  | 'MATERIAL_EMPTY'
  | 'MATERIAL_ERASED'
  | 'MATERIAL_FETCH_ENDED'
  | 'MATERIAL_NOT_HERE'
  | 'MATERIAL_NOT_LISTED'
  | 'MATERIAL_TOO_LARGE'
  | 'MEDIA_TYPE_NOT_ALLOWED'
  | 'NOT_ACROSS_PROVINCES'
  | 'PAPER_NOT_ACCOUNTED'
  | 'QUESTION_NOT_GENUINE'
  | 'SCENARIO_UNKNOWN'
  | 'UPLOAD_UNKNOWN';

export type StatisticsRefusalCode =
  | 'BUDGET_SPENT'
  | 'NOT_READY'
  | 'PERIOD_INVALID'
  | 'TABLE_NOT_PUBLISHED'
  | 'TABLE_TOO_LARGE'
  | 'TOO_MANY_DIMENSIONS';

export type ProvincesQueryVariables = Exact<{ [key: string]: never; }>;

export type ProvincesQuery = { readonly federation: { readonly provinces: ReadonlyArray<{ readonly state: ProvinceState, readonly message: string | null, readonly since: string | null, readonly province: { readonly code: string } }> }, readonly total: { readonly smallestCell: number | null, readonly asOf: string | null, readonly lastMonth: string | null, readonly rows: ReadonlyArray<{ readonly cases: number, readonly suppressedIn: number, readonly overdue: { readonly decided: number, readonly overdue: number, readonly share: number | null, readonly suppressedIn: number }, readonly ratings: { readonly rated: number, readonly satisfied: number, readonly share: number | null, readonly suppressedIn: number } }>, readonly refusals: ReadonlyArray<{ readonly code: StatisticsRefusalCode, readonly province: { readonly code: string } }>, readonly coverage: { readonly answered: ReadonlyArray<{ readonly code: string }>, readonly missing: ReadonlyArray<{ readonly reason: MissingReason, readonly since: string | null, readonly province: { readonly code: string } }> } }, readonly caseStatistics: { readonly smallestCell: number | null, readonly asOf: string | null, readonly lastMonth: string | null, readonly rows: ReadonlyArray<{ readonly cases: number, readonly suppressedIn: number, readonly handlingProvince: { readonly code: string } | null, readonly overdue: { readonly decided: number, readonly overdue: number, readonly share: number | null, readonly suppressedIn: number }, readonly ratings: { readonly rated: number, readonly satisfied: number, readonly share: number | null, readonly suppressedIn: number } }>, readonly refusals: ReadonlyArray<{ readonly code: StatisticsRefusalCode, readonly province: { readonly code: string } }>, readonly coverage: { readonly answered: ReadonlyArray<{ readonly code: string }>, readonly missing: ReadonlyArray<{ readonly reason: MissingReason, readonly since: string | null, readonly province: { readonly code: string } }> } } };

export type StandingFragment = { readonly smallestCell: number | null, readonly asOf: string | null, readonly lastMonth: string | null, readonly refusals: ReadonlyArray<{ readonly code: StatisticsRefusalCode, readonly province: { readonly code: string } }>, readonly coverage: { readonly answered: ReadonlyArray<{ readonly code: string }>, readonly missing: ReadonlyArray<{ readonly reason: MissingReason, readonly since: string | null, readonly province: { readonly code: string } }> } };

export type AnsweredFragment = { readonly answered: ReadonlyArray<{ readonly code: string }>, readonly missing: ReadonlyArray<{ readonly reason: MissingReason, readonly since: string | null, readonly province: { readonly code: string } }> };

export type LateFragment = { readonly decided: number, readonly overdue: number, readonly share: number | null, readonly suppressedIn: number };

export type RatedFragment = { readonly rated: number, readonly satisfied: number, readonly share: number | null, readonly suppressedIn: number };

export type ItemsQueryVariables = Exact<{
  text?: string | null | undefined;
}>;

export type ItemsQuery = { readonly standardItems: ReadonlyArray<{ readonly id: string, readonly code: string | null, readonly nameZh: string | null, readonly nameEn: string | null, readonly mode: HandlingMode | null }> };

export type CaseEventsSubscriptionVariables = Exact<{
  province: string;
  after?: string | null | undefined;
}>;

export type CaseEventsSubscription = { readonly caseEvents: { readonly id: string, readonly kind: CaseEventKind, readonly at: string | null, readonly event: string | null, readonly state: CaseState | null, readonly legState: string | null, readonly mode: HandlingMode | null, readonly collaborationNo: string | null, readonly province: { readonly code: string } | null, readonly handlingProvince: { readonly code: string } | null, readonly receivingProvince: { readonly code: string } | null, readonly case: { readonly item: { readonly nameZh: string, readonly nameEn: string } | null } | null } };

export type FlowsQueryVariables = Exact<{ [key: string]: never; }>;

export type FlowsQuery = { readonly caseStatistics: { readonly smallestCell: number | null, readonly asOf: string | null, readonly lastMonth: string | null, readonly rows: ReadonlyArray<{ readonly cases: number, readonly suppressedIn: number, readonly receivingProvince: { readonly code: string } | null, readonly handlingProvince: { readonly code: string } | null }>, readonly refusals: ReadonlyArray<{ readonly code: StatisticsRefusalCode, readonly province: { readonly code: string } }>, readonly coverage: { readonly answered: ReadonlyArray<{ readonly code: string }>, readonly missing: ReadonlyArray<{ readonly reason: MissingReason, readonly since: string | null, readonly province: { readonly code: string } }> } } };

export type MonthsQueryVariables = Exact<{
  provinces?: ReadonlyArray<string> | string | null | undefined;
}>;

export type MonthsQuery = { readonly caseStatistics: { readonly smallestCell: number | null, readonly asOf: string | null, readonly lastMonth: string | null, readonly rows: ReadonlyArray<{ readonly month: string | null, readonly cases: number, readonly suppressedIn: number, readonly ratings: { readonly rated: number, readonly satisfied: number, readonly share: number | null, readonly suppressedIn: number } }>, readonly refusals: ReadonlyArray<{ readonly code: StatisticsRefusalCode, readonly province: { readonly code: string } }>, readonly coverage: { readonly answered: ReadonlyArray<{ readonly code: string }>, readonly missing: ReadonlyArray<{ readonly reason: MissingReason, readonly since: string | null, readonly province: { readonly code: string } }> } } };

export type TraceQueryVariables = Exact<{
  collaborationNo: string;
}>;

export type TraceQuery = { readonly traceCase: { readonly participants: ReadonlyArray<{ readonly code: string }>, readonly holder: { readonly since: string | null, readonly province: { readonly code: string } | null } | null, readonly legs: ReadonlyArray<{ readonly name: string, readonly role: LegRole, readonly state: string | null, readonly stage: number | null, readonly isCritical: boolean | null, readonly begunAt: string | null, readonly since: string | null, readonly dueAt: string | null, readonly asOf: string, readonly stale: boolean, readonly staleSince: string | null, readonly province: { readonly code: string } }>, readonly entries: ReadonlyArray<{ readonly entryHash: string, readonly at: string, readonly event: string, readonly state: EntryState, readonly receiptAt: string | null, readonly refusal: string | null, readonly isAfterGap: boolean, readonly isSeenMissing: boolean, readonly from: { readonly code: string }, readonly to: { readonly code: string } }>, readonly coverage: { readonly answered: ReadonlyArray<{ readonly code: string }>, readonly missing: ReadonlyArray<{ readonly reason: MissingReason, readonly since: string | null, readonly province: { readonly code: string } }> } } };

export type NewestQueryVariables = Exact<{
  provinces?: ReadonlyArray<string> | string | null | undefined;
}>;

export type NewestQuery = { readonly cases: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly mode: HandlingMode, readonly state: CaseState, readonly submittedAt: string, readonly collaborationNo: string | null, readonly province: { readonly code: string }, readonly applicantProvince: { readonly code: string }, readonly item: { readonly nameZh: string, readonly nameEn: string } | null }>, readonly coverage: { readonly answered: ReadonlyArray<{ readonly code: string }>, readonly missing: ReadonlyArray<{ readonly reason: MissingReason, readonly since: string | null, readonly province: { readonly code: string } }> } } };

export type GuideQueryVariables = Exact<{
  standardItem: string;
  applicantProvince: string;
  handlingProvince: string;
  scenario?: string | null | undefined;
}>;

export type GuideQuery = { readonly guide:
    | { readonly __typename: 'Guide', readonly mode: HandlingMode, readonly forms: ReadonlyArray<HandlingForm>, readonly acceptanceConditions: ReadonlyArray<string>, readonly returns: ReadonlyArray<ResultReturn>, readonly asOf: string, readonly standard: { readonly nameZh: string | null, readonly nameEn: string | null, readonly caveats: ReadonlyArray<ItemCaveat> | null }, readonly scenario: { readonly code: string } | null, readonly scenarios: ReadonlyArray<{ readonly code: string, readonly nameZh: string, readonly nameEn: string }>, readonly receivingProvince: { readonly code: string }, readonly handlingProvince: { readonly code: string }, readonly authority: { readonly nameZh: string, readonly nameEn: string }, readonly materials: ReadonlyArray<{ readonly name: string, readonly required: boolean, readonly form: MaterialForm, readonly source: MaterialSource, readonly issuingBody: string | null, readonly originals: number, readonly copies: number, readonly note: string | null }>, readonly legs: ReadonlyArray<{ readonly key: string, readonly nameZh: string, readonly nameEn: string, readonly role: LegRole, readonly dueAt: string | null, readonly province: { readonly code: string } | null, readonly limit: { readonly value: number, readonly unit: LimitUnit, readonly note: string | null } }>, readonly fees: ReadonlyArray<{ readonly name: string, readonly amountFen: number, readonly basis: string, readonly reducible: boolean }>, readonly result: { readonly name: string }, readonly receivingItem: { readonly windows: ReadonlyArray<{ readonly nameZh: string, readonly address: string, readonly hours: string, readonly phone: string }> } | null }
    | { readonly __typename: 'ServiceRefusal', readonly code: ServiceRefusalCode, readonly messageZh: string, readonly messageEn: string, readonly rule: string }
   };

export type LabelsQueryVariables = Exact<{ [key: string]: never; }>;

export type LabelsQuery = { readonly modes: { readonly entries: ReadonlyArray<{ readonly name: string, readonly labelZh: string, readonly labelEn: string }> } | null, readonly forms: { readonly entries: ReadonlyArray<{ readonly name: string, readonly labelZh: string, readonly labelEn: string }> } | null, readonly sources: { readonly entries: ReadonlyArray<{ readonly name: string, readonly labelZh: string, readonly labelEn: string }> } | null, readonly caveats: { readonly entries: ReadonlyArray<{ readonly name: string, readonly labelZh: string, readonly labelEn: string }> } | null };

export type LabelledFragment = { readonly entries: ReadonlyArray<{ readonly name: string, readonly labelZh: string, readonly labelEn: string }> };
