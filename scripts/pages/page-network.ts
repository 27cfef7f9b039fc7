import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { provinceFile } from '../../subgraphs/province/storage/orm.js';
import { type SmallNetwork, startSmallNetwork } from '../demo/small-network.js';

const PROVINCES = ['BJ', 'GD', 'HN', 'SC', 'ZJ'];
const CASES = 200;

/** Five provinces and a gateway that serves the pages, in a directory that is removed with it. */
export async function startPageNetwork(): Promise<SmallNetwork> {
  await using opened = new AsyncDisposableStack();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-pages-'));
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const placeOf = (code: string): { file: string } => {
    const file = provinceFile(dataDir, code);
    mkdirSync(path.dirname(file), { recursive: true });
    return { file };
  };
  // A browser beside it keeps a small machine busy; nobody is to be given up for that.
  const limits = {
    provinceTimeoutMs: 60_000,
    operationTimeoutMs: 60_000,
    headersTimeoutMs: 60_000,
    callTimeoutMs: 60_000,
  };
  const settings = { devTokens: true, ...limits };
  const options = { provinces: PROVINCES, cases: CASES, dataDir, placeOf, isGuarded: true, settings };
  const network = opened.use(await startSmallNetwork(options));
  const resources = opened.move();
  return { ...network, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}
