import { errorCodes } from '../../schema/error-codes.js';
import { Fault } from '../errors.js';
import { chooseGather, type PageRequest } from './choose-provinces.js';
import { refuseBadQuantiles } from './derive-values.js';
import { failed, fanOut, noteOutcomes, type Outcome } from './fan-out.js';
import { mergeConnection } from './merge-connection.js';
import { mergeList, mergeObject } from './merge-object.js';
import type { Contribution, MergeInput, PartAnswer, PartRequest } from './part-answer.js';
import { provinceErrorEntry, refusalCode } from './province-error.js';
import { requestBody } from './province-operation.js';
import type { GatherPart } from './province-plan.js';
import type { Variables } from './selection.js';

/** Asks every chosen province and merges what they answer. Throws {@link Fault} for a mistake of the caller. */
export async function gather(part: GatherPart, request: PartRequest): Promise<PartAnswer> {
  const { provinces, page } = chooseGather(part, request.variables, request.registry);
  refuseBadQuantiles(part.object, request.variables);
  const body = requestBody(part.operation, request.variables);
  const outcomes = await fanOut(
    provinces.map((province) => ({ province, body })),
    request.asking,
  );
  const contributions = outcomes.map((outcome) => contributionOf(outcome, part, request.variables));
  refuseIfAllRefused(contributions);
  const answered = contributions.filter((outcome) => outcome.status === 'answered');
  const missing = contributions.filter((outcome) => outcome.status === 'failed');
  const answer = merge(part, page, {
    part,
    variables: request.variables,
    asked: provinces.map(({ code }) => code),
    answered,
    missing,
    missingSince: (code) => request.asking.status.missingSince(code),
  });
  const absent = new Set(answer.missing.map(({ province }) => province));
  noteOutcomes([...answer.missing, ...answered.filter(({ province }) => !absent.has(province))], request.asking);
  return answer;
}

function merge(part: GatherPart, page: PageRequest, input: MergeInput): PartAnswer {
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
  const { province, value: answer } = outcome;
  const { key } = part.selected;
  const value = answer.data !== null && Object.hasOwn(answer.data, key) ? answer.data[key] : undefined;
  const [first] = answer.errors;
  if ((value === null || value === undefined) && first !== undefined) {
    return failed(province, refusalCode(first.code) ?? 'PROVINCE_FAULT', { cause: first.message });
  }
  if (!part.fits(value, variables)) {
    return failed(province, 'CONTRACT_BREACH', { cause: 'a value that the contract does not allow' });
  }
  const errors = answer.errors.map((error) => provinceErrorEntry(error, province, [key]));
  return { status: 'answered', province, value: { value, errors } };
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
