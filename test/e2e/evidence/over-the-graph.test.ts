// The story of the demonstration over the real thing: every question by way of the gateway, every letter over HTTP.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createEvidenceAgreement, signForAll } from '../../../scripts/demo/evidence-agreement.js';
import { findApplicant } from '../../../scripts/demo/evidence-applicant.js';
import { EVIDENCE_ITEM, playEvidence } from '../../../scripts/demo/play-evidence.js';
import { networkStage } from '../../support/cases/network-stage.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';

const PATIENCE_MS = 120_000;

let network: TestNetwork;
beforeAll(async () => {
  network = await startNetwork({ provinces: ['GD', 'HN'], cases: 3, isJoined: true, isGuarded: true });
  await signForAll(createEvidenceAgreement(EVIDENCE_ITEM, Date.now()), network.dataDir, Date.now());
}, PATIENCE_MS);
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

it(
  'brings a proof of Hunan to a case in Guangdong by way of the gateway, and the applicant sees who read it',
  async () => {
    const stage = networkStage('evidence', () => network, PATIENCE_MS);
    const applicant = await findApplicant(stage, network.dataDir);
    const lines: string[] = [];

    const { explicit, byLaw, denied } = await playEvidence({ stage, applicant, say: (line) => lines.push(line) });

    const query = `query ($explicit: ID!, $byLaw: ID!, $denied: ID!) { explicit: evidence(id: $explicit) { state usedFor }
      byLaw: evidence(id: $byLaw) { state } denied: evidence(id: $denied) { state refusal { code rule } } }`;
    expect(await stage.ask(query, { explicit, byLaw, denied }, applicant)).toEqual({
      explicit: { state: 'USED', usedFor: '机动车驾驶证' },
      byLaw: { state: 'RECEIVED' },
      denied: { state: 'DENIED', refusal: { code: 'NOT_AUTHORISED', rule: 'NO_GRANT' } },
    });
    const told = lines.join('\n');
    expect(told).toMatch(/approveEvidence → PREVIEW_REQUIRED PREVIEW_FIRST/);
    expect(told).toMatch(/HN .*AGREEMENT .*DEMO-GD-HN-EVIDENCE v1 §7\.1/);
    expect(told).toMatch(/HN .*LAW .*道路运输条例第九条/);
    expect(told).toMatch(/GD .*OFFICER.*AGREEMENT/i);
  },
  PATIENCE_MS,
);

it('lets nobody ask, preview or read who may not, at the gateway already', async () => {
  const preview = 'query { evidencePreview(id: "HN:EvidencePreview:x") { state } }';
  const request = `mutation { requestEvidence(input: { idempotencyKey: "k", caseId: "GD:Case:x", type: "t", provider: "HN" }) { __typename } }`;

  const [nobody, analyst, officer] = await Promise.all([
    network.query(request),
    network.query(request, {}, { subject: 'a', role: 'analyst' }),
    network.query(preview, {}, { subject: 'o', role: 'officer', province: 'HN', unit: 'U1' }),
  ]);

  expect(nobody.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  expect(analyst.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  expect(officer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});
