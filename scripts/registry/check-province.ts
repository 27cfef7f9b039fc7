import { ConformanceError } from '../../conformance/conformance-target.js';
import type { ConformanceReport } from '../../conformance/conformance-report.js';
import { runConformance } from '../../conformance/run-conformance.js';
import type { ProvinceEntry } from '../../gateway/provinces/registry.js';
import type { CheckedProvince } from './move-province.js';

/** Plays the rules of the conformance kit that only read against a province, with the passports of a gateway if any. */
export async function checkProvince(
  { code, url }: Pick<ProvinceEntry, 'code' | 'url'>,
  passportKeyFile: string | undefined,
): Promise<CheckedProvince> {
  try {
    const report = await runConformance({ url: url.href, province: code, profile: 'read', passportKeyFile });
    return { isConformant: report.failed === 0 && report.passed > 0, text: describe(report) };
  } catch (error) {
    if (!(error instanceof ConformanceError)) throw error;
    return { isConformant: false, text: `${code}: ${error.message}` };
  }
}

/** What failed, each with its cure, and how many rules were played. All of it: npm run conformance. */
function describe({ target, results, passed, failed, skipped }: ConformanceReport): string {
  const failures = results.flatMap(({ rule, outcome, reason }) =>
    outcome === 'FAILED'
      ? [
          `  ${rule.id}: ${rule.title.zh} · ${rule.title.en}`,
          `    ${reason ?? ''}`,
          `    ${rule.cure.zh} · ${rule.cure.en}`,
        ]
      : [],
  );
  const counts = `${passed} rules are kept, ${failed} broken, ${skipped} could not be played`;
  return [`${target.province} at ${target.url}: ${counts}`, ...failures].join('\n');
}
