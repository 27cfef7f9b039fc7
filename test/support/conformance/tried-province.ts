// Our own province, seeded and guarded, as anybody’s would be tried: it trusts the test gateway and the test peer.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConformanceTarget } from '../../../conformance/conformance-target.js';
import { makeKeys } from '../../../conformance/make-keys.js';
import { publicKeysFile } from '../../../gateway/auth/issue-passport.js';
import { createProvinceRuntime, readInstance, startProvince } from '../../../subgraphs/province/province.js';
import { seedWhenEmpty } from '../../../subgraphs/province/seeds/seed-province.js';
import { openPassportCheck } from '../../../subgraphs/server/check-passport.js';

/** A running province, and how to try it. */
export interface TriedProvince extends AsyncDisposable {
  readonly target: ConformanceTarget;
  readonly dataDir: string;
}

/** Starts Guangdong with some cases, in a directory of its own. */
export async function startTriedProvince({ cases }: { readonly cases: number }): Promise<TriedProvince> {
  await using opened = new AsyncDisposableStack();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-conformance-'));
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const instance = readInstance('GD');
  const peer = { province: 'ZZ', dataDir: path.join(dataDir, 'peer'), keysDir: path.join(dataDir, 'keys') };
  const passportKeyFile = path.join(dataDir, 'gateway', 'key.json');
  await makeKeys({ passportKeyFile, peer });
  const checkPassport = openPassportCheck({ file: publicKeysFile(passportKeyFile) });
  await seedWhenEmpty({ instance, dataDir, cases });
  const { url } = opened.use(
    await startProvince({ instance, dataDir, port: 0, shared: createProvinceRuntime(), checkPassport }),
  );
  const resources = opened.move();
  return {
    target: { url, province: 'GD', profile: 'full', passportKeyFile, peer },
    dataDir,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
