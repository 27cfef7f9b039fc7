import { type CodeList, entry } from './code-list.js';
import { readRefusal, type RefusalEntry, type RefusalRow } from './refusal.js';

const ours = '[P] Tongban';

const rows = {
  LICENCE_NOT_HERE: [
    'A province answers for licences of its own authorities.',
    ours,
    '本省没有此证照。',
    'There is no such licence in this province.',
    'NOBODY ANY',
  ],
  IDENTIFIER_MALFORMED: [
    'An identifier has the form of GB/T 36904, and a check character that fits.',
    '[M] GB/T 36904-2018, GB/T 17710-2008',
    '电子证照标识有误：格式或校验位不符。',
    'This is no identifier of a licence: its form or its check character is wrong.',
    'APPLICANT ANY',
  ],
  DOCUMENT_MALFORMED: [
    'The number of a document is one that documents of its kind can bear.',
    '[V] GB 11643-1999; GB 32100-2015',
    '证件号码有误：格式或校验位不符。',
    'This is no number of such a document: its form or its check character is wrong.',
    'APPLICANT ANY',
  ],
  NOT_ISSUING_AUTHORITY: [
    'The status of a licence is changed by the authority that issued it.',
    '[M] 行政许可法第69条、第70条 · Administrative Licensing Law, articles 69 and 70',
    '仅颁发机构可变更证照状态。',
    'Only the authority that issued the licence changes its status.',
    'HANDLING_OFFICER HANDLING',
  ],
  STATUS_FORBIDS: [
    'A licence that was revoked, cancelled, withdrawn or transferred stays so; others change by the table of statuses.',
    ours,
    '证照当前状态不允许此变更。',
    'The status of the licence does not allow this change.',
    'NOBODY ANY',
  ],
  CHANGED_SINCE: [
    'A change rests on what the officer has seen.',
    ours,
    '证照自查阅后已有变更，请重新查阅。',
    'The licence has changed since it was read; read it again.',
    'HANDLING_OFFICER HANDLING',
  ],
  REASON_MISSING: [
    'A change of status states its reason, in 1 to 200 characters.',
    ours,
    '须说明变更理由（1至200字）。',
    'The reason of the change is missing or longer than 200 characters.',
    'HANDLING_OFFICER HANDLING',
  ],
  NOT_ENTITLED: [
    'A copy is made by the holder, or by who handles a case of the holder, for that case.',
    ours,
    '仅持证人，或正在办理持证人办件的人员可制作加注件。',
    'Only the holder makes a copy, or who handles a case of the holder.',
    'APPLICANT ANY',
  ],
  LICENCE_NOT_IN_FORCE: [
    'Copies are made of licences in force.',
    ours,
    '证照不在有效状态，不能制作加注件。',
    'The licence is not in force; no copy is made of it.',
    'NOBODY ANY',
  ],
  CAUSE_MISSING: [
    'A copy names its cause, in one line of 1 to 60 characters.',
    '[V] 国办函〔2016〕108号：加注“仅用于……，有效期至……”',
    '须注明用途（一行，1至60字）。',
    'The cause is missing, too long, or no single line.',
    'APPLICANT ANY',
  ],
  EXPIRY_OUT_OF_RANGE: [
    'A copy expires, within 180 days.',
    '[P] Tongban; [V] 国办函〔2016〕108号 asks for an expiry and names no length',
    '有效期须在此刻之后、180日之内。',
    'A copy must expire after this moment and within 180 days.',
    'APPLICANT ANY',
  ],
  KEY_REUSED: [
    'The same idempotency key is the same request.',
    ours,
    '该幂等键已用于另一请求。',
    'The idempotency key was used for another request.',
    'SYSTEM ANY',
  ],
} as const satisfies Readonly<Record<string, RefusalRow>>;

/** The name of a refusal of licences; clients act on it. */
export type LicenceRefusalCode = keyof typeof rows;

/** Every refusal of licences, once. */
export const licenceRefusals = Object.fromEntries(
  Object.entries<RefusalRow>(rows).map(([code, row]) => [code, readRefusal(row)]),
) as Readonly<Record<LicenceRefusalCode, RefusalEntry>>;

/** The same as a list of codes, for the enum of the graph. */
export const LicenceRefusalCodes = {
  name: 'LicenceRefusalCode',
  labelZh: '电子证照的不予办理原因',
  labelEn: 'Why something about a licence was refused',
  standard: 'Tongban',
  entries: Object.fromEntries(
    Object.entries(licenceRefusals).map(([code, { messageZh, messageEn }]) => [
      code,
      entry(null, messageZh, messageEn),
    ]),
  ),
} as const satisfies CodeList;
