// npm run agreement -- sign FILE --province GD: adds the province's signature to an agreement or a supplement, with the
// key that it has in the data directory. npm run agreement -- check FILE: who has signed it, and what it still lacks.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readNationalLists } from '../subgraphs/province/access/agreements/national-lists.js';
import { parseAgreement } from '../subgraphs/province/access/agreements/parse-agreement.js';
import {
  digestOfDocument,
  findSignatureProblems,
  signDocument,
} from '../subgraphs/province/access/agreements/sign-document.js';
import { AgreementFileError, type SignedDocument } from '../subgraphs/province/access/agreements/signed-document.js';
import { findSigner, KeyFileError, keyPlace, readPublishedKeys } from '../subgraphs/province/exchange/key-files.js';
import { createKeyDirectory } from '../subgraphs/province/exchange/signer.js';
import { InstanceError, readInstance } from '../subgraphs/shared/instance.js';

const USAGE = 'Usage: npm run agreement -- sign FILE --province GD | check FILE   [--keys DIR]';

async function run(): Promise<void> {
  const options = { province: { type: 'string' }, keys: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [command, file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new TypeError(USAGE);
  const dataDir = process.env['DATA_DIR'] ?? './data';
  const place = (province: string) =>
    keyPlace(readInstance(province).code, { dataDir, keysDir: values.keys ?? path.join(dataDir, 'keys') });
  const document = parseAgreement(readFileSync(file, 'utf8'), file, readNationalLists());
  const nowMs = Date.now();
  if (command === 'sign' && values.province !== undefined) {
    if ('agreement' in document && !document.agreement.parties.includes(values.province))
      throw new TypeError(`${values.province} is not a party to ${document.agreement.number}.`);
    const signed = await signDocument(document, findSigner(place(values.province), nowMs), nowMs);
    writeFileSync(file, `${JSON.stringify(signed, null, 2)}\n`);
    process.stdout.write(`${values.province} has signed ${digestOfDocument(document)}\n`);
  } else if (command === 'check' && values.province === undefined) {
    const signatories = signatoriesOf(document);
    const keys = createKeyDirectory(signatories.flatMap((province) => readPublishedKeys(place(province)).signing));
    const problems = findSignatureProblems(document, signatories, { keys, nowMs });
    const verdict = problems.length === 0 ? ['it is signed by all who must sign.'] : problems;
    process.stdout.write(verdict.map((line) => `${file}: ${line}\n`).join(''));
    if (problems.length > 0) process.exitCode = 1;
  } else {
    throw new TypeError(USAGE);
  }
}

function signatoriesOf(document: SignedDocument): readonly string[] {
  if ('agreement' in document) return document.agreement.parties;
  const { by } = document.supplement;
  if (by === null)
    throw new TypeError('All parties sign a termination: a province that has the agreement says who lacks.');
  return [by];
}

try {
  await run();
} catch (error) {
  const expected = [TypeError, KeyFileError, InstanceError, AgreementFileError];
  const isNoFile = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  if (!(error instanceof Error) || !(isNoFile || expected.some((kind) => error instanceof kind))) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
