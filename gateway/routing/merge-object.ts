import { errorEntry, Fault, type ErrorEntry } from '../errors.js';
import { failed, type Failed } from './fan-out.js';
import { fillSlots, isPartial, type FieldValues } from './fill-slots.js';
import type { Merged, MergeInput } from './part-answer.js';

/** Joins the provinces' partial objects field by field, as `@merge` says. */
export function mergeObject(input: MergeInput): Merged {
  const failures: Failed[] = [...input.failed];
  const objects: FieldValues[] = [];
  for (const { province, value } of input.answered) {
    // A null that an error explains is no partial value: the province has one, and could not give it.
    const hasHole = value.errors.some(({ path }) => path?.length === 2);
    if (!hasHole && isPartial(value.value, input.part)) objects.push(value.value);
    else
      failures.push(failed(province, hasHole ? 'PROVINCE_FAULT' : 'CONTRACT_BREACH', { cause: 'not a whole value' }));
  }
  const noPage = { __typename: 'PageInfo' };
  const value = fillSlots({ ...input, missing: input.listMissing(failures), objects, page: noPage, rows: () => [] });
  // Which element of a joined list an error belongs to is lost in joining, so it stands at the field.
  const absent = new Set(failures.map(({ province }) => province));
  const answered = input.answered.filter(({ province }) => !absent.has(province));
  return { value, errors: errorsAt({ ...input, answered }, 2), failed: failures };
}

/** Joins the provinces' lists in the order of the registry. A list has no coverage, so who is missing is an error. */
export function mergeList(input: MergeInput): Merged {
  const failures: Failed[] = [...input.failed];
  const lists: (readonly unknown[])[] = [];
  for (const { province, value } of input.answered) {
    if (Array.isArray(value.value)) lists.push(value.value);
    else failures.push(failed(province, 'CONTRACT_BREACH', { cause: 'not a list' }));
  }
  const path = [input.part.selected.key];
  const absent = failures.map(({ province, fault }) =>
    errorEntry(new Fault(fault.code, fault.message, { province, path, cause: fault.cause })),
  );
  return { value: lists.flat(), errors: [...absent, ...errorsAt(input, 1)], failed: failures };
}

function errorsAt({ answered }: MergeInput, depth: number): ErrorEntry[] {
  return answered.flatMap(({ value }) =>
    value.errors.map((entry) => ({ ...entry, path: (entry.path ?? []).slice(0, depth) })),
  );
}
