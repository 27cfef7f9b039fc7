// The kit over our own province, and over the same with one defect after another: what is right passes, and what is
// wrong is found by the rule that is there for it.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { allRules } from '../../../conformance/all-rules.js';
import { openPassportSigner } from '../../../conformance/play/sign-passport.js';
import { runConformance } from '../../../conformance/run-conformance.js';
import { defects } from '../../support/conformance/defects.js';
import { type FlawedProvince, startFlawedProvince } from '../../support/conformance/flawed-proxy.js';
import { startTriedProvince, type TriedProvince } from '../../support/conformance/tried-province.js';

let tried: TriedProvince;
let flawed: FlawedProvince;

beforeAll(async () => {
  tried = await startTriedProvince({ cases: 150 });
  const { url, passportKeyFile = '' } = tried.target;
  const signer = await openPassportSigner(passportKeyFile, { province: 'GD', nowMs: Date.now });
  flawed = await startFlawedProvince(url, (holder) => signer.sign(holder) ?? '');
});
afterAll(async () => {
  await flawed[Symbol.asyncDispose]();
  await tried[Symbol.asyncDispose]();
});

it('passes our own province in every rule, and says for which lists it had no rows', async () => {
  const report = await runConformance(tried.target);

  const others = report.results.filter(({ outcome }) => outcome !== 'PASSED');
  expect(others.map(({ rule, reason }) => `${rule.id}: ${reason ?? ''}`)).toEqual([]);
  expect(report).toMatchObject({ passed: allRules.length, failed: 0, skipped: 0 });
  const untried = report.results.flatMap((result) => result.untried);
  expect(new Set(untried.map((one) => /^\[(\w+)\]/.exec(one)?.[1]))).toEqual(
    new Set(['faqs', 'ratings', 'agreements']),
  );
});

it('passes it through the proxy too, which adds nothing of its own', async () => {
  flawed.defect = undefined;
  const report = await runConformance({ ...tried.target, url: flawed.url });

  expect(report).toMatchObject({ passed: allRules.length, failed: 0, skipped: 0 });
});

it.each(defects.map((defect) => [defect.rule, defect.what, defect] as const))(
  'finds by %s a province that %s',
  async (rule, _what, defect) => {
    flawed.defect = defect;
    const timeoutMs = defect.isSilent === true ? 3000 : undefined;
    const report = await runConformance({ ...tried.target, url: flawed.url, rules: [rule], timeoutMs });
    flawed.defect = undefined;

    expect(report.results).toMatchObject([{ rule: { id: rule }, outcome: 'FAILED' }]);
    expect(report.results[0]?.reason).toMatch(/ · /);
  },
);

it('has a planted defect for every rule, and tells their number', () => {
  const planted = new Set(defects.map(({ rule }) => rule));
  const decision = readFileSync(new URL('../../../docs/decisions/0041-conformance.md', import.meta.url), 'utf8');

  expect(allRules.map(({ id }) => id).filter((id) => !planted.has(id))).toEqual([]);
  expect([...planted].filter((id) => !allRules.some((rule) => rule.id === id))).toEqual([]);
  expect(decision).toContain(`${allRules.length} rules, ${defects.length} planted defects, all found`);
});
