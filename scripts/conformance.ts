// npm run conformance -- --url URL --province GD [--profile read|full] [--passport-key FILE] [--peer ZZ] [--peer-dir DIR]
// [--keys DIR] [--rule ID]… [--json FILE] [--junit FILE]: tries a province against the contract. --list shows the rules,
// --make-keys makes the keys that are named. Exit code 0: nothing is broken; 1: something is; 2: nothing could be tried.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ConformanceError, type ConformanceTarget, type TestPeer } from '../conformance/conformance-target.js';
import { makeKeys } from '../conformance/make-keys.js';
import { printJunit } from '../conformance/print-junit.js';
import { listRules } from '../conformance/print-rules.js';
import { printText } from '../conformance/print-text.js';
import { runConformance } from '../conformance/run-conformance.js';
import { isProvinceCode } from '../schema/global-id.js';

const USAGE =
  'Usage: npm run conformance -- --url URL --province GD [--profile read|full] [--passport-key FILE] [--peer ZZ] ' +
  '[--peer-dir DIR] [--keys DIR] [--rule ID]… [--json FILE] [--junit FILE] | --list | --make-keys';

const CANNOT_RUN = 2;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const options = {
  url: text,
  province: text,
  profile: { ...text, default: 'read' },
  'passport-key': text,
  peer: text,
  'peer-dir': text,
  keys: text,
  rule: { ...text, multiple: true },
  json: text,
  junit: text,
  list: flag,
  'make-keys': flag,
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

function readPeer({ peer, 'peer-dir': peerDir, keys }: Values): TestPeer | undefined {
  if (peer === undefined) return undefined;
  if (!isProvinceCode(peer))
    throw new ConformanceError(`--peer ${String(peer)} is no letter code: take one that no province has, such as ZZ.`);
  const dataDir = process.env['DATA_DIR'] ?? './data';
  return {
    province: peer,
    dataDir: peerDir ?? path.join(dataDir, 'conformance'),
    keysDir: keys ?? path.join(dataDir, 'keys'),
  };
}

function readTarget(values: Values): ConformanceTarget {
  const { url, province, profile, rule } = values;
  if (url === undefined || province === undefined) throw new ConformanceError(USAGE);
  if (!isProvinceCode(province))
    throw new ConformanceError(`--province ${String(province)} is no letter code such as GD. ${USAGE}`);
  if (profile !== 'read' && profile !== 'full') throw new ConformanceError(`--profile is read or full. ${USAGE}`);
  const peer = readPeer(values);
  if (peer?.province === province)
    throw new ConformanceError(`--peer ${province} is the province that is tried. Take another code.`);
  return { url, province, profile, rules: rule, passportKeyFile: values['passport-key'], peer };
}

async function run(): Promise<number> {
  const { values } = parseArgs({ options });
  if (values.list) {
    process.stdout.write(listRules());
    return 0;
  }
  if (values['make-keys']) {
    const files = await makeKeys({ passportKeyFile: values['passport-key'], peer: readPeer(values) });
    if (files.length === 0)
      throw new ConformanceError('--make-keys goes with --passport-key FILE, --peer ZZ, or both.');
    process.stdout.write(files.map((file) => `请让该省信任 · let the province trust ${file}\n`).join(''));
    return 0;
  }
  const report = await runConformance(readTarget(values));
  process.stdout.write(printText(report));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  if (values.junit !== undefined) writeFileSync(values.junit, printJunit(report));
  if (report.failed > 0) return 1;
  return report.passed > 0 ? 0 : CANNOT_RUN;
}

try {
  process.exitCode = await run();
} catch (error) {
  const isMistake = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (!(error instanceof ConformanceError) && !isMistake) throw error;
  process.stderr.write(`${error instanceof Error ? error.message : USAGE}\n`);
  process.exitCode = CANNOT_RUN;
}
