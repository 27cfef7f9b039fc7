// A gateway with callers, and provinces that know them, on a clock that stands where the test puts it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { devKeyFile, issueDevToken, type DevToken } from '../../gateway/auth/dev-issuer.js';
import { publicKeysFile, publishPassportKey } from '../../gateway/auth/issue-passport.js';
import { startGateway } from '../../gateway/gateway.js';
import { createLog } from '../../telemetry/log.js';
import { startNational } from '../../subgraphs/national/national.js';
import type { LicenceRow, LicenceTables } from '../../subgraphs/province/licences/index.js';
import {
  provinceRuntime,
  openProvinceStorage,
  type ProvinceServer,
  readInstance,
  startProvince,
} from '../../subgraphs/province/province.js';
import { seedWhenEmpty } from '../../subgraphs/province/seeds/seed-province.js';
import { openVault, vaultPlace } from '../../subgraphs/province/storage/vault.js';
import { openPassportCheck } from '../../subgraphs/server/check-passport.js';
import { askGateway, type GatewayAnswer } from './ask-gateway.js';
import { gatewayOptions } from '../../scripts/demo/gateway-options.js';
import { TestDatabases } from './test-databases.js';

/** A seeded licence with what is sealed in its row. */
export interface OpenLicence extends LicenceRow {
  readonly code: string;
  readonly clear: { readonly number: string; readonly holderName: string; readonly holderCode: string };
}

type Caller = Partial<DevToken> & { readonly purpose?: string };

export interface LicenceNetwork extends AsyncDisposable {
  readonly clock: { nowMs: number };
  /** Every line that gateway and provinces have logged. */
  readonly logged: readonly string[];
  /** The licences of all provinces, as they were seeded. */
  readonly licences: readonly OpenLicence[];
  /** The text of every SQL statement of the provinces, in order; to be emptied by whoever counts. */
  readonly statements: string[];
  ask(caller: Caller | undefined, query: string, variables?: Readonly<Record<string, unknown>>): Promise<GatewayAnswer>;
  province(code: string): ProvinceServer;
}

const START = Date.parse('2026-07-01T01:00:00Z');

/** Starts some seeded provinces behind a gateway. */
export async function startLicenceNetwork(codes: readonly string[]): Promise<LicenceNetwork> {
  await using opened = new AsyncDisposableStack();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-licences-'));
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const databases = opened.use(new TestDatabases(dataDir));
  const clock = { nowMs: START };
  const [logged, statements, licences]: [string[], string[], OpenLicence[]] = [[], [], []];
  const keyFile = path.join(dataDir, 'passport', 'key.json');
  await publishPassportKey(keyFile);
  const nowMs = (): number => clock.nowMs;
  const checkPassport = openPassportCheck({ file: publicKeysFile(keyFile), nowMs, lookMs: 0 });
  const national = opened.use(await startNational({ dataDir, port: 0, checkPassport }));
  const shared = provinceRuntime();
  const servers = new Map<string, ProvinceServer>();
  for (const code of codes) {
    const instance = readInstance(code);
    const place = { instance, dataDir, database: databases.placeOf(code) };
    await seedWhenEmpty({ ...place, cases: 20 });
    licences.push(...(await readLicences(code, place)));
    const onSql = (sql: string): void => void statements.push(sql);
    servers.set(code, opened.use(await startProvince({ ...place, port: 0, shared, checkPassport, nowMs, onSql })));
  }
  const issuer = { kind: 'dev', keyFile: devKeyFile(dataDir) } as const;
  const sdl = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
  const endpoints = { provinces: servers, subgraphs: { national: national.url } };
  const settings = { issuer, passportKeyFile: keyFile };
  const options = gatewayOptions(sdl, endpoints, { directory: dataDir, settings });
  const log = createLog((line) => void logged.push(line));
  const gateway = opened.use(await startGateway(options, { log, now: () => new Date(clock.nowMs) }));
  const resources = opened.move();
  return {
    ...{ clock, logged, statements, licences },
    async ask(caller, query, variables) {
      if (caller === undefined) return askGateway(gateway.url, { query, variables });
      const { purpose, ...token } = caller;
      const whole = {
        subject: 'li',
        role: 'citizen',
        province: undefined,
        scope: undefined,
        hours: 1,
        ...token,
      } as const;
      const bearer = await issueDevToken(devKeyFile(dataDir), whole, new Date(clock.nowMs));
      const stated = purpose === undefined ? {} : { 'x-tongban-purpose': purpose };
      return askGateway(gateway.url, { query, variables }, { authorization: `Bearer ${bearer}`, ...stated });
    },
    province(code) {
      const server = servers.get(code);
      if (server === undefined) throw new Error(`no province ${code} in this test`);
      return server;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

async function readLicences(code: string, place: Parameters<typeof openProvinceStorage>[0]): Promise<OpenLicence[]> {
  const orm = await openProvinceStorage(place);
  const { sealing } = openVault(vaultPlace(code, place));
  const rows = await orm.em.getKysely<LicenceTables>().selectFrom('licence').selectAll().execute();
  await orm.close(true);
  return rows.map((row) => {
    const open = (column: 'number' | 'holder_name' | 'holder_code'): string =>
      sealing.open(row[column], { table: 'licence', column, row: row.id });
    const clear = { number: open('number'), holderName: open('holder_name'), holderCode: open('holder_code') };
    return { ...row, code, clear };
  });
}
