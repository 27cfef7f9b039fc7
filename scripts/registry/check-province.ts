import type { ConformanceReport } from '../../conformance/conformance-report.js';
import { ConformanceError } from '../../conformance/conformance-target.js';
import { printText } from '../../conformance/print-text.js';
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
    const isConformant = report.failed === 0 && report.passed > 0;
    return { isConformant, text: isConformant ? countRules(report) : printText(report).trimEnd() };
  } catch (error) {
    if (!(error instanceof ConformanceError)) throw error;
    return { isConformant: false, text: `${code}: ${error.message}` };
  }
}

function countRules({ target, passed, skipped }: ConformanceReport): string {
  const others = skipped === 0 ? '' : `; ${skipped} could not be played (npm run conformance says what they need)`;
  return `${target.province} at ${target.url} keeps ${passed} rules of the contract${others}`;
}
