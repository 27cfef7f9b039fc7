import { entry, type CodeList } from './code-list.js';

/**
 * Documents that name a person, and the code of an organisation, which names it the same way. The codes are those of GA/T 2000.156; only 111 has been verified (GB/T 36903 gives it
 * for holders of licences), the others are [M], to be checked against the text of the standard.
 */
export const IdentityDocumentType = {
  name: 'IdentityDocumentType',
  labelZh: '身份证件类型',
  labelEn: 'Kind of identity document, or of an organisation’s code',
  standard: 'GA/T 2000.156; [M] except 111',
  entries: {
    CREDIT_CODE: entry('001', '统一社会信用代码', 'unified social credit code, of an organisation'),
    RESIDENT_ID: entry('111', '居民身份证', 'resident identity card'),
    PASSPORT: entry('414', '普通护照', 'ordinary passport'),
    TAIWAN_PERMIT: entry('511', '台湾居民来往大陆通行证', 'mainland travel permit of a Taiwan resident'),
    HONG_KONG_MACAO_PERMIT: entry(
      '516',
      '港澳居民来往内地通行证',
      'mainland travel permit of a Hong Kong or Macao resident',
    ),
  },
} as const satisfies CodeList;
