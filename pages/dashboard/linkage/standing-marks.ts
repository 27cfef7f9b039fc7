import { ProvinceState } from '../../../schema/graph-lists.js';
import type { Voice } from '../reading/voice.js';
import type { ProvinceStanding } from '../trends/province-readings.js';

/** A sign for each standing of a province, told apart by its form and not by its colour alone. */
export const standingMarks: Readonly<Record<ProvinceStanding, string>> = {
  SERVING: '●',
  DEGRADED: '▲',
  MAINTENANCE: '■',
  QUARANTINED: '✕',
  REGISTRATION_REQUESTED: '◇',
  DISABLED: '□',
  DEREGISTERING: '◁',
  NOT_TAKING_PART: '○',
  NOT_ANSWERED: '?',
};

/** What a standing means. */
export function standingText({ words, label }: Voice, standing: ProvinceStanding): string {
  return standing === 'NOT_TAKING_PART' || standing === 'NOT_ANSWERED'
    ? words[standing]
    : label(ProvinceState, standing);
}
