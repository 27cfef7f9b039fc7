import type { CodeList, CodeListEntry } from '../../../schema/code-lists.js';

const entry = (labelZh: string, labelEn: string): CodeListEntry => ({ code: null, labelZh, labelEn });

export const MissingReason = {
  name: 'MissingReason',
  labelZh: '省份未作答的原因',
  labelEn: 'Why a province is missing from an answer',
  standard: 'Tongban',
  entries: {
    UNREACHABLE: entry('无法连接', 'no connection'),
    TIMEOUT: entry('超时', 'no answer in time'),
    FAULT: entry('作答时出错', 'answered with an error'),
    CONTRACT_BREACH: entry('答复不符合约定', 'gave an answer that the contract does not allow'),
  },
} as const satisfies CodeList;
