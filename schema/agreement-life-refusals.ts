import { type CodeList, entry } from './code-list.js';
import { readRefusal, type RefusalEntry, type RefusalRow } from './refusal.js';

const ours = '[P] Tongban';
const contents = '[V] 合作协议通常载明：事项清单及模式、双方职责、联络员、材料传递与互认';

const rows = {
  AGREEMENT_NOT_HERE: [
    'An agreement is negotiated by its parties, each on its own copy.',
    ours,
    '本省没有该协议。',
    'This province has no such agreement.',
    'COORDINATOR ANY',
  ],
  NOT_IN_THIS_STATE: [
    'Each step of an agreement follows on another (docs/agreement-states.md).',
    ours,
    '协议当前状态下不能这样做。',
    'This cannot be done in the state in which the agreement is.',
    'COORDINATOR ANY',
  ],
  NOT_FOR_THIS_PARTY: [
    'A step is taken by a party, and by the one for which it is.',
    ours,
    '该步骤不由本省进行。',
    'This step is not for this province.',
    'COORDINATOR ANY',
  ],
  NOT_A_PARTY: [
    'Whoever proposes an agreement is one of its parties.',
    ours,
    '本省不是该协议的缔约方。',
    'This province is not a party to the agreement.',
    'COORDINATOR ANY',
  ],
  NUMBER_NOT_OWN: [
    'The number of an agreement begins with the code of its proposer, so that two never have the same.',
    ours,
    '协议编号须以提议省份的代码开头，如 GD-。',
    'The number of an agreement begins with the code of the province that proposes it, such as GD-.',
    'COORDINATOR ANY',
  ],
  NUMBER_TAKEN: [
    'A number names one agreement for good.',
    ours,
    '该编号已有协议；修改请用修订。',
    'There is an agreement of that number; amend it instead.',
    'COORDINATOR ANY',
  ],
  DOCUMENT_INVALID: [
    'What is proposed has the form of an agreement file (agreement.schema.json).',
    ours,
    '协议文本不合格式。',
    'The text does not have the form of an agreement.',
    'COORDINATOR ANY',
  ],
  DOCUMENT_TOO_LARGE: [
    'A text travels in one letter.',
    ours,
    '协议文本过长，无法寄送。',
    'The text is too long for one letter.',
    'COORDINATOR ANY',
  ],
  VALIDITY_OVER: [
    'What is agreed on is not over yet.',
    ours,
    '协议的有效期已过。',
    'The validity of the agreement lies in the past.',
    'COORDINATOR ANY',
  ],
  TERMS_INCOMPLETE: [
    'Each clause about items has modes, duties of both places, deadlines of legs and sources of materials; each party a liaison.',
    contents,
    '条款不完整：须有模式、双方职责、环节时限、材料来源，各方须有联络人。',
    'Terms are missing: modes, duties of both places, deadlines, sources of materials, or a liaison of each party.',
    'COORDINATOR ANY',
  ],
  ITEM_NOT_ON_LIST: [
    'A party signs for items that stand on its own implementation list as handled between provinces.',
    '[V] 实施清单载明通办范围',
    '所列事项不在本省实施清单内，或者通办范围未及跨省。',
    'An item is not on the implementation list of this province, or not handled between provinces there.',
    'COORDINATOR ANY',
  ],
  DEADLINE_BEYOND_LAW: [
    'No deadline of a leg is longer than the statutory limit of the item.',
    '[V] 实施清单载明法定办结时限',
    '环节时限超过该事项的法定办结时限。',
    'A deadline of a leg is longer than the statutory limit of the item.',
    'COORDINATOR ANY',
  ],
  CLASS_NOT_GRANTABLE: [
    'Grants are for types and classes of the catalogue, and never for what is not shared.',
    '[V] 数据共享分无条件共享、有条件共享、不予共享三类',
    '授权的数据类型或字段类别不在目录内，或者不予共享。',
    'A grant is for a type or a class of fields that the catalogue does not have, or that is not shared.',
    'COORDINATOR ANY',
  ],
  SIGNATURE_INVALID: [
    'A party signs the hash of the text with its key of the exchange.',
    ours,
    '签名无效。',
    'A signature is not valid.',
    'SYSTEM ANY',
  ],
  ALREADY_SIGNED: [
    'A party signs a text once.',
    ours,
    '本省已签署该文本。',
    'This province has signed this text already.',
    'NOBODY ANY',
  ],
  NOT_THE_CURRENT_VERSION: [
    'A step is about the text that is on the table; signatures under earlier ones are void.',
    ours,
    '文本已更新，所指版本不是当前版本。',
    'There is a later text: the version that was named is not the current one.',
    'COORDINATOR ANY',
  ],
  VERSION_NOT_NEXT: [
    'Each text has the version after the last one.',
    ours,
    '新文本的版本号须为上一版本加一。',
    'The version of a text is the one after the last.',
    'COORDINATOR ANY',
  ],
  PARTIES_DIFFER: [
    'A counter-proposal and an amendment have the same parties; who joins or leaves takes a new number.',
    ours,
    '反提案与修订的缔约方、编号须与原协议相同；增减缔约方须另立编号。',
    'The parties or the number are not those of the agreement; who joins or leaves takes a new number.',
    'COORDINATOR ANY',
  ],
  AMENDMENT_OPEN: [
    'One amendment is negotiated at a time.',
    ours,
    '该协议已有在议的修订。',
    'An amendment of this agreement is being negotiated.',
    'COORDINATOR ANY',
  ],
  REASON_MISSING: [
    'Who declines, suspends, resumes or terminates says why.',
    ours,
    '须写明理由（1 至 2000 字）。',
    'A reason is missing or too long (1 to 2,000 characters).',
    'COORDINATOR ANY',
  ],
  NOTICE_TOO_SHORT: [
    'A suspension is announced some working days before; so is a termination, as long as the agreement says.',
    ours,
    '未满足提前通知期。',
    'The notice is shorter than it must be.',
    'COORDINATOR ANY',
  ],
  NOT_SUSPENDED_HERE: [
    'A suspension is lifted by the party that gave it.',
    ours,
    '本省没有对该协议的中止。',
    'This province has not suspended the agreement.',
    'COORDINATOR ANY',
  ],
  SUSPENDED_HERE: [
    'A party has one suspension at a time.',
    ours,
    '本省已中止该协议，或已通知中止。',
    'This province has suspended the agreement already, or given notice of it.',
    'NOBODY ANY',
  ],
  SUPPLEMENT_DIFFERS: [
    'A supplement has one text.',
    ours,
    '同号的补充文件内容不同。',
    'There is another supplement of that number.',
    'COORDINATOR ANY',
  ],
  MOVE_PENDING: [
    'A province waits until its last step is confirmed before it takes another.',
    ours,
    '本省上一步骤尚待协议保管省份确认。',
    'The last step of this province is not confirmed yet.',
    'NOBODY ANY',
  ],
  NOT_FROM_THE_KEEPER: [
    'The province that proposed an agreement first keeps the order of its steps and tells them to all.',
    ours,
    '该来文不是协议保管省份发出的。',
    'The letter is not from the province that keeps the agreement.',
    'SYSTEM ANY',
  ],
  MOVE_UNREADABLE: [
    'What one party tells another about an agreement has a fixed form.',
    ours,
    '来文不合格式。',
    'The letter does not have the form that it must have.',
    'SYSTEM ANY',
  ],
  ORIGIN_UNKNOWN: [
    'What led to a proposal is named by its global id.',
    ours,
    '来由须为全局标识。',
    'What led to it is named by a global id.',
    'COORDINATOR ANY',
  ],
  KEY_UNUSABLE: [
    'A command has a key of 1 to 200 characters.',
    ours,
    '幂等键须为 1 至 200 字。',
    'The idempotency key has 1 to 200 characters.',
    'SYSTEM ANY',
  ],
  KEY_REUSED: [
    'A key stands for one command.',
    ours,
    '该幂等键已用于另一命令。',
    'The idempotency key was used for another command.',
    'SYSTEM ANY',
  ],
} as const satisfies Readonly<Record<string, RefusalRow>>;

/** Why a step of an agreement was not taken. */
export type AgreementLifeRefusalCode = keyof typeof rows;

/** Every expected no about the life of agreements, once. Those of what rests on a clause are in `agreement-refusals.ts`. */
export const agreementLifeRefusals = Object.fromEntries(
  Object.entries<RefusalRow>(rows).map(([code, row]) => [code, readRefusal(row)]),
) as Readonly<Record<AgreementLifeRefusalCode, RefusalEntry>>;

/** True for a code of the published list. */
export function isAgreementLifeRefusal(code: unknown): code is AgreementLifeRefusalCode {
  return typeof code === 'string' && Object.hasOwn(rows, code);
}

/** The codes, as clients see them. */
export const AgreementLifeRefusalCodes = {
  name: 'AgreementLifeRefusalCode',
  labelZh: '协议步骤未予进行的原因',
  labelEn: 'Why a step of an agreement was not taken',
  standard: 'Tongban',
  entries: Object.fromEntries(
    Object.entries(agreementLifeRefusals).map(([code, { messageZh, messageEn }]) => [
      code,
      entry(null, messageZh, messageEn),
    ]),
  ) as Record<AgreementLifeRefusalCode, ReturnType<typeof entry>>,
} satisfies CodeList;
