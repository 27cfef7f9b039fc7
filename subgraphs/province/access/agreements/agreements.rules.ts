import type { AgreementRefusalCode } from '../../../../schema/agreement-refusals.js';
import type { SharingClass } from '../../../../schema/access-lists.js';
import type {
  Basis,
  BindingAgreement,
  ClauseName,
  DataGrant,
  GrantKind,
  ItemClause,
  Span,
} from '../../shared/agreement.js';

/** What every question has. */
interface Crossing {
  /** Code of the national item. */
  readonly item: string;
  /** Who hands over, or asks. */
  readonly from: string;
  /** Who is handed it, or provides. */
  readonly to: string;
  readonly atMs: number;
}

/** Whether a case may go from one province to another. */
export interface HandlingQuestion extends Crossing {
  readonly action: 'HANDLE';
  readonly mode: ItemClause['modes'][number];
}

/** Whether one province may have data of another. */
export interface DataQuestion extends Crossing {
  readonly action: 'PROVIDE';
  readonly grant: {
    readonly kind: GrantKind;
    /** Code of the type of evidence or licence. */
    readonly type: string;
    readonly fields: readonly string[];
    readonly purpose: DataGrant['purposes'][number];
    readonly sharing: keyof typeof SharingClass.entries;
  };
}

export type BasisQuestion = HandlingQuestion | DataQuestion;

/** Why a clause is no basis. Version and clause are null where it did not come to them. */
export interface BasisRefusal {
  readonly code: AgreementRefusalCode;
  readonly agreementNo: string | null;
  readonly version: number | null;
  readonly clause: string | null;
}

/** The clause that a refusal names; undefined where it names none. */
export function clauseIn({ agreementNo, version, clause }: BasisRefusal): ClauseName | undefined {
  return agreementNo === null || version === null || clause === null ? undefined : { agreementNo, version, clause };
}

export type BasisFinding =
  | { readonly status: 'FOUND'; readonly basis: Basis }
  | { readonly status: 'REFUSED'; readonly refusal: BasisRefusal };

/** What is in force: the agreements of a province, and the codes on the national list. */
export interface Policies {
  readonly agreements: readonly BindingAgreement[];
  readonly nationalItems: ReadonlySet<string>;
}

/**
 * On what an act between provinces may rest: the first clause in force that covers it, by number and order of clauses,
 * else the national list. A refusal says of the clause that came nearest what it does not cover.
 */
export function findBasis(question: BasisQuestion, policies: Policies): BasisFinding {
  if (isWithheld(question)) return { status: 'REFUSED', refusal: { code: 'CLASS_NOT_SHARED', ...nowhere } };
  const refusals: Judged[] = [];
  for (const judged of clausesOf(policies.agreements).map((named) => judge(named, question, policies))) {
    if (judged.refusal === undefined) return { status: 'FOUND', basis: judged.named };
    refusals.push(judged);
  }
  if (isForAll(question) && policies.nationalItems.has(question.item)) {
    return { status: 'FOUND', basis: { nationalListRef: question.item } };
  }
  const nearest = refusals.reduce<Judged | undefined>(
    (best, one) => (best === undefined || progress(one) > progress(best) ? one : best),
    undefined,
  );
  return { status: 'REFUSED', refusal: nearest === undefined ? withoutClause(question) : refusalOf(nearest) };
}

/** As {@link findBasis}, for the clause that somebody names: that one, and no other. */
export function checkClause(named: ClauseName, question: BasisQuestion, policies: Policies): BasisRefusal | undefined {
  if (isWithheld(question)) return { code: 'CLASS_NOT_SHARED', ...nowhere };
  const judged = judge(named, question, policies);
  return judged.refusal === undefined ? undefined : refusalOf(judged);
}

/** True when a province knows this version of an agreement, or a later one. */
export function isKnown({ agreementNo, version }: ClauseName, agreements: readonly BindingAgreement[]): boolean {
  return agreements.some(({ agreement }) => agreement.number === agreementNo && agreement.version >= version);
}

const nowhere = { agreementNo: null, version: null, clause: null } as const;

// The order in which a clause is judged, so the later the reason the nearer it came.
const order: readonly AgreementRefusalCode[] = [
  'AGREEMENT_UNKNOWN',
  'AGREEMENT_NOT_A_PARTY',
  'AGREEMENT_CLAUSE_UNKNOWN',
  'AGREEMENT_DIRECTION_NOT_COVERED',
  'AGREEMENT_ITEM_NOT_COVERED',
  'AGREEMENT_MODE_NOT_COVERED',
  'AGREEMENT_CLASS_NOT_GRANTED',
  'AGREEMENT_PURPOSE_NOT_GRANTED',
  'AGREEMENT_SUPERSEDED',
  'AGREEMENT_NOT_YET_IN_FORCE',
  'AGREEMENT_EXPIRED',
  'AGREEMENT_TERMINATED',
  'AGREEMENT_SUSPENDED',
];

interface Judged {
  readonly named: ClauseName;
  readonly refusal: AgreementRefusalCode | undefined;
}

const progress = ({ refusal }: Judged): number => (refusal === undefined ? order.length : order.indexOf(refusal));

// A clause that is not there is not named back as if it were.
function refusalOf({ named, refusal = 'AGREEMENT_UNKNOWN' }: Judged): BasisRefusal {
  return { code: refusal, ...named };
}

const isWithheld = (question: BasisQuestion): boolean =>
  question.action === 'PROVIDE' && question.grant.sharing === 'NOT_SHARED';

// The national list hands cases over; of data it gives only what is shared without condition.
const isForAll = (question: BasisQuestion): boolean =>
  question.action === 'HANDLE' || question.grant.sharing === 'UNCONDITIONAL';

const withoutClause = ({ action }: BasisQuestion): BasisRefusal => ({
  code: action === 'HANDLE' ? 'NOT_ON_NATIONAL_LIST' : 'AGREEMENT_CLASS_NOT_GRANTED',
  ...nowhere,
});

function clausesOf(agreements: readonly BindingAgreement[]): readonly ClauseName[] {
  const inOrder = agreements.toSorted(
    ({ agreement: a }, { agreement: b }) => compare(a.number, b.number) || b.version - a.version,
  );
  return inOrder.flatMap(({ agreement: { number, version, clauses } }) =>
    [...clauses.items, ...clauses.dataGrants].map(({ clause }) => ({ agreementNo: number, version, clause })),
  );
}

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);

function judge(named: ClauseName, question: BasisQuestion, { agreements, nationalItems }: Policies): Judged {
  const versions = agreements.filter(({ agreement }) => agreement.number === named.agreementNo);
  const binding = versions.find(({ agreement }) => agreement.version === named.version);
  const refusal =
    binding === undefined
      ? 'AGREEMENT_UNKNOWN'
      : (refuseContent(binding, named, { question, nationalItems }) ?? refuseTime(binding, versions, question.atMs));
  return { named, refusal };
}

function refuseContent(
  { agreement: { parties, clauses } }: BindingAgreement,
  { clause: name }: ClauseName,
  { question, nationalItems }: Pick<Policies, 'nationalItems'> & { readonly question: BasisQuestion },
): AgreementRefusalCode | undefined {
  const { from, to, item } = question;
  if (![from, to].every((province) => parties.includes(province))) return 'AGREEMENT_NOT_A_PARTY';
  const among = question.action === 'HANDLE' ? clauses.items : clauses.dataGrants;
  const clause = among.find((one) => one.clause === name);
  if (clause === undefined) return 'AGREEMENT_CLAUSE_UNKNOWN';
  if (!isDirected(clause, { from, to })) return 'AGREEMENT_DIRECTION_NOT_COVERED';
  const isCovered = 'allOf' in clause.items ? nationalItems.has(item) : clause.items.includes(item);
  if (!isCovered) return 'AGREEMENT_ITEM_NOT_COVERED';
  return question.action === 'HANDLE'
    ? refuseMode(clause as ItemClause, question)
    : refuseGrant(clause as DataGrant, question);
}

function refuseMode({ modes }: ItemClause, { mode }: HandlingQuestion): AgreementRefusalCode | undefined {
  return modes.includes(mode) ? undefined : 'AGREEMENT_MODE_NOT_COVERED';
}

function refuseGrant(granted: DataGrant, { grant }: DataQuestion): AgreementRefusalCode | undefined {
  const { kind, type, fields, purpose } = grant;
  const isGranted =
    granted.kind === kind && granted.types.includes(type) && fields.every((field) => granted.fields.includes(field));
  if (!isGranted) return 'AGREEMENT_CLASS_NOT_GRANTED';
  return granted.purposes.includes(purpose) ? undefined : 'AGREEMENT_PURPOSE_NOT_GRANTED';
}

function refuseTime(
  { agreement, validity, suspensions, terminatedFromMs }: BindingAgreement,
  versions: readonly BindingAgreement[],
  atMs: number,
): AgreementRefusalCode | undefined {
  if (atMs < validity.fromMs) return 'AGREEMENT_NOT_YET_IN_FORCE';
  // For good: when a later version is over, so is the agreement, and no earlier one comes back.
  const isSuperseded = versions.some(
    (later) => later.agreement.version > agreement.version && later.validity.fromMs <= atMs,
  );
  if (isSuperseded) return 'AGREEMENT_SUPERSEDED';
  if (!isWithin(validity, atMs)) return 'AGREEMENT_EXPIRED';
  if (terminatedFromMs !== null && terminatedFromMs <= atMs) return 'AGREEMENT_TERMINATED';
  return suspensions.some((span) => isWithin(span, atMs)) ? 'AGREEMENT_SUSPENDED' : undefined;
}

const isWithin = ({ fromMs, untilMs }: Span, atMs: number): boolean =>
  fromMs <= atMs && (untilMs === null || atMs < untilMs);

/** Whether a province may ask another for data of a kind at all. */
export interface GrantSearch {
  readonly from: string;
  readonly to: string;
  readonly atMs: number;
  readonly kind: GrantKind;
}

/** True when a grant of the kind is in force, whatever types, items and purposes it is for. */
export function hasGrant({ from, to, atMs, kind }: GrantSearch, agreements: readonly BindingAgreement[]): boolean {
  return agreements.some((binding) => {
    const { number, parties, clauses } = binding.agreement;
    const versions = agreements.filter(({ agreement }) => agreement.number === number);
    const isBetween = [from, to].every((province) => parties.includes(province));
    if (!isBetween || refuseTime(binding, versions, atMs) !== undefined) return false;
    return clauses.dataGrants.some((grant) => grant.kind === kind && isDirected(grant, { from, to }));
  });
}

const isDirected = (clause: ItemClause | DataGrant, { from, to }: Pick<Crossing, 'from' | 'to'>): boolean =>
  clause.from?.includes(from) !== false && clause.to?.includes(to) !== false;
