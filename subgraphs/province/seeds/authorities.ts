import type { AuthorityRow } from '../catalogue/index.js';
import { syntheticCode } from '../shared/credit-code.js';
import type { ProvinceInstance } from '../../shared/instance.js';

interface AuthorityNames {
  readonly zh: string;
  /** Where municipalities and the corps use another name than provinces do. */
  readonly municipalityZh?: string;
  readonly en: string;
  readonly nature?: AuthorityRow['nature'];
}

// By competent national authority: the province's counterpart.
const counterparts: Readonly<Record<string, AuthorityNames>> = {
  MPS: { zh: '公安厅', municipalityZh: '公安局', en: 'Public Security Department' },
  NIA: { zh: '公安厅出入境管理局', municipalityZh: '公安局出入境管理局', en: 'Exit-Entry Administration' },
  MOJ: { zh: '司法厅', municipalityZh: '司法局', en: 'Department of Justice' },
  MOHRSS: {
    zh: '人力资源和社会保障厅',
    municipalityZh: '人力资源和社会保障局',
    en: 'Department of Human Resources and Social Security',
  },
  MCA: { zh: '民政厅', municipalityZh: '民政局', en: 'Department of Civil Affairs' },
  CDPF: { zh: '残疾人联合会', en: "Disabled Persons' Federation", nature: 'AUTHORISED_ORGANISATION' },
  NHSA: { zh: '医疗保障局', en: 'Healthcare Security Administration' },
  MOHURD: {
    zh: '住房和城乡建设厅',
    municipalityZh: '住房和城乡建设委员会',
    en: 'Department of Housing and Urban-Rural Development',
  },
  MNR: { zh: '自然资源厅', municipalityZh: '规划和自然资源局', en: 'Department of Natural Resources' },
  MEE: { zh: '生态环境厅', municipalityZh: '生态环境局', en: 'Department of Ecology and Environment' },
  SAMR: { zh: '市场监督管理局', en: 'Administration for Market Regulation' },
  STA: { zh: '税务局', en: 'Tax Service, State Taxation Administration' },
  MOT: { zh: '交通运输厅', municipalityZh: '交通运输局', en: 'Department of Transport' },
};

const HALL = 'HALL';
const hall: AuthorityNames = { zh: '政务服务中心', en: 'Government Service Centre', nature: 'ENTRUSTED_ORGANISATION' };

const LOWER_LEVEL_NAMES = new Set(['BJ', 'TJ', 'SH', 'CQ', 'XPCC']);

/** The authority of a province that answers to a competent national authority. */
export function createAuthority(instance: ProvinceInstance, key: string): AuthorityRow {
  const names = counterparts[key];
  if (names === undefined) throw new Error(`No provincial counterpart is known for ${key}.`);
  return toRow(instance, key, names);
}

/** The government service centre of a province, whose windows receive applications. */
export function createHall(instance: ProvinceInstance): AuthorityRow {
  return toRow(instance, HALL, hall);
}

/** Every authority that rows of this province can refer to: its own, and the service centres of all provinces. */
export function createAuthorities(
  instance: ProvinceInstance,
  all: readonly ProvinceInstance[],
): readonly AuthorityRow[] {
  return [...Object.keys(counterparts).map((key) => createAuthority(instance, key)), ...all.map(createHall)];
}

/** Code of an authority's row. */
export function authorityCode(instance: ProvinceInstance, key: string): string {
  return syntheticCode(instance.gbCode, key);
}

/** Code of the row of a province's government service centre. */
export function hallCode(instance: ProvinceInstance): string {
  return authorityCode(instance, HALL);
}

function toRow(instance: ProvinceInstance, key: string, names: AuthorityNames): AuthorityRow {
  const own = LOWER_LEVEL_NAMES.has(instance.code) ? (names.municipalityZh ?? names.zh) : names.zh;
  return {
    code: authorityCode(instance, key),
    name_zh: key === 'STA' ? `国家税务总局${instance.nameZh}${own}` : `${instance.nameZh}${own}`,
    name_en: `${instance.nameEn} ${names.en}`,
    nature: names.nature ?? 'STATUTORY_ORGAN',
  };
}
