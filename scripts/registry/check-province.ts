import type { ProvinceEntry } from '../../gateway/provinces/registry.js';
import type { CheckedProvince } from './move-province.js';

/** Plays the read profile of the conformance kit against a province: nothing is written there. */
export async function checkProvince(
  { code, url }: Pick<ProvinceEntry, 'code' | 'url'>,
  passportKeyFile: string | undefined,
): Promise<CheckedProvince> {
  return await Promise.resolve({ isConformant: false, text: `${code} ${url.href} ${passportKeyFile ?? ''}` });
}
