import type { CodeList, CodeListEntry } from '../../schema/code-list.js';

const entry = (labelZh: string, labelEn: string): CodeListEntry => ({ code: null, labelZh, labelEn });

/** Which place decides an item. The list is ours: it sums up what the items of the catalogue have in common. */
export const HandlingPlaceRule = {
  name: 'HandlingPlaceRule',
  labelZh: '办理地规则',
  labelEn: 'Rule that tells which place handles an item',
  standard: 'Tongban',
  entries: {
    ANY_ACCEPTANCE_POINT: entry('任一受理点', 'any acceptance point'),
    ANY_NOTARY_OFFICE: entry('任一公证机构', 'any notary office'),
    ANY_VEHICLE_OFFICE: entry('任一车辆管理所', 'any vehicle administration office'),
    CARD_ISSUING_PLACE: entry('社会保障卡发卡地', 'place that issued the social security card'),
    CONTRACTING_PLACE: entry('医保协议签订地', 'place of the contract with the medical insurance'),
    DEPARTURE_PROVINCE: entry('起运地省份', 'province where the transport departs'),
    FILE_RECEIVING_PLACE: entry('档案接收地', 'place that receives the personnel file'),
    FUND_CENTRE: entry('缴存地住房公积金中心', 'housing provident fund centre of the place of deposit'),
    HUKOU: entry('户籍地', 'place of household registration'),
    HUKOU_OF_PARENT: entry('父母户籍地', "place of a parent's household registration"),
    INSURED_PLACE: entry('参保地', 'place of insurance'),
    ISSUING_PLACE: entry('证件核发地', 'place that issued the certificate'),
    MOVE_IN: entry('户口迁入地', 'place to which the household registration moves'),
    NATIONAL: entry('全国统一系统', 'one national system'),
    NEW_INSURED_PLACE: entry('新参保地', 'new place of insurance'),
    PAYING_PLACE: entry('待遇发放地', 'place that pays the benefit'),
    PROPERTY_LOCATION: entry('不动产所在地', 'place of the real estate'),
    REGISTRATION_PLACE: entry('登记机关所在地', 'place of the registration authority'),
    REGISTRATION_PLACE_AND_BUSINESS_PLACE: entry(
      '机构所在地与经营地',
      'place of registration together with the place of business',
    ),
    RESIDENCE: entry('居住地', 'place of residence'),
    RESIDENCE_PERMIT_OR_HUKOU: entry(
      '居住证核发地或户籍地',
      'place of the residence permit or of household registration',
    ),
    SITE_LOCATION: entry('生产经营场所所在地', 'place of the production site'),
    TAX_AUTHORITY_IN_CHARGE: entry('主管税务机关所在地', 'place of the tax authority in charge'),
  },
} as const satisfies CodeList;
