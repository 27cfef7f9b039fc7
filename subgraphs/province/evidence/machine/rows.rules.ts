import { linesOf } from '../../shared/state-table.js';
import type { Actor, EvidenceEvent, EvidenceWords, Guard, State } from './machine.rules.js';

/** A line for each state that it begins from. */
export const row = linesOf<EvidenceWords>();

/** A line that ends a request, after which its data on persons are kept for a time and erased. */
export const ending = (
  from: State | readonly State[],
  [event, by]: readonly [EvidenceEvent, Actor],
  [next, when = []]: readonly [State, (readonly Guard[])?],
): ReturnType<typeof row> => row(from, [event, by], [next, { clock: 'METADATA', when }]);
