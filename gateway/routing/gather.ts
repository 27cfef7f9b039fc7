import { errorCodes } from '../../schema/error-codes.js';
import { Fault } from '../errors.js';
import { fromByteText } from '../json/byte-text.js';
import { askOnward, type Ask } from './ask-onward.js';
import { chooseGather, type PageRequest } from './choose-provinces.js';
import { listMissing } from './coverage.js';
import { fillInnerCoverage } from './cut-coverage.js';
import { refuseBadQuantiles } from './derive-values.js';
import { UpstreamError } from '../upstream/upstream-error.js';
import { parseAnswer } from '../upstream/read-answer.js';
import { failed, fanOut, noteOutcomes, type Answered, type Outcome } from './fan-out.js';
import { explainOutcomes, PROVINCES, type ExplainedStep } from './explanation.js';
import type { FieldValues } from './fill-slots.js';
import { mergeConnection } from './merge-connection.js';
import { mergeList, mergeObject } from './merge-object.js';
import { ParsedPage } from './page.js';
import { TextPage } from './text-page.js';
import type { Contribution, Merged, MergeInput, PartAnswer, PartRequest } from './part-answer.js';
import { provinceErrorEntry, publicCode } from './province-error.js';
import { requestBody } from './province-operation.js';
import { injected, type GatherPart } from './province-plan.js';
import type { Variables } from './selection.js';

/** Asks every chosen province and merges what they answer. Throws {@link Fault} for a mistake of the caller. */
export async function gather(part: GatherPart, request: PartRequest): Promise<PartAnswer> {
  const { provinces, first, page } = chooseGather(part, request.variables, request.registry);
  refuseBadQuantiles(part.object, request.variables);
  const began = performance.now();
  const ask = askWith(part, page, request);
  const { registry } = request;
  const contributions = await (first === undefined ? ask(provinces) : askOnward({ part, first, registry }, ask));
  refuseIfAllRefused(contributions);
  const asked = contributions.map(({ province }) => province);
  const answered = contributions.filter((outcome) => outcome.status === 'answered');
  const { status } = request.asking;
  const behind = page.cursor?.behind ?? new Map<string, Date>();
  const missingSince = (code: string): Date => registry.provinces.get(code)?.notice?.since ?? status.missingSince(code);
  const absence = { asked, behind, missingSince };
  const merged = merge(part, page, {
    part,
    variables: request.variables,
    asked,
    answered,
    failed: contributions.filter((outcome) => outcome.status === 'failed'),
    listMissing: (failures) => listMissing(failures, absence),
    reread: ({ province, tookMs }, text) => contributionOf(reread({ province, tookMs }, text), part, request.variables),
  });
  const absent = new Set(merged.failed.map(({ province }) => province));
  const { failed: failures } = merged;
  const outcomes = [...answered.filter(({ province }) => !absent.has(province)), ...failures];
  // What the registry does not have, nobody has asked.
  noteOutcomes(
    outcomes.filter(({ province }) => registry.provinces.has(province)),
    request.asking,
  );
  const isNarrowed = asked.length < registry.provinces.size;
  request.asking.explanation?.note(explainGather({ part, variables: request.variables, outcomes }, isNarrowed), began);
  return { value: merged.value, errors: merged.errors, missing: listMissing(failures, absence) };
}

/** Puts the part's question to provinces, and holds what they answer against the contract. */
function askWith(part: GatherPart, { cursor, isBackward }: PageRequest, { variables, asking }: PartRequest): Ask {
  const position = cursor && { [isBackward ? injected.before : injected.after]: cursor.bare };
  const body = requestBody(part.operation, variables, position);
  return async (provinces) => {
    const requests = provinces.map((province) => ({ province, body }));
    // What begins at one thing follows it wherever it is under way; a list is of all that there is.
    const isUnderWay = part.rule.onward !== undefined;
    const outcomes = await fanOut(requests, { ...asking, read: part.read, isUnderWay });
    return outcomes.map((outcome) => contributionOf(outcome, part, variables));
  };
}

interface Gathered {
  readonly part: GatherPart;
  readonly variables: Variables;
  readonly outcomes: readonly Outcome<Contribution>[];
}

function explainGather(
  { part, variables, outcomes }: Gathered,
  isNarrowed: boolean,
): Omit<ExplainedStep, 'beganMs' | 'tookMs'> {
  const answered = outcomes.filter(({ status }) => status === 'answered').length;
  return {
    subgraph: PROVINCES,
    field: part.selected.key,
    why: whyAsked(part.rule, isNarrowed),
    operation: part.operation.text,
    asked: explainOutcomes(outcomes, ({ value }) => rowsOf(value, part, variables)),
    merged: `${part.shape} from ${answered} of ${outcomes.length} provinces`,
  };
}

function whyAsked({ narrowBy = '', onward }: GatherPart['rule'], isNarrowed: boolean): string {
  if (onward !== undefined) return `@gather, beginning at ${onward.beginAt}`;
  return isNarrowed ? `@gather, narrowed by ${narrowBy}` : '@gather: every province';
}

function rowsOf(value: unknown, { shape, object }: GatherPart, variables: Variables): number {
  if (value instanceof TextPage) return value.count();
  if (shape === 'connection') return new ParsedPage(value as FieldValues, object, variables).count();
  return Array.isArray(value) ? value.length : 1;
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

/** What a province answered in a byte text, read as any JSON. */
function reread({ province, tookMs }: Pick<Answered, 'province' | 'tookMs'>, text: string): Outcome {
  try {
    return { status: 'answered', province, tookMs, value: parseAnswer(fromByteText(text)) };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return failed(province, 'CONTRACT_BREACH', { cause: error, tookMs });
  }
}

function contributionOf(outcome: Outcome, part: GatherPart, variables: Variables): Outcome<Contribution> {
  if (outcome.status === 'failed') return outcome;
  const { province, tookMs, value: answer } = outcome;
  const { key } = part.selected;
  const value = answer.data !== null && Object.hasOwn(answer.data, key) ? answer.data[key] : undefined;
  if (value instanceof TextPage) return { ...outcome, value: { value, errors: [] } }; // checked while it is read
  const [first] = answer.errors;
  if ((value === null || value === undefined) && first !== undefined) {
    return failed(province, publicCode(first.code), { cause: first.message, tookMs });
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
