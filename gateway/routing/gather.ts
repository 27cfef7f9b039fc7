import { errorCodes } from '../../schema/error-codes.js';
import { Fault } from '../errors.js';
import { chooseGather } from './choose-provinces.js';
import { failed, fanOut, noteOutcomes, type Outcome } from './fan-out.js';
import { mergeConnection } from './merge-connection.js';
import { mergeList, mergeObject } from './merge-object.js';
import type { Contribution, MergeInput, PartAnswer, PartRequest } from './part-answer.js';
import { provinceErrorEntry, refusalCode } from './province-error.js';
import { requestBody } from './province-operation.js';
import type { GatherPart } from './province-plan.js';

/** Asks every chosen province and merges what they answer. Throws {@link Fault} for a mistake of the caller. */
export async function gather(part: GatherPart, request: PartRequest): Promise<PartAnswer> {
  const { provinces, first } = chooseGather(part, request.variables, request.registry);
  const body = requestBody(part.operation, request.variables);
  const outcomes = await fanOut(
    provinces.map((province) => ({ province, body })),
    request.asking,
  );
  const contributions = outcomes.map((outcome) => contributionOf(outcome, part.selected.key));
  refuseIfAllRefused(contributions);
  const answered = contributions.filter((outcome) => outcome.status === 'answered');
  const missing = contributions.filter((outcome) => outcome.status === 'failed');
  const answer = merge(part, first, {
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

function merge(part: GatherPart, first: number, input: MergeInput): PartAnswer {
  switch (part.shape) {
    case 'connection':
      return mergeConnection(input, first);
    case 'object':
      return mergeObject(input);
    case 'list':
      return mergeList(input);
  }
}

function contributionOf(outcome: Outcome, key: string): Outcome<Contribution> {
  if (outcome.status === 'failed') return outcome;
  const { province, value: answer } = outcome;
  const value = answer.data?.[key];
  const [first] = answer.errors;
  if (value === null || value === undefined) {
    if (first === undefined) return failed(province, 'CONTRACT_BREACH', { cause: 'no value and no error' });
    return failed(province, refusalCode(first.code) ?? 'PROVINCE_FAULT', { cause: first.message });
  }
  const errors = answer.errors.map((error) => provinceErrorEntry(error, province, [key]));
  return { status: 'answered', province, value: { value, errors } };
}

/**
 * An argument that every province refuses is the caller's mistake and one error. A province that alone refuses what
 * the others accept is at fault itself, and only missing.
 */
function refuseIfAllRefused(outcomes: readonly Outcome<Contribution>[]): void {
  if (outcomes.some(({ status }) => status === 'answered')) return;
  for (const outcome of outcomes) {
    if (outcome.status !== 'failed' || errorCodes[outcome.fault.code].fault !== 'caller') continue;
    throw new Fault(outcome.fault.code, undefined, { cause: outcome.fault.cause });
  }
}
