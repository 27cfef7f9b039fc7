import { find, type ExampleSupergraph, type Row } from './example-supergraph.js';

const items: readonly Row[] = [
  {
    __typename: 'Item',
    id: '1',
    cents: 100,
    size: { width: 2, height: 3, unit: { name: 'cm' } },
    parts: [{ mass: 1 }, { mass: 4 }],
    tags: ['a', 'b'],
    shelf: '1',
  },
  { __typename: 'Item', id: '2', cents: 250, size: null, parts: [], tags: null, shelf: '1' },
  {
    __typename: 'Item',
    id: '3',
    cents: null,
    size: { width: 1, height: null, unit: null },
    parts: [null, { mass: 2 }],
    tags: ['c', null],
    shelf: '2',
  },
];
const shelves: readonly Row[] = [
  { __typename: 'Shelf', id: '1', room: '北屋' },
  { __typename: 'Shelf', id: '2', room: null },
];
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const price = (row: Row, unit: unknown): number | null =>
  typeof row['cents'] === 'number' ? row['cents'] * (unit === 'FEN' ? 1 : 10) : null;

/** Fields that require others: with arguments, in chains, nested, of lists, and of another entity. */
export const requires: ExampleSupergraph = {
  name: 'requires',
  subgraphs: {
    items: `
      type Query { items: [Item!]! item(id: ID!): Item cheapest: Item }
      enum Unit { FEN JIAO }
      type Item @key(fields: "id") {
        id: ID! cents: Int price(unit: Unit! = FEN): Int size: Size parts: [Part] tags: [String] shelf: Shelf
      }
      type Size { width: Int height: Int unit: Measure }
      type Measure { name: String }
      type Part { mass: Int }
      type Shelf @key(fields: "id") { id: ID! }
    `,
    shelves: `
      type Shelf @key(fields: "id") { id: ID! room: String }
    `,
    freight: `
      enum Unit { FEN JIAO }
      type Item @key(fields: "id") {
        id: ID! price(unit: Unit! = FEN): Int @external size: Size @external parts: [Part] @external
        tags: [String] @external shelf: Shelf @external
        tax: Int @requires(fields: "price(unit: JIAO)")
        area: Int @requires(fields: "size { width height unit { name } }")
        mass: Int @requires(fields: "parts { mass }")
        slug(between: String = "-"): String @requires(fields: "tags")
        place: String @requires(fields: "shelf { id room }")
      }
      type Size @external { width: Int height: Int unit: Measure }
      type Measure @external { name: String }
      type Part @external { mass: Int }
      type Shelf @key(fields: "id") { id: ID! room: String @external }
    `,
    totals: `
      type Item @key(fields: "id") {
        id: ID! tax: Int @external mass: Int @external
        total: Int @requires(fields: "tax mass")
        rating: Rating @requires(fields: "tax")
      }
      type Rating { stars: Int! }
    `,
    verdicts: `
      type Item @key(fields: "id") { id: ID! total: Int @external verdict: String @requires(fields: "total") }
    `,
  },
  rows: { Item: items, Shelf: shelves },
  resolvers: {
    Query: { items: () => items, item: (_, { id }) => find(items, id), cheapest: () => items[0] },
    Item: {
      price: (row, { unit }) => price(row, unit),
      shelf: (row) => find(shelves, row['shelf']),
      tax: (row) => (typeof row['price'] === 'number' ? row['price'] / 10 : null),
      area: ({ size }) => {
        const { width, height } = (size ?? {}) as Row;
        return typeof width === 'number' && typeof height === 'number' ? width * height : null;
      },
      mass: ({ parts }) =>
        ((parts ?? []) as readonly (Row | null)[]).reduce((sum, part) => sum + (number(part?.['mass']) ?? 0), 0),
      slug: ({ tags }, { between }) => (tags as readonly unknown[] | null)?.join(String(between)) ?? null,
      place: ({ shelf }) => (shelf as Row | null)?.['room'] ?? null,
      total: ({ tax, mass }) => (tax === null ? null : Number(tax) + Number(mass)),
      rating: ({ tax }) => (tax === null ? null : { stars: tax }),
      verdict: ({ total }) => (total === null ? null : Number(total) > 10 ? 'dear' : 'cheap'),
    },
  },
  monolith: {
    Item: {
      tax: (row) => taxOf(row),
      place: (row) => find(shelves, row['shelf'])?.['room'] ?? null,
      total: (row) => totalOf(row),
      rating: (row) => (taxOf(row) === null ? null : { stars: taxOf(row) }),
      verdict: (row) => (totalOf(row) === null ? null : Number(totalOf(row)) > 10 ? 'dear' : 'cheap'),
    },
  },
};

function taxOf(row: Row): number | null {
  const jiao = price(row, 'JIAO');
  return jiao === null ? null : jiao / 10;
}

function totalOf(row: Row): number | null {
  const tax = taxOf(row);
  const parts = row['parts'] as readonly (Row | null)[];
  return tax === null ? null : parts.reduce((sum, part) => sum + Number(part?.['mass'] ?? 0), tax);
}
