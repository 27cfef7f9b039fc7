import type { Machine, State } from './machine.rules.js';
import { ending, row } from './rows.rules.js';

const asked: readonly State[] = ['EXPLICITLY_REQUESTED', 'BASED_ON_LAW'];
const waiting: readonly State[] = ['SENT', 'MATCHING', 'PREVIEW_PENDING'];
const over: readonly State[] = ['DENIED', 'FAILED', 'NO_MATCH', 'AMBIGUOUS', 'DECLINED', 'PREVIEW_EXPIRED', 'EXPIRED'];

/** A request where it was made. */
export const requester: Machine = {
  name: 'REQUESTER',
  labelZh: '请求方',
  labelEn: 'the province that asks',
  initial: 'DRAFT',
  lines: [
    ...row('DRAFT', ['requestExplicitly', 'APPLICANT'], ['EXPLICITLY_REQUESTED', { when: ['isSubject'] }]),
    ...row('DRAFT', ['invokeLaw', 'UNIT'], ['BASED_ON_LAW', { when: ['hasLegalBasis'] }]),
    ...row(asked, ['authorise', 'SYSTEM'], ['AUTHORISED', { when: ['isGranted'] }]),
    ...ending(asked, ['deny', 'SYSTEM'], ['DENIED']),
    ...row('AUTHORISED', ['send', 'SYSTEM'], ['SENT', { clock: 'ANSWER' }]),
    ...row('SENT', ['take', 'OTHER_PROVINCE'], ['MATCHING', { clock: 'ANSWER' }]),
    ...row('MATCHING', ['askPreview', 'OTHER_PROVINCE'], ['PREVIEW_PENDING', { clock: 'ANSWER' }]),
    ...ending('MATCHING', ['findNothing', 'OTHER_PROVINCE'], ['NO_MATCH']),
    ...ending('MATCHING', ['findSeveral', 'OTHER_PROVINCE'], ['AMBIGUOUS']),
    ...ending('MATCHING', ['deny', 'OTHER_PROVINCE'], ['DENIED']),
    ...ending('PREVIEW_PENDING', ['findNothing', 'OTHER_PROVINCE'], ['NO_MATCH']),
    ...ending('PREVIEW_PENDING', ['deny', 'OTHER_PROVINCE'], ['DENIED']),
    ...ending('PREVIEW_PENDING', ['decline', 'OTHER_PROVINCE'], ['DECLINED']),
    ...ending('PREVIEW_PENDING', ['expirePreview', 'OTHER_PROVINCE'], ['PREVIEW_EXPIRED']),
    ...row(
      ['MATCHING', 'PREVIEW_PENDING'],
      ['receive', 'OTHER_PROVINCE'],
      ['RECEIVED', { when: ['isBound'], clock: 'CONTENT' }],
    ),
    ...ending(waiting, ['refuse', 'OTHER_PROVINCE'], ['FAILED']),
    ...ending(waiting, ['timeOut', 'SYSTEM'], ['FAILED', ['isOut']]),
    ...row('RECEIVED', ['use', 'UNIT'], ['USED', { when: ['isNeeded'], clock: 'CONTENT' }]),
    ...ending(['RECEIVED', 'USED'], ['expire', 'SYSTEM'], ['EXPIRED', ['isOut']]),
    ...row(over, ['erase', 'SYSTEM'], ['ERASED', { when: ['isOut'] }]),
  ],
};
