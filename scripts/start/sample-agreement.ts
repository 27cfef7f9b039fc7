import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readNationalLists } from '../../subgraphs/province/access/agreements/national-lists.js';
import { parseAgreement } from '../../subgraphs/province/access/agreements/parse-agreement.js';
import { signDocument } from '../../subgraphs/province/access/agreements/sign-document.js';
import { findSigner, keyPlace } from '../../subgraphs/province/exchange/key-files.js';

const source = path.resolve(import.meta.dirname, '../demo/sample-agreement.json');

/** What is placed, and for whom. */
export interface SampleOptions {
  readonly dataDir: string;
  /** Provinces that have made their keys. */
  readonly codes: readonly string[];
  readonly nowMs: number;
}

/**
 * Signs the synthetic sample agreement with the keys of its parties and puts it where all provinces read agreements;
 * gives its file. Does nothing where it lies already, or a party does not take part here.
 */
export async function placeSampleAgreement({ dataDir, codes, nowMs }: SampleOptions): Promise<string | undefined> {
  const folder = path.join(dataDir, 'agreements');
  const file = path.join(folder, 'synthetic-pan-pearl-river-delta.json');
  const document = parseAgreement(readFileSync(source, 'utf8'), source, readNationalLists());
  if (!('agreement' in document)) throw new Error(`${source} is no agreement.`);
  const { parties } = document.agreement;
  if (existsSync(file) || !parties.every((party) => codes.includes(party))) return undefined;
  let signed = document;
  for (const party of parties) {
    const place = keyPlace(party, { dataDir, keysDir: path.join(dataDir, 'keys') });
    signed = await signDocument(signed, findSigner(place, nowMs), nowMs);
  }
  mkdirSync(folder, { recursive: true });
  const draft = `${file}.draft`;
  writeFileSync(draft, `${JSON.stringify(signed, null, 2)}\n`);
  renameSync(draft, file); // whole or not at all, whoever reads it meanwhile
  return file;
}
