// A gateway and two provinces that answer nobody else, with a listener on every wire, log and answer.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mock } from 'node:test';
import { type DevToken, devKeyFile, issueDevToken } from '../../../gateway/auth/dev-issuer.js';
import { publicKeysFile, publishPassportKey } from '../../../gateway/auth/issue-passport.js';
import { startGateway } from '../../../gateway/gateway.js';
import { createLog } from '../../../telemetry/log.js';
import { startNational } from '../../../subgraphs/national/national.js';
import {
  provinceRuntime,
  type ProvinceServer,
  readInstance,
  startProvince,
} from '../../../subgraphs/province/province.js';
import { seedWhenEmpty } from '../../../subgraphs/province/seeds/seed-province.js';
import { openPassportCheck } from '../../../subgraphs/server/check-passport.js';
import { gatewayOptions } from '../../../scripts/demo/gateway-options.js';
import { type PassedExchange, type RecordingProxy, startRecordingProxy } from './recording-proxy.js';

const supergraphFile = path.resolve(import.meta.dirname, '../../../schema/supergraph.graphql');

type Data = Readonly<Record<string, unknown>>;

/** A request of a client. */
export interface Asked {
  readonly query: string;
  readonly variables?: Data;
  /** Headers besides those of every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Nobody known unless given. */
  readonly token?: Partial<DevToken> & Pick<DevToken, 'role'>;
}

/** An answer, as text and as data. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly data: Readonly<Record<string, never>> | null;
}

/** What runs, and what was heard. */
export class PlantedWorld implements AsyncDisposable {
  /** Lines of the logs of all processes. */
  readonly logged: string[] = [];
  readonly #opened = new AsyncDisposableStack();
  readonly #proxies = new Map<string, RecordingProxy>();
  #url = '';

  private constructor(readonly dataDir: string) {}

  static async open(codes: readonly string[]): Promise<PlantedWorld> {
    const world = new PlantedWorld(mkdtempSync(path.join(tmpdir(), 'tongban-planted-')));
    world.#opened.defer(() => rmSync(world.dataDir, { recursive: true, force: true }));
    await world.#start(codes);
    return world;
  }

  get url(): string {
    return this.#url;
  }

  /** What has passed between the gateway and the provinces. */
  passed(): readonly PassedExchange[] {
    return [...this.#proxies.values()].flatMap((proxy) => proxy.passed);
  }

  async ask({ query, variables, headers = {}, token }: Asked): Promise<Answered> {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${await this.#sign(token)}` };
    const response = await fetch(`${this.#url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    const { data = null } = JSON.parse(text) as Partial<Pick<Answered, 'data'>>;
    return { status: response.status, text: `${JSON.stringify([...response.headers])}\n${text}`, data };
  }

  #sign(token: Partial<DevToken> & Pick<DevToken, 'role'>): Promise<string> {
    const usual = { subject: `${token.role}-1`, province: undefined, scope: undefined, hours: 1 };
    return issueDevToken(devKeyFile(this.dataDir), { ...usual, ...token }, new Date());
  }

  async #start(codes: readonly string[]): Promise<void> {
    const { dataDir } = this;
    const note = (...said: unknown[]): void => void this.logged.push(said.map(String).join(' '));
    const stderr = mock.method(console, 'error', note).mock;
    this.#opened.defer(() => stderr.restore());
    const passportKeyFile = path.join(dataDir, 'passport', 'key.json');
    await publishPassportKey(passportKeyFile);
    const checkPassport = openPassportCheck({ file: publicKeysFile(passportKeyFile) });
    const national = this.#opened.use(await startNational({ dataDir, port: 0, checkPassport }));
    const shared = provinceRuntime();
    const servers: ProvinceServer[] = [];
    for (const code of codes) {
      const instance = readInstance(code);
      await seedWhenEmpty({ instance, dataDir, cases: 3 });
      const server = this.#opened.use(await startProvince({ instance, dataDir, port: 0, shared, checkPassport }));
      servers.push(server);
      this.#proxies.set(code, this.#opened.use(await startRecordingProxy(server.url)));
    }
    const endpoints = { provinces: this.#proxies, subgraphs: { national: national.url } };
    const settings = { issuer: { kind: 'dev', keyFile: devKeyFile(dataDir) }, passportKeyFile } as const;
    const options = gatewayOptions(readFileSync(supergraphFile, 'utf8'), endpoints, { directory: dataDir, settings });
    const log = createLog((line) => void this.logged.push(line));
    const gateway = this.#opened.use(await startGateway(options, { log, now: () => new Date() }));
    this.#url = gateway.url;
    for (const server of servers) server.joinGateway(`${gateway.url}/graphql`);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#opened.disposeAsync();
  }
}
