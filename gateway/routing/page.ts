import type { FieldValues } from './fill-slots.js';
import { injected, positionSlot, type MergedObject, type RowsSlot } from './province-plan.js';
import { isKept, type Variables } from './selection.js';

/** A province's page as merging sees it: rows that stand somewhere, and other fields. */
export interface Page {
  readonly fields: FieldValues;
  /** True when there is a row of this index. */
  has(index: number): boolean;
  /** How many rows there are; asking may cost reading them all. */
  count(): number;
  /** The cursor of a row, unchecked. */
  cursorAt(index: number): unknown;
  /** True when what stands in the row is the entity of this id. */
  isEntity(index: number, id: string): boolean;
}

/** A page that JSON.parse has read, and that fits the contract. */
export class ParsedPage implements Page {
  readonly #positions: readonly unknown[];
  readonly #cursorKey: string;
  readonly #rows: readonly RowsSlot[];

  constructor(
    readonly fields: FieldValues,
    object: MergedObject,
    variables: Variables,
  ) {
    const slot = positionSlot(object);
    const positions = fields[slot === undefined ? injected.position : slot.selected.key];
    this.#positions = Array.isArray(positions) ? positions : [];
    this.#cursorKey = slot?.positionKey ?? 'cursor';
    this.#rows = object.slots.filter((one): one is RowsSlot => one.kind === 'rows' && isKept(one.selected, variables));
  }

  /** True when every list of rows is as long as the list of positions. */
  get isEven(): boolean {
    return this.#rows.every((slot) => {
      const rows = this.#listOf(slot);
      return Array.isArray(rows) && rows.length === this.#positions.length;
    });
  }

  has(index: number): boolean {
    return index in this.#positions;
  }

  count(): number {
    return this.#positions.length;
  }

  cursorAt(index: number): unknown {
    return memberOf(this.#positions[index], this.#cursorKey);
  }

  isEntity(index: number, id: string): boolean {
    return this.#rows.every((slot) => {
      const row = this.rowAt(slot, index);
      if (slot.nodeKeys.length === 0 && slot.selected.field.name.value !== 'edges')
        return memberOf(row, slot.idKey) === id;
      return slot.nodeKeys.every((key) => {
        const node = memberOf(row, key);
        return node === undefined || memberOf(node, slot.idKey) === id;
      });
    });
  }

  rowAt(slot: RowsSlot, index: number): unknown {
    const rows = this.#listOf(slot);
    const row = Array.isArray(rows) ? (rows as readonly unknown[])[index] : null;
    return slot.isInPositions ? memberOf(row, 'node') : row;
  }

  #listOf(slot: RowsSlot): unknown {
    return slot.isInPositions ? this.#positions : this.fields[slot.selected.key];
  }
}

/** An own member of an object; undefined for anything else. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
