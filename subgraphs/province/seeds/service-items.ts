import type { CrossRegionRecord, FeeRecord, ServiceItemRow, WindowRecord } from '../catalogue/index.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import { toJson } from '../storage/stored.js';
import { authorityCode, createAuthority } from './authorities.js';
import { conditionsOf, feesOf, flowOf, legalBasesOf, resultOf } from './guides.js';
import { limitsOf } from './limits.js';
import { localAdditions, materialsOf } from './materials.js';
import type { NationalItem } from './national-items.js';
import { createRandom, type Random } from './random.js';
import { scenariosOf } from './scenarios.js';

/** What the implementation list of a province is made from. */
export interface CatalogueSources {
  readonly instance: ProvinceInstance;
  readonly instances: readonly ProvinceInstance[];
  readonly nationalItems: readonly NationalItem[];
}

type Mode = ServiceItemRow['mode'];

/** The implementation list of a province: most national items, each as this province performs it. */
export function createServiceItems(sources: CatalogueSources): readonly ServiceItemRow[] {
  const offered = sources.nationalItems.filter((item) => isOffered(sources.instance, item));
  return offered.map((item) => createServiceItem(item, sources));
}

// A province lacks about one item in ten; sectoral items, which stand on no national list, are rarer.
function isOffered(instance: ProvinceInstance, item: NationalItem): boolean {
  if (instance.code === 'XPCC' && item.competentAuthority === 'STA') return false; // the corps levies no taxes
  const random = createRandom(`offer:${instance.code}:${item.code}`);
  return random.chance(item.listSection === 'SECTORAL' ? 0.75 : 0.91);
}

function createServiceItem(item: NationalItem, { instance, instances }: CatalogueSources): ServiceItemRow {
  const random = createRandom(`item:${instance.code}:${item.code}`);
  const mode = chooseMode(item, random);
  return {
    ...identityOf(item, instance, random),
    mode,
    ...createLimits(item, random),
    ...createVisits(mode, random),
    forms: toJson(formsOf(mode, random)),
    acceptance_conditions: toJson(createConditions(item, random)),
    handling_flow: toJson(flowOf(item.code, mode)),
    ...createMaterials(item, random),
    fees: toJson(createFees(item, random)),
    windows: toJson(createWindows(item, instance, random)),
    cross_region: toJson(createCrossRegion({ mode, instance, instances }, random)),
    legal_basis: toJson(legalBasesOf(item.code, item.listSection)),
    provenance: 'SYNTHETIC',
    updated_at: new Date(
      Date.UTC(2024, random.integer(0, 29), random.integer(1, 28), 2, random.integer(0, 59)),
    ).toISOString(),
  };
}

function identityOf(item: NationalItem, instance: ProvinceInstance, random: Random) {
  const result = resultOf(item.code);
  const exerciseLevel = levelOf(item);
  return {
    id: `${instance.code}:ServiceItem:${item.code}`,
    item_code: item.code,
    task_code: taskCodeOf(item, authorityCode(instance, item.competentAuthority)),
    version: random.integer(1, 4),
    name_zh: item.nameZh,
    name_en: item.nameEn,
    task_type: item.taskType,
    exercise_level: exerciseLevel,
    competent_authority: item.competentAuthority,
    authority_code: authorityCode(instance, item.competentAuthority),
    service_objects: toJson(serviceObjectsOf(item)),
    result_name: result.name,
    result_type: result.type,
  };
}

// Authority (18), level (1), basic code (12). The basic code is synthetic as well, which `SYN` shows.
function taskCodeOf(item: NationalItem, authority: string): string {
  return `${authority}7${`00${item.taskTypeCode}SYN${String(item.number).padStart(3, '0')}`.padEnd(12, '0')}`;
}

const PROVINCE_LEVEL = new Set(['MOT', 'MEE']);
const CITY_LEVEL = new Set(['NIA', 'MOHURD']);

function levelOf(item: NationalItem): ServiceItemRow['exercise_level'] {
  if (PROVINCE_LEVEL.has(item.competentAuthority)) return 'PROVINCE';
  return CITY_LEVEL.has(item.competentAuthority) ? 'CITY' : 'GRADED';
}

function serviceObjectsOf(item: NationalItem): readonly ('NATURAL_PERSON' | 'ENTERPRISE' | 'PUBLIC_INSTITUTION')[] {
  if (!item.servesLegalPersons) return ['NATURAL_PERSON'];
  return item.competentAuthority === 'SAMR' ? ['ENTERPRISE'] : ['ENTERPRISE', 'PUBLIC_INSTITUTION'];
}

function chooseMode(item: NationalItem, random: Random): Mode {
  return random.chance(0.94) ? item.mode : random.pick(['FULLY_ONLINE', 'RECEIVE_AND_FORWARD', 'JOINT_HANDLING']);
}

function createLimits(item: NationalItem, random: Random) {
  const { statutory, promised, unit, note } = limitsOf(item.code);
  const value = random.integer(...promised);
  const kind: ServiceItemRow['case_kind'] = value === 0 ? 'ON_THE_SPOT' : 'WITHIN_PROMISE';
  return {
    case_kind: kind,
    statutory_value: statutory,
    statutory_unit: statutory === null ? null : unit,
    statutory_note: statutory === null ? null : note,
    promised_value: value,
    promised_unit: unit,
    promised_note: value === 0 ? '材料齐全当场办结' : null,
  };
}

function createVisits(mode: Mode, random: Random) {
  const visits = mode === 'FULLY_ONLINE' ? 0 : 1;
  const [max_visits, visit_reason] = random.chance(0.12)
    ? [visits + 1, '领取纸质结果须本人到场']
    : [visits, visits === 0 ? null : '须当面核验身份'];
  return { max_visits, visit_reason };
}

function formsOf(mode: Mode, random: Random) {
  const online = random.chance(0.8) ? (['ONLINE_COMPUTER', 'ONLINE_MOBILE'] as const) : (['ONLINE_COMPUTER'] as const);
  if (mode === 'FULLY_ONLINE') return random.chance(0.6) ? [...online, 'WINDOW' as const] : online;
  if (mode === 'JOINT_HANDLING') return ['WINDOW' as const, ...online];
  return random.chance(0.4) ? (['WINDOW', 'COURIER'] as const) : (['WINDOW'] as const);
}

function createConditions(item: NationalItem, random: Random): readonly string[] {
  const local = random.pick(['申请人完成实名认证', '未列入严重失信主体名单', '无正在办理的同一事项']);
  return random.chance(0.3) ? [...conditionsOf(item.handlingPlaceRule), local] : conditionsOf(item.handlingPlaceRule);
}

// Provinces differ in what they ask: one waives an optional material, another adds one of its own.
function createMaterials(item: NationalItem, random: Random) {
  const scenarios = scenariosOf(item.code);
  const needed = new Set(scenarios.flatMap(({ needs }) => needs));
  // Chance is asked first, so that an item's other properties do not depend on whether it has scenarios.
  const common = materialsOf(item.code).filter(
    (material) => material.required || random.chance(0.7) || needed.has(material.name),
  );
  const own = random.chance(0.35) ? [random.pick(localAdditions)] : [];
  const asked = [...common, ...own.filter(({ name }) => common.every((material) => material.name !== name))];
  const materials = asked.map((material) =>
    material.copies > 0 && random.chance(0.3) ? { ...material, copies: 0 } : material,
  );
  return { materials: toJson(materials), scenarios: toJson(scenarios) };
}

function createFees(item: NationalItem, random: Random): readonly FeeRecord[] {
  if (random.chance(0.08)) return []; // some provinces pay small fees from their own budget
  return feesOf(item.code).map((fee) =>
    fee.reducible ? { ...fee, amountFen: fee.amountFen + random.integer(-2, 4) * 1000 } : fee,
  );
}

const officeHours = [
  '工作日 9:00–12:00，13:30–17:00',
  '工作日 8:30–12:00，14:00–17:30',
  '工作日 9:00–17:00（午间不间断）',
] as const;

function createWindows(item: NationalItem, instance: ProvinceInstance, random: Random): readonly WindowRecord[] {
  const hours = random.pick(officeHours);
  // No area code begins with 000, so nobody can be reached under these numbers.
  const phone = (): string => `0000-${random.integer(10_000_000, 99_999_999)}`;
  const authority = createAuthority(instance, item.competentAuthority).name_zh;
  const central = {
    nameZh: `${instance.nameZh}政务服务中心“跨省通办”专窗`,
    address: `${instance.nameZh}政务服务中心${random.integer(1, 3)}层（合成地址）`,
    hours,
    phone: phone(),
  };
  const own = { nameZh: `${authority}办事窗口`, address: `${authority}办事大厅（合成地址）`, hours, phone: phone() };
  return random.chance(0.6) ? [central, own] : [central];
}

interface Reach {
  readonly mode: Mode;
  readonly instance: ProvinceInstance;
  readonly instances: readonly ProvinceInstance[];
}

function createCrossRegion({ mode, instance, instances }: Reach, random: Random): CrossRegionRecord {
  const others = instances.filter(({ code }) => code !== instance.code).map(({ code }) => code);
  const isNationwide = random.chance(0.75);
  const partners = others.filter(() => isNationwide || random.chance(0.3));
  return { scope: isNationwide ? 'NATIONWIDE' : 'INTER_PROVINCE', form: mode, coveredProvinces: partners };
}
