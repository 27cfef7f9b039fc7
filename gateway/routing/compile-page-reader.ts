import { getNamedType, isObjectType, type GraphQLObjectType, type SelectionSetNode } from 'graphql';
import { readExpected, readList, readObject, readValue, type Read, type ReadMember } from '../json/read.js';
import { skipSelection } from '../json/skip-selection.js';
import type { Skip } from '../json/skip.js';
import type { ReadData } from '../upstream/read-answer.js';
import type { Contract } from './contract.js';
import { PageRow, ProvincePage } from './page-rows.js';
import { injected, type MergedObject, type RowsSlot } from './province-plan.js';
import { isPlain, selectedFields, type SelectedField } from './selection.js';

interface PageOptions {
  /** Response key of the gathered field. */
  readonly key: string;
  readonly typeName: string;
  readonly object: MergedObject;
  /** What provinces are asked of the connection. */
  readonly sent: SelectionSetNode;
  readonly contract: Contract;
}

/**
 * Compiles how a province's page is read: everything is held against the contract, and nothing of a row is made but its
 * cursor and its id. Undefined for a page whose form depends on variables.
 */
export function compilePageReader({ key, typeName, object, sent, contract }: PageOptions): ReadData | undefined {
  const type = contract.schema.getType(typeName);
  const slots = object.slots.filter((slot) => slot.kind === 'rows');
  const [slot] = slots;
  if (!isObjectType(type) || slot === undefined || slots.length !== 1) return undefined;
  const fields = selectedFields(sent.selections);
  const members = fields.map((field) => {
    const read =
      field.key === slot.selected.key
        ? readRows(slot, field, { type, contract })
        : readField(field, { type, contract });
    return isPlain(field) && read ? { key: field.key, read } : undefined;
  });
  if (!members.every((member) => member !== undefined) || new Set(fields.map(({ key }) => key)).size < fields.length)
    return undefined;
  const read = readObject([{ key: 'data', read: readObject([{ key, read: readPage(slot.selected.key, members) }]) }]);
  return (text) => (readExpected(text, read) as { readonly data: ReturnType<ReadData> } | undefined)?.data;
}

function readPage(rowsKey: string, members: readonly ReadMember[]): Read {
  const read = readObject(members);
  return (source) => {
    const fields = read(source) as Record<string, unknown>;
    return new ProvincePage(rowsKey, fields[rowsKey] as readonly PageRow[], fields);
  };
}

interface Holder {
  readonly type: GraphQLObjectType;
  readonly contract: Contract;
}

/** Any other field, which the contract's check has passed, as a value. */
function readField({ field }: SelectedField, { type, contract }: Holder): Read | undefined {
  const definition = type.getFields()[field.name.value];
  const skip = definition && skipSelection(definition.type, field.selectionSet ? [field.selectionSet] : [], contract);
  return skip && readValue(skip);
}

/** Where the values of one member stand, as they are passed over. */
interface Watch {
  over(skip: Skip): Skip;
  /** The string that was passed over last. */
  stringIn(text: string): string;
  /** From the brace of its object, whose first member it is, to the next member. */
  asFirst(key: string): { readonly from: number; readonly to: number };
}

function createWatch(): Watch {
  let from = 0;
  let to = 0;
  return {
    over: (skip) => (text, at) => {
      from = at;
      to = skip(text, at);
      return to;
    },
    stringIn(text) {
      const inside = text.slice(from + 1, to - 1);
      return inside.includes('\\') ? String(JSON.parse(`"${inside}"`)) : inside;
    },
    asFirst: (key) => ({ from: from - `"${key}":`.length, to: to + 1 }),
  };
}

function readRows(slot: RowsSlot, { field }: SelectedField, { type, contract }: Holder): Read | undefined {
  const definition = type.getFields()[field.name.value];
  const rowType = definition && getNamedType(definition.type);
  const { selectionSet } = field;
  if (!isObjectType(rowType) || selectionSet === undefined) return undefined;
  const [nodeKey, ...others] = slot.nodeKeys;
  if (others.length > 0) return undefined;
  const idPath = [...(nodeKey === undefined ? [] : [nodeKey]), slot.idKey].join('.');
  const [id, cursor] = [createWatch(), createWatch()];
  const skip = skipSelection(rowType, [selectionSet], {
    schema: contract.schema,
    watch: (path, inner) => {
      const at = path.join('.');
      if (at === idPath) return id.over(inner);
      return at === slot.positionKey ? cursor.over(inner) : inner;
    },
  });
  if (skip === undefined) return undefined;
  const isEdge = field.name.value === 'edges';
  if (isEdge && nodeKey === undefined) return undefined;
  return readList((source) => {
    const { text, at: from } = source;
    const to = source.pass(skip);
    const cuts = [
      ...(slot.positionKey === injected.cursor ? [cursor.asFirst(injected.cursor)] : []),
      ...(slot.idKey === injected.key ? [id.asFirst(injected.key)] : []),
    ];
    const position = slot.positionKey === undefined ? undefined : cursor.stringIn(text);
    return new PageRow(id.stringIn(text), position, { text, from, to, cuts });
  });
}
