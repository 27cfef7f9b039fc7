import { linesOf, type StateTable } from '../../shared/state-table.js';
import type { State, ThreadWords } from './words.rules.js';

const lines = linesOf<ThreadWords>();
const KEEP = { clock: 'KEEP' } as const;

/** With a unit that has yet to answer. */
const waiting: readonly State[] = ['ROUTED', 'ACCEPTED', 'REOPENED'];
const answered: readonly State[] = ['ANSWERED', 'CONFIRMED', 'CLOSED'];

/** A question, of a citizen or of another province, where it is or was. */
export const thread: StateTable<ThreadWords> = {
  name: 'THREAD',
  labelZh: '咨询',
  labelEn: 'a question',
  initial: 'OPEN',
  lines: [
    ...lines('OPEN', ['route', 'COORDINATOR'], ['ROUTED', { when: ['isUnit'], ...KEEP }]),
    ...lines('ROUTED', ['accept', 'UNIT'], ['ACCEPTED', KEEP]),
    ...lines(
      waiting,
      ['move', ['UNIT', 'COORDINATOR']],
      ['ROUTED', { when: ['hasText', 'isUnit', 'mayTransfer'], ...KEEP }],
    ),
    // What is opened for another province goes there at once, which is no transfer.
    ...lines('OPEN', ['pass', 'SYSTEM'], ['TRANSFERRED', KEEP]),
    ...lines(
      ['OPEN', ...waiting],
      ['pass', ['UNIT', 'COORDINATOR']],
      ['TRANSFERRED', { when: ['hasText', 'mayTransfer'], ...KEEP }],
    ),
    ...lines('TRANSFERRED', ['acknowledge', 'OTHER'], ['ELSEWHERE', KEEP]),
    ...lines('TRANSFERRED', ['bounce', 'OTHER'], ['ROUTED', KEEP]),
    ...lines('ELSEWHERE', ['arrive', 'OTHER'], ['OPEN', KEEP]),
    ...lines('ROUTED', ['extend', 'UNIT'], ['ROUTED', { when: ['hasText', 'mayExtend'], ...KEEP }]),
    ...lines('ACCEPTED', ['extend', 'UNIT'], ['ACCEPTED', { when: ['hasText', 'mayExtend'], ...KEEP }]),
    ...lines('REOPENED', ['extend', 'UNIT'], ['REOPENED', { when: ['hasText', 'mayExtend'], ...KEEP }]),
    ...lines(['ACCEPTED', 'REOPENED'], ['answer', 'UNIT'], ['ANSWERED', { when: ['hasText'], clock: 'CONFIRM' }]),
    ...lines(
      ['OPEN', ...waiting],
      ['escalate', 'ASKER'],
      ['ESCALATED', { when: ['hasText', 'mayEscalate', 'isOverdue'], ...KEEP }],
    ),
    ...lines(
      waiting,
      ['escalate', ['UNIT', 'COORDINATOR']],
      ['ESCALATED', { when: ['hasText', 'mayEscalate'], ...KEEP }],
    ),
    ...lines('ESCALATED', ['decide', 'SUPERVISOR'], ['ACCEPTED', { when: ['hasText', 'isUnit'], ...KEEP }]),
    ...lines('ANSWERED', ['confirm', 'ASKER'], ['CONFIRMED', { clock: 'CONFIRM' }]),
    ...lines('ANSWERED', ['reopen', 'ASKER'], ['REOPENED', { when: ['hasText', 'mayReopen'], clock: 'ANSWER' }]),
    ...lines(['ANSWERED', 'CONFIRMED'], ['lapse', 'SYSTEM'], ['CLOSED', { when: ['isOut'] }]),
    ...lines('CONFIRMED', ['close', 'UNIT'], ['CLOSED']),
    ...answered.flatMap((state) => lines(state, ['publish', 'UNIT'], [state, { when: ['isDeidentified'], ...KEEP }])),
  ],
};
