import { find, type ExampleSupergraph, type Row } from './example-supergraph.js';

const cars: readonly Row[] = [
  { __typename: 'Car', id: '1', wheels: 4, name: '红旗', seats: 5, speed: 200 },
  { __typename: 'Car', id: '2', wheels: null, name: null, seats: 2, speed: null },
];
const bikes: readonly Row[] = [{ __typename: 'Bike', id: '3', wheels: 2, name: 'Feige', bell: true, speed: 25 }];
const boats: readonly Row[] = [{ __typename: 'Boat', id: '4', name: '舢板 “Junk”', sails: 3 }];
const all = [...cars, ...bikes, ...boats];

/** Interfaces that implement interfaces, met again as unions, in lists of lists, and across subgraphs. */
export const abstractTypes: ExampleSupergraph = {
  name: 'abstract-types',
  subgraphs: {
    traffic: `
      type Query { things: [Named!]! vehicles(kind: String): [Vehicle] thing(id: ID!): Node any: [[Thing]] garage: Garage! }
      interface Node { id: ID! }
      interface Named implements Node { id: ID! name: String }
      interface Vehicle implements Named & Node { id: ID! name: String wheels: Int next: Vehicle }
      type Car implements Vehicle & Named & Node @key(fields: "id") {
        id: ID! name: String wheels: Int next: Bike seats: Int!
      }
      type Bike implements Vehicle & Named & Node @key(fields: "id") {
        id: ID! name: String wheels: Int next: Car bell: Boolean
      }
      type Boat implements Named & Node @key(fields: "id") { id: ID! name: String sails: Int }
      union Thing = Car | Boat | Garage
      type Garage { title: String holds: [Vehicle!]! main: Named twins: [[Node!]!] }
    `,
    speeds: `
      type Query { fast: [Fast!] }
      interface Fast { speed(unit: String = "km"): Int rival: Fast }
      type Car implements Fast @key(fields: "id") { id: ID! speed(unit: String = "km"): Int rival: Fast }
      type Bike implements Fast @key(fields: "id") { id: ID! speed(unit: String = "km"): Int rival: Fast }
    `,
  },
  rows: { Car: cars, Bike: bikes, Boat: boats },
  resolvers: {
    Query: {
      things: () => all,
      vehicles: () => [...cars, null, ...bikes],
      thing: (_, { id }) => find(all, id),
      any: () => [[cars[0], boats[0], null], [{ __typename: 'Garage', title: 'G' }], null],
      garage: () => ({ __typename: 'Garage', title: null }),
      fast: () => [cars[0], bikes[0]],
    },
    Garage: { holds: () => [bikes[0], cars[1]], main: () => boats[0], twins: () => [[cars[0], boats[0]], []] },
    Car: {
      next: ({ id }) => (id === '1' ? bikes[0] : null),
      speed: ({ speed }, { unit }) => (speed === null ? null : unit === 'km' ? speed : Math.round(Number(speed) / 2)),
      rival: () => bikes[0],
    },
    Bike: {
      next: () => cars[1],
      speed: ({ speed }, { unit }) => (unit === 'km' ? speed : Math.round(Number(speed) / 2)),
      rival: () => cars[1],
    },
  },
};
