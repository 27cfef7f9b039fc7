import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { signDocument } from '../../subgraphs/province/access/agreements/sign-document.js';
import type { SignedDocument } from '../../subgraphs/province/access/agreements/signed-document.js';
import { findSigner, keyPlace } from '../../subgraphs/province/exchange/key-files.js';
import type { Agreement, BothLanguages } from '../../subgraphs/province/shared/agreement.js';

const both = (zh: string, en: string): BothLanguages => ({ zh, en });
const YEAR_MS = 365 * 86_400_000;

/** What the story of evidence rests on: Guangdong may have driver licences of Hunan. Nobody has agreed on it. */
export function createEvidenceAgreement(item: string, nowMs: number): Agreement {
  return {
    number: 'DEMO-GD-HN-EVIDENCE',
    version: 1,
    title: both(
      '粤湘证明互通协议（合成，仅供演示）',
      'Evidence between Guangdong and Hunan (synthetic, for the demonstration)',
    ),
    isSynthetic: true,
    parties: ['GD', 'HN'],
    clauses: {
      items: [],
      dataGrants: [
        {
          ...{
            clause: '7.1',
            title: both('湖南向广东提供机动车驾驶证', 'Hunan provides driver licences to Guangdong'),
          },
          ...{ kind: 'EVIDENCE', types: ['driver-licence'], fields: ['EVIDENCE'], purposes: ['EVIDENCE'] },
          ...{ items: [item], from: ['GD'], to: ['HN'] },
        },
      ],
    },
    liaison: [],
    validity: { from: new Date(nowMs - 60_000).toISOString(), until: new Date(nowMs + YEAR_MS).toISOString() },
    notice: { suspensionWorkingDays: 5, terminationWorkingDays: 30 },
  };
}

/** Signs an agreement for all its parties with the keys of a data directory, and puts it where provinces look. */
export async function signForAll(agreement: Agreement, dataDir: string, nowMs: number): Promise<void> {
  let document: SignedDocument = { agreement, signatures: [] };
  for (const province of agreement.parties) {
    const place = keyPlace(province, { dataDir, keysDir: path.join(dataDir, 'keys') });
    document = await signDocument(document, findSigner(place, nowMs), nowMs);
  }
  const folder = path.join(dataDir, 'agreements');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, `${agreement.number}.${agreement.version}.json`),
    `${JSON.stringify(document, null, 2)}\n`,
  );
}
