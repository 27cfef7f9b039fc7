// A gateway with tokens, and provinces that answer nobody without its passport, whose trails a test may add to.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { devKeyFile, issueDevToken, type DevToken } from '../../../gateway/auth/dev-issuer.js';
import { publicKeysFile, publishPassportKey } from '../../../gateway/auth/issue-passport.js';
import { startGateway } from '../../../gateway/gateway.js';
import { createLog } from '../../../telemetry/log.js';
import type { Identity } from '../../../schema/identity.js';
import { parsePurpose } from '../../../schema/purpose.js';
import { startNational } from '../../../subgraphs/national/national.js';
import {
  provinceRuntime,
  readInstance,
  startProvince,
  type ProvinceServer,
} from '../../../subgraphs/province/province.js';
import { type AccessEntry, recordAccess } from '../../../subgraphs/province/trail/index.js';
import { openPassportCheck } from '../../../subgraphs/server/check-passport.js';
import { askGateway, type GatewayAnswer } from '../ask-gateway.js';
import { gatewayOptions } from '../../../scripts/demo/gateway-options.js';
import { TestDatabases } from '../test-databases.js';
import { officer } from './trail-desk.js';

/** How an access of a test comes about; an officer's for a case unless it is said. */
export interface AccessGiven {
  readonly at: string;
  readonly purpose?: string;
  readonly reader?: Identity;
}

const supergraphFile = path.resolve(import.meta.dirname, '../../../schema/supergraph.graphql');

/** Provinces on port 0 behind a gateway; time stands still until it is moved. */
export class TrailNetwork implements AsyncDisposable {
  readonly #opened = new AsyncDisposableStack();
  readonly #servers = new Map<string, ProvinceServer>();
  #url = '';
  nowMs = Date.parse('2026-03-02T02:00:00Z');

  private constructor(readonly dataDir: string) {}

  static async open(...codes: readonly string[]): Promise<TrailNetwork> {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-trails-'));
    const network = new TrailNetwork(dataDir);
    await using opening = new AsyncDisposableStack();
    opening.defer(() => rmSync(dataDir, { recursive: true, force: true }));
    const databases = opening.use(new TestDatabases(dataDir));
    const passportKeyFile = path.join(dataDir, 'passport', 'key.json');
    await publishPassportKey(passportKeyFile);
    const nowMs = (): number => network.nowMs;
    const checkPassport = openPassportCheck({ file: publicKeysFile(passportKeyFile), nowMs, lookMs: 0 });
    const national = opening.use(await startNational({ dataDir, port: 0, checkPassport }));
    const shared = provinceRuntime();
    for (const code of codes) {
      const place = { instance: readInstance(code), dataDir, database: databases.placeOf(code) };
      const server = await startProvince({ ...place, port: 0, shared, checkPassport, nowMs });
      network.#servers.set(code, opening.use(server));
    }
    const endpoints = { provinces: network.#servers, subgraphs: { national: national.url } };
    const settings = { passportKeyFile, issuer: { kind: 'dev', keyFile: devKeyFile(dataDir) } } as const;
    const options = gatewayOptions(readFileSync(supergraphFile, 'utf8'), endpoints, { directory: dataDir, settings });
    const deps = { log: createLog(() => {}), now: () => new Date(network.nowMs) };
    network.#url = opening.use(await startGateway(options, deps)).url;
    network.#opened.use(opening.move());
    return network;
  }

  province(code: string): ProvinceServer {
    const server = this.#servers.get(code);
    if (server === undefined) throw new Error(`no province ${code} in this test`);
    return server;
  }

  /** Has somebody read these data of a person in a province, at an instant that is later than all before. */
  async enter(code: string, entries: readonly AccessEntry[], given: AccessGiven): Promise<void> {
    const { subject, role = null, province = null, unit = null } = given.reader ?? officer;
    const purpose = parsePurpose(given.purpose ?? 'CASE_HANDLING case-7');
    if (purpose === undefined) throw new Error('no purpose');
    const desk = { ...this.province(code).exchange.desk, nowMs: () => Date.parse(given.at) };
    await recordAccess(
      desk,
      { reader: { subject, role, province, unit }, purpose, operation: 'a'.repeat(64) },
      entries,
    );
  }

  /** Asks the gateway with a token of the built-in issuer. */
  async ask(
    token: Partial<DevToken>,
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ): Promise<GatewayAnswer> {
    const usual = { subject: 'li', role: 'citizen', province: undefined, scope: undefined, hours: 1 } as const;
    const signed = await issueDevToken(devKeyFile(this.dataDir), { ...usual, ...token }, new Date(this.nowMs));
    return askGateway(this.#url, { query, variables }, { authorization: `Bearer ${signed}` });
  }

  /** Asks the gateway without any token. */
  askAsNobody(query: string): Promise<GatewayAnswer> {
    return askGateway(this.#url, { query });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#opened.disposeAsync();
  }
}
