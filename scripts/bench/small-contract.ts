import { buildASTSchema, parse } from 'graphql';
import { encodeCursor } from '../../schema/cursor.js';
import { contractHeader, directiveDefinitions } from '../../schema/directives.js';
import { formatGlobalId } from '../../schema/global-id.js';
import { firstPage, type StandInContract } from './stand-in-contract.js';

/** A contract of the benchmark's own: rows that refer to rows of other provinces. */
export const smallContractSdl = `${contractHeader}${directiveDefinitions}
  type Query {
    rows(first: Int = 20, after: String, provinces: [ID!]): RowConnection! @gather(narrowBy: "provinces")
  }
  type Row @key(fields: "id") { id: ID! rank: Int! label: String! friends: [Row]! @elsewhere }
  type RowEdge { cursor: String! node: Row! }
  type RowConnection { edges: [RowEdge!]! nodes: [Row!]! pageInfo: PageInfo! coverage: Coverage! @coverage }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type Province { code: ID! }
  type MissingProvince { province: Province! reason: MissingReason! since: String message: String }
  enum MissingReason { UNREACHABLE TIMEOUT MAINTENANCE FAULT CONTRACT_BREACH }
  type Coverage { exact: Boolean! asked: [Province!]! answered: [Province!]! missing: [MissingProvince!]! }
`;

// What federation adds to the schema of every subgraph with entities.
const entitiesSdl = `
  scalar _Any
  union _Entity = Row
  extend type Query { _entities(representations: [_Any!]!): [_Entity]! }
`;

const ROWS = 40;
/** References in each row. */
const FRIENDS = 3;

/** The small contract, over rows whose references spread evenly over all other provinces. */
export function createSmallContract(): StandInContract {
  return {
    schema: buildASTSchema(parse(smallContractSdl + entitiesSdl), { assumeValid: true, assumeValidSDL: true }),
    rootValue(code, codes) {
      const rows = Array.from({ length: ROWS }, (_, rank) => smallRow({ code, rank, codes }));
      const byId = new Map(rows.map((row) => [row.id, row]));
      return {
        rows: ({ first }: { readonly first: number }) => firstPage(rows, first, cursorOf),
        _entities: ({ representations }: { readonly representations: readonly { readonly id: string }[] }) =>
          representations.map(({ id }) => byId.get(id) ?? null),
      };
    },
  };
}

interface SmallRow {
  readonly __typename: string;
  readonly id: string;
  readonly rank: number;
  readonly label: string;
  readonly friends: readonly { readonly __typename: string; readonly id: string }[];
}

interface RowPlace {
  readonly code: string;
  readonly rank: number;
  readonly codes: readonly string[];
}

function smallRow({ code, rank, codes }: RowPlace): SmallRow {
  const friends = Array.from({ length: FRIENDS }, (_, friend) => {
    const others = codes.filter((other) => other !== code);
    const home = others[(codes.indexOf(code) + rank * FRIENDS + friend) % others.length] ?? code;
    return { __typename: 'Row', id: rowId(home, (rank + friend) % ROWS) };
  });
  return { __typename: 'Row', id: rowId(code, rank), rank, label: `row ${rank} of ${code}`, friends };
}

function rowId(code: string, rank: number): string {
  return formatGlobalId({ province: code, type: 'Row', local: String(rank) });
}

function cursorOf({ rank, id }: SmallRow): string {
  return encodeCursor({ order: 'RANK_ASC', keys: [rank], id });
}
