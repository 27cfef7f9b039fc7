import { beforeAll, expect, it } from '@jest/globals';
import { listInstances } from '../../shared/instance.js';
import { fromJson } from '../storage/stored.js';
import { createAuthorities } from './authorities.js';
import { type NationalItem, readNationalItems } from './national-items.js';
import { createServiceItems } from './service-items.js';

const instances = listInstances();
let nationalItems: readonly NationalItem[] = [];
let lists: ReadonlyMap<string, ReturnType<typeof createServiceItems>> = new Map();

beforeAll(() => {
  nationalItems = readNationalItems();
  lists = new Map(
    instances.map((instance) => [instance.code, createServiceItems({ instance, instances, nationalItems })]),
  );
});

const all = () => [...lists.values()].flat();

it('knows the 122 national items', () => {
  expect(nationalItems).toHaveLength(122);
});

it('lets every province perform most items but not all', () => {
  for (const list of lists.values()) {
    expect(list.length).toBeGreaterThanOrEqual(85);
    expect(list.length).toBeLessThan(122);
  }
});

it('lets every item be performed by many provinces', () => {
  const counts = Map.groupBy(all(), (row) => row.item_code);

  expect(counts.size).toBe(122);
  expect(Math.min(...[...counts.values()].map((rows) => rows.length))).toBeGreaterThan(15);
});

it('promises no longer than the law allows', () => {
  const late = all().filter((row) => row.statutory_value !== null && row.promised_value > row.statutory_value);

  expect(late).toEqual([]);
});

it.each([
  ['mca-orphan-recognition', 36],
  ['mca-disability-allowance', 16],
  ['mohrss-personnel-file-transfer', 15],
  ['mohrss-pension-transfer-employee', 45],
])('keeps the documented clock of %s: %i working days', (code, days) => {
  const rows = all().filter((row) => row.item_code === code);

  expect(new Set(rows.map((row) => `${row.statutory_value} ${row.statutory_unit}`))).toEqual(
    new Set([`${days} WORKING_DAY`]),
  );
});

it('lets provinces differ in what they promise and ask for', () => {
  const rows = all().filter((row) => row.item_code === 'cdpf-certificate-new');

  expect(new Set(rows.map((row) => row.promised_value)).size).toBeGreaterThan(3);
  expect(new Set(rows.map((row) => row.materials)).size).toBeGreaterThan(3);
});

it('names conditions, flow, legal basis and windows of every item, and marks all as synthetic', () => {
  for (const row of all()) {
    expect(row.provenance).toBe('SYNTHETIC');
    expect(fromJson(row.acceptance_conditions).length).toBeGreaterThanOrEqual(2);
    expect(fromJson(row.handling_flow).length).toBeGreaterThanOrEqual(4);
    expect(fromJson(row.legal_basis).length).toBeGreaterThanOrEqual(1);
    expect(fromJson(row.windows).length).toBeGreaterThanOrEqual(1);
  }
});

it('asks for materials that fit the item', () => {
  const names = (code: string) => {
    const rows = all().filter((row) => row.item_code === code);
    return new Set(rows.flatMap((row) => fromJson(row.materials).map(({ name }) => name)));
  };

  expect(names('moj-notarize-diploma')).toContain('毕业证书');
  expect(names('nia-passport-renew')).toContain('原普通护照');
  expect(names('samr-enterprise-deregister')).toContain('清税证明');
  expect(all().filter((row) => fromJson(row.materials).length === 0)).toEqual([]);
});

it('invents authorities that no real credit code can belong to', () => {
  const codes = instances.flatMap((instance) => createAuthorities(instance, instances).map(({ code }) => code));

  for (const code of codes) {
    expect(code).toMatch(/^[0-9A-Z]{18}$/);
    expect(code).toMatch(/[IOSVZ]/); // letters that GB 32100-2015 leaves out
  }
  for (const row of all()) expect(row.task_code).toMatch(/^[0-9A-Z]{31}$/);
});
