import type { ConformanceReport, RuleResult } from './conformance-report.js';
import type { Words } from './rule.js';

const MARKS = { PASSED: '✓ 通过 · passed ', FAILED: '✗ 不符 · FAILED ', SKIPPED: '– 未检 · skipped' } as const;

/** The report for people, in both languages: every finding with why it matters, its cure, what was sent and what came. */
export function printText({ target, results, passed, failed, skipped }: ConformanceReport): string {
  const head = `${target.province} ${target.url}（${target.profile}）`;
  const writes =
    target.profile === 'full'
      ? ['本次检验向该省投递了测试信封，留在其链条中。 · This run has left letters of the test peer in the province.']
      : [];
  const counts = `通过 ${passed}，不符 ${failed}，未检 ${skipped}。 · ${passed} passed, ${failed} failed, ${skipped} skipped.`;
  return `${[head, '', ...results.map(printResult), '', ...writes, counts].join('\n')}\n`;
}

const both = ({ zh, en }: Words): string => `${zh} · ${en}`;

function printResult({ rule, outcome, reason, exchanged, untried }: RuleResult): string {
  const line = `${MARKS[outcome]} ${rule.id}：${both(rule.title)}`;
  const rest = untried.map((one) => `    其中未检 · not tried: ${one}`);
  if (outcome === 'PASSED') return [line, ...rest].join('\n');
  if (outcome === 'SKIPPED') return [line, `    ${reason ?? ''}`].join('\n');
  const parts = [
    `    发现 · found: ${reason ?? ''}`,
    `    为何 · why:   ${both(rule.why)}`,
    `    改正 · cure:  ${both(rule.cure)}`,
  ];
  if (exchanged === undefined) return [line, ...parts].join('\n');
  return [line, ...parts, '    发送 · sent:', indent(exchanged.sent), '    收到 · came:', indent(exchanged.came)].join(
    '\n',
  );
}

const indent = (text: string): string => text.replaceAll(/^/gm, '      ');
