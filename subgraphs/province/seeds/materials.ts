import type { MaterialRecord } from '../catalogue/index.js';
import { entriesFor } from './by-prefix.js';

type Options = Partial<Omit<MaterialRecord, 'name'>>;

/** A document that a government department has issued. */
const issued = (name: string, issuingBody: string, options: Options = {}): MaterialRecord => ({
  name,
  required: true,
  grade: 'A',
  form: 'PAPER_OR_ELECTRONIC',
  source: 'GOVERNMENT',
  issuingBody,
  originals: 1,
  copies: 0,
  note: null,
  ...options,
});

/** A document of some other body, of which the original is checked. */
const supporting = (name: string, issuingBody: string, options: Options = {}): MaterialRecord =>
  issued(name, issuingBody, { grade: 'C', source: 'OTHER', copies: 1, ...options });

/** What the applicant fills in and promises to be true. */
const selfMade = (name: string, options: Options = {}): MaterialRecord => ({
  name,
  required: true,
  grade: 'D',
  form: 'PAPER_OR_ELECTRONIC',
  source: 'APPLICANT',
  issuingBody: null,
  originals: 1,
  copies: 0,
  note: null,
  ...options,
});

const identityCard = issued('居民身份证', '公安机关', { grade: 'B', copies: 1, note: '可通过电子证照库调用' });
const household = issued('居民户口簿', '公安机关', { grade: 'B', copies: 1 });
const photo = selfMade('近期免冠彩色照片', { form: 'ELECTRONIC', grade: 'C', note: '符合制证照片标准' });
const businessLicence = issued('营业执照', '市场监督管理部门', { note: '可通过电子证照库调用' });
const driverLicence = issued('机动车驾驶证', '公安机关交通管理部门', { grade: 'B' });
const medicalReport = supporting('驾驶人身体条件证明', '县级以上医疗机构', { form: 'PAPER_OR_ELECTRONIC' });
const vehicleLicence = issued('机动车行驶证', '公安机关交通管理部门', { grade: 'B' });
const bankAccount = selfMade('本人银行账户信息', { form: 'ELECTRONIC' });
const certificate = (name: string): MaterialRecord => issued(name, '原发证机关', { grade: 'B' });
const form = (name: string): MaterialRecord => selfMade(name, { note: '网上办理时在线填写' });

/** By the beginning of an item's code. An item needs everything whose key begins its code. */
const materials: Readonly<Record<string, readonly MaterialRecord[]>> = {
  moj: [form('公证申请表'), identityCard],
  'moj-notarize-diploma': [supporting('毕业证书', '毕业院校'), supporting('学历证书电子注册备案表', '教育主管部门')],
  'moj-notarize-degree': [supporting('学位证书', '学位授予单位'), supporting('学位证书认证报告', '教育主管部门')],
  'moj-notarize-driver-licence': [driverLicence],
  'moj-notarize-tax-status': [issued('税收完税证明', '税务机关')],
  mohrss: [identityCard],
  'mohrss-unemployment-registration': [form('失业登记表'), supporting('终止或者解除劳动关系证明', '原用人单位')],
  'mohrss-pension-transfer': [
    form('基本养老保险关系转移接续申请表'),
    issued('基本养老保险参保缴费凭证', '转出地社会保险经办机构'),
  ],
  'mohrss-pension-transfer-public': [supporting('工作调动或者聘用材料', '组织人事部门')],
  'mohrss-pension-link': [form('养老保险制度衔接申请表'), issued('养老保险参保缴费凭证', '转出地社会保险经办机构')],
  'mohrss-verify-professional-qualification': [certificate('专业技术人员职业资格证书')],
  'mohrss-verify-skill-qualification': [certificate('职业资格证书或者职业技能等级证书')],
  'mohrss-pension-eligibility-certification': [selfMade('人脸识别认证影像', { form: 'ELECTRONIC' })],
  'mohrss-dependant-pension-eligibility': [
    selfMade('人脸识别认证影像', { form: 'ELECTRONIC' }),
    household,
    selfMade('供养亲属无生活来源承诺书'),
  ],
  'mohrss-injury-grade1-4-eligibility': [issued('劳动能力鉴定结论书', '劳动能力鉴定委员会')],
  'mohrss-work-death-dependant-eligibility': [household, issued('工伤认定决定书', '社会保险行政部门')],
  'mohrss-sscard': [form('社会保障卡业务申请表')],
  'mohrss-sscard-apply': [photo],
  'mohrss-sscard-replace': [supporting('原社会保障卡', '社会保障卡服务银行', { required: false, copies: 0 })],
  'mohrss-esscard-apply': [selfMade('人脸识别认证影像', { form: 'ELECTRONIC' })],
  'mohrss-unemployment-benefit-claim': [form('失业保险金申领表'), bankAccount],
  'mohrss-unemployment-insurance-transfer': [
    form('失业保险关系转移接续申请表'),
    issued('失业保险参保缴费凭证', '转出地失业保险经办机构'),
  ],
  'mohrss-injury-accident-filing': [businessLicence, form('工伤事故备案表'), supporting('事故情况说明', '用人单位')],
  'mohrss-injury-remote-residence': [
    form('工伤职工异地居住（就医）申请表'),
    issued('工伤认定决定书', '社会保险行政部门'),
  ],
  'mohrss-personnel-file-transfer': [
    issued('人事档案调档函（商调函）', '档案接收机构', { note: '由接收机构出具，档案不得由本人携带' }),
    supporting('终止或者解除劳动关系证明', '原用人单位', { required: false }),
  ],
  'mohrss-insured-proof-employer': [businessLicence, selfMade('经办人授权委托书')],
  mps: [identityCard],
  'mps-idcard': [
    form('居民身份证申领登记表'),
    photo,
    selfMade('指纹信息采集', { form: 'ELECTRONIC', note: '须本人到场采集' }),
  ],
  'mps-idcard-first': [household, supporting('监护人身份证明', '公安机关', { required: false })],
  'mps-idcard-reissue': [household],
  'mps-idcard-renew': [certificate('原居民身份证')],
  'mps-newborn-hukou': [
    issued('出生医学证明', '助产机构', { note: '可通过电子证照库调用' }),
    household,
    issued('结婚证', '婚姻登记机关', { required: false }),
    form('出生登记申请表'),
  ],
  'mps-hukou-transfer': [form('户口迁移申请表'), household],
  'mps-hukou-transfer-job': [
    supporting('调动或者录用手续', '组织人事部门'),
    supporting('合法稳定住所证明', '不动产登记机构'),
  ],
  'mps-hukou-transfer-enrolled-student': [
    supporting('录取通知书', '录取院校'),
    supporting('新生名册备案表', '录取院校', { required: false }),
  ],
  'mps-hukou-transfer-graduate': [
    supporting('毕业证书', '毕业院校'),
    supporting('就业报到手续或者劳动合同', '用人单位'),
  ],
  'mps-hukou-transfer-spouse': [issued('结婚证', '婚姻登记机关'), supporting('配偶户口簿', '公安机关')],
  'mps-hukou-transfer-parent-to-child': [supporting('亲属关系证明', '公安机关'), supporting('子女户口簿', '公安机关')],
  'mps-hukou-transfer-child-to-parent': [issued('出生医学证明', '助产机构'), supporting('父母户口簿', '公安机关')],
  'mps-hukou-certificate': [form('户籍证明申请表'), household],
  'mps-no-criminal-record-certificate': [form('开具无犯罪记录证明申请表'), selfMade('用途说明', { required: false })],
  nia: [
    form('中国公民出入境证件申请表'),
    identityCard,
    photo,
    selfMade('指纹信息采集', { form: 'ELECTRONIC', note: '须本人到场采集' }),
    supporting('监护人同意书', '监护人', { required: false, note: '未满16周岁的申请人提交' }),
  ],
  'nia-passport-renew': [certificate('原普通护照')],
  'nia-passport-reissue': [selfMade('护照遗失或者损毁情况说明')],
  'nia-hkmo-permit-renew': [certificate('原往来港澳通行证')],
  'nia-hkmo-permit-reissue': [selfMade('证件遗失或者损毁情况说明')],
  'nia-hkmo-endorsement': [certificate('往来港澳通行证')],
  'nia-tw-permit-renew': [certificate('原往来台湾通行证')],
  'nia-tw-permit-reissue': [selfMade('证件遗失或者损毁情况说明')],
  'mps-inspection-mark': [vehicleLicence, issued('机动车交通事故责任强制保险凭证', '保险机构', { source: 'OTHER' })],
  'mps-plate-replace': [vehicleLicence, form('机动车牌证申请表')],
  'mps-vehicle': [form('机动车牌证申请表'), certificate('机动车登记证书')],
  'mps-driver-licence': [form('机动车驾驶证申请表'), photo],
  'mps-driver-licence-renew-expiry': [driverLicence, medicalReport],
  'mps-driver-licence-renew-age': [driverLicence, medicalReport],
  'mps-driver-licence-replace-damaged': [driverLicence],
  'mps-driver-licence-reissue-lost': [selfMade('驾驶证遗失书面声明')],
  'mps-driver-licence-verification': [driverLicence, medicalReport],
  'mps-driver-licence-deferral': [driverLicence, supporting('延期事由证明', '服役部队、医疗机构或者出入境管理机构')],
  'mps-driver-licence-first': [medicalReport, supporting('居住证', '公安机关', { required: false })],
  'mps-driver-licence-upgrade': [driverLicence, medicalReport],
  'mps-driver-physical-condition': [driverLicence, medicalReport],
  'mps-e-surveillance-violation': [driverLicence, vehicleLicence],
  mca: [identityCard, household],
  'mca-orphan-recognition': [
    form('孤儿、事实无人抚养儿童基本生活补贴申请表'),
    supporting('父母死亡、失踪、重残或者服刑等情形的证明', '公安、法院、残联或者医疗机构'),
    supporting('儿童监护情况证明', '村（居）民委员会'),
    bankAccount,
  ],
  'mca-disability-allowance': [form('残疾人两项补贴资格认定申请表'), issued('残疾人证', '残疾人联合会'), bankAccount],
  'mca-marriage-registration': [
    selfMade('申请结婚登记声明书'),
    selfMade('双方近期半身免冠合影照片', { form: 'PAPER', originals: 3 }),
  ],
  'mca-divorce-registration': [
    certificate('结婚证'),
    selfMade('离婚协议书', { originals: 3 }),
    selfMade('离婚登记申请书'),
  ],
  cdpf: [identityCard, form('残疾人证业务申请表'), photo],
  'cdpf-certificate-new': [household, supporting('残疾评定表', '残疾评定机构')],
  'cdpf-certificate-renew': [certificate('原残疾人证')],
  'cdpf-certificate-relocate': [household, certificate('残疾人证')],
  'cdpf-certificate-reissue': [selfMade('残疾人证挂失声明')],
  'cdpf-certificate-cancel': [certificate('残疾人证')],
  'cdpf-certificate-change': [certificate('残疾人证'), supporting('残疾评定表', '残疾评定机构')],
  nhsa: [identityCard],
  'nhsa-remote-settlement-filing': [
    selfMade('异地就医备案个人承诺书'),
    supporting('居住证或者转诊证明', '公安机关或者定点医疗机构', { required: false }),
  ],
  'nhsa-outpatient-direct-settlement': [supporting('门诊收费票据及费用清单', '定点医疗机构'), bankAccount],
  'nhsa-insurance-transfer': [
    form('基本医疗保险关系转移接续申请表'),
    issued('基本医疗保险参保凭证', '转出地医疗保障经办机构'),
  ],
  'nhsa-resident-enrolment': [household, form('城乡居民基本医疗保险参保登记表')],
  'nhsa-insured-info-change': [form('基本医疗保险参保信息变更登记表')],
  'nhsa-designated-institution-info-change': [
    issued('医疗机构执业许可证', '卫生健康部门'),
    form('定点医疗机构信息变更申请表'),
  ],
  mohurd: [identityCard],
  'mohurd-hpf-deposit-proof': [form('异地贷款缴存使用证明申请表')],
  'mohurd-hpf-withdraw': [form('住房公积金提取申请书'), bankAccount],
  'mohurd-hpf-withdraw-retirement': [issued('退休审批表或者退休证', '人力资源社会保障部门')],
  'mohurd-hpf-withdraw-purchase': [
    supporting('购房合同及发票', '售房单位'),
    issued('不动产权证书', '不动产登记机构', { required: false }),
  ],
  'mohurd-hpf-withdraw-rent': [supporting('房屋租赁合同', '出租人', { required: false }), selfMade('无房承诺书')],
  'mohurd-hpf-withdraw-early-retirement': [issued('提前退休审批材料', '人力资源社会保障部门')],
  'mohurd-hpf-employer-account-open': [businessLicence, form('住房公积金单位登记开户表'), selfMade('经办人授权委托书')],
  'mohurd-hpf-info-change': [businessLicence, form('住房公积金缴存信息变更表')],
  'mohurd-hpf-loan': [supporting('住房公积金贷款合同', '受托银行')],
  'mohurd-hpf-loan-prepay': [form('提前还款申请书'), bankAccount],
  'mohurd-hpf-remit': [businessLicence, form('住房公积金汇缴清册')],
  mnr: [identityCard],
  'mnr-mortgage-registration': [
    form('不动产登记申请书'),
    issued('不动产权证书', '不动产登记机构'),
    supporting('主债权合同', '债权人'),
    supporting('抵押合同', '抵押当事人'),
  ],
  'mnr-register-query': [
    form('不动产登记资料查询申请书'),
    supporting('利害关系证明材料', '申请人', { required: false }),
  ],
  mee: [
    businessLicence,
    form('排污许可证申请表'),
    issued('环境影响评价文件批复', '生态环境部门'),
    selfMade('自行监测方案'),
    selfMade('排污单位承诺书'),
  ],
  samr: [selfMade('经办人授权委托书')],
  'samr-enterprise-establish': [
    form('企业设立登记申请书'),
    selfMade('公司章程'),
    supporting('住所使用证明', '产权人'),
    identityCard,
  ],
  'samr-enterprise-change': [form('企业变更登记申请书'), businessLicence, selfMade('股东会决议', { required: false })],
  'samr-enterprise-deregister': [form('企业注销登记申请书'), businessLicence, issued('清税证明', '税务机关')],
  'samr-soletrader-establish': [
    form('个体工商户设立登记申请书'),
    identityCard,
    supporting('经营场所使用证明', '产权人'),
  ],
  'samr-soletrader-change': [form('个体工商户变更登记申请书'), businessLicence],
  'samr-soletrader-deregister': [form('个体工商户注销登记申请书'), businessLicence],
  'samr-coop-establish': [form('农民专业合作社设立登记申请书'), selfMade('合作社章程'), selfMade('成员名册及出资清单')],
  'samr-coop-change': [form('农民专业合作社变更登记申请书'), businessLicence],
  'samr-coop-deregister': [form('农民专业合作社注销登记申请书'), businessLicence, selfMade('清算报告')],
  'samr-licence-reissue': [form('营业执照遗失补领、换发申请书')],
  'samr-industrial-product-permit': [
    businessLicence,
    form('全国工业产品生产许可证申请单'),
    supporting('产品检验报告', '检验检测机构'),
    selfMade('保证质量安全承诺书'),
  ],
  sta: [],
  'sta-remote-e-tax-payment': [form('纳税申报表')],
  'sta-tax-payment-certificate': [identityCard],
  'sta-cross-region-report': [form('跨区域涉税事项报告表'), supporting('跨区域经营合同', '合同当事人')],
  'sta-cross-region-verify': [form('跨区域涉税事项报验单'), businessLicence],
  'sta-cross-region-feedback': [form('经营地涉税事项反馈表')],
  mot: [],
  'mot-freight-vehicle-annual-review': [
    certificate('道路运输证'),
    vehicleLicence,
    supporting('车辆检验检测报告', '检验检测机构'),
  ],
  'mot-driver-qualification': [identityCard, form('道路运输从业人员资格业务申请表'), driverLicence],
  'mot-driver-qualification-renew': [certificate('从业资格证'), photo],
  'mot-driver-qualification-reissue': [photo],
  'mot-driver-qualification-transfer': [certificate('从业资格证'), selfMade('转籍申请')],
  'mot-driver-qualification-cancel': [certificate('从业资格证')],
  'mot-driver-integrity-endorsement': [certificate('从业资格证')],
  'mot-oversize-transport-permit': [
    businessLicence,
    form('超限运输申请表'),
    certificate('道路运输经营许可证'),
    supporting('车辆及货物总体外廓尺寸信息表', '承运人'),
    supporting('护送方案', '承运人', { required: false, note: '车货总高度、宽度、长度或者总质量达到规定限值的提交' }),
  ],
};

// What some provinces ask for and others do not: the differences that a comparison is there to show.
export const localAdditions: readonly [MaterialRecord, ...MaterialRecord[]] = [
  selfMade('申请材料真实性承诺书'),
  selfMade('电子证照调用授权书', { form: 'ELECTRONIC' }),
  selfMade('委托代办授权书', { required: false, note: '委托他人代办时提交' }),
  supporting('居住证', '公安机关', { required: false }),
  selfMade('邮寄送达地址确认书', { required: false }),
];

/** What an item needs everywhere, each material once. */
export function materialsOf(itemCode: string): readonly MaterialRecord[] {
  const needed = entriesFor(materials, itemCode).flat();
  return [...new Map(needed.map((material) => [material.name, material])).values()];
}
