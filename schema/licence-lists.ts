import { type CodeList, entry } from './code-list.js';

/** What an electronic licence is worth. Codes are those of the housing-construction standard. */
export const LicenceStatus = {
  name: 'LicenceStatus',
  labelZh: '电子证照状态',
  labelEn: 'Status of an electronic licence',
  standard: '全国工程建设领域电子证照标准 · standard of electronic licences of housing and construction',
  entries: {
    VALID: entry('01', '有效', 'valid'),
    WITHHELD: entry('02', '暂扣', 'withheld for a time'),
    REVOKED: entry('03', '撤销', 'revoked: it should not have been issued'),
    CANCELLED: entry('04', '注销', 'cancelled'),
    LAPSED: entry('05', '失效', 'lapsed: its time is over, or another has taken its place'),
    TRANSFERRED_OUT: entry('06', '办理转出', 'transferred out'),
    WITHDRAWN: entry('07', '吊销', 'withdrawn as a penalty'),
    OTHER: entry('99', '其他', 'other'),
  },
} as const satisfies CodeList;

export const LicenceEvent = {
  name: 'LicenceEvent',
  labelZh: '电子证照状态变更',
  labelEn: 'What an authority does to a licence that it has issued',
  standard: 'Tongban',
  entries: {
    WITHHOLD: entry(null, '暂扣', 'withholds it for a time'),
    RELEASE: entry(null, '解除暂扣', 'gives it back'),
    REVOKE: entry(null, '撤销', 'revokes it'),
    CANCEL: entry(null, '注销', 'cancels it'),
    TRANSFER_OUT: entry(null, '办理转出', 'lets it go to another place'),
    WITHDRAW: entry(null, '吊销', 'withdraws it as a penalty'),
  },
} as const satisfies CodeList;

export const LicenceVerdict = {
  name: 'LicenceVerdict',
  labelZh: '电子证照核验结论',
  labelEn: 'What a verification finds',
  standard: 'Tongban',
  entries: {
    MATCHES: entry(null, '证照有效；给出持证人时，持证人相符', 'it is in force, and of the holder when one was given'),
    NOT_VALID: entry(null, '证照不在有效状态', 'there is such a licence of such a holder, and it is not in force'),
    DOES_NOT_MATCH: entry(
      null,
      '没有该持证人的此证照；不区分证照不存在与持证人不符',
      'no such licence of such a holder: whether the one or the other is wrong is not told',
    ),
    NOT_KNOWN: entry(null, '未给出持证人，且没有此证照', 'no holder was given, and there is no such licence'),
  },
} as const satisfies CodeList;

export const RecognitionBasis = {
  name: 'RecognitionBasis',
  labelZh: '互认依据',
  labelEn: 'On what a province recognises licences of another',
  standard: 'Tongban',
  entries: {
    OWN: entry(null, '本省签发', 'issued there'),
    NATIONAL_DOCUMENT: entry(null, '国家文件', 'a national document'),
    AGREEMENT: entry(null, '合作协议条款', 'a clause of an agreement'),
  },
} as const satisfies CodeList;

export const CopyState = {
  name: 'CopyState',
  labelZh: '加注件状态',
  labelEn: 'Whether an annotated copy counts',
  standard: 'Tongban',
  entries: {
    COUNTS: entry(null, '有效', 'it counts'),
    EXPIRED: entry(null, '已过有效期', 'its time is over'),
    LICENCE_NOT_IN_FORCE: entry(null, '所附证照不在有效状态', 'the licence is not in force'),
  },
} as const satisfies CodeList;

/** The lists of this file. */
export const licenceLists: readonly CodeList[] = [
  LicenceStatus,
  LicenceEvent,
  LicenceVerdict,
  RecognitionBasis,
  CopyState,
];
