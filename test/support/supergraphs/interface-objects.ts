import { find, type ExampleSupergraph, type Row } from './example-supergraph.js';

const media: readonly Row[] = [
  { __typename: 'Film', id: '1', title: '英雄', minutes: 99, likes: 4 },
  { __typename: 'Song', id: '2', title: null, seconds: 180, likes: null },
  { __typename: 'Film', id: '3', title: 'Still', minutes: null, likes: 0 },
];
const notes: readonly Row[] = [
  { __typename: 'Note', id: '1', text: 'good\n"好"', media: '1' },
  { __typename: 'Note', id: '2', text: null, media: '2' },
  { __typename: 'Note', id: '3', text: 'odd', media: '3' },
];

/** An interface with a key, which another subgraph extends as if it were an object. */
export const interfaceObjects: ExampleSupergraph = {
  name: 'interface-objects',
  subgraphs: {
    media: `
      type Query { media: [Media!]! one(id: ID!): Media films: [Film] }
      interface Media @key(fields: "id") { id: ID! title: String }
      type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }
      type Song implements Media @key(fields: "id") { id: ID! title: String seconds: Int }
    `,
    notes: `
      type Query { notes: [Note!] noted(id: ID!): Media }
      type Media @interfaceObject @key(fields: "id") { id: ID! notes(first: Int = 9): [Note!]! likes: Int }
      type Note @key(fields: "id") { id: ID! text: String media: Media }
    `,
    scores: `
      type Media @interfaceObject @key(fields: "id") { id: ID! headline: String }
    `,
  },
  rows: {
    Media: media,
    Film: media.filter(({ __typename }) => __typename === 'Film'),
    Song: media.filter(({ __typename }) => __typename === 'Song'),
    Note: notes,
  },
  resolvers: {
    Query: {
      media: () => media,
      one: (_, { id }) => find(media, id),
      films: () => [media[0], null, media[2]],
      notes: () => notes,
      noted: (_, { id }) => find(media, id),
    },
    ...Object.fromEntries(
      ['Media', 'Film', 'Song'].map((type) => [
        type,
        {
          notes: ({ id }: Row, { first }: Row) =>
            notes.filter((note) => note['media'] === id).slice(0, Math.max(0, Number(first ?? 9))),
          headline: ({ id }: Row) => (id === '2' ? null : `Number ${String(id)}`),
        },
      ]),
    ),
    Note: { media: (row) => find(media, row['media']) },
  },
};
