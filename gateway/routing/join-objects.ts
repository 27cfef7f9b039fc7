import { deriveValue } from './derive-values.js';
import type { FieldValues } from './fill-slots.js';
import { compareOrders, groupByKey } from './group-by-key.js';
import { mergeHistograms, type Histogram } from './merge-histograms.js';
import { latest, mergeValues, sortKeyOf } from './merge-values.js';
import type { MergedObject, MergedSlot } from './province-plan.js';
import { isKept, type Variables } from './selection.js';

/** One province's object, or one of those in its lists. */
export interface PartialObject {
  readonly province: string;
  readonly fields: FieldValues;
}

export interface JoinedObject {
  /** Every field that joining gives, by its key in the answer. */
  readonly fields: FieldValues;
  /** Provinces that broke the contract in a way that shows beside the others only. Join again without them. */
  readonly breaches: ReadonlySet<string>;
}

/** Why a province is left out by those breaches, for the log. */
export const NO_HISTOGRAM = 'counts and bounds that make no histogram, or not the one of most provinces';

interface Joining {
  readonly variables: Variables;
  /** By province, how clearly it is at fault. */
  readonly outvoted: Map<string, number>;
}

/** Joins the objects of the provinces, in their order, field by field and at every depth, as `@merge` says. */
export function joinObjects(
  object: MergedObject,
  partials: readonly PartialObject[],
  variables: Variables,
): JoinedObject {
  const outvoted = new Map<string, number>();
  const fields = joinFields(object, partials, { variables, outvoted });
  // Only who is most clearly at fault: without them, those who seemed to be wrong beside them may be right.
  const most = Math.max(...outvoted.values());
  const breaches = [...outvoted].filter(([, margin]) => margin === most).map(([province]) => province);
  return { fields, breaches: new Set(breaches) };
}

function joinFields(object: MergedObject, partials: readonly PartialObject[], joining: Joining): FieldValues {
  const needed: Record<string, unknown> = {};
  for (const slot of object.needed) needed[slot.selected.key] = joinSlot(slot, partials, joining);
  const fields = Object.create(null) as Record<string, unknown>; // no prototype: `__proto__` is an ordinary alias here
  for (const slot of object.slots) {
    if (!isKept(slot.selected, joining.variables)) continue;
    if (slot.kind === 'typename') fields[slot.selected.key] = object.typeName;
    if (slot.kind === 'merged') fields[slot.selected.key] = joinSlot(slot, partials, joining);
    if (slot.kind === 'derived') fields[slot.selected.key] = deriveValue(slot, needed, joining.variables);
  }
  return fields;
}

function joinSlot({ selected, rule }: MergedSlot, partials: readonly PartialObject[], joining: Joining): unknown {
  const { key } = selected;
  switch (rule.how) {
    case 'OBJECT': {
      const inner = partials.filter(({ fields }) => isPresent(fields[key]));
      // Null when all say null; where nobody answers, the object is there with its empty sums.
      return inner.length === 0 && partials.length > 0
        ? null
        : joinFields(rule.object, inner.map(inside(key)), joining);
    }
    case 'BUCKETS': {
      const items = partials.flatMap(({ province, fields }) =>
        itemsOf(fields[key]).map((item) => ({ province, fields: item as FieldValues })),
      );
      const groups = groupByKey(items, ({ fields }) => rule.keys.map((path) => valueAt(fields, path)));
      const buckets = groups.map((group) => ({
        fields: joinFields(rule.object, group, joining),
        order: rule.order.map((slot) => sortKeyOf(joinSlot(slot, group, joining))),
      }));
      return buckets.sort((a, b) => compareOrders(a.order, b.order)).map(({ fields }) => fields);
    }
    case 'DISTINCT': {
      const items = partials.flatMap(({ fields }) => itemsOf(fields[key]));
      return groupByKey(items, (item) => rule.keys.map((path) => valueAt(item, path))).map(([first]) => first);
    }
    case 'HISTOGRAM':
      return joinHistograms({ counts: key, bounds: rule.bounds }, partials, joining);
    case 'LATEST':
      return latest(partials.map(({ fields }) => ({ by: fields[rule.by], value: fields[key] })));
    case 'SUM':
    case 'MIN':
    case 'MAX':
    case 'ANY':
    case 'CONCAT':
      return mergeValues(
        rule.how,
        partials.map(({ fields }) => fields[key]),
      );
  }
}

function joinHistograms(
  keys: { readonly counts: string; readonly bounds: string },
  partials: readonly PartialObject[],
  { outvoted }: Joining,
): readonly number[] {
  const histograms = partials.map(
    ({ province, fields }): Histogram => ({
      province,
      counts: (fields[keys.counts] ?? null) as Histogram['counts'],
      bounds: (fields[keys.bounds] ?? null) as Histogram['bounds'],
    }),
  );
  const merged = mergeHistograms(histograms);
  for (const [province, margin] of merged.outvoted) {
    outvoted.set(province, Math.max(margin, outvoted.get(province) ?? 0));
  }
  return merged.counts;
}

function inside(key: string): (partial: PartialObject) => PartialObject {
  return ({ province, fields }) => ({ province, fields: fields[key] as FieldValues });
}

function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isPresent(inner) ? (inner as FieldValues)[name] : null), value) ?? null;
}
