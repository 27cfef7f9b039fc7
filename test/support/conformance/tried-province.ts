// Our own province, seeded and guarded, as anybody’s would be tried: it trusts the test gateway and the test peer.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConformanceTarget } from '../../../conformance/conformance-target.js';
import { publicKeysFile, publishPassportKey } from '../../../gateway/auth/issue-passport.js';
import { ensureKey, keyPlace } from '../../../subgraphs/province/exchange/key-files.js';
import { createProvinceRuntime, readInstance, startProvince } from '../../../subgraphs/province/province.js';
import { seedWhenEmpty } from '../../../subgraphs/province/seeds/seed-province.js';
import { openPassportCheck } from '../../../subgraphs/server/check-passport.js';

/** A running province, and how to try it. */
export interface TriedProvince extends AsyncDisposable {
  readonly target: ConformanceTarget;
  readonly dataDir: string;
}

const DAY_MS = 86_400_000;

/** Starts Guangdong with some cases, in a directory of its own. */
export async function startTriedProvince({ cases }: { readonly cases: number }): Promise<TriedProvince> {
  await using opened = new AsyncDisposableStack();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-conformance-'));
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const instance = readInstance('GD');
  const [keysDir, peerDir] = [path.join(dataDir, 'keys'), path.join(dataDir, 'peer')];
  ensureKey(keyPlace('ZZ', { dataDir: peerDir, keysDir }), Date.now() - DAY_MS);
  const passportKeyFile = path.join(dataDir, 'gateway', 'key.json');
  await publishPassportKey(passportKeyFile);
  const checkPassport = openPassportCheck({ file: publicKeysFile(passportKeyFile) });
  await seedWhenEmpty({ instance, dataDir, cases });
  const { url } = opened.use(
    await startProvince({ instance, dataDir, port: 0, shared: createProvinceRuntime(), checkPassport }),
  );
  const resources = opened.move();
  const peer = { province: 'ZZ', dataDir: peerDir, keysDir };
  return {
    target: { url, province: 'GD', profile: 'full', passportKeyFile, peer },
    dataDir,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
