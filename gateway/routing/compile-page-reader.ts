import { getNamedType, isObjectType, type GraphQLObjectType, type SelectionSetNode } from 'graphql';
import { readPrefix, readValue, startReading, type Read } from '../json/read.js';
import { formOfSelection } from '../json/form-of-selection.js';
import { memberPrefix, type Skip } from '../json/form.js';
import type { ReadData } from '../upstream/read-answer.js';
import type { Contract } from './contract.js';
import { injected, type MergedObject, type RowsSlot } from './province-plan.js';
import { isPlain, selectedFields, type SelectedField } from './selection.js';
import { TextPage, type RowForm, type Span } from './text-page.js';

interface PageOptions {
  /** Response key of the gathered field. */
  readonly key: string;
  readonly typeName: string;
  readonly object: MergedObject;
  /** What provinces are asked of the connection; its rows come last. */
  readonly sent: SelectionSetNode;
  readonly contract: Contract;
}

/**
 * Compiles how a province's page is read: its fields at once, its rows when they are asked for. Undefined for a page
 * whose form depends on variables or types.
 */
export function compilePageReader({ key, typeName, object, sent, contract }: PageOptions): ReadData | undefined {
  const type = contract.schema.getType(typeName);
  const slots = object.slots.filter((slot) => slot.kind === 'rows');
  const [slot] = slots;
  const fields = selectedFields(sent.selections);
  const rows = fields.at(-1);
  if (!isObjectType(type) || slot === undefined || rows === undefined || slots.length !== 1) return undefined;
  const hasPositions = slot.isInPositions || slot.positionKey !== undefined;
  const isKnown = fields.every(isPlain) && new Set(fields.map((field) => field.key)).size === fields.length;
  const form = hasPositions && isKnown ? rowForm(slot, rows, { type, contract }) : undefined;
  const others = fields.slice(0, -1).map((field) => ({ key: field.key, read: readField(field, { type, contract }) }));
  if (form === undefined) return undefined;
  const members: { readonly key: string; readonly prefix: string; readonly read: Read }[] = [];
  for (const [index, { key: name, read }] of others.entries()) {
    if (read === undefined) return undefined;
    members.push({ key: name, prefix: memberPrefix(name, index), read });
  }
  const before = `${memberPrefix('data', 0)}${memberPrefix(key, 0)}`;
  const opening = `${memberPrefix(rows.key, members.length)}[`;
  return (pieces) => {
    const page = startReading(pieces, (source) => {
      // Errors may stand behind rows that nobody reads, and explain a null in one that somebody does.
      if (source.text.includes('"errors":')) return undefined;
      readPrefix(source, before);
      const values: Record<string, unknown> = {};
      for (const { key: name, prefix, read } of members) {
        readPrefix(source, prefix);
        values[name] = read(source);
      }
      readPrefix(source, opening);
      return new TextPage(values, source, form);
    });
    return page instanceof TextPage && !page.isUnexpected ? { [key]: page } : undefined;
  };
}

interface Holder {
  readonly type: GraphQLObjectType;
  readonly contract: Contract;
}

/** Any other field, which the contract's check has passed, as a value. */
function readField({ field }: SelectedField, { type, contract }: Holder): Read | undefined {
  const definition = type.getFields()[field.name.value];
  const form = definition && formOfSelection(definition.type, field.selectionSet ? [field.selectionSet] : [], contract);
  return form && readValue(form);
}

/** Where the value of one member of a row stood that was passed over last. */
interface Watch {
  readonly over: (skip: Skip) => Skip;
  span(): Span;
}

function createWatch(): Watch {
  let [from, to] = [0, 0];
  return {
    over: (skip) => (text, at) => {
      from = at;
      to = skip(text, at);
      return to;
    },
    span: () => ({ from, to }),
  };
}

// Behind the last row: the list, the connection, the data and the answer are closed.
const END = ']}}}';

function rowForm(slot: RowsSlot, { field }: SelectedField, { type, contract }: Holder): RowForm | undefined {
  const definition = type.getFields()[field.name.value];
  const rowType = definition && getNamedType(definition.type);
  const { selectionSet } = field;
  const nodeKey = slot.isInPositions ? 'node' : slot.nodeKeys[0];
  if (!isObjectType(rowType) || selectionSet === undefined || slot.nodeKeys.length > 1 || nodeKey === undefined)
    return undefined;
  const [id, cursor, node] = [createWatch(), createWatch(), createWatch()];
  const watches = new Map([
    [`${nodeKey}.${slot.idKey}`, id],
    [slot.positionKey ?? 'cursor', cursor],
    [nodeKey, node],
  ]);
  const form = formOfSelection(rowType, [selectionSet], {
    schema: contract.schema,
    watch: (path) => watches.get(path.join('.'))?.over,
  });
  if (form === undefined) return undefined;
  const isCursorOurs = slot.positionKey === injected.cursor;
  const isIdOurs = slot.idKey === injected.key;
  return {
    skip: form.skip,
    end: END,
    spans(from, to) {
      const whole = slot.isInPositions ? node.span() : { from, to };
      const cuts = [
        ...(isCursorOurs ? [firstMember(cursor.span(), injected.cursor)] : []),
        ...(isIdOurs ? [firstMember(id.span(), injected.key)] : []),
      ];
      return { id: id.span(), cursor: cursor.span(), kept: without(whole, cuts) };
    },
  };
}

/** The first member of an object, from its brace to the next member. */
function firstMember({ from, to }: Span, key: string): Span {
  return { from: from - `"${key}":`.length, to: to + 1 };
}

function without({ from, to }: Span, cuts: readonly Span[]): readonly Span[] {
  const kept: Span[] = [];
  let at = from;
  for (const cut of cuts) {
    kept.push({ from: at, to: cut.from });
    at = cut.to;
  }
  return [...kept, { from: at, to }];
}
