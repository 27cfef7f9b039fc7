import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSchema } from 'graphql';
import { startGateway, type GatewayDependencies, type GatewayOptions } from '../../gateway/gateway.js';
import { createLog } from '../../telemetry/log.js';
import { composeSupergraph } from '../../schema/compose.js';
import { askGateway, type GatewayAnswer } from './ask-gateway.js';
import { gatewayOptions, type LiveText } from '../../scripts/demo/gateway-options.js';
import { startOrdinarySubgraph, type OrdinarySubgraph } from './ordinary-subgraph.js';
import { smallContract, startStandInProvince, type Row, type StandInProvince } from './stand-in-province.js';

/** An ordinary subgraph beside the contract: names of provinces, and references to rows of several provinces. */
const ordinarySdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { featured(ids: [ID!]!): [Row]! }
  type Row @key(fields: "id", resolvable: false) { id: ID! }
  type Province @key(fields: "code") { code: ID! name: String }
`;

const ordinarySchema = buildSchema(`
  scalar _Any
  type Row { id: ID! }
  type Province { code: ID! name: String }
  union _Entity = Province
  type Query { featured(ids: [ID!]!): [Row]! _entities(representations: [_Any!]!): [_Entity]! }
`);

const supergraph = smallSupergraph(smallContract);

/** The supergraph of the ordinary subgraph and a contract, which may be another version of the small one. */
export function smallSupergraph(contract: string): string {
  return composeSupergraph(contract, [{ name: 'ordinary', url: 'http://127.0.0.1:1/', sdl: ordinarySdl }]);
}

export interface SmallFederation extends AsyncDisposable {
  readonly url: string;
  province(code: string): StandInProvince;
  readonly ordinary: OrdinarySubgraph;
  /** The registry as it was at the start, and the file in which the gateway finds it. */
  readonly registry: LiveText;
  /** The supergraph likewise. */
  readonly supergraph: LiveText;
  /** Moves the gateway's clock, which stands still otherwise at 2026-07-01T00:00:00Z. */
  passTime(ms: number): void;
  /** Lines of the gateway's log. */
  readonly logged: readonly string[];
  query(query: string, variables?: Readonly<Record<string, unknown>>): Promise<GatewayAnswer>;
}

/** A gateway over stand-in provinces with the given rows; an id of each row is made from its place in the list. */
export async function startSmallFederation(
  rows: Readonly<Record<string, readonly Omit<Row, 'id'>[]>>,
  settings: Partial<GatewayOptions> = {},
  watching: Pick<GatewayDependencies, 'meters'> = {},
): Promise<SmallFederation> {
  await using opened = new AsyncDisposableStack();
  const logged: string[] = [];
  const clock = { at: Date.parse('2026-07-01T00:00:00Z') };
  const now = (): Date => new Date(clock.at);
  const provinces = new Map<string, StandInProvince>();
  for (const [code, own] of Object.entries(rows)) {
    const withIds = own.map((row, index) => ({ ...row, id: `${code}:Row:${index}` }));
    provinces.set(code, opened.use(await startStandInProvince(code, withIds)));
  }
  const ordinary = opened.use(await startOrdinary());
  const directory = mkdtempSync(path.join(tmpdir(), 'tongban-small-'));
  opened.defer(() => rmSync(directory, { recursive: true, force: true }));
  // Every call is made, however many have failed, unless a test is about that.
  const breaker = { failures: Infinity, firstTrialMs: 0, lastTrialMs: 0 };
  const bounds = { operationTimeoutMs: 5000, provinceTimeoutMs: 2000, answerLimitBytes: 1024 * 1024, breaker };
  const endpoints = { provinces, subgraphs: { ordinary: ordinary.url } };
  const options = gatewayOptions(supergraph, endpoints, { directory, settings: { ...bounds, ...settings } });
  const log = createLog((line) => void logged.push(line));
  const gateway = opened.use(await startGateway(options, { log, now, ...watching }));
  const resources = opened.move();
  return {
    url: gateway.url,
    ordinary,
    registry: options.registry,
    supergraph: { file: options.supergraph.file, text: options.supergraph.sdl },
    logged,
    passTime: (ms) => void (clock.at += ms),
    province(code) {
      const province = provinces.get(code);
      if (province === undefined) throw new Error(`no province ${code} in this test`);
      return province;
    },
    query: (query, variables) => askGateway(gateway.url, { query, variables }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function startOrdinary(): Promise<OrdinarySubgraph> {
  return startOrdinarySubgraph(ordinarySchema, {
    featured: ({ ids }: { readonly ids: readonly string[] }) => ids.map((id) => ({ id })),
    _entities: ({ representations }: { readonly representations: readonly { readonly code: string }[] }) =>
      representations.map(({ code }) => ({ __typename: 'Province', code, name: `name of ${code}` })),
  });
}
