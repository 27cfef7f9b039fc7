/** A cell by its row and column, from 0. */
export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** What of a key press decides where it leads. */
interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
}

/** Where a key leads in a square of that size, as in a grid by the ARIA practices; undefined for a key that does not. */
export function moveInMatrix({ row, column }: CellPlace, { key, ctrlKey }: Press, size: number): CellPlace | undefined {
  const inside = (value: number): number => Math.min(size - 1, Math.max(0, value));
  switch (key) {
    case 'ArrowUp':
      return { row: inside(row - 1), column };
    case 'ArrowDown':
      return { row: inside(row + 1), column };
    case 'ArrowLeft':
      return { row, column: inside(column - 1) };
    case 'ArrowRight':
      return { row, column: inside(column + 1) };
    case 'PageUp':
      return { row: 0, column };
    case 'PageDown':
      return { row: size - 1, column };
    case 'Home':
      return { row: ctrlKey ? 0 : row, column: 0 };
    case 'End':
      return { row: ctrlKey ? size - 1 : row, column: size - 1 };
    default:
      return undefined;
  }
}
