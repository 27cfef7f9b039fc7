import { type CodeList, entry } from './code-list.js';
import { readRefusal, type RefusalEntry, type RefusalRow } from './refusal.js';

const ours = '[P] Tongban';

const rows = {
  ITEM_NOT_OFFERED: [
    'A place guides and checks only for items that it performs.',
    ours,
    '该省未实施此事项。',
    'This province does not perform the item.',
    'APPLICANT HANDLING',
  ],
  NOT_ACROSS_PROVINCES: [
    'An item is handled across provinces only for the provinces that its own entry names.',
    ours,
    '此事项不在该省与申请人所在省之间跨省通办。',
    'The item is not handled across these two provinces.',
    'APPLICANT HANDLING',
  ],
  SCENARIO_UNKNOWN: [
    'A scenario is one of those that the item lists.',
    ours,
    '此事项没有该情形。',
    'The item has no such scenario.',
    'APPLICANT HANDLING',
  ],
  CASE_NOT_HERE: [
    'Materials belong to a case of the province that keeps them.',
    ours,
    '此处没有该办件。',
    'There is no such case here.',
    'NOBODY ANY',
  ],
  MATERIAL_TOO_LARGE: [
    'A file of materials has a size limit.',
    ours,
    '材料文件超过大小上限。',
    'The file is larger than a material may be.',
    'APPLICANT RECEIVING',
  ],
  MATERIAL_EMPTY: [
    'A material has at least one byte.',
    ours,
    '材料文件为空。',
    'The file is empty.',
    'APPLICANT RECEIVING',
  ],
  CASE_FULL: [
    'The materials of one case have a size limit and a number limit together.',
    ours,
    '该办件的材料总量已达上限。',
    'The case has as many materials as it may have.',
    'RECEIVING_CLERK RECEIVING',
  ],
  MEDIA_TYPE_NOT_ALLOWED: [
    'Materials are PDF, OFD, JPEG or PNG.',
    ours,
    '不接受该类型的文件。',
    'Files of this type are not taken.',
    'APPLICANT RECEIVING',
  ],
  CONTENT_NOT_OF_TYPE: [
    'A file begins as files of its type do.',
    ours,
    '文件内容与所称类型不符。',
    'The content is not of the type that was said.',
    'APPLICANT RECEIVING',
  ],
  CERTIFIER_MISSING: [
    'Who says that a copy is sure (grade A or B) is named.',
    '[V] 国办函〔2016〕108号：A、B级材料由实施主体签发或者窗口核对',
    '可信等级A、B须注明核验单位。',
    'Trust grades A and B name the unit that vouches for the copy.',
    'RECEIVING_CLERK RECEIVING',
  ],
  UPLOAD_UNKNOWN: [
    'Chunks belong to an upload that was begun.',
    ours,
    '没有此上传，请重新开始。',
    'There is no such upload; begin it again.',
    'SYSTEM ANY',
  ],
  LEG_ENDED: [
    'What is made in a leg goes to the lead with its result, so files for it are taken until it has ended.',
    ours,
    '该环节已经结束，其材料已随结果送出，不再接收文件。',
    'The leg has ended and its files have gone with its result; no more are taken.',
    'NOBODY ANY',
  ],
  CHUNK_OUT_OF_PLACE: [
    'Chunks come without gaps; the upload says what it has.',
    ours,
    '数据块与已收部分不衔接。',
    'The chunk does not join what has arrived.',
    'SYSTEM ANY',
  ],
  CHUNK_TOO_LARGE: [
    'A chunk has a size limit, so that it fits a request.',
    ours,
    '数据块超过大小上限。',
    'The chunk is larger than a chunk may be.',
    'SYSTEM ANY',
  ],
  CONTENT_TOO_LONG: [
    'A material has the size that was said.',
    ours,
    '内容超过所称大小。',
    'There is more content than was said.',
    'SYSTEM ANY',
  ],
  CONTENT_SHORT: [
    'A material has the size that was said.',
    ours,
    '内容不足所称大小。',
    'There is less content than was said.',
    'SYSTEM ANY',
  ],
  DIGEST_DIFFERS: [
    'A material has the digest that was said; what has another is thrown away.',
    ours,
    '内容与所称摘要不符，已丢弃。',
    'The content has another digest than was said and was thrown away.',
    'SYSTEM ANY',
  ],
  MATERIAL_NOT_HERE: [
    'A province gives only materials that it holds.',
    ours,
    '该省没有此材料。',
    'The province does not hold this material.',
    'SYSTEM ANY',
  ],
  MATERIAL_NOT_LISTED: [
    'A province gives a material to those provinces only to which a letter has listed it, and shows it with its case only.',
    ours,
    '该材料不在发给该省的清单或该办件之中。',
    'The material is not on any list that went to that province, nor of that case.',
    'SYSTEM ANY',
  ],
  MATERIAL_DAMAGED: [
    'A province gives only what it has stored, unchanged.',
    ours,
    '该省所存的此材料已损坏，无法提供。',
    'The stored material was changed or damaged and is not given out.',
    'SYSTEM ANY',
  ],
  MATERIAL_FETCH_ENDED: [
    'What was listed to a province may be fetched until a term after the case has ended, and later for a case of its own.',
    ours,
    '所涉办件已结案，取件期限已过；如仍需要，请另行来件。',
    'The case has ended and the time to fetch its files is over; whoever needs them still asks by a case of its own.',
    'SYSTEM ANY',
  ],
  MATERIAL_ERASED: [
    'Files of ended cases are kept for a term; then their content is erased, and what was listed remains.',
    ours,
    '该办件结案后的材料保存期限已满，内容已删除，清单与摘要仍在。',
    'The files of this case were kept for their term and are erased; list and digests remain.',
    'NOBODY ANY',
  ],
  QUESTION_NOT_GENUINE: [
    'One province asks another under its signature, for this purpose, and a moment ago.',
    ours,
    '问询未经对方有效签名、不是向该省提出，或者已过期。',
    'The question is not signed by who asks, not meant for this province, or too old.',
    'SYSTEM ANY',
  ],
  PAPER_NOT_ACCOUNTED: [
    'Each paper travels under a shipment number, or is digital only and then has its file in the manifest.',
    '[P] Tongban',
    '每份纸质材料须有运单号，或注明仅电子材料并附其电子件。',
    'Each paper has a shipment number, or is digital only and its file is in the manifest.',
    'RECEIVING_CLERK RECEIVING',
  ],
  MANIFEST_MISSING: [
    'What arrived is compared with the manifest that the sender signed.',
    ours,
    '尚未收到该办件的材料清单。',
    'No manifest of this case has arrived.',
    'SYSTEM ANY',
  ],
} as const satisfies Readonly<Record<string, RefusalRow>>;

/** The name of a refusal of guides, preflights and materials; clients act on it. */
export type ServiceRefusalCode = keyof typeof rows;

/** Every refusal of guides, preflights and materials, once. Those of cases are in `refusal-codes.ts`. */
export const serviceRefusals = Object.fromEntries(
  Object.entries<RefusalRow>(rows).map(([code, row]) => [code, readRefusal(row)]),
) as Readonly<Record<ServiceRefusalCode, RefusalEntry>>;

/** The same as a list of codes, for the enum of the graph. */
export const ServiceRefusalCodes = {
  name: 'ServiceRefusalCode',
  labelZh: '指引、预检与材料的不予办理原因',
  labelEn: 'Why a guide, a preflight or a material was refused',
  standard: 'Tongban',
  entries: Object.fromEntries(
    Object.entries(serviceRefusals).map(([code, { messageZh, messageEn }]) => [
      code,
      entry(null, messageZh, messageEn),
    ]),
  ),
} as const satisfies CodeList;
