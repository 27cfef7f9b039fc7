import { linesOf, type StateTable } from '../../shared/state-table.js';
import type { State, ThreadWords } from './words.rules.js';

const lines = linesOf<ThreadWords>();
const KEEP = { clock: 'KEEP' } as const;

const open: readonly State[] = ['NEGOTIATING', 'COUNTER_PROPOSED'];

/**
 * A negotiation between two provinces about one rule, the same at both. Whoever has the word is responsible; a text
 * moves the word with the letter that brings it.
 */
export const negotiation: StateTable<ThreadWords> = {
  name: 'NEGOTIATION',
  labelZh: '规则协商',
  labelEn: 'a negotiation',
  initial: 'NEGOTIATING',
  lines: [
    ...lines('NEGOTIATING', ['propose', ['COORDINATOR', 'OTHER']], ['NEGOTIATING', KEEP]),
    ...lines('NEGOTIATING', ['counter', ['COORDINATOR', 'OTHER']], ['COUNTER_PROPOSED', { clock: 'ANSWER' }]),
    ...lines('COUNTER_PROPOSED', ['counter', ['COORDINATOR', 'OTHER']], ['NEGOTIATING', { clock: 'ANSWER' }]),
    ...lines(open, ['agree', ['COORDINATOR', 'OTHER']], ['AGREED', { when: ['isSameText'] }]),
    ...lines(open, ['differ', ['COORDINATOR', 'OTHER']], ['AGREED_TO_DIFFER']),
    ...lines(open, ['escalate', ['COORDINATOR', 'OTHER']], ['ESCALATED', { when: ['hasText'], ...KEEP }]),
    ...lines('ESCALATED', ['decide', ['SUPERVISOR', 'OTHER']], ['DECIDED', { when: ['hasText'] }]),
  ],
};
