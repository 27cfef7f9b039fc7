import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buildSchema, graphql, type ExecutionResult, type GraphQLResolveInfo } from 'graphql';
import { comparePositions, directionsOf, encodeCursor, parseCursor, type Position } from '../../schema/cursor.js';
import { parseGlobalId } from '../../schema/global-id.js';

/** A row of the small contract that routing is tried on. */
export interface Row {
  readonly id: string;
  readonly rank: number | null;
  readonly label: string;
  /** Ids of rows or notes, here or elsewhere. */
  readonly friends?: readonly string[];
}

/** The small contract: every kind of routed field, over rows that a test makes up. */
export const smallContract = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@composeDirective"])
    @link(url: "https://specs.tongban.invalid/contract/v1.0", import: ["@owner", "@gather", "@merge", "@elsewhere", "@coverage"])
    @composeDirective(name: "@owner") @composeDirective(name: "@gather")
    @composeDirective(name: "@merge") @composeDirective(name: "@elsewhere") @composeDirective(name: "@coverage")
  directive @owner(by: String!) on FIELD_DEFINITION
  directive @gather(narrowBy: String, beginAt: String, further: String) on FIELD_DEFINITION
  directive @merge(how: String!, by: String, orderBy: String) on FIELD_DEFINITION
  directive @elsewhere on FIELD_DEFINITION
  directive @coverage on FIELD_DEFINITION
  type Query {
    node(id: ID!): Node @owner(by: "id")
    row(id: ID!): Row @owner(by: "id")
    rows(orderBy: [RowOrder!], first: Int, after: String, last: Int, before: String, provinces: [ID!], label: String): RowConnection!
      @gather(narrowBy: "provinces")
    totals(provinces: [ID!]): Totals! @gather(narrowBy: "provinces")
    labels(provinces: [ID!]): [String!]! @gather(narrowBy: "provinces")
    trail(id: ID!): Trail! @gather(beginAt: "id", further: "friends { code }")
    federation: Federation! @coverage
  }
  type Mutation { rename(id: ID!, label: String!): Row @owner(by: "id") }
  interface Node { id: ID! }
  enum RowOrder { RANK_ASC RANK_DESC }
  type Row implements Node @key(fields: "id") { id: ID! rank: Int label: String! province: Province! fragile: String strict: String!
    circle(first: Int, after: String): RowConnection! friend: Row @elsewhere friends: [Row]! @elsewhere anything: Node @elsewhere either: Either @elsewhere }
  union Either = Row | Note
  type Note implements Node @key(fields: "id") { id: ID! text: String! about: Row @elsewhere }
  type RowEdge { cursor: String! node: Row! }
  type RowConnection {
    edges: [RowEdge!]! nodes: [Row!]! pageInfo: PageInfo! totalCount: Int! @merge(how: "SUM") coverage: Coverage! @coverage
  }
  type Totals {
    count: Int! @merge(how: "SUM") least: Int @merge(how: "MIN") greatest: Int @merge(how: "MAX")
    labels: [String!]! @merge(how: "CONCAT") coverage: Coverage! @coverage
    distinctLabels: [String!]! @merge(how: "DISTINCT") items: [Item!]! @merge(how: "DISTINCT", by: "code")
    ranks: Ranks! @merge(how: "OBJECT") buckets: [Bucket!]! @merge(how: "BUCKETS", by: "rank item { code }")
  }
  type Trail {
    friends: [Province!]! @merge(how: "DISTINCT", by: "code") rows: Int! @merge(how: "SUM") ranks: Ranks! @merge(how: "OBJECT")
    labelled: [Labelled!]! @merge(how: "BUCKETS", by: "label", orderBy: "greatest count")
    isRanked: Boolean @merge(how: "MIN") isOpen: Boolean @merge(how: "MAX") coverage: Coverage! @coverage
  }
  type Labelled { label: String! greatest: Int @merge(how: "MAX") count: Int! @merge(how: "MAX") whole: Int! @merge(how: "SUM") }
  type Item { code: String! text: String }
  type Bucket { rank: Int item: Item! count: Int! @merge(how: "SUM") ranks: Ranks @merge(how: "OBJECT") }
  type Ranks {
    sum: Int @merge(how: "SUM") count(times: Int = 1): Int! @merge(how: "SUM") greatest: Int @merge(how: "MAX")
    freshest: String @merge(how: "LATEST", by: "greatest")
    bounds: [Int!] @merge(how: "ANY") counts: [Int!]! @merge(how: "HISTOGRAM", by: "bounds")
    mean: Float @merge(how: "MEAN", by: "sum count")
    quantile(q: Float!): Float @merge(how: "QUANTILE", by: "counts bounds")
  }
  type Federation { provinces: [ProvinceStatus!]! }
  type ProvinceStatus { province: Province! state: ProvinceState! message: String since: String }
  enum ProvinceState { SERVING DEGRADED MAINTENANCE QUARANTINED REGISTRATION_REQUESTED DISABLED DEREGISTERING }
  type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type Province @key(fields: "code", resolvable: false) { code: ID! }
  type MissingProvince { province: Province! reason: MissingReason! since: String message: String behindCursor: Boolean! }
  enum MissingReason { UNREACHABLE TIMEOUT MAINTENANCE DISABLED DEREGISTERING FAULT CONTRACT_BREACH BEHIND_CURSOR }
  type Coverage { exact: Boolean! asked: [Province!]! answered: [Province!]! missing: [MissingProvince!]! }
`;

// What a province serves: the contract without federation's machinery, and the fields that federation adds.
const servedSdl = `${smallContract
  .replace(/extend schema[\s\S]*?(?=directive @owner)/, '')
  .replace(/@key\([^)]*\)|@shareable/g, '')}
  directive @key(fields: String!, resolvable: Boolean) repeatable on OBJECT
  scalar _Any
  union _Entity = Row | Note
  type _Service { sdl: String! }
  extend type Query { _entities(representations: [_Any!]!): [_Entity]! _service: _Service! }
`;

/** What a stand-in does instead of answering; undefined lets the real answer go out. */
export type Misbehaviour = (response: ServerResponse, answer: ExecutionResult) => 'handled' | undefined;

export interface StandInProvince extends AsyncDisposable {
  readonly code: string;
  readonly url: string;
  /** Bodies of the requests so far, as they were received. */
  readonly requests: readonly { readonly query: string; readonly variables: Readonly<Record<string, unknown>> }[];
  /** Headers of the requests so far. */
  readonly headers: readonly IncomingHttpHeaders[];
  misbehave(misbehaviour: Misbehaviour | undefined): void;
  /** Replaces all rows, as if this were another province. */
  setRows(rows: readonly Row[]): void;
}

/** Starts a province of the small contract over `rows`, on a real socket. */
export async function startStandInProvince(code: string, initialRows: readonly Row[]): Promise<StandInProvince> {
  const schema = buildSchema(servedSdl, { assumeValid: true });
  const requests: StandInProvince['requests'][number][] = [];
  const headers: IncomingHttpHeaders[] = [];
  let misbehaviour: Misbehaviour | undefined;
  let rows = initialRows;
  const server = createServer((request, response) => {
    void readJson(request).then(async (body) => {
      requests.push(body);
      headers.push(request.headers);
      const answer = await graphql({
        schema,
        source: body.query,
        variableValues: body.variables,
        rootValue: servedValues(code, rows),
      });
      response.setHeader('content-type', 'application/json'); // misbehaviours say so when they mean another
      if (misbehaviour?.(response, answer) === 'handled') return;
      response.end(JSON.stringify(answer));
    });
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    code,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    requests,
    headers,
    misbehave: (next) => void (misbehaviour = next),
    setRows: (next) => void (rows = next),
    async [Symbol.asyncDispose]() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function readJson(request: IncomingMessage): Promise<StandInProvince['requests'][number]> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as StandInProvince['requests'][number];
}

interface PageArguments {
  readonly orderBy?: readonly string[] | null;
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
  readonly label?: string | null;
}

/** What the rows of the small contract know only by key; a field of the contract that is not selected costs nothing. */
export interface Elsewhere {
  /** What stands for the entity with an id, which may be another province's; null for no id. */
  readonly refer: (id: string | undefined, info: GraphQLResolveInfo) => unknown;
  /** The province of the row with an id. */
  readonly provinceOf: (id: string) => unknown;
  /** The coverage of what belongs to the row with an id; a province gives none, since it is never asked for it. */
  readonly coverageOf: (id: string) => unknown;
}

/** Values of the small contract's root fields over `rows`, without coverage, which provinces do not know. */
export function smallValues(
  rows: readonly Row[],
  { refer, provinceOf, coverageOf }: Elsewhere,
): Record<string, unknown> {
  const first =
    ({ friends }: Row) =>
    (_arguments: unknown, _context: unknown, info: GraphQLResolveInfo): unknown =>
      refer(friends?.[0], info);
  const typed = (row: Row | undefined): unknown =>
    row && {
      ...row,
      __typename: 'Row',
      province: provinceOf(row.id),
      circle: (page: PageArguments) => {
        return { ...connection(circleOf(row, rows), page, typed), coverage: coverageOf(row.id) };
      },
      friend: first({ ...row, friends: befriendedRows(row) }),
      friends: (_arguments: unknown, _context: unknown, info: GraphQLResolveInfo) =>
        befriendedRows(row).map((id) => refer(id, info)),
      anything: first(row),
      either: first(row),
      fragile: () => unlessBroken(row),
      strict: () => unlessBroken(row),
    };
  // A province has one note about each of its rows, so that references have types to choose from.
  const noteOf = (id: string): unknown => {
    const row = rows.find((candidate) => candidate.id === id.replace(':Note:', ':Row:'));
    const about = (_arguments: unknown, _context: unknown, info: GraphQLResolveInfo): unknown => refer(row?.id, info);
    return row && { __typename: 'Note', id, text: `note on ${row.label}`, about };
  };
  const byId = ({ id }: { readonly id: string }): unknown =>
    id.includes(':Note:') ? noteOf(id) : typed(rows.find((row) => row.id === id));
  const ranks = rows.flatMap(({ rank }) => rank ?? []);
  return {
    row: byId,
    node: byId,
    rename: ({ id, label }: { readonly id: string; readonly label: string }) => {
      const row = rows.find((candidate) => candidate.id === id);
      return typed(row && { ...row, label });
    },
    rows: (page: PageArguments) => connection(rows, page, typed),
    trail: trailOf(rows, provinceOf),
    totals: {
      count: rows.length,
      least: ranks.length > 0 ? Math.min(...ranks) : null,
      greatest: ranks.length > 0 ? Math.max(...ranks) : null,
      labels: rows.map(({ label }) => label),
      ...partialsOf(rows),
    },
    labels: rows.map(({ label }) => label),
  };
}

/** Where the friends of the rows live, and what there is to say of the rows. */
function trailOf(rows: readonly Row[], provinceOf: Elsewhere['provinceOf']): object {
  const isRanked = ({ rank }: Row): boolean => rank !== null;
  const byCode = new Map(rows.flatMap(({ friends = [] }) => friends.map((id) => [id.slice(0, id.indexOf(':')), id])));
  return {
    friends: [...byCode].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, id]) => provinceOf(id)),
    rows: rows.length,
    ranks: ranksOf(rows),
    labelled: labelledOf(rows),
    isRanked: rows.length > 0 ? rows.every(isRanked) : null,
    isOpen: rows.length > 0 ? !rows.every(isRanked) : null,
  };
}

/** Rows by label, with the greatest rank, and how many there are: in all, and in this province. */
function labelledOf(rows: readonly Row[]): readonly object[] {
  return [...Map.groupBy(rows, ({ label }) => label)].map(([label, own]) => {
    const ranks = own.flatMap(({ rank }) => rank ?? []);
    return { label, greatest: ranks.length > 0 ? Math.max(...ranks) : null, count: label.length, whole: own.length };
  });
}

/** Notes may stand in `friends`, for the fields that can refer to either. */
function befriendedRows({ friends = [] }: Row): readonly string[] {
  return friends.filter((id) => !id.includes(':Note:'));
}

/** What a province serves: its own values, and what federation adds. */
function servedValues(code: string, rows: readonly Row[]): Record<string, unknown> {
  const values = smallValues(rows, {
    refer: bareReference,
    provinceOf: (id) => ({ code: parseGlobalId(id)?.province }),
    coverageOf: () => undefined,
  });
  const byId = values['node'] as (reference: { readonly id: string }) => unknown;
  return {
    ...values,
    _service: { sdl: smallContract },
    _entities: ({ representations }: { readonly representations: readonly { readonly id: string }[] }) =>
      representations.map((reference) =>
        parseGlobalId(reference.id)?.province === code ? (byId(reference) ?? null) : null,
      ),
  };
}

/** Upper bounds of the buckets in which a stand-in counts ranks. */
export const RANK_BOUNDS = [-1, 0, 2];

function partialsOf(rows: readonly Row[]): Readonly<Record<string, unknown>> {
  const itemOf = ({ label }: Row): unknown => ({
    code: label,
    text: () => (label === 'broken' ? fail() : `about ${label}`),
  });
  const groups = Object.values(Object.groupBy(rows, ({ rank, label }) => JSON.stringify([rank, label])));
  return {
    distinctLabels: rows.map(({ label }) => label),
    items: rows.map(itemOf),
    ranks: ranksOf(rows),
    buckets: groups.flatMap((group = []) =>
      group
        .slice(0, 1)
        .map((row) => ({ rank: row.rank, item: itemOf(row), count: group.length, ranks: ranksOf(group) })),
    ),
  };
}

function ranksOf(rows: readonly Row[]): unknown {
  const ranks = rows.flatMap(({ rank }) => rank ?? []);
  return {
    sum: rows.some(({ label }) => label === 'broken') ? fail : ranks.reduce((sum, rank) => sum + rank, 0),
    count: ({ times }: { readonly times: number }) => times * ranks.length,
    greatest: ranks.length > 0 ? Math.max(...ranks) : null,
    freshest: ranks.length > 0 ? rows.find(({ rank }) => rank === Math.max(...ranks))?.label : null,
    bounds: RANK_BOUNDS,
    counts: [-Infinity, ...RANK_BOUNDS].map(
      (lower, index) => ranks.filter((rank) => rank > lower && rank <= (RANK_BOUNDS[index] ?? Infinity)).length,
    ),
  };
}

function fail(): never {
  throw new Error('secret detail of the province');
}

/** What a province knows of a row of another: type and id. */
export function bareReference(id: string | undefined): unknown {
  return id === undefined ? null : { __typename: parseGlobalId(id)?.type, id };
}

function unlessBroken({ label }: Row): string {
  if (label === 'broken') fail();
  return label;
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** The friends of a row that live in its own province. */
function circleOf({ id, friends }: Row, rows: readonly Row[]): readonly Row[] {
  const own = parseGlobalId(id)?.province;
  return rows.filter((row) => friends?.includes(row.id) === true && parseGlobalId(row.id)?.province === own);
}

function connection(rows: readonly Row[], page: PageArguments, typed: (row: Row) => unknown): object {
  const terms = page.orderBy?.length ? page.orderBy : ['RANK_ASC'];
  const order = terms.join(',');
  const directions = directionsOf(order) ?? [];
  const matching = rows
    .filter(({ label }) => (page.label ?? label) === label)
    .map((row): { row: Row; position: Position } => ({
      row,
      position: { order, keys: terms.map(() => row.rank), id: row.id },
    }))
    .sort((a, b) => comparePositions(a.position, b.position, directions));
  const cursor = parseCursor(page.after ?? page.before ?? undefined);
  const side = isGiven(page.after) ? 1 : -1;
  const rest = matching.filter(({ position }) => !cursor || comparePositions(position, cursor, directions) * side > 0);
  const size = page.last ?? page.first ?? 20;
  const isBackward = isGiven(page.last);
  const edges = (isBackward ? rest.slice(-size) : rest.slice(0, size)).map(({ row, position }) => ({
    cursor: encodeCursor(position),
    node: typed(row),
  }));
  const hasFurther = rest.length > size;
  const hasPassed = rest.length < matching.length;
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    totalCount: matching.length,
    pageInfo: {
      hasNextPage: isBackward ? hasPassed : hasFurther,
      hasPreviousPage: isBackward ? hasFurther : hasPassed,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
