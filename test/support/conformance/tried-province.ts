// Our own province, seeded and guarded, as anybody’s would be tried: it trusts the test gateway and the test peer.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConformanceTarget } from '../../../conformance/conformance-target.js';
import { openPassportSigner } from '../../../conformance/play/sign-passport.js';
import { makeKeys } from '../../../conformance/make-keys.js';
import { publicKeysFile } from '../../../gateway/auth/issue-passport.js';
import { PASSPORT_HEADER } from '../../../schema/passport.js';
import { createProvinceRuntime, readInstance, startProvince } from '../../../subgraphs/province/province.js';
import { seedWhenEmpty } from '../../../subgraphs/province/seeds/seed-province.js';
import { openPassportCheck } from '../../../subgraphs/server/check-passport.js';
import { until } from '../until.js';

/** A running province, and how to try it. */
export interface TriedProvince extends AsyncDisposable {
  readonly target: ConformanceTarget;
  readonly dataDir: string;
}

export interface TriedOptions {
  readonly cases: number;
  /** Whether it answers the test gateway alone, by its passports; it does unless it is said. */
  readonly isGuarded?: boolean;
}

/** Starts Guangdong with some cases, in a directory of its own. */
export async function startTriedProvince({ cases, isGuarded = true }: TriedOptions): Promise<TriedProvince> {
  await using opened = new AsyncDisposableStack();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-conformance-'));
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const instance = readInstance('GD');
  const peer = { province: 'ZZ', dataDir: path.join(dataDir, 'peer'), keysDir: path.join(dataDir, 'keys') };
  const passportKeyFile = path.join(dataDir, 'gateway', 'key.json');
  await makeKeys({ passportKeyFile, peer });
  const checkPassport = isGuarded ? openPassportCheck({ file: publicKeysFile(passportKeyFile) }) : undefined;
  await seedWhenEmpty({ instance, dataDir, cases });
  const { url } = opened.use(
    await startProvince({ instance, dataDir, port: 0, shared: createProvinceRuntime(), checkPassport }),
  );
  const signer = await openPassportSigner(passportKeyFile, { province: 'GD', nowMs: Date.now });
  // Until then there are no numbers to try.
  await until(async () => {
    const headers = { 'content-type': 'application/json', [PASSPORT_HEADER]: signer.sign({}) ?? '' };
    const body = JSON.stringify({ query: '{ caseStatistics { asOf } }' });
    const answer: unknown = await (await fetch(url, { method: 'POST', headers, body })).json();
    return !JSON.stringify(answer).includes('"asOf":null');
  });
  const resources = opened.move();
  return {
    target: { url, province: 'GD', profile: 'full', passportKeyFile, peer },
    dataDir,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
