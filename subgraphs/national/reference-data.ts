import { readFileSync } from 'node:fs';
import { Confidence, HandlingMode, ProvinceType, TaskType } from '../../schema/code-lists.js';
import { ListMembership, ListSection, ModeBasis } from '../../schema/national-lists.js';
import { type DataRecord, parseDataRecords } from './data-record.js';
import { HandlingPlaceRule } from './handling-place-rule.js';
import type {
  CompetentAuthorityRow,
  ProvinceRegionRow,
  ProvinceRow,
  RegionRow,
  StandardItemRow,
} from './national.entity.js';
import { PersonKind } from './person-kind.js';
import { regions } from './regions.js';

/** The rows of every table, in the order in which lists are given. */
export interface ReferenceData {
  readonly regions: readonly RegionRow[];
  readonly provinces: readonly ProvinceRow[];
  readonly provinceRegions: readonly ProvinceRegionRow[];
  readonly authorities: readonly CompetentAuthorityRow[];
  readonly items: readonly StandardItemRow[];
}

/** Reads the data files of the project; throws when one of them does not have the expected shape. */
export function readReferenceData(): ReferenceData {
  const provinces = readRecords('provinces.json');
  const items = readRecords('service-items.json');
  const letterCodes = new Map(provinces.map((record) => [record.text('gbCode'), record.text('letterCode')]));
  return {
    regions: regions.map((region, position) => ({ ...region, position })),
    provinces: provinces.map((record, position) => ({ ...readProvince(record, letterCodes), position })),
    provinceRegions: provinces.flatMap(readProvinceRegions),
    authorities: readAuthorities(items),
    items: items.map((record, position) => ({ ...readItem(record), position })),
  };
}

function readRecords(file: string): DataRecord[] {
  return parseDataRecords(readFileSync(new URL(`data/${file}`, import.meta.url), 'utf8'), file);
}

function readProvince(record: DataRecord, letterCodes: ReadonlyMap<string, string>): Omit<ProvinceRow, 'position'> {
  return {
    code: record.text('letterCode'),
    gbCode: record.text('gbCode'),
    gbCodeIsStandard: record.boolean('gbCodeIsStandard'),
    iso: record.optionalText('iso3166_2'),
    nameZh: record.text('nameZh'),
    nameEn: record.text('nameEn'),
    shortZh: record.text('shortZh'),
    type: record.name(ProvinceType, 'type'),
    primaryRegion: record.text('primaryRegion'),
    population: record.number('population'),
    populationYear: record.number('populationYear'),
    populationSource: record.text('populationSource'),
    populationIncludedIn: letterCodes.get(record.optionalText('populationIncludedIn') ?? '') ?? null,
    capitalZh: record.text('capitalZh'),
    capitalEn: record.text('capitalEn'),
    capitalLatitude: record.number('capitalLat'),
    capitalLongitude: record.number('capitalLng'),
    note: record.optionalText('note'),
  };
}

function readProvinceRegions(record: DataRecord): ProvinceRegionRow[] {
  const province = record.text('letterCode');
  return record.texts('clusters').map((region, position) => ({ province, region, position }));
}

// The file repeats the authority in each of its items.
function readAuthorities(items: readonly DataRecord[]): CompetentAuthorityRow[] {
  const byKey = new Map<string, Omit<CompetentAuthorityRow, 'position'>>();
  for (const item of items) {
    const authority = item.record('competentAuthority');
    const key = authority.text('key');
    byKey.set(key, { key, nameZh: authority.text('zh'), nameEn: authority.text('en') });
  }
  return [...byKey.values()].map((authority, position) => ({ ...authority, position }));
}

function readItem(record: DataRecord): Omit<StandardItemRow, 'position'> {
  return {
    code: record.text('code'),
    nameZh: record.text('nameZh'),
    nameEn: record.text('nameEn'),
    authority: record.record('competentAuthority').text('key'),
    mode: record.name(HandlingMode, 'mode'),
    modeBasis: record.name(ModeBasis, 'modeBasis'),
    personKind: record.name(PersonKind, 'serviceObject'),
    taskType: record.code(TaskType, 'taskTypeCode'),
    handlingPlaceRule: record.name(HandlingPlaceRule, 'handlingPlaceRule'),
    years: record.integers('years'),
    listSection: record.name(ListSection, 'listSection'),
    listMembership: record.name(ListMembership, 'listMembership'),
    confidence: record.name(Confidence, 'confidence'),
    sources: record.texts('source'),
    note: record.optionalText('note'),
    documentedFlow: record.optionalText('documentedFlow'),
  };
}
