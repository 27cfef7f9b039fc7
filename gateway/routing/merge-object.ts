import { errorEntry, Fault, type ErrorEntry } from '../errors.js';
import { failed, type Failed } from './fan-out.js';
import { fillSlots, type FieldValues } from './fill-slots.js';
import { isHole, pathInJoin, type ErrorPath } from './error-paths.js';
import { joinObjects, NO_HISTOGRAM, type PartialObject } from './join-objects.js';
import type { Merged, MergeInput } from './part-answer.js';

/** Joins the provinces' partial objects field by field, as `@merge` says. */
export function mergeObject(input: MergeInput): Merged {
  const { object } = input.part;
  const failures: Failed[] = [...input.failed];
  let partials: PartialObject[] = [];
  for (const { province, value } of input.answered) {
    const fields = value.value as FieldValues; // checked against the contract when it came in
    if (!value.errors.some(({ path }) => isHole(path, fields, object))) partials.push({ province, fields });
    else failures.push(failed(province, 'PROVINCE_FAULT', { cause: 'an error instead of a partial value' }));
  }
  let joined = joinObjects(object, partials, input.variables);
  while (joined.breaches.size > 0) {
    const { breaches } = joined;
    failures.push(...[...breaches].map((province) => failed(province, 'CONTRACT_BREACH', { cause: NO_HISTOGRAM })));
    partials = partials.filter(({ province }) => !breaches.has(province));
    joined = joinObjects(object, partials, input.variables);
  }
  const noPage = { __typename: 'PageInfo' };
  const value = fillSlots({
    ...input,
    missing: input.listMissing(failures),
    joined: joined.fields,
    page: noPage,
    rows: () => [],
  });
  const absent = new Set(failures.map(({ province }) => province));
  const answered = input.answered.filter(({ province }) => !absent.has(province));
  return { value, errors: errorsAt(answered, (path) => pathInJoin(path, object)), failed: failures };
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
  return {
    value: lists.flat(),
    errors: [...absent, ...errorsAt(input.answered, (path) => path.slice(0, 1))],
    failed: failures,
  };
}

function errorsAt(answered: MergeInput['answered'], place: (path: ErrorPath) => ErrorPath): ErrorEntry[] {
  return answered.flatMap(({ value }) => value.errors.map((entry) => ({ ...entry, path: place(entry.path ?? []) })));
}
