import { defineEntity, type InferEntity } from '@mikro-orm/core';
import type { CodeOf } from '../server/code-list-enum.js';
import type { Confidence, HandlingMode, ProvinceType, TaskType } from '../../schema/code-lists.js';
import type { ListMembership, ListSection, ModeBasis } from '../../schema/national-lists.js';
import type { HandlingPlaceRule } from './handling-place-rule.js';
import type { PersonKind } from './person-kind.js';

// `position` is the place in the data file, which is the order in which lists are given.

export const RegionTable = defineEntity({
  name: 'Region',
  tableName: 'region',
  properties: (p) => ({
    code: p.text().primary(),
    position: p.integer(),
    nameZh: p.text(),
    nameEn: p.text(),
  }),
});

export const ProvinceTable = defineEntity({
  name: 'Province',
  tableName: 'province',
  properties: (p) => ({
    code: p.text().primary(),
    position: p.integer(),
    gbCode: p.text(),
    gbCodeIsStandard: p.boolean(),
    iso: p.text().nullable(),
    nameZh: p.text(),
    nameEn: p.text(),
    shortZh: p.text(),
    type: p.text().$type<CodeOf<typeof ProvinceType>>(),
    primaryRegion: p.text(),
    population: p.integer(),
    populationYear: p.integer(),
    populationSource: p.text(),
    populationIncludedIn: p.text().nullable(),
    capitalZh: p.text(),
    capitalEn: p.text(),
    capitalLatitude: p.double(),
    capitalLongitude: p.double(),
    note: p.text().nullable(),
  }),
});

/** Which province belongs to which region; a province may belong to several. */
export const ProvinceRegionTable = defineEntity({
  name: 'ProvinceRegion',
  tableName: 'province_region',
  properties: (p) => ({
    province: p.text().primary(),
    region: p.text().primary(),
    position: p.integer(),
  }),
});

export const CompetentAuthorityTable = defineEntity({
  name: 'CompetentAuthority',
  tableName: 'competent_authority',
  properties: (p) => ({
    key: p.text().primary(),
    position: p.integer(),
    nameZh: p.text(),
    nameEn: p.text(),
  }),
});

export const StandardItemTable = defineEntity({
  name: 'StandardItem',
  tableName: 'standard_item',
  properties: (p) => ({
    code: p.text().primary(),
    position: p.integer(),
    nameZh: p.text(),
    nameEn: p.text(),
    authority: p.text(),
    mode: p.text().$type<CodeOf<typeof HandlingMode>>(),
    modeBasis: p.text().$type<CodeOf<typeof ModeBasis>>(),
    personKind: p.text().$type<CodeOf<typeof PersonKind>>(),
    taskType: p.text().$type<CodeOf<typeof TaskType>>(),
    handlingPlaceRule: p.text().$type<CodeOf<typeof HandlingPlaceRule>>(),
    years: p.json<number[]>(),
    listSection: p.text().$type<CodeOf<typeof ListSection>>(),
    listMembership: p.text().$type<CodeOf<typeof ListMembership>>(),
    confidence: p.text().$type<CodeOf<typeof Confidence>>(),
    sources: p.json<string[]>(),
    note: p.text().nullable(),
    documentedFlow: p.text().nullable(),
  }),
});

export type RegionRow = InferEntity<typeof RegionTable>;
export type ProvinceRow = InferEntity<typeof ProvinceTable>;
export type ProvinceRegionRow = InferEntity<typeof ProvinceRegionTable>;
export type CompetentAuthorityRow = InferEntity<typeof CompetentAuthorityTable>;
export type StandardItemRow = InferEntity<typeof StandardItemTable>;

export const nationalEntities = [
  RegionTable,
  ProvinceTable,
  ProvinceRegionTable,
  CompetentAuthorityTable,
  StandardItemTable,
];
