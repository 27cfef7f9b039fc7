// npm run keys -- rotate GD [--lead SECONDS]: gives a province new keys for signing and letters that are in force after
// the lead, without a restart. npm run keys -- reseal GD: gives it a new key for data of persons and seals all of them
// under it, while it serves; when it was broken off, the same goes on. npm run keys -- list [GD]: the public keys of one
// province, or of all, with the time in which each may sign. npm run keys -- add FILE…: takes public keys of other
// provinces, files or folders of them, into the address book that provinces read while they run.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isoTime } from '../subgraphs/province/exchange/desk.js';
import { KeyFileError, keyPlace, readPublishedKeys, rotateKey } from '../subgraphs/province/exchange/key-files.js';
import { readDatabase } from '../subgraphs/province/config.js';
import { openProvinceStorage } from '../subgraphs/province/province.js';
import { rotateSealing } from '../subgraphs/province/rotate-sealing.js';
import { materialFolder } from '../subgraphs/province/storage/orm.js';
import { SealedFileError } from '../subgraphs/province/storage/sealed-file.js';
import { vaultPlace } from '../subgraphs/province/storage/vault.js';
import { StartupError, StorageError } from '../subgraphs/server/errors.js';
import { InstanceError, listInstances, readInstance } from '../subgraphs/shared/instance.js';
import { addKeys } from './keys/add-keys.js';

const USAGE = 'Usage: npm run keys -- rotate GD [--lead SECONDS] | reseal GD | list [GD] | add FILE…   [--keys DIR]';
// Every province has read the new key within half a minute.
const DEFAULT_LEAD_SECONDS = '60';

async function run(): Promise<void> {
  const options = { lead: { type: 'string', default: DEFAULT_LEAD_SECONDS }, keys: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [command, code, ...others] = positionals;
  const keysDir = values.keys ?? path.join(process.env['DATA_DIR'] ?? './data', 'keys');
  if (command === 'add' && code !== undefined) {
    takeIn([code, ...others], keysDir);
    return;
  }
  if (others.length > 0 || !/^\d{1,7}$/.test(values.lead)) throw new TypeError(USAGE);
  const dataDir = process.env['DATA_DIR'] ?? './data';
  const place = (province: string) => keyPlace(province, { dataDir, keysDir });
  const codes = code === undefined ? listInstances().map((instance) => instance.code) : [readInstance(code).code];
  if (command === 'rotate' && code !== undefined) {
    const fromMs = Date.now() + Number(values.lead) * 1000;
    process.stdout.write(`${code} signs with ${rotateKey(place(code), fromMs)} from ${isoTime(fromMs)} on\n`);
  } else if (command === 'reseal' && code !== undefined) {
    await reseal(code, dataDir);
  } else if (command === 'list') {
    const published = codes
      .map((each) => readPublishedKeys(place(each)))
      .flatMap(({ signing, letters }) => [...signing, ...letters]);
    for (const { province, kid, validFrom, validTo } of published) {
      process.stdout.write(`${province}  ${kid}  ${validFrom} – ${validTo ?? 'open'}\n`);
    }
  } else {
    throw new TypeError(USAGE);
  }
}

function takeIn(places: readonly string[], keysDir: string): void {
  const words = { ADDED: 'added', RENEWED: 'renewed', KNOWN: 'known already' } as const;
  for (const { province, outcome } of addKeys(places, { keysDir })) {
    process.stdout.write(`${province}  ${words[outcome]}\n`);
  }
}

async function reseal(code: string, dataDir: string): Promise<void> {
  const instance = readInstance(code);
  const { sealingFile } = vaultPlace(code, { dataDir });
  const database = readDatabase(code, process.env['DATABASE_URL']);
  const outcome = await rotateSealing({
    sealingFile,
    materials: materialFolder(dataDir, code),
    open: () => openProvinceStorage({ instance, dataDir, database }),
  });
  const { keyId, rows, files, oldKeyIds } = outcome;
  process.stdout.write(
    `${code}: ${rows} rows and ${files} files were sealed anew under the key ${keyId}; nothing is under an older one.\n` +
      `The key ${oldKeyIds.join(', ')} may be taken out of ${sealingFile} when no backup that needs it is kept.\n`,
  );
}

try {
  await run();
} catch (error) {
  const isExpected = [TypeError, KeyFileError, InstanceError, SealedFileError, StartupError, StorageError].some(
    (kind) => error instanceof kind,
  );
  if (!isExpected || !(error instanceof Error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
