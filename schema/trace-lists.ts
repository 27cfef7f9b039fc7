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
