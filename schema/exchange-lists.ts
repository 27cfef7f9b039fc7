import { entry, type CodeList } from './code-list.js';

/** Code lists of the exchange: what becomes of an envelope that one province hands to another. */
export const ReceiptResult = {
  name: 'ReceiptResult',
  labelZh: '回执结论',
  labelEn: 'What the addressee did with an envelope',
  standard: 'Tongban',
  entries: {
    APPLIED: entry(null, '已生效', 'applied and committed'),
    REFUSED: entry(null, '已拒收', 'refused, without any effect'),
  },
} as const satisfies CodeList;

export const ParkedReason = {
  name: 'ParkedReason',
  labelZh: '信封暂存的原因',
  labelEn: 'Why an envelope waits at its addressee',
  standard: 'Tongban',
  entries: {
    GAP: entry(null, '之前的信封尚未到达', 'an envelope before it is missing'),
    POISON: entry(null, '多次处理失败，待人工处置', 'its processing keeps failing and waits for a person'),
    UNSETTLED: entry(null, '所答复信封的回执尚未到达', 'it answers an envelope whose receipt has not arrived'),
    NOT_YET: entry(null, '所依据的协议尚未送达本省', 'the agreement that it rests on has not reached this province'),
  },
} as const satisfies CodeList;

export const DeliveryRefusalCode = {
  name: 'DeliveryRefusalCode',
  labelZh: '信封未被接收的原因',
  labelEn: 'Why an envelope was not taken',
  standard: 'Tongban',
  entries: {
    MALFORMED: entry(null, '格式不符', 'a field has not the form that the chain relies on'),
    NOT_ADDRESSEE: entry(null, '收件省份有误', 'it is addressed to another province'),
    BAD_DIGEST: entry(null, '内容与摘要不符', 'the payload does not give the digest'),
    BAD_SIGNATURE: entry(null, '签名无效', 'the seal is not the sender’s, or its key was not in force'),
    CLOCK_SKEW: entry(null, '时间偏差过大', 'it was sent too long ago, or lies in the future'),
    CONFLICT: entry(null, '与已收信封矛盾', 'another envelope stands in its place'),
    BAD_CHAIN: entry(null, '与链条矛盾', 'it contradicts the chain that it continues'),
    SEEN_UNKNOWN: entry(null, '引用了未知信封', 'it has seen what was never written here'),
    FULL: entry(null, '暂存已满', 'too much waits on its link'),
    HANDLER_FAILED: entry(null, '处理失败，可重试', 'its processing failed, and is tried again'),
  },
} as const satisfies CodeList;

/** All code lists of the exchange. */
export const exchangeLists: readonly CodeList[] = [DeliveryRefusalCode, ParkedReason, ReceiptResult];
