import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { AgreementFolder } from '../../subgraphs/province/access/agreements/follow-agreements.js';
import { ensureKey, keyPlace, readPublishedKeys } from '../../subgraphs/province/exchange/key-files.js';
import { createKeyDirectory } from '../../subgraphs/province/exchange/signer.js';
import { evidenceTypes } from '../../schema/evidence-types.js';
import { FieldClass } from '../../schema/trail-lists.js';
import type { Agreement } from '../../subgraphs/province/shared/agreement.js';
import { licenceTypes } from '../../subgraphs/province/licences/index.js';
import { placeSampleAgreement } from './sample-agreement.js';

const PARTIES = ['FJ', 'JX', 'HN', 'GD', 'GX', 'HI', 'SC', 'GZ', 'YN'];
const NOW = Date.parse('2026-06-01T00:00:00Z');

it('signs the sample for all its parties, once, so that it binds them', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-sample-'));
  try {
    const places = PARTIES.map((code) => keyPlace(code, { dataDir, keysDir: path.join(dataDir, 'keys') }));
    for (const place of places) ensureKey(place, NOW);
    const problems: string[] = [];
    const folder = path.join(dataDir, 'agreements');
    const book = new AgreementFolder({ folder, clock: { nowMs: () => NOW }, onProblem: (one) => problems.push(one) });

    const lacking = await placeSampleAgreement({ dataDir, codes: PARTIES.slice(1), nowMs: NOW });
    const placed = await placeSampleAgreement({ dataDir, codes: PARTIES, nowMs: NOW });
    const again = await placeSampleAgreement({ dataDir, codes: PARTIES, nowMs: NOW });
    await book.look(createKeyDirectory(places.flatMap((place) => readPublishedKeys(place).signing)));

    expect([lacking, again]).toEqual([undefined, undefined]);
    expect(placed).toBeDefined();
    expect(problems).toEqual([]);
    expect(book.current().map(({ agreement }) => [agreement.number, agreement.isSynthetic])).toEqual([
      ['SYN-PPRD-2026-1', true],
    ]);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

it('grants licences and evidence by codes that the catalogues of provinces have', () => {
  const file = new URL('../demo/sample-agreement.json', import.meta.url);
  const { agreement } = JSON.parse(readFileSync(file, 'utf8')) as { readonly agreement: Agreement };
  const known: Readonly<Record<string, ReadonlySet<string>>> = {
    LICENCE: new Set(licenceTypes.map(({ code }) => code)),
    EVIDENCE: new Set(Object.keys(evidenceTypes)),
  };
  const { dataGrants } = agreement.clauses;

  expect(dataGrants.map(({ kind }) => kind)).toEqual(['LICENCE', 'EVIDENCE']);
  for (const { kind, types, fields } of dataGrants) {
    expect(types.length).toBeGreaterThan(0);
    expect(types.filter((code) => known[kind]?.has(code) !== true)).toEqual([]);
    expect(fields.filter((name) => !Object.hasOwn(FieldClass.entries, name))).toEqual([]);
    // Without this class the grant gives nothing: it is what a province asks for.
    expect(fields).toContain(kind);
  }
});
