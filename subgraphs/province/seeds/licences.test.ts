import { describe, expect, it } from '@jest/globals';
import { createVault } from '../../../test/support/vault.js';
import { findBrokenChains, type LicenceRow } from '../licences/index.js';
import { isDocumentNumber } from '../persons/index.js';
import { listInstances } from '../../shared/instance.js';
import { isLicenceIdentifier, parseLicenceIdentifier } from '../shared/licence-identifier.js';
import { createLicences } from './licences.js';
import { listHolders } from './licence-holders.js';

const instances = listInstances();
const vault = createVault();
const byProvince = new Map(
  instances.map((instance) => [instance.code, createLicences({ instance, instances, vault })]),
);
const all = [...byProvince.values()].flat();
const open = (row: LicenceRow, column: 'number' | 'holder_name' | 'holder_code'): string =>
  vault.sealing.open(row[column], { table: 'licence', column, row: row.id });

describe('the synthetic licences of all provinces', () => {
  it('have identifiers that are ones, each once, of the province that issued them', () => {
    expect(all.length).toBeGreaterThan(1_000);
    expect(all.filter(({ identifier }) => !isLicenceIdentifier(identifier))).toEqual([]);
    expect(new Set(all.map(({ identifier }) => identifier)).size).toBe(all.length);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { gbCode, code } of instances) {
      const rows = byProvince.get(code) ?? [];
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.filter(({ identifier }) => !parseLicenceIdentifier(identifier)?.issuer.includes(gbCode))).toEqual([]);
    }
  });

  it('form whole chains, some of them over provinces', () => {
    const links = all.map((row) => ({
      ...{ identifier: row.identifier, typeCode: row.type_code, holder: row.holder_person },
      ...{ validFrom: row.valid_from, previous: row.previous },
    }));
    const byIdentifier = new Map(all.map((row) => [row.identifier, row]));
    const followers = all.filter(({ previous }) => previous !== null);
    const pairs = followers.map((row) => [byIdentifier.get(row.previous ?? ''), row] as const);

    expect(findBrokenChains(links)).toEqual([]);
    expect(pairs.filter(([before]) => before === undefined)).toEqual([]);
    for (const [before, row] of pairs) {
      expect([before?.holder_person, before?.type_code]).toEqual([row.holder_person, row.type_code]);
      expect(before?.superseded_from).toBe(row.valid_from);
    }
    const crossing = pairs.filter(([before, row]) => before?.area_code !== row.area_code);
    expect(crossing.length).toBeGreaterThan(10);
    expect(crossing.every(([before]) => before?.status === 'TRANSFERRED_OUT')).toBe(true);
  });

  it('are of every kind that the rules tell apart', () => {
    const statuses = new Set(all.map(({ status }) => status));
    const places = Map.groupBy(all, ({ holder_person: person }) => person);
    const inSeveral = [...places.values()].filter((rows) => new Set(rows.map(({ area_code: area }) => area)).size > 1);

    expect([...statuses].sort()).toEqual(['CANCELLED', 'REVOKED', 'TRANSFERRED_OUT', 'VALID', 'WITHDRAWN', 'WITHHELD']);
    expect(all.some(({ valid_to: end }) => end !== null && end < '2026-06-30')).toBe(true);
    expect(all.some(({ valid_to: end }) => end === null)).toBe(true);
    expect(inSeveral.length).toBeGreaterThan(50);
  });

  it('say nothing of their holders that is not sealed', () => {
    const [row] = all;
    if (row === undefined) throw new Error('no licences');
    const clear = ['number', 'holder_name', 'holder_code'] as const;

    for (const column of clear) expect(JSON.stringify(row)).not.toContain(open(row, column));
    expect(all.every(({ provenance }) => provenance === 'SYNTHETIC')).toBe(true);
  });

  it('are held by nobody who could exist', () => {
    const holders = listHolders(instances);

    expect(holders.filter(({ document }) => !isDocumentNumber(document))).toEqual([]);
    expect(new Set(holders.map(({ document }) => document.number)).size).toBe(holders.length);
    expect(holders.every(({ document: { number } }) => number.startsWith('99') || number.startsWith('9199'))).toBe(
      true,
    );
  });
});
