import { errorEntry, Fault } from '../errors.js';
import { chooseOwner } from './choose-provinces.js';
import { fillInnerCoverage } from './cut-coverage.js';
import { explainOutcomes, PROVINCES, type ExplainedStep } from './explanation.js';
import { fanOut, noteOutcomes, type Outcome } from './fan-out.js';
import type { PartAnswer, PartRequest } from './part-answer.js';
import { provinceErrorEntry } from './province-error.js';
import { requestBody } from './province-operation.js';
import { injected, type OwnerPart } from './province-plan.js';
import { project } from './project.js';
import type { Variables } from './selection.js';
import type { UpstreamAnswer } from '../upstream/read-answer.js';

/** Asks the one province that the argument names. Throws {@link Fault} for a mistake of the caller. */
export async function askOwner(part: OwnerPart, request: PartRequest): Promise<PartAnswer> {
  const { key } = part.selected;
  const owner = chooseOwner(part, request.variables, request.registry);
  if (owner.kind === 'nation') {
    // No province owns national reference data: the id is the whole reference, and the planner joins the rest.
    const { selectionSet } = part.selected.field;
    const reference = { __typename: owner.type, id: owner.id };
    return {
      value: project(reference, selectionSet ? [selectionSet] : [], request.variables),
      errors: [],
      missing: [],
    };
  }
  const { province, isUnderWay } = owner;
  const began = performance.now();
  const body = requestBody(part.operation, request.variables);
  const outcomes = await fanOut([{ province, body }], { ...request.asking, isUnderWay });
  noteOutcomes(outcomes, request.asking);
  request.asking.explanation?.note(explainOwner(part, outcomes), began);
  const [outcome] = outcomes;
  if (outcome?.status !== 'answered') {
    const fault = outcome?.fault ?? new Fault('INTERNAL');
    const located = new Fault(fault.code, fault.message, { province: province.code, path: [key], cause: fault.cause });
    return { value: null, errors: [errorEntry(located)], missing: [] };
  }
  return readOwner(part, { province: province.code, id: owner.id, answer: outcome.value }, request.variables);
}

/** What a province has answered, and which entity was asked for where one was. */
export interface OwnersAnswer {
  /** Letter code. */
  readonly province: string;
  readonly id: string | undefined;
  readonly answer: UpstreamAnswer;
}

/** Reads the answer of the one province that was asked; what breaks the contract is not shown. */
export function readOwner(part: OwnerPart, { province, id, answer }: OwnersAnswer, variables: Variables): PartAnswer {
  const { key } = part.selected;
  const { data, errors } = answer;
  const value = data !== null && Object.hasOwn(data, key) ? data[key] : undefined;
  const isNulled = (value === null || value === undefined) && errors.length > 0;
  if (!isNulled && !(part.fits(value, variables) && isWhatWasAsked(value, id))) {
    const breach = new Fault('CONTRACT_BREACH', undefined, { province, path: [key] });
    return { value: null, errors: [errorEntry(breach)], missing: [] };
  }
  fillInnerCoverage(value, part.coverage, { province, variables });
  return {
    value: value ?? null,
    errors: errors.map((error) => provinceErrorEntry(error, province, [key])),
    missing: [],
  };
}

function explainOwner(part: OwnerPart, outcomes: readonly Outcome[]): Omit<ExplainedStep, 'beganMs' | 'tookMs'> {
  return {
    subgraph: PROVINCES,
    field: part.selected.key,
    why: `@owner by ${part.rule.by.join('.')}`,
    operation: part.operation.text,
    asked: explainOutcomes(outcomes, ({ data }) => (data === null ? 0 : 1)),
    merged: null,
  };
}

/** An answer must be the entity that was asked for: one person's data must not come under another's id. */
function isWhatWasAsked(value: unknown, id: string | undefined): boolean {
  if (id === undefined || typeof value !== 'object' || value === null) return true;
  return (value as Readonly<Record<string, unknown>>)[injected.key] === id;
}
