import { allRules } from './all-rules.js';
import { toReport, type ConformanceReport, type RuleResult } from './conformance-report.js';
import { ConformanceError, type ConformanceTarget } from './conformance-target.js';
import { playRule } from './play/play-rule.js';
import { openSession } from './play/session.js';
import type { Rule } from './rule.js';

/**
 * Tries a province against the contract, one rule after another. Rejects with a {@link ConformanceError} when nothing can
 * be tried; whatever the province does wrong is in the report.
 */
export async function runConformance(target: ConformanceTarget): Promise<ConformanceReport> {
  const rules = chooseRules(target);
  const session = await openSession(target);
  const results: RuleResult[] = [];
  for (const rule of rules) results.push(await playRule(rule, session));
  return toReport(target, results);
}

function chooseRules({ profile, rules }: ConformanceTarget): readonly Rule[] {
  const unknown = rules?.filter((id) => !allRules.some((rule) => rule.id === id)) ?? [];
  if (unknown.length > 0)
    throw new ConformanceError(
      `没有名为 ${unknown.join('、')} 的规则；--list 列出全部规则。 · No rule is called ${unknown.join(', ')}; --list shows them all.`,
    );
  const chosen = allRules.filter(({ id }) => rules === undefined || rules.includes(id));
  const played = chosen.filter((rule) => rule.profile === 'read' || profile === 'full');
  if (played.length > 0) return played;
  throw new ConformanceError('所选规则会写入数据：请加 --profile full。 · These rules write: add --profile full.');
}
