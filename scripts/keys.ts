// npm run keys -- rotate GD [--lead SECONDS]: gives a province a new key that is in force after the lead, without a
// restart. npm run keys -- list [GD]: the public keys of one province, or of all, with the time in which each may sign.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isoTime } from '../subgraphs/province/exchange/desk.js';
import { KeyFileError, keyPlace, readPublishedKeys, rotateKey } from '../subgraphs/province/exchange/key-files.js';
import { InstanceError, listInstances, readInstance } from '../subgraphs/province/shared/instance.js';

const USAGE = 'Usage: npm run keys -- rotate GD [--lead SECONDS] | list [GD]   [--keys DIR]';
// Every province has read the new key within half a minute.
const DEFAULT_LEAD_SECONDS = '60';

function run(): void {
  const options = { lead: { type: 'string', default: DEFAULT_LEAD_SECONDS }, keys: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [command, code, ...others] = positionals;
  if (others.length > 0 || !/^\d{1,7}$/.test(values.lead)) throw new TypeError(USAGE);
  const dataDir = process.env['DATA_DIR'] ?? './data';
  const place = (province: string) =>
    keyPlace(province, { dataDir, keysDir: values.keys ?? path.join(dataDir, 'keys') });
  const codes = code === undefined ? listInstances().map((instance) => instance.code) : [readInstance(code).code];
  if (command === 'rotate' && code !== undefined) {
    const fromMs = Date.now() + Number(values.lead) * 1000;
    process.stdout.write(`${code} signs with ${rotateKey(place(code), fromMs)} from ${isoTime(fromMs)} on\n`);
  } else if (command === 'list') {
    for (const { province, kid, validFrom, validTo } of codes.flatMap((each) => readPublishedKeys(place(each)))) {
      process.stdout.write(`${province}  ${kid}  ${validFrom} – ${validTo ?? 'open'}\n`);
    }
  } else {
    throw new TypeError(USAGE);
  }
}

try {
  run();
} catch (error) {
  const isExpected = [TypeError, KeyFileError, InstanceError].some((kind) => error instanceof kind);
  if (!isExpected || !(error instanceof Error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
