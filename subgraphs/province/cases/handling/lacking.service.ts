import { lackingMaterials } from '../../materials/index.js';
import { type CourseRecord, type Dossier, type Office, receivedFor } from './dossier.service.js';
import type { Waiver } from './said.rules.js';

/** A course, and what its lead does without. */
export interface Resting {
  readonly record: CourseRecord;
  readonly waivers?: readonly Waiver[] | undefined;
}

/**
 * Names of what a course rests on and has not come, without what was waived for a reason: of the results of legs, and of
 * nothing else, since a participant could keep the case from its end by listing what it never sends.
 */
export async function lackingFor(
  { transaction }: Pick<Office, 'transaction'>,
  dossier: Dossier,
  { record, waivers = [] }: Resting,
): Promise<readonly string[]> {
  const [own = record.id, ...legs] = receivedFor(dossier, record);
  const lacking = [...(await lackingMaterials(transaction, [own]))];
  for (const leg of legs) {
    const isWaived = (name: string): boolean =>
      waivers.some(({ legId, material, reason }) => legId === leg && material === name && reason.trim() !== '');
    lacking.push(...(await lackingMaterials(transaction, [leg])).filter((name) => !isWaived(name)));
  }
  return [...new Set(lacking)];
}
