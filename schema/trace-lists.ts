import { entry, type CodeList } from './code-list.js';

/** Code lists of the trace of a case over provinces, and of the chains that it is read from. */
export const EntryState = {
  name: 'EntryState',
  labelZh: '往来信封的状态',
  labelEn: 'How far an envelope between provinces is',
  standard: 'Tongban',
  entries: {
    IN_TRANSIT: entry(null, '在途', 'sent, and no receipt is known'),
    ACKNOWLEDGED: entry(null, '已签收生效', 'applied, with the receipt of the addressee'),
    REFUSED: entry(null, '已拒收', 'refused, with the receipt of the addressee'),
  },
} as const satisfies CodeList;

export const ChainProblem = {
  name: 'ChainProblem',
  labelZh: '链条核验的问题',
  labelEn: 'What is wrong with an entry of a chain',
  standard: 'Tongban',
  entries: {
    FOREIGN: entry(null, '与本省无关', 'not an entry of this province'),
    GAP: entry(null, '序号不连续', 'its number is not the next'),
    HASH: entry(null, '哈希不符', 'its fields do not give its hash'),
    DIGEST: entry(null, '摘要不符', 'its payload does not give its digest'),
    PREV: entry(null, '未接续前一条', 'it does not continue its link'),
    SEEN: entry(null, '所见不实', 'it names as seen what is not there, or forgets what had been seen'),
    BACKDATED: entry(null, '时间倒置', 'it lies before what it follows'),
    SEAL: entry(null, '发件签名无效', 'the signature of its sender is missing or not genuine'),
    RECEIPT: entry(null, '回执无效', 'the receipt of its addressee is missing or not genuine'),
    STATE: entry(null, '状态与回执不符', 'what is noted of its delivery is not what the receipt says'),
  },
} as const satisfies CodeList;

export const PairFinding = {
  name: 'PairFinding',
  labelZh: '两省链条比对的结论',
  labelEn: 'What the signatures of two provinces show of their chains',
  standard: 'Tongban',
  entries: {
    AGREE: entry(null, '一致', 'both hold the same of what both have signed for'),
    BEHIND: entry(null, '一方落后', 'one lacks what it has signed itself, as after a restored backup'),
    REFUTED: entry(null, '一方已被证伪', 'one has told different things, or shows what nobody has signed'),
    UNKNOWN: entry(null, '无法判定', 'one does not answer, or a key that would have to decide is not known'),
  },
} as const satisfies CodeList;

export const ChainDifference = {
  name: 'ChainDifference',
  labelZh: '两省链条的差异',
  labelEn: 'How two sides of a chain differ',
  standard: 'Tongban',
  entries: {
    ALTERED: entry(null, '所示记录无发件省份的有效签名', 'what a side shows does not carry the seal of its sender'),
    FORK: entry(null, '发件省份在同一位置签署了两条记录', 'the sender sealed two different entries for one place'),
    MISSING: entry(null, '缺少其签署过的记录', 'a side lacks what it has sealed or receipted itself'),
    RECEIPT: entry(null, '所示回执缺失或无效', 'the receipt that a side shows is missing or not genuine'),
    TWO_RECEIPTS: entry(null, '收件省份签署了两份不同的回执', 'the addressee signed two different receipts'),
  },
} as const satisfies CodeList;

/** The lists of this file. */
export const traceLists: readonly CodeList[] = [EntryState, ChainProblem, PairFinding, ChainDifference];
