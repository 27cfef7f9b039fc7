import { errorEntry, Fault } from '../errors.js';
import { chooseOwner } from './choose-provinces.js';
import { fanOut, noteOutcomes } from './fan-out.js';
import type { PartAnswer, PartRequest } from './part-answer.js';
import { provinceErrorEntry } from './province-error.js';
import { requestBody } from './province-operation.js';
import { injected, type OwnerPart } from './province-plan.js';
import { project } from './project.js';

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
  const { province } = owner;
  const [outcome] = await fanOut([{ province, body: requestBody(part.operation, request.variables) }], request.asking);
  if (outcome !== undefined) noteOutcomes([outcome], request.asking);
  if (outcome?.status !== 'answered') {
    const fault = outcome?.fault ?? new Fault('INTERNAL');
    const located = new Fault(fault.code, fault.message, { province: province.code, path: [key], cause: fault.cause });
    return { value: null, errors: [errorEntry(located)], missing: [] };
  }
  const { data, errors } = outcome.value;
  const value = data !== null && Object.hasOwn(data, key) ? data[key] : undefined;
  const isNulled = (value === null || value === undefined) && errors.length > 0;
  if (!isNulled && !(part.fits(value, request.variables) && isWhatWasAsked(value, owner.id))) {
    const breach = new Fault('CONTRACT_BREACH', undefined, { province: province.code, path: [key] });
    return { value: null, errors: [errorEntry(breach)], missing: [] };
  }
  return {
    value: value ?? null,
    errors: errors.map((error) => provinceErrorEntry(error, province.code, [key])),
    missing: [],
  };
}

/** An answer must be the entity that was asked for: one person's data must not come under another's id. */
function isWhatWasAsked(value: unknown, id: string | undefined): boolean {
  if (id === undefined || typeof value !== 'object' || value === null) return true;
  return (value as Readonly<Record<string, unknown>>)[injected.key] === id;
}
