import type { ErrorEntry } from '../errors.js';
import type { PageRequest } from './choose-provinces.js';
import { failed, type Answered, type Failed } from './fan-out.js';
import { pathInJoin } from './error-paths.js';
import { writePageCursor } from './page-cursor.js';
import type { Contribution, Merged, MergeInput } from './part-answer.js';
import { fillSlots, type FieldValues } from './fill-slots.js';
import { joinObjects, NO_HISTOGRAM } from './join-objects.js';
import { mergeRows, type MergedRow, type MergedRows } from './merge-rows.js';
import { PageRow, ProvincePage } from './page-rows.js';
import { injected, positionSlot, type MergedObject } from './province-plan.js';
import type { FilledObject } from './project.js';
import { isKept } from './selection.js';

interface Page {
  readonly connection: FieldValues;
  readonly cursors: readonly unknown[];
}

/** Where each row of a province's page stands, unchecked: objects with a cursor. */
export function positionsOf(connection: FieldValues, object: MergedObject): unknown {
  const slot = positionSlot(object);
  return connection[slot === undefined ? injected.position : slot.selected.key] ?? [];
}

/** Merges the provinces' pages into one page of the order over all of them. */
export function mergeConnection(input: MergeInput, request: PageRequest): Merged {
  const pages = new Map<string, Page>();
  const failures: Failed[] = [...input.failed];
  for (const outcome of input.answered) {
    const page = readPage(outcome, input, request);
    if (page === undefined)
      failures.push(failed(outcome.province, 'CONTRACT_BREACH', { cause: 'not a page of the contract' }));
    else pages.set(outcome.province, page);
  }
  const { merged, joined } = mergePages({ pages, failures }, request, input);
  const answered = input.answered.filter(({ province }) => pages.has(province));
  const missing = input.listMissing(failures);
  // A note outlives pages for which its province is not asked, and keeps the time since when rows are lacking.
  const behind = new Map([
    ...missing.map(({ province, since }) => [province, since] as const),
    ...(request.cursor?.behind ?? []),
  ]);
  const cursorOf = (bare: string): string => writePageCursor({ bare, behind });
  const value = fillSlots({
    part: input.part,
    variables: input.variables,
    asked: input.asked,
    missing,
    joined,
    page: pageInfo({ merged, pages, request }, cursorOf),
    rows: ({ selected: { key } }) => {
      const cursorKeys = cursorKeysAt(key, input.part.object);
      return merged.rows.map(({ province, index, cursor }) => {
        const sent = rowAt(pages.get(province), key, index);
        const isChanged = behind.size > 0 && cursorKeys.length > 0;
        if (sent instanceof PageRow && input.part.passesRowsOn && !isChanged) return sent.toText();
        const row = sent instanceof PageRow ? sent.toObject() : sent;
        return isChanged ? withCursor(row, cursorKeys, cursorOf(cursor)) : row;
      });
    },
  });
  return { value, errors: relocateErrors(answered, merged, input.part.object), failed: failures };
}

/** The page as the province sent it, or undefined when its parts do not fit each other or the page that was asked for. */
function readPage(outcome: Answered<Contribution>, input: MergeInput, request: PageRequest): Page | undefined {
  const { value } = outcome.value;
  const connection = value instanceof ProvincePage ? value.fields : (value as FieldValues); // checked when it came in
  const positions = positionsOf(connection, input.part.object);
  if (!Array.isArray(positions) || positions.length > request.size) return undefined;
  // A page that is short although more follows would let the rows behind it be passed over.
  const further = request.isBackward ? 'hasPreviousPage' : 'hasNextPage';
  const isShort = positions.length < request.size && memberOf(connection[injected.page], further) === true;
  const fits = input.part.object.slots.every((slot) => {
    if (slot.kind !== 'rows' || !isKept(slot.selected, input.variables)) return true;
    const rows = connection[slot.selected.key];
    return Array.isArray(rows) && rows.length === positions.length;
  });
  if (isShort || !fits) return undefined;
  const key = positionSlot(input.part.object)?.positionKey ?? 'cursor';
  return { connection, cursors: positions.map((row) => (row instanceof PageRow ? row.cursor : memberOf(row, key))) };
}

/** Merges, and merges again without those who turn out to break the contract; they are added to `failures`. */
function mergePages(
  { pages, failures }: { readonly pages: Map<string, Page>; readonly failures: Failed[] },
  request: PageRequest,
  input: MergeInput,
): { readonly merged: MergedRows; readonly joined: FieldValues } {
  for (;;) {
    const sources = [...pages].map(([province, { cursors }]) => ({ province, cursors }));
    const merged = mergeRows(sources, { ...request, position: request.cursor?.position });
    const mixedUp = merged.rows.filter((row) => !isRowOf(row, pages.get(row.province), input));
    const breaches = merged.breaches.union(new Set(mixedUp.map(({ province }) => province)));
    const partials = [...pages].map(([province, { connection }]) => ({ province, fields: connection }));
    const joined = joinObjects(input.part.object, partials, input.variables);
    if (breaches.size + joined.breaches.size === 0) return { merged, joined: joined.fields };
    for (const province of joined.breaches.difference(breaches)) {
      pages.delete(province);
      failures.push(failed(province, 'CONTRACT_BREACH', { cause: NO_HISTOGRAM }));
    }
    for (const province of breaches) {
      pages.delete(province);
      failures.push(failed(province, 'CONTRACT_BREACH', { cause: 'rows without a valid, rising cursor of their own' }));
    }
  }
}

/** Whether what stands in the row is the entity that its cursor names, in every list that was asked for. */
function isRowOf({ index, id }: MergedRow, page: Page | undefined, { part, variables }: MergeInput): boolean {
  return part.object.slots.every((slot) => {
    if (slot.kind !== 'rows' || !isKept(slot.selected, variables)) return true;
    const row = rowAt(page, slot.selected.key, index);
    if (row instanceof PageRow) return row.id === id;
    if (slot.nodeKeys.length === 0 && slot.selected.field.name.value !== 'edges')
      return memberOf(row, slot.idKey) === id;
    return slot.nodeKeys.every((key) => {
      const node = memberOf(row, key);
      return node === undefined || memberOf(node, slot.idKey) === id;
    });
  });
}

interface MergedPage {
  readonly merged: MergedRows;
  readonly pages: ReadonlyMap<string, Page>;
  readonly request: PageRequest;
}

function pageInfo({ merged, pages, request }: MergedPage, cursorOf: (bare: string) => string): FilledObject {
  const says = (name: string): boolean =>
    [...pages.values()].some(({ connection }) => memberOf(connection[injected.page], name) === true);
  const first = merged.rows.at(0);
  const last = merged.rows.at(-1);
  return {
    __typename: 'PageInfo',
    hasNextPage: says('hasNextPage') || (!request.isBackward && merged.hasMore),
    hasPreviousPage: says('hasPreviousPage') || (request.isBackward && merged.hasMore),
    startCursor: first === undefined ? null : cursorOf(first.cursor),
    endCursor: last === undefined ? null : cursorOf(last.cursor),
  };
}

/** Keys of cursors in the rows under `key`, of all selections that GraphQL answers as that one field. */
function cursorKeysAt(key: string, { slots }: MergedObject): readonly string[] {
  return slots.flatMap((slot) => (slot.kind === 'rows' && slot.selected.key === key ? slot.cursorKeys : []));
}

/** The edge with the cursor that clients get, under every key by which they asked for it. */
function withCursor(row: unknown, keys: readonly string[], cursor: string): unknown {
  if (typeof row !== 'object' || row === null) return row;
  const edge = row as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(edge).map(([key, value]) => [key, keys.includes(key) ? cursor : value]));
}

function rowAt(page: Page | undefined, key: string, index: number): unknown {
  const rows = page?.connection[key];
  return Array.isArray(rows) ? (rows as readonly unknown[])[index] : null;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** Moves an error from the row of a province to the row of the merged page; rows that are not on it need none. */
function relocateErrors(
  answered: readonly Answered<Contribution>[],
  merged: MergedRows,
  object: MergedObject,
): ErrorEntry[] {
  const rowKeys = new Set(object.slots.flatMap(({ kind, selected }) => (kind === 'rows' ? [selected.key] : [])));
  const positions = new Map(merged.rows.map(({ province, index }, row) => [`${province} ${index}`, row]));
  return answered.flatMap(({ province, value }) =>
    value.errors.flatMap((entry) => {
      const [field, key, index, ...rest] = entry.path ?? [];
      if (field === undefined || key === injected.position || key === injected.page) return [];
      if (typeof key !== 'string' || !rowKeys.has(key))
        return [{ ...entry, path: pathInJoin(entry.path ?? [], object) }];
      if (typeof index !== 'number') return [entry];
      const row = positions.get(`${province} ${index}`);
      return row === undefined ? [] : [{ ...entry, path: [field, key, row, ...rest] }];
    }),
  );
}
