import { expect, it } from '@jest/globals';
import { toReport, type RuleResult } from './conformance-report.js';
import { printJunit } from './print-junit.js';

const words = { zh: '甲', en: 'one' };
const rule = { id: 'r', title: words, why: words, cure: words, profile: 'read' } as const;
const target = { url: 'http://127.0.0.1:4101/graphql', province: 'GD', profile: 'read' } as const;

const result = (changed: Partial<RuleResult>): RuleResult => ({
  ...{ rule, outcome: 'PASSED', reason: undefined, exchanged: undefined, untried: [], tookMs: 12 },
  ...changed,
});

it('counts what passed, failed and was skipped, and gives each rule its case', () => {
  const results = [result({}), result({ outcome: 'FAILED', reason: 'x' }), result({ outcome: 'SKIPPED', reason: 'y' })];
  const xml = printJunit(toReport(target, results));

  expect(xml).toContain('<testsuites tests="3" failures="1" errors="0" skipped="1" time="0.036">');
  expect(xml.match(/<testcase /g)).toHaveLength(3);
  expect(xml).toContain('<skipped message="y"/>');
});

it('lets nothing that a province sends break the document', () => {
  const exchanged = { sent: '{ a }', came: '</failure>]]>&\u0000\u001b[31m\ud800' };
  const xml = printJunit(toReport(target, [result({ outcome: 'FAILED', reason: '"<&>\n', exchanged })]));

  expect(xml).toContain('<failure message="&quot;&lt;&amp;&gt;&#10;">');
  expect(xml).toContain('&lt;/failure&gt;]]&gt;&amp;\ufffd\ufffd[31m\ufffd</failure>');
});
