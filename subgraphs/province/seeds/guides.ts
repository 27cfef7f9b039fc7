import type { FeeRecord, ServiceItemRow } from '../catalogue/index.js';
import { entryFor } from './by-prefix.js';

/** What an applicant can read about an item: conditions, flow, fees, results and legal bases. */

const conditionsByPlace: Readonly<Record<string, string>> = {
  ANY_NOTARY_OFFICE: '申请人与申请公证的事项有利害关系',
  RESIDENCE: '申请人在本省常住',
  NEW_INSURED_PLACE: '申请人已在本省参保缴费',
  NATIONAL: '申请人持有有效身份证件并完成实名认证',
  PAYING_PLACE: '申请人在本省领取待遇',
  CARD_ISSUING_PLACE: '申请人的社会保障卡由本省发行',
  INSURED_PLACE: '申请人在本省参保',
  FILE_RECEIVING_PLACE: '档案拟由本省档案管理服务机构接收',
  HUKOU: '申请人户籍在本省',
  HUKOU_OF_PARENT: '新生儿父亲或者母亲户籍在本省',
  MOVE_IN: '申请人拟将户口迁入本省并符合迁入条件',
  ANY_ACCEPTANCE_POINT: '申请人为内地居民，且不属于法律规定不准出境的人员',
  ANY_VEHICLE_OFFICE: '机动车或者驾驶证登记信息无未处理的限制情形',
  RESIDENCE_PERMIT_OR_HUKOU: '双方当事人自愿并共同到场',
  CONTRACTING_PLACE: '申请单位为本省医疗保障定点机构',
  FUND_CENTRE: '申请人的住房公积金账户在本省缴存',
  PROPERTY_LOCATION: '不动产位于本省',
  SITE_LOCATION: '排污单位的生产经营场所位于本省',
  REGISTRATION_PLACE: '市场主体在本省登记或者拟在本省登记',
  TAX_AUTHORITY_IN_CHARGE: '纳税人由本省税务机关主管',
  REGISTRATION_PLACE_AND_BUSINESS_PLACE: '纳税人在本省从事跨区域经营活动',
  ISSUING_PLACE: '申请人的证件由本省核发',
  DEPARTURE_PROVINCE: '大件运输的起运地在本省',
};

/** Conditions of acceptance that follow from where an item must be handled. */
export function conditionsOf(handlingPlaceRule: string): readonly string[] {
  const own = conditionsByPlace[handlingPlaceRule];
  return [...(own === undefined ? [] : [own]), '申请材料齐全、符合法定形式'];
}

const flowsByMode: Readonly<Record<ServiceItemRow['mode'], readonly string[]>> = {
  FULLY_ONLINE: ['网上申请', '身份核验', '受理', '审查', '决定', '电子送达'],
  RECEIVE_AND_FORWARD: [
    '收件地窗口一次性告知材料',
    '形式审查与身份核验',
    '材料转交业务属地',
    '业务属地受理',
    '审查与决定',
    '结果寄递或者收件地送达',
  ],
  JOINT_HANDLING: ['牵头地受理', '向协同地发起联办', '协同地反馈', '牵头地审查与决定', '结果送达'],
};

// The flows that a public source documents.
const documentedFlows: Readonly<Record<string, readonly string[]>> = {
  'mca-orphan-recognition': [
    '收件地乡镇一次性告知户籍地所要求的材料',
    '形式审查与身份核验',
    '材料齐全后3个工作日内录入并推送',
    '户籍地乡镇15个工作日内提出初审意见',
    '户籍地县级民政部门15个工作日内作出决定并反馈',
    '收件地乡镇3个工作日内告知申请人',
    '户籍地自次月起发放',
  ],
  'mca-disability-allowance': [
    '任一乡镇窗口收件',
    '推送户籍地',
    '户籍地审核认定',
    '收件窗口告知结果',
    '户籍地发放补贴',
  ],
  'mohrss-personnel-file-transfer': [
    '接收机构出具调档函',
    '转出机构15个工作日内审核、密封、列明目录并机要寄送',
    '接收机构核对目录',
    '退回回执或者拒收退回',
  ],
  'mohrss-pension-transfer': [
    '新参保地受理申请',
    '向原参保地发出联系函（15个工作日内）',
    '原参保地出具信息表并划转基金（15个工作日内）',
    '新参保地合并记录（15个工作日内）',
    '告知申请人',
  ],
  'mps-hukou-transfer': ['迁入地受理', '迁入地准迁', '迁出地反馈（含不予迁出）', '常住人口登记表流转', '迁入地落户'],
  'mps-newborn-hukou': ['受理出生登记申请', '推送落户地', '落户地反馈（含不予落户）', '登记常住户口'],
  'mps-idcard': ['受理点采集信息', '户籍地审核签发', '审核签发反馈', '证件制作', '制证反馈与发证'],
  'cdpf-certificate-renew': ['居住地乡镇受理并审核', '3日内采集照片', '户籍地残联制证', '寄递申请人'],
};

/** How an item is handled, step by step, in a mode. */
export function flowOf(itemCode: string, mode: ServiceItemRow['mode']): readonly string[] {
  return entryFor(documentedFlows, itemCode) ?? flowsByMode[mode];
}

const yuan = (name: string, amount: number, basis: string): FeeRecord => ({
  name,
  amountFen: amount * 100,
  basis,
  reducible: false,
});

const CERTIFICATE_FEES = '国家发展改革委、财政部关于证照工本费的规定';

const fees: Readonly<Record<string, FeeRecord>> = {
  moj: { ...yuan('公证服务费', 100, '公证服务收费管理规定'), reducible: true },
  'mps-idcard-renew': yuan('居民身份证工本费', 20, CERTIFICATE_FEES),
  'mps-idcard-reissue': yuan('居民身份证工本费', 40, CERTIFICATE_FEES),
  'mps-idcard-temporary': yuan('临时居民身份证工本费', 10, CERTIFICATE_FEES),
  'nia-passport': yuan('普通护照工本费', 120, CERTIFICATE_FEES),
  'nia-hkmo-permit': yuan('往来港澳通行证工本费', 60, CERTIFICATE_FEES),
  'nia-hkmo-endorsement': yuan('往来港澳签注费', 15, CERTIFICATE_FEES),
  'nia-tw-permit': yuan('往来台湾通行证工本费', 60, CERTIFICATE_FEES),
  'mps-plate-replace': yuan('机动车号牌工本费', 100, CERTIFICATE_FEES),
  'mps-vehicle': yuan('证书工本费', 10, CERTIFICATE_FEES),
  'mps-driver-licence-renew': yuan('机动车驾驶证工本费', 10, CERTIFICATE_FEES),
  'mps-driver-licence-replace': yuan('机动车驾驶证工本费', 10, CERTIFICATE_FEES),
  'mps-driver-licence-reissue': yuan('机动车驾驶证工本费', 10, CERTIFICATE_FEES),
  'mnr-mortgage-registration': { ...yuan('不动产登记费', 80, '不动产登记收费标准'), reducible: true },
};

/** What an item costs. */
export function feesOf(itemCode: string): readonly FeeRecord[] {
  const fee = entryFor(fees, itemCode);
  return fee === undefined ? [] : [fee];
}

interface Result {
  readonly name: string;
  readonly type: ServiceItemRow['result_type'];
}

const licence = (name: string): Result => ({ name, type: 'LICENCE' });
const document = (name: string): Result => ({ name, type: 'APPROVAL_DOCUMENT' });

const results: Readonly<Record<string, Result>> = {
  moj: document('公证书'),
  'mohrss-sscard': licence('社会保障卡'),
  'mohrss-esscard-apply': licence('电子社会保障卡'),
  'mohrss-unemployment-registration': licence('就业创业证'),
  'mps-idcard': licence('居民身份证'),
  'mps-idcard-temporary': licence('临时居民身份证'),
  'mps-hukou-transfer': licence('居民户口簿'),
  'mps-newborn-hukou': licence('居民户口簿'),
  'mps-hukou-certificate': document('户籍证明'),
  'mps-no-criminal-record-certificate': document('无犯罪记录证明'),
  'nia-passport': licence('普通护照'),
  'nia-hkmo-permit': licence('往来港澳通行证'),
  'nia-hkmo-endorsement': licence('往来港澳签注'),
  'nia-tw-permit': licence('往来台湾通行证'),
  'mps-inspection-mark': licence('机动车检验合格标志'),
  'mps-plate-replace': licence('机动车号牌'),
  'mps-vehicle-licence-replace': licence('机动车行驶证'),
  'mps-vehicle-registration-cert-replace': licence('机动车登记证书'),
  'mps-driver-licence': licence('机动车驾驶证'),
  'mca-orphan-recognition': document('资格认定决定书'),
  'mca-disability-allowance': document('资格认定决定书'),
  'mca-marriage-registration': licence('结婚证'),
  'mca-divorce-registration': licence('离婚证'),
  cdpf: licence('残疾人证'),
  'mnr-mortgage-registration': licence('不动产登记证明'),
  mee: licence('排污许可证'),
  samr: licence('营业执照'),
  'samr-industrial-product-permit': licence('全国工业产品生产许可证'),
  'sta-tax-payment-certificate': document('税收完税证明'),
  'mot-driver-qualification': licence('道路运输从业资格证'),
  'mot-oversize-transport-permit': licence('超限运输车辆通行证'),
};

/** What the applicant receives in the end. */
export function resultOf(itemCode: string): Result {
  return entryFor(results, itemCode) ?? { name: '办理结果告知单', type: 'OTHER' };
}

const laws: Readonly<Record<string, string>> = {
  moj: '《中华人民共和国公证法》',
  mohrss: '《中华人民共和国社会保险法》',
  'mohrss-unemployment-registration': '《中华人民共和国就业促进法》',
  'mohrss-personnel-file-transfer': '《人力资源市场暂行条例》',
  mps: '《中华人民共和国户口登记条例》',
  'mps-idcard': '《中华人民共和国居民身份证法》',
  'mps-inspection-mark': '《中华人民共和国道路交通安全法》',
  'mps-plate-replace': '《中华人民共和国道路交通安全法》',
  'mps-vehicle': '《中华人民共和国道路交通安全法》',
  'mps-driver': '《中华人民共和国道路交通安全法》',
  'mps-e-surveillance-violation': '《中华人民共和国道路交通安全法》',
  nia: '《中华人民共和国出境入境管理法》',
  'nia-passport': '《中华人民共和国护照法》',
  'nia-hkmo': '《中国公民因私事往来香港地区或者澳门地区的暂行管理办法》',
  'nia-tw': '《中国公民往来台湾地区管理办法》',
  mca: '《中华人民共和国未成年人保护法》',
  'mca-disability-allowance': '《中华人民共和国残疾人保障法》',
  'mca-marriage-registration': '《婚姻登记条例》',
  'mca-divorce-registration': '《婚姻登记条例》',
  cdpf: '《中华人民共和国残疾人保障法》',
  nhsa: '《中华人民共和国社会保险法》',
  mohurd: '《住房公积金管理条例》',
  mnr: '《不动产登记暂行条例》',
  mee: '《排污许可管理条例》',
  samr: '《中华人民共和国市场主体登记管理条例》',
  'samr-industrial-product-permit': '《中华人民共和国工业产品生产许可证管理条例》',
  sta: '《中华人民共和国税收征收管理法》',
  mot: '《中华人民共和国道路运输条例》',
  'mot-oversize-transport-permit': '《中华人民共和国公路法》',
};

const lists: Readonly<Record<string, string>> = {
  LIST_2020_58: '国办发〔2020〕35号',
  LIST_2021_74: '国办发〔2020〕35号',
  FOLLOW_UP_8: '国办发〔2020〕35号',
  LIST_2022_NEW_22: '国办发〔2022〕34号',
};

/** The legal bases of an item: the law of its field, and the national list that it stands on. */
export function legalBasesOf(itemCode: string, listSection: string): readonly string[] {
  return [entryFor(laws, itemCode), lists[listSection]].filter((basis) => basis !== undefined);
}
