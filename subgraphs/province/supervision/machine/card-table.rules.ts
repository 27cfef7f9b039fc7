import { linesOf, type StateTable } from '../../shared/state-table.js';
import type { CardState, CardWords } from './vocabulary.rules.js';

const line = linesOf<CardWords>();

const levels = ['REMINDER', 'YELLOW', 'RED'] as const satisfies readonly CardState[];
/** What the unit has answered, and the level stays. */
const answered = ['ACKNOWLEDGED', 'EXPLAINED'] as const satisfies readonly CardState[];
const order = { clock: 'RECTIFY' } as const;

/**
 * The life of an alert. It begins with the limit that it watches, so that a limit that was kept has one too. An appeal
 * lets the order rest; when the appeal fails, the unit has the whole time again.
 */
export const cardTable: StateTable<CardWords> = {
  name: 'ALERT',
  labelZh: '监察预警',
  labelEn: 'Alert of supervision',
  initial: 'WATCHING',
  lines: [
    ...line('WATCHING', ['remind', 'TIME'], ['REMINDER']),
    ...line('WATCHING', ['keep', 'TIME'], ['KEPT']),
    ...line('WATCHING', ['hit', 'TIME'], ['YELLOW', order]),
    ...line('WATCHING', ['hitSerious', 'TIME'], ['RED']),
    ...line(['WATCHING', 'REMINDER'], ['overrun', 'TIME'], ['YELLOW', order]),
    ...line('REMINDER', ['keep', 'TIME'], ['KEPT']),
    // A reminder that was answered, or revoked, ends no limit.
    ...line(
      [...answered, 'APPEALED', 'UPHELD', 'REVOKED'],
      ['overrun', 'TIME'],
      ['YELLOW', { when: ['isReminder'], ...order }],
    ),
    ...line([...answered, 'APPEALED', 'UPHELD'], ['keep', 'TIME'], ['KEPT', { when: ['isReminder'] }]),
    ...line(['YELLOW', ...answered, 'UPHELD'], ['lapse', 'TIME'], ['RED', { when: ['isOut'] }]),

    ...line(levels, ['acknowledge', 'UNIT'], ['ACKNOWLEDGED', { clock: 'KEEP' }]),
    ...line([...levels, 'ACKNOWLEDGED', 'UPHELD'], ['explain', 'UNIT'], ['EXPLAINED', { clock: 'KEEP' }]),
    ...line([...levels, ...answered], ['appeal', 'UNIT'], ['APPEALED', { when: ['isFirstAppeal'] }]),
    ...line('APPEALED', ['uphold', 'SUPERVISOR'], ['UPHELD', { when: ['isYellow'], ...order }]),
    ...line('APPEALED', ['uphold', 'SUPERVISOR'], ['UPHELD']),
    ...line('APPEALED', ['revoke', 'SUPERVISOR'], ['REVOKED']),
    ...line(
      ['YELLOW', 'RED', ...answered, 'UPHELD'],
      ['rectify', 'UNIT'],
      ['RECTIFIED', { when: ['isCard', 'isDone'] }],
    ),
    ...line('RECTIFIED', ['verify', 'SUPERVISOR'], ['VERIFIED']),
    ...line('RECTIFIED', ['reject', 'SUPERVISOR'], ['YELLOW', { when: ['isYellow'], ...order }]),
    ...line('RECTIFIED', ['reject', 'SUPERVISOR'], ['RED']),
    ...line(
      ['RED', ...answered, 'UPHELD', 'RECTIFIED', 'VERIFIED'],
      ['openAccountability', 'SUPERVISOR'],
      ['ACCOUNTABILITY_OPENED', { when: ['isRed'] }],
    ),
    ...line(['VERIFIED', 'ACCOUNTABILITY_OPENED'], ['close', 'SUPERVISOR'], ['CLOSED']),
  ],
};

/** States in which nobody has to do anything any more. */
export const endStates: ReadonlySet<CardState> = new Set<CardState>(['KEPT', 'REVOKED', 'CLOSED']);
