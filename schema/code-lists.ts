import { accessLists } from './access-lists.js';
import { agreementLists } from './agreement-life-lists.js';
import {
  CaseEventKind,
  CaseOutcome,
  CaseState,
  HandoffRejection,
  LegRole,
  LegState,
  ProcedureKind,
} from './case-lists.js';
import { entry, type CodeList } from './code-list.js';
import { commandLists } from './command-lists.js';
import { consultationLists } from './consultation-lists.js';
import { evidenceLists } from './evidence-lists.js';
import { exchangeLists } from './exchange-lists.js';
import { graphLists } from './graph-lists.js';
import { licenceLists } from './licence-lists.js';
import { LicenceRefusalCodes } from './licence-refusals.js';
import { linkageLists } from './linkage-lists.js';
import { IdentityDocumentType } from './person-lists.js';
import { nationalLists } from './national-lists.js';
import { policyLists } from './policy-lists.js';
import { AccessPurpose } from './purpose.js';
import { ServiceRefusalCodes } from './service-refusals.js';
import { StatisticsDimension } from './statistics-lists.js';
import { StatisticsRefusalCodes } from './statistics-refusals.js';
import { supervisionLists } from './supervision-lists.js';
import { teamLists } from './team-lists.js';
import { traceLists } from './trace-lists.js';
import { trailLists } from './trail-lists.js';

/**
 * Code lists of the contract, as data. The GraphQL enums of every subgraph are registered from here, so names, labels
 * and codes are one.
 */
const GB_T_39046 = 'GB/T 39046-2020, annex A';

export const TaskType = {
  name: 'TaskType',
  labelZh: '事项类型',
  labelEn: 'Type of government service item',
  standard: `${GB_T_39046}.1`,
  entries: {
    ADMINISTRATIVE_POWER: entry('00', '行政权力', 'administrative power'),
    LICENSING: entry('01', '行政许可', 'administrative licensing'),
    PENALTY: entry('02', '行政处罚', 'administrative penalty'),
    COERCION: entry('03', '行政强制', 'administrative coercion'),
    LEVY: entry('04', '行政征收', 'administrative levy'),
    PAYMENT: entry('05', '行政给付', 'administrative payment'),
    INSPECTION: entry('06', '行政检查', 'administrative inspection'),
    CONFIRMATION: entry('07', '行政确认', 'administrative confirmation'),
    REWARD: entry('08', '行政奖励', 'administrative reward'),
    ADJUDICATION: entry('09', '行政裁决', 'administrative adjudication'),
    OTHER_POWER: entry('10', '其他行政权力', 'other administrative power'),
    PUBLIC_SERVICE: entry('20', '公共服务', 'public service'),
  },
} as const satisfies CodeList;

export const ExerciseLevel = {
  name: 'ExerciseLevel',
  labelZh: '行使层级',
  labelEn: 'Level of government that exercises the power',
  standard: `${GB_T_39046}.2`,
  entries: {
    NATIONAL: entry('1', '国家级', 'national'),
    PROVINCE: entry('2', '省级', 'province'),
    CITY: entry('3', '市级', 'city'),
    COUNTY: entry('4', '县级', 'county'),
    TOWNSHIP: entry('5', '乡级', 'township'),
    VILLAGE: entry('6', '村级', 'village'),
    GRADED: entry('7', '分级', 'shared between levels'),
  },
} as const satisfies CodeList;

export const AuthorityNature = {
  name: 'AuthorityNature',
  labelZh: '实施主体性质',
  labelEn: 'Legal nature of the authority',
  standard: `${GB_T_39046}.3`,
  entries: {
    STATUTORY_ORGAN: entry('1', '法定机关', 'statutory organ'),
    AUTHORISED_ORGANISATION: entry('2', '授权组织', 'authorised organisation'),
    ENTRUSTED_ORGANISATION: entry('3', '受委托组织', 'entrusted organisation'),
    OTHER: entry('9', '其他', 'other'),
  },
} as const satisfies CodeList;

export const ServiceObject = {
  name: 'ServiceObject',
  labelZh: '服务对象',
  labelEn: 'Whom an item serves',
  standard: `${GB_T_39046}.4`,
  entries: {
    NATURAL_PERSON: entry('1', '自然人', 'natural person'),
    ENTERPRISE: entry('2', '企业法人', 'enterprise'),
    PUBLIC_INSTITUTION: entry('3', '事业法人', 'public institution'),
    SOCIAL_ORGANISATION: entry('4', '社会组织法人', 'social organisation'),
    ADMINISTRATIVE_ORGAN: entry('5', '行政机关', 'administrative organ'),
    OTHER: entry('6', '其他', 'other'),
  },
} as const satisfies CodeList;

export const HandlingForm = {
  name: 'HandlingForm',
  labelZh: '办理形式',
  labelEn: 'Form of handling',
  standard: `${GB_T_39046}.5`,
  entries: {
    WINDOW: entry('1', '窗口办理', 'at a window'),
    ONLINE_COMPUTER: entry('2', '网上办理（电脑端）', 'online by computer'),
    ONLINE_MOBILE: entry('3', '网上办理（移动端）', 'online by mobile'),
    COURIER: entry('4', '快递申请', 'by courier'),
    OTHER: entry('9', '其他', 'other'),
  },
} as const satisfies CodeList;

export const CaseKind = {
  name: 'CaseKind',
  labelZh: '办件类型',
  labelEn: 'Kind of case',
  standard: `${GB_T_39046}.6`,
  entries: {
    ON_THE_SPOT: entry('1', '即办件', 'decided on the spot'),
    WITHIN_PROMISE: entry('2', '承诺件', 'decided within the promised limit'),
    OTHER: entry('9', '其他', 'other'),
  },
} as const satisfies CodeList;

export const SpecialProcedureKind = {
  name: 'SpecialProcedureKind',
  labelZh: '特别程序种类',
  labelEn: 'Kind of special procedure',
  standard: `${GB_T_39046}.7`,
  entries: {
    EXTENSION: entry('1', '延长审批', 'extension of the approval'),
    OTHER_THAN_EXTENSION: entry(
      '2',
      '除延长审批外的特别程序',
      'other than extension (hearing, inspection, test, expert review)',
    ),
  },
} as const satisfies CodeList;

export const Satisfaction = {
  name: 'Satisfaction',
  labelZh: '满意度',
  labelEn: 'Satisfaction',
  standard: `${GB_T_39046}.8`,
  entries: {
    VERY_SATISFIED: entry('1', '非常满意', 'very satisfied'),
    SATISFIED: entry('2', '满意', 'satisfied'),
    BASICALLY_SATISFIED: entry('3', '基本满意', 'basically satisfied'),
    DISSATISFIED: entry('4', '不满意', 'dissatisfied'),
    VERY_DISSATISFIED: entry('5', '非常不满意', 'very dissatisfied'),
  },
} as const satisfies CodeList;

/** How an applicant has rated his case, if he has. */
export const StatisticsSatisfaction = {
  name: 'StatisticsSatisfaction',
  labelZh: '满意度（含未评价）',
  labelEn: 'Satisfaction, or none given',
  standard: Satisfaction.standard,
  entries: { ...Satisfaction.entries, UNRATED: entry(null, '未评价', 'not rated') },
} as const satisfies CodeList;

export const CompletionCode = {
  name: 'CompletionCode',
  labelZh: '办结类型',
  labelEn: 'How a case was completed',
  standard: '电子监察办结类型代码 · completion codes of electronic supervision',
  entries: {
    LICENCE_ISSUED: entry('0', '出证办结', 'licence issued'),
    RETURNED: entry('1', '退回办结', 'returned or refused'),
    VOIDED: entry('2', '作废办结', 'void, invalid in substance'),
    DELETED: entry('3', '删除办结', 'deleted, technical error'),
    FORWARDED: entry('4', '转报办结', 'forwarded to another or superior unit'),
    NOT_CORRECTED: entry('5', '补正不来办结', 'the applicant never corrected the file'),
    COMPLETED_OTHER: entry('6', '办结', 'completed otherwise'),
  },
} as const satisfies CodeList;

export const AssuranceGrade = {
  name: 'AssuranceGrade',
  labelZh: '材料可信等级',
  labelEn: 'Trust grade of a material',
  standard: '国办函〔2016〕108号',
  entries: {
    A: entry('A', '由实施主体签发，可直接使用', 'issued by the authority, usable directly'),
    B: entry('B', '经窗口核对原件，可重复使用', 'checked by a window clerk against the original, reusable'),
    C: entry('C', '申请人上传，须核对原件', 'uploaded by the applicant, original to be checked'),
    D: entry('D', '申请人自制并承诺真实', 'made by the applicant, who promises that it is true'),
  },
} as const satisfies CodeList;

export const HandlingMode = {
  name: 'HandlingMode',
  labelZh: '跨省通办业务模式',
  labelEn: 'Mode of inter-provincial handling',
  standard: '国办发〔2020〕35号',
  entries: {
    FULLY_ONLINE: entry(null, '全程网办', 'all steps online, handled remotely by the place of jurisdiction'),
    RECEIVE_AND_FORWARD: entry(null, '异地代收代办', 'received elsewhere, handled by the place of jurisdiction'),
    JOINT_HANDLING: entry(null, '多地联办', 'accepted in one place, handled by several together'),
  },
} as const satisfies CodeList;

export const CrossRegionScope = {
  name: 'CrossRegionScope',
  labelZh: '通办范围',
  labelEn: 'Reach of cross-regional handling',
  standard: 'GB/T 39046-2020, handle_area',
  entries: {
    NONE: entry('0', '不通办', 'not handled elsewhere'),
    NATIONWIDE: entry('1', '全国', 'nationwide'),
    INTER_PROVINCE: entry('2', '跨省', 'between provinces'),
    INTER_CITY: entry('3', '跨市', 'between cities'),
    INTER_COUNTY: entry('4', '跨县', 'between counties'),
  },
} as const satisfies CodeList;

export const LimitUnit = {
  name: 'LimitUnit',
  labelZh: '时限单位',
  labelEn: 'Unit of a time limit',
  standard: 'Tongban',
  entries: {
    WORKING_DAY: entry(null, '工作日', 'working day'),
    CALENDAR_DAY: entry(null, '自然日', 'calendar day'),
  },
} as const satisfies CodeList;

export const ResultType = {
  name: 'ResultType',
  labelZh: '审批结果类型',
  labelEn: 'Type of result',
  standard: '国家政务服务平台交换表 · national exchange tables, result_type',
  entries: {
    LICENCE: entry('10', '证照', 'licence'),
    APPROVAL_DOCUMENT: entry('20', '批文', 'approval document'),
    OTHER: entry('30', '其他', 'other'),
    NONE: entry('99', '无', 'none'),
  },
} as const satisfies CodeList;

export const Confidence = {
  name: 'Confidence',
  labelZh: '可信度',
  labelEn: 'Confidence in a fact',
  standard: 'Tongban',
  entries: {
    HIGH: entry(null, '高', 'high'),
    MEDIUM: entry(null, '中', 'medium'),
    LOW: entry(null, '低', 'low'),
  },
} as const satisfies CodeList;

export const Provenance = {
  name: 'Provenance',
  labelZh: '数据来源性质',
  labelEn: 'Nature of a record',
  standard: 'Tongban',
  entries: {
    SYNTHETIC: entry(null, '合成数据，非真实记录', 'synthetic, not a real record'),
    OFFICIAL: entry(null, '主管机关的正式记录', 'record of the competent authority'),
  },
} as const satisfies CodeList;

export const ProvinceType = {
  name: 'ProvinceType',
  labelZh: '省级行政区类型',
  labelEn: 'Type of province-level unit',
  standard: 'GB/T 2260',
  entries: {
    PROVINCE: entry(null, '省', 'province'),
    AUTONOMOUS_REGION: entry(null, '自治区', 'autonomous region'),
    MUNICIPALITY: entry(null, '直辖市', 'municipality under the central government'),
    CORPS: entry(null, '生产建设兵团', 'production and construction corps'),
  },
} as const satisfies CodeList;

export const HandlingAction = {
  name: 'HandlingAction',
  labelZh: '业务动作',
  labelEn: 'Outcome of a handling step',
  standard: 'GB/T 39046-2020, 办理过程 · handling process',
  entries: {
    PASS: entry(null, '通过', 'passed'),
    RETURN: entry(null, '退回', 'returned'),
    OTHER: entry(null, '其他', 'other'),
  },
} as const satisfies CodeList;

export const MaterialChannel = {
  name: 'MaterialChannel',
  labelZh: '材料收取方式',
  labelEn: 'How a material was received',
  standard: 'Tongban',
  entries: {
    PAPER: entry(null, '纸质收取', 'received on paper'),
    UPLOAD: entry(null, '附件上传', 'uploaded by the applicant'),
    LICENCE_LIBRARY: entry(null, '电子证照库调用', 'taken from a library of electronic licences'),
    DATA_SHARING: entry(null, '数据共享核验', 'verified by data sharing'),
  },
} as const satisfies CodeList;

export const MaterialForm = {
  name: 'MaterialForm',
  labelZh: '材料形式',
  labelEn: 'Form of a material',
  standard: 'Tongban',
  entries: {
    PAPER: entry(null, '纸质', 'on paper'),
    ELECTRONIC: entry(null, '电子', 'electronic'),
    PAPER_OR_ELECTRONIC: entry(null, '纸质或电子', 'on paper or electronic'),
  },
} as const satisfies CodeList;

export const MaterialSource = {
  name: 'MaterialSource',
  labelZh: '材料来源渠道',
  labelEn: 'Where a material comes from',
  standard: 'Tongban',
  entries: {
    APPLICANT: entry(null, '申请人自备', 'provided by the applicant'),
    GOVERNMENT: entry(null, '政府部门核发', 'issued by a government department'),
    OTHER: entry(null, '其他', 'other'),
  },
} as const satisfies CodeList;

/** The lists that clients can read with their codes and labels. */
export const codeLists: readonly CodeList[] = [
  TaskType,
  ExerciseLevel,
  AuthorityNature,
  ServiceObject,
  HandlingForm,
  CaseKind,
  SpecialProcedureKind,
  Satisfaction,
  CompletionCode,
  AssuranceGrade,
  HandlingMode,
  CrossRegionScope,
  LimitUnit,
  CaseState,
  LegRole,
  LegState,
  HandoffRejection,
  ProcedureKind,
  CaseOutcome,
  CaseEventKind,
  ResultType,
  ...nationalLists,
  Confidence,
  Provenance,
  ProvinceType,
  HandlingAction,
  MaterialChannel,
  MaterialForm,
  MaterialSource,
  ...exchangeLists,
  ...linkageLists,
  ServiceRefusalCodes,
  ...graphLists,
  ...commandLists,
  ...licenceLists,
  LicenceRefusalCodes,
  IdentityDocumentType,
  ...accessLists,
  ...agreementLists,
  ...evidenceLists,
  ...supervisionLists,
  ...traceLists,
  ...trailLists,
  AccessPurpose,
  ...policyLists,
  ...teamLists,
  ...consultationLists,
  StatisticsDimension,
  StatisticsSatisfaction,
  StatisticsRefusalCodes,
];
