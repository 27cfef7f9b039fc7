import type { SealedTable } from '../storage/reseal.js';
import { keyIdOf, type Sealing } from '../storage/sealing.js';

/** What of this module is sealed, for the rotation of keys. */
export const sealedRatings: readonly SealedTable[] = [
  { table: 'rating', key: ['id'], columns: ['text'] },
  { table: 'rating_step', key: ['rating_id', 'seq'], columns: ['text'] },
];

/** What is stored of a text: sealed, or nothing where there is none. */
export interface StoredText {
  readonly text: string | null;
  readonly sealing_key_id: string | null;
}

const ratingPlace = (id: string) => ({ table: 'rating', column: 'text', row: id });
const stepPlace = (id: string, seq: number) => ({ table: 'rating_step', column: 'text', row: `${id} ${seq}` });

/** What somebody wrote with his rating, as it is stored. */
export function sealRatingText(sealing: Sealing, id: string, text: string | null): StoredText {
  return store(text && sealing.seal(text, ratingPlace(id)));
}

/** What was written with a step, as it is stored. */
export function sealStepText(
  sealing: Sealing,
  { id, seq }: { readonly id: string; readonly seq: number },
  text: string | null,
): StoredText {
  return store(text && sealing.seal(text, stepPlace(id, seq)));
}

const store = (sealed: string | null): StoredText =>
  sealed === null || sealed === ''
    ? { text: null, sealing_key_id: null }
    : { text: sealed, sealing_key_id: keyIdOf(sealed) };

/** What somebody wrote with his rating, in clear: for those who may see it only. */
export function openRatingText(
  sealing: Sealing,
  { id, text }: { readonly id: string; readonly text: string | null },
): string | null {
  return text === null ? null : sealing.open(text, ratingPlace(id));
}

/** What was written with a step, in clear: for those who may see it only. */
export function openStepText(
  sealing: Sealing,
  step: { readonly rating_id: string; readonly seq: number; readonly text: string | null },
): string | null {
  return step.text === null ? null : sealing.open(step.text, stepPlace(step.rating_id, step.seq));
}
