import type { ErrorEntry } from '../errors.js';
import type { PageRequest } from './choose-provinces.js';
import { pathInJoin, type ErrorPath } from './error-paths.js';
import { failed, type Answered, type Failed } from './fan-out.js';
import { fillSlots, type FieldValues } from './fill-slots.js';
import { joinObjects, NO_HISTOGRAM } from './join-objects.js';
import { mergeRows, type MergedRows } from './merge-rows.js';
import { writePageCursor } from './page-cursor.js';
import { memberOf, ParsedPage } from './page.js';
import type { Contribution, Merged, MergeInput } from './part-answer.js';
import type { FilledObject } from './project.js';
import { injected, type GatherPart, type MergedObject, type RowsSlot } from './province-plan.js';
import { TextPage } from './text-page.js';

type AnyPage = ParsedPage | TextPage;

/** Merges the provinces' pages into one page of the order over all of them. */
export function mergeConnection(input: MergeInput, request: PageRequest): Merged {
  const answers = new Map(input.answered.map((outcome) => [outcome.province, outcome]));
  const merging: Merging = { pages: new Map(), answers, failures: [...input.failed], input, request };
  for (const outcome of input.answered) addPage(outcome, merging);
  const { pages, failures } = merging;
  const { merged, joined } = mergePages(merging);
  const answered = [...answers.values()].filter(({ province }) => pages.has(province));
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
    rows: (slot) => {
      const cursorKeys = behind.size === 0 ? [] : cursorKeysAt(slot.selected.key, input.part.object);
      return merged.rows.map(({ province, index, cursor }) =>
        withCursor(
          rowOf(pages.get(province), { slot, index, part: input.part, isChanged: cursorKeys.length > 0 }),
          cursorKeys,
          cursorOf(cursor),
        ),
      );
    },
  });
  return { value, errors: relocateErrors(answered, merged, input.part.object), failed: failures };
}

interface WantedRow {
  readonly slot: RowsSlot;
  readonly index: number;
  readonly part: GatherPart;
  /** True when the row is to be changed, and so must be an object. */
  readonly isChanged: boolean;
}

function rowOf(page: AnyPage | undefined, { slot, index, part, isChanged }: WantedRow): unknown {
  if (!(page instanceof TextPage)) return page?.rowAt(slot, index) ?? null;
  const text = page.textAt(index);
  return part.passesRowsOn && !isChanged ? text : text.toJSON();
}

/** What merging pages works on; pages and failures change while provinces turn out to break the contract. */
interface Merging {
  readonly pages: Map<string, AnyPage>;
  readonly answers: Map<string, Answered<Contribution>>;
  readonly failures: Failed[];
  readonly input: MergeInput;
  readonly request: PageRequest;
}

/** Takes a page in, unless its parts do not fit each other or the page that was asked for. */
function addPage({ province, value: { value } }: Answered<Contribution>, merging: Merging): void {
  const { part, variables } = merging.input;
  // Either was checked against the contract when it came in, or is while it is read.
  const page = value instanceof TextPage ? value : new ParsedPage(value as FieldValues, part.object, variables);
  const fits = page instanceof TextPage || (page.isEven && page.count() <= merging.request.size);
  if (fits && !isShort(page, merging)) merging.pages.set(province, page);
  else merging.failures.push(failed(province, 'CONTRACT_BREACH', { cause: 'not a page of the contract' }));
}

/** A page that is short although more follows would let the rows behind it be passed over. */
function isShort(page: AnyPage, { request: { isBackward, size } }: Merging): boolean {
  const further = isBackward ? 'hasPreviousPage' : 'hasNextPage';
  const saysMore = memberOf(page.fields[injected.page], further) === true;
  return saysMore && (page instanceof ParsedPage || page.isExhausted) && page.count() < size;
}

/** Merges, and merges again without those who turn out to break the contract; they are added to `failures`. */
function mergePages(merging: Merging): { readonly merged: MergedRows; readonly joined: FieldValues } {
  const { pages, failures, input, request } = merging;
  const leave = (province: string, cause: string): void => {
    pages.delete(province);
    failures.push(failed(province, 'CONTRACT_BREACH', { cause }));
  };
  for (;;) {
    const sources = [...pages].map(([province, rows]) => ({ province, rows }));
    const merged = mergeRows(sources, { ...request, position: request.cursor?.position });
    if (rereadUnexpected(merging)) continue;
    const short = [...pages].filter(([, page]) => isShort(page, merging)).map(([province]) => province);
    const mixedUp = merged.rows.filter(({ province, index, id }) => pages.get(province)?.isEntity(index, id) !== true);
    const breaches = merged.breaches.union(new Set(mixedUp.map(({ province }) => province)));
    const partials = [...pages].map(([province, { fields }]) => ({ province, fields }));
    const joined = joinObjects(input.part.object, partials, input.variables);
    if (breaches.size + joined.breaches.size + short.length === 0) return { merged, joined: joined.fields };
    for (const province of joined.breaches.difference(breaches)) leave(province, NO_HISTOGRAM);
    for (const province of breaches) leave(province, 'rows without a valid, rising cursor of their own');
    for (const province of short) if (pages.has(province)) leave(province, 'not a page of the contract');
  }
}

/** Reads pages as any JSON that turned out to be written in another way than expected; true when there were any. */
function rereadUnexpected(merging: Merging): boolean {
  const { pages, answers, failures, input } = merging;
  const unexpected = [...pages].filter(([, page]) => page instanceof TextPage && page.isUnexpected);
  for (const [province, page] of unexpected) {
    pages.delete(province);
    const answer = answers.get(province);
    if (answer === undefined || !(page instanceof TextPage)) continue;
    const outcome = input.reread(answer, page.text);
    if (outcome.status === 'failed') failures.push(outcome);
    else {
      answers.set(province, outcome);
      addPage(outcome, merging);
    }
  }
  return unexpected.length > 0;
}

interface MergedPage {
  readonly merged: MergedRows;
  readonly pages: ReadonlyMap<string, AnyPage>;
  readonly request: PageRequest;
}

function pageInfo({ merged, pages, request }: MergedPage, cursorOf: (bare: string) => string): FilledObject {
  const says = (name: string): boolean =>
    [...pages.values()].some(({ fields }) => memberOf(fields[injected.page], name) === true);
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
  if (keys.length === 0 || typeof row !== 'object' || row === null) return row;
  const edge = row as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(edge).map(([key, value]) => [key, keys.includes(key) ? cursor : value]));
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
      const [field, key, index, ...rest] = pathInRows(entry.path ?? [], object);
      if (field === undefined || key === injected.position || key === injected.page) return [];
      if (typeof key !== 'string' || !rowKeys.has(key))
        return [{ ...entry, path: pathInJoin(entry.path ?? [], object) }];
      if (typeof index !== 'number') return [entry];
      const row = positions.get(`${province} ${index}`);
      return row === undefined ? [] : [{ ...entry, path: [field, key, row, ...rest] }];
    }),
  );
}

/** The path to a node that was asked for beside its position, as the client would see it in the province's answer. */
function pathInRows(path: ErrorPath, { slots }: MergedObject): ErrorPath {
  const [field, key, index, member, ...rest] = path;
  const slot = slots.find((one): one is RowsSlot => one.kind === 'rows' && one.isInPositions);
  if (slot === undefined || key !== injected.position || index === undefined || member !== 'node') return path;
  return field === undefined ? path : [field, slot.selected.key, index, ...rest];
}
