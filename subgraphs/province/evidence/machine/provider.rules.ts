import type { Machine, State } from './machine.rules.js';
import { ending, row } from './rows.rules.js';

const preview: readonly State[] = ['PREVIEW_PENDING', 'PREVIEW_OPENED'];
const over: readonly State[] = ['DENIED', 'NO_MATCH', 'AMBIGUOUS', 'DECLINED', 'PREVIEW_EXPIRED', 'RECEIVED', 'FAILED'];

/** A request where it was sent to. */
export const provider: Machine = {
  name: 'PROVIDER',
  labelZh: '提供方',
  labelEn: 'the province that provides',
  initial: 'MATCHING',
  lines: [
    ...ending('MATCHING', ['deny', 'SYSTEM'], ['DENIED']),
    ...ending('MATCHING', ['findNothing', 'SYSTEM'], ['NO_MATCH']),
    ...ending('MATCHING', ['findSeveral', 'SYSTEM'], ['AMBIGUOUS']),
    ...row('MATCHING', ['askPreview', 'SYSTEM'], ['PREVIEW_PENDING', { clock: 'OPEN' }]),
    // By law: no preview, and the same way from here on.
    ...row('MATCHING', ['match', 'SYSTEM'], ['APPROVED', { when: ['hasLegalBasis'] }]),
    ...row('PREVIEW_PENDING', ['open', 'APPLICANT'], ['PREVIEW_OPENED', { when: ['isSubject'], clock: 'DECIDE' }]),
    // Whoever opens a preview twice does not get more time for it.
    ...row('PREVIEW_OPENED', ['open', 'APPLICANT'], ['PREVIEW_OPENED', { when: ['isSubject'], clock: 'KEEP' }]),
    ...row('PREVIEW_OPENED', ['approve', 'APPLICANT'], ['APPROVED', { when: ['isSubject'] }]),
    ...ending(preview, ['decline', 'APPLICANT'], ['DECLINED', ['isSubject']]),
    ...ending(preview, ['expirePreview', 'SYSTEM'], ['PREVIEW_EXPIRED', ['isOut']]),
    ...ending(preview, ['refuse', 'OTHER_PROVINCE'], ['FAILED']),
    // What was granted and found is looked at once more before it leaves.
    ...ending(['APPROVED', 'ACCESS_LOGGED'], ['deny', 'SYSTEM'], ['DENIED']),
    ...ending(['APPROVED', 'ACCESS_LOGGED'], ['findNothing', 'SYSTEM'], ['NO_MATCH']),
    ...row('APPROVED', ['logAccess', 'SYSTEM'], ['ACCESS_LOGGED', { when: ['isLogged'] }]),
    ...row('ACCESS_LOGGED', ['provide', 'SYSTEM'], ['PROVIDED', { when: ['isLogged'] }]),
    ...ending('PROVIDED', ['receive', 'OTHER_PROVINCE'], ['RECEIVED']),
    ...ending('PROVIDED', ['refuse', 'OTHER_PROVINCE'], ['FAILED']),
    ...row(over, ['erase', 'SYSTEM'], ['ERASED', { when: ['isOut'] }]),
  ],
};
