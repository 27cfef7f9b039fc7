// npm run registry -- add GD --url URL: registers a province that passes the checks of the contract. request GD --url URL:
// enters that it has asked to. maintenance GD "text", disable GD "text", resume GD. remove GD: it begins to leave, and by
// the same again it is out, when nothing waits for it. list. check [GD]: holds those registered against the contract.
// connect NAME --url URL, disconnect NAME: where an ordinary subgraph is, such as an extension.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkProvince } from './registry/check-province.js';
import { findEntry, readRegistry } from './registry/edit-registry.js';
import { countUnfinished } from './registry/count-unfinished.js';
import {
  checkProvinces,
  connectSubgraph,
  isExpected,
  listProvinces,
  type Move,
  type Registrar,
  registerProvince,
  removeProvince,
  requestRegistration,
  resumeProvince,
  stopProvince,
} from './registry/move-province.js';
import { InstanceError, readInstance } from '../subgraphs/shared/instance.js';

const USAGE =
  'Usage: npm run registry -- add GD --url URL | add GD --entry FILE | request GD --url URL ["text"] | maintenance GD "text" | disable GD "text" | ' +
  'resume GD | remove GD ["text"] | list | check [GD] | connect SUBGRAPH --url URL | disconnect SUBGRAPH   [--registry FILE] [--gateway URL] [--passport-key FILE]';

async function run(): Promise<void> {
  const text = { type: 'string' } as const;
  const options = { url: text, entry: text, registry: text, gateway: text, 'passport-key': text };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [command, code, notice, ...others] = positionals;
  if (others.length > 0) throw new TypeError(`A text with spaces stands in quotation marks. ${USAGE}`);
  const dataDir = process.env['DATA_DIR'] ?? './data';
  const passportKeyFile = values['passport-key'] ?? defaultPassportKey(dataDir);
  const gateway = values.gateway ?? `http://127.0.0.1:${process.env['PORT'] ?? '4000'}/graphql`;
  const registrar: Registrar = {
    file: values.registry ?? path.join(dataDir, 'registry.yaml'),
    now: () => new Date(),
    check: (province) => checkProvince(province, passportKeyFile),
    countUnfinished: (leaving, others) => countUnfinished(gateway, leaving, others),
    tell: (line) => process.stdout.write(`${line}\n`),
  };
  if (command === 'list' && code === undefined) {
    listProvinces(registrar);
  } else if (command === 'check' && notice === undefined) {
    const isConformant = await checkProvinces(registrar, code && readInstance(code).code);
    process.exitCode = isConformant ? 0 : 1;
  } else if ((command === 'connect' || command === 'disconnect') && code !== undefined) {
    if ((command === 'connect') !== (values.url !== undefined)) throw new TypeError(USAGE);
    connectSubgraph(registrar, code, values.url);
  } else if (command !== undefined && code !== undefined) {
    const { code: known } = readInstance(code);
    const url = values.entry === undefined ? values.url : readHandedIn(values.entry, known);
    const move = moves[command];
    if (move === undefined) throw new TypeError(USAGE);
    await move(registrar, { code: known, url, notice });
  } else {
    throw new TypeError(USAGE);
  }
}

const moves: Readonly<Record<string, (registrar: Registrar, asked: Move) => Promise<void> | void>> = {
  add: registerProvince,
  request: requestRegistration,
  maintenance: (registrar, asked) => stopProvince(registrar, asked, 'maintenance'),
  disable: (registrar, asked) => stopProvince(registrar, asked, 'disabled'),
  resume: resumeProvince,
  remove: removeProvince,
};

/** The address in a registry entry that a province has handed in. */
function readHandedIn(file: string, code: string): string {
  const entry = findEntry(readRegistry(readFileSync(file, 'utf8'), file), code);
  if (entry === undefined) throw new TypeError(`${file} has no entry of ${code}. Ask the province for its own.`);
  return entry.url.href;
}

/** The key of the gateway that `npm start` starts, when it is there: provinces answer nobody else. */
function defaultPassportKey(dataDir: string): string | undefined {
  const file = path.join(dataDir, 'passport', 'key.json');
  return existsSync(file) ? file : undefined;
}

try {
  await run();
} catch (error) {
  if (!isExpected(error) && !(error instanceof TypeError) && !(error instanceof InstanceError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
