import { errorCodes } from '../../schema/error-codes.js';
import { Fault } from '../errors.js';
import { chooseGather, type PageRequest } from './choose-provinces.js';
import { listMissing } from './coverage.js';
import { fillInnerCoverage } from './cut-coverage.js';
import { refuseBadQuantiles } from './derive-values.js';
import { failed, fanOut, noteOutcomes, type Outcome } from './fan-out.js';
import { explainOutcomes, PROVINCES, type ExplainedStep } from './explanation.js';
import type { FieldValues } from './fill-slots.js';
import { mergeConnection, positionsOf } from './merge-connection.js';
import { mergeList, mergeObject } from './merge-object.js';
import { ProvincePage } from './page-rows.js';
import type { Contribution, Merged, MergeInput, PartAnswer, PartRequest } from './part-answer.js';
import { provinceErrorEntry, refusalCode } from './province-error.js';
import { requestBody } from './province-operation.js';
import { injected, type GatherPart } from './province-plan.js';
import type { Variables } from './selection.js';

/** Asks every chosen province and merges what they answer. Throws {@link Fault} for a mistake of the caller. */
export async function gather(part: GatherPart, request: PartRequest): Promise<PartAnswer> {
  const { provinces, page } = chooseGather(part, request.variables, request.registry);
  refuseBadQuantiles(part.object, request.variables);
  const began = performance.now();
  const cursor = page.cursor && { [page.isBackward ? injected.before : injected.after]: page.cursor.bare };
  const body = requestBody(part.operation, request.variables, cursor);
  const outcomes = await fanOut(
    provinces.map((province) => ({ province, body })),
    { ...request.asking, read: part.read },
  );
  const contributions = outcomes.map((outcome) => contributionOf(outcome, part, request.variables));
  refuseIfAllRefused(contributions);
  const asked = provinces.map(({ code }) => code);
  const answered = contributions.filter((outcome) => outcome.status === 'answered');
  const { status } = request.asking;
  const behind = page.cursor?.behind ?? new Map<string, Date>();
  const absence = { asked, behind, missingSince: (code: string) => status.missingSince(code) };
  const merged = merge(part, page, {
    part,
    variables: request.variables,
    asked,
    answered,
    failed: contributions.filter((outcome) => outcome.status === 'failed'),
    listMissing: (failures) => listMissing(failures, absence),
  });
  const absent = new Set(merged.failed.map(({ province }) => province));
  const { failed: failures } = merged;
  noteOutcomes([...failures, ...answered.filter(({ province }) => !absent.has(province))], request.asking);
  const step = { part, outcomes: [...answered.filter(({ province }) => !absent.has(province)), ...failures] };
  request.asking.explanation?.note(explainGather(step, provinces.length < request.registry.provinces.size), began);
  return { value: merged.value, errors: merged.errors, missing: listMissing(failures, absence) };
}

function explainGather(
  { part, outcomes }: { readonly part: GatherPart; readonly outcomes: readonly Outcome<Contribution>[] },
  isNarrowed: boolean,
): Omit<ExplainedStep, 'beganMs' | 'tookMs'> {
  const answered = outcomes.filter(({ status }) => status === 'answered').length;
  return {
    subgraph: PROVINCES,
    field: part.selected.key,
    why: isNarrowed ? `@gather, narrowed by ${part.rule.narrowBy ?? ''}` : '@gather: every province',
    operation: part.operation.text,
    asked: explainOutcomes(outcomes, ({ value }) => rowsOf(value, part)),
    merged: `${part.shape} from ${answered} of ${outcomes.length} provinces`,
  };
}

function rowsOf(value: unknown, { shape, object }: GatherPart): number {
  if (value instanceof ProvincePage) return value.rows.length;
  const rows: unknown = shape === 'connection' ? positionsOf(value as FieldValues, object) : value;
  return Array.isArray(rows) ? rows.length : 1;
}

function merge(part: GatherPart, page: PageRequest, input: MergeInput): Merged {
  switch (part.shape) {
    case 'connection':
      return mergeConnection(input, page);
    case 'object':
      return mergeObject(input);
    case 'list':
      return mergeList(input);
  }
}

function contributionOf(outcome: Outcome, part: GatherPart, variables: Variables): Outcome<Contribution> {
  if (outcome.status === 'failed') return outcome;
  const { province, tookMs, value: answer } = outcome;
  const { key } = part.selected;
  const value = answer.data !== null && Object.hasOwn(answer.data, key) ? answer.data[key] : undefined;
  if (value instanceof ProvincePage) return { ...outcome, value: { value, errors: [] } }; // checked while it was read
  const [first] = answer.errors;
  if ((value === null || value === undefined) && first !== undefined) {
    return failed(province, refusalCode(first.code) ?? 'PROVINCE_FAULT', { cause: first.message, tookMs });
  }
  // What is gathered is never null, even where the contract allows it: there would be nothing to join.
  if (value === null || !part.fits(value, variables)) {
    return failed(province, 'CONTRACT_BREACH', { cause: 'a value that the contract does not allow', tookMs });
  }
  fillInnerCoverage(value, part.coverage, { province, variables });
  const errors = answer.errors.map((error) => provinceErrorEntry(error, province, [key]));
  return { status: 'answered', province, tookMs, value: { value, errors } };
}

/**
 * An argument that most of the provinces refuse, and none accepts, is the caller's mistake and one error. A province
 * that refuses what others accept is at fault itself, and only missing.
 */
function refuseIfAllRefused(outcomes: readonly Outcome<Contribution>[]): void {
  if (outcomes.some(({ status }) => status === 'answered')) return;
  const refusals = outcomes.flatMap((outcome) =>
    outcome.status === 'failed' && errorCodes[outcome.fault.code].fault === 'caller' ? [outcome.fault] : [],
  );
  const [refusal] = refusals;
  if (refusal === undefined || refusals.length * 2 <= outcomes.length) return;
  throw new Fault(refusal.code, undefined, { cause: refusal.cause });
}
