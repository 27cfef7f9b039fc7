import { expect, it } from '@jest/globals';
import { materialsOf } from '../seeds/materials.js';
import { createServiceItems } from '../seeds/service-items.js';
import { readNationalItems } from '../seeds/national-items.js';
import { listInstances } from '../../shared/instance.js';
import { fromJson } from '../storage/stored.js';
import { findScenario, materialsIn, type ScenarioChange } from './scenario.rules.js';

const materials = materialsOf('nia-passport-renew');
const minor: ScenarioChange = { code: 'MINOR', needs: ['监护人同意书'], without: [] };
const adult: ScenarioChange = { code: 'ADULT', needs: [], without: ['监护人同意书'] };

it('makes needed what a scenario needs, leaves out what it goes without, and keeps the rest in order', () => {
  const names = (scenario: ScenarioChange | null) => materialsIn(materials, scenario).map(({ name }) => name);

  expect(materialsIn(materials, null)).toBe(materials);
  expect(names(minor)).toEqual(names(null));
  expect(materialsIn(materials, minor).every(({ required }) => required)).toBe(true);
  expect(names(adult)).toEqual(names(null).filter((name) => name !== '监护人同意书'));
});

it('finds a scenario by its code', () => {
  expect(findScenario([minor, adult], 'ADULT')).toBe(adult);
  expect(findScenario([minor, adult], 'adult')).toBeUndefined();
});

it('seeds only scenarios that speak of materials which the item has, several for each', () => {
  const instances = listInstances();
  const nationalItems = readNationalItems();
  const rows = instances.flatMap((instance) => createServiceItems({ instance, instances, nationalItems }));
  const withScenarios = rows.filter(({ scenarios }) => fromJson(scenarios).length > 0);

  expect(withScenarios.length).toBeGreaterThan(200);
  for (const row of withScenarios) {
    const scenarios = fromJson(row.scenarios);
    const names = fromJson(row.materials).map(({ name }) => name);
    expect(scenarios.length).toBeGreaterThanOrEqual(2);
    expect(new Set(scenarios.map(({ code }) => code)).size).toBe(scenarios.length);
    for (const { needs } of scenarios) for (const name of needs) expect(names).toContain(name);
  }
});
