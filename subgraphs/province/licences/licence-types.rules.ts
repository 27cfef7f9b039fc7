import { syntheticCode } from '../shared/credit-code.js';

/** A type of electronic licence, as the catalogue of licences has it. */
export interface LicenceType {
  /** Code of the authority that defined it, and three characters of its own. */
  readonly code: string;
  readonly name: string;
  /** Name of the authority that defined it. */
  readonly definedBy: string;
  /** National authority whose counterparts issue it, as the list of items names it. */
  readonly competentAuthority: string;
  readonly holder: 'PERSON' | 'ORGANISATION';
  /** For how long it is issued; null for ever. */
  readonly years: number | null;
  /** True when its number is that of its holder's document. */
  readonly isNumberedByHolder: boolean;
  /** Which document makes it count in all provinces; null when only agreements do. */
  readonly nationalBasis: string | null;
  /** First part of the codes of the items whose result it is; null when no item of the catalogue gives it. */
  readonly relatedItem: string | null;
}

const NATION = '100000';
// Recalled and not checked against its text: which types it names is our reading.
const MUTUAL_RECOGNITION = '国办发〔2022〕3号（凭记忆，未核实 · recalled, not verified）';

const definers: Readonly<Record<string, string>> = {
  MPS: '公安部',
  MCA: '民政部',
  MOHRSS: '人力资源和社会保障部',
  CDPF: '中国残疾人联合会',
  MNR: '自然资源部',
  MEE: '生态环境部',
  SAMR: '国家市场监督管理总局',
  MOT: '交通运输部',
};

interface Row {
  readonly holder?: LicenceType['holder'];
  readonly years: number | null;
  readonly isNational: boolean;
  readonly isNumberedByHolder?: boolean;
  readonly item?: string;
}

// By authority, in the order of their numbers: a number stays with its type for ever. All codes are synthetic.
const table: Readonly<Record<string, readonly (readonly [name: string, row: Row])[]>> = {
  MPS: [
    ['居民身份证', { years: 20, isNumberedByHolder: true, isNational: true, item: 'mps-idcard' }],
    ['居民户口簿', { years: null, isNational: true, item: 'mps-hukou-transfer' }],
    ['居住证', { years: 1, isNational: false }],
    ['机动车驾驶证', { years: 10, isNumberedByHolder: true, isNational: true, item: 'mps-driver-licence' }],
    ['机动车行驶证', { years: null, isNational: true, item: 'mps-vehicle-licence-replace' }],
  ],
  MCA: [
    ['结婚证', { years: null, isNational: true, item: 'mca-marriage-registration' }],
    ['离婚证', { years: null, isNational: true, item: 'mca-divorce-registration' }],
    ['儿童福利证', { years: null, isNational: false, item: 'mca-orphan-recognition' }],
  ],
  MOHRSS: [
    ['社会保障卡', { years: 10, isNumberedByHolder: true, isNational: true, item: 'mohrss-sscard' }],
    ['就业创业证', { years: null, isNational: false, item: 'mohrss-unemployment-registration' }],
  ],
  CDPF: [['残疾人证', { years: 10, isNational: false, item: 'cdpf' }]],
  MNR: [['不动产登记证明', { years: null, isNational: false, item: 'mnr-mortgage-registration' }]],
  MEE: [['排污许可证', { holder: 'ORGANISATION', years: 5, isNational: false, item: 'mee' }]],
  SAMR: [
    ['营业执照', { holder: 'ORGANISATION', years: null, isNumberedByHolder: true, isNational: true, item: 'samr' }],
  ],
  MOT: [
    ['道路运输从业资格证', { years: 6, isNational: true, item: 'mot-driver-qualification' }],
    [
      '超限运输车辆通行证',
      { holder: 'ORGANISATION', years: 1, isNational: false, item: 'mot-oversize-transport-permit' },
    ],
  ],
};

/** The types of licences that are known here. Their codes are synthetic. */
export const licenceTypes: readonly LicenceType[] = Object.entries(table).flatMap(([authority, rows]) =>
  rows.map(([name, { holder = 'PERSON', years, isNational, isNumberedByHolder = false, item = null }], index) => ({
    ...{ name, holder, years, isNumberedByHolder },
    code: `${syntheticCode(NATION, authority)}${String(index + 1).padStart(3, '0')}`,
    definedBy: definers[authority] ?? '',
    competentAuthority: authority,
    nationalBasis: isNational ? MUTUAL_RECOGNITION : null,
    relatedItem: item,
  })),
);

const byCode = new Map(licenceTypes.map((type) => [type.code, type]));
const byName = new Map(licenceTypes.map((type) => [type.name, type]));

/** The type of a code; undefined for one that is not known here. */
export const findLicenceType = (code: string): LicenceType | undefined => byCode.get(code);

/** The type that an item of the catalogue calls its result; undefined when there is none of that name. */
export const findTypeNamed = (name: string): LicenceType | undefined => byName.get(name);

/** Code of the authority that defined a type. */
export const definerCode = ({ code }: Pick<LicenceType, 'code'>): string => code.slice(0, 18);
