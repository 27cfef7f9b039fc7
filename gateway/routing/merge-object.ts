import { errorEntry, Fault, type ErrorEntry } from '../errors.js';
import { failed, type Failed } from './fan-out.js';
import { fillSlots, isPartial, type FieldValues } from './fill-slots.js';
import type { MergeInput, PartAnswer } from './part-answer.js';

/** Joins the provinces' partial objects field by field, as `@merge` says. */
export function mergeObject(input: MergeInput): PartAnswer {
  const missing: Failed[] = [...input.missing];
  const objects: FieldValues[] = [];
  for (const { province, value } of input.answered) {
    // A null that an error explains is no partial value: the province has one, and could not give it.
    const hasHole = value.errors.some(({ path }) => path?.length === 2);
    if (!hasHole && isPartial(value.value, input.part)) objects.push(value.value);
    else missing.push(failed(province, hasHole ? 'PROVINCE_FAULT' : 'CONTRACT_BREACH', { cause: 'not a whole value' }));
  }
  const noPage = { __typename: 'PageInfo' };
  const value = fillSlots({ ...input, missing, objects, page: noPage, rows: () => [] });
  // Which element of a joined list an error belongs to is lost in joining, so it stands at the field.
  const absent = new Set(missing.map(({ province }) => province));
  const answered = input.answered.filter(({ province }) => !absent.has(province));
  return { value, errors: errorsAt({ ...input, answered }, 2), missing };
}

/** Joins the provinces' lists in the order of the registry. A list has no coverage, so who is missing is an error. */
export function mergeList(input: MergeInput): PartAnswer {
  const missing: Failed[] = [...input.missing];
  const lists: (readonly unknown[])[] = [];
  for (const { province, value } of input.answered) {
    if (Array.isArray(value.value)) lists.push(value.value);
    else missing.push(failed(province, 'CONTRACT_BREACH', { cause: 'not a list' }));
  }
  const path = [input.part.selected.key];
  const absent = missing.map(({ province, fault }) =>
    errorEntry(new Fault(fault.code, fault.message, { province, path, cause: fault.cause })),
  );
  return { value: lists.flat(), errors: [...absent, ...errorsAt(input, 1)], missing };
}

function errorsAt({ answered }: MergeInput, depth: number): ErrorEntry[] {
  return answered.flatMap(({ value }) =>
    value.errors.map((entry) => ({ ...entry, path: (entry.path ?? []).slice(0, depth) })),
  );
}
