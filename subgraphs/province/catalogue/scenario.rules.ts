/** What a scenario changes in a list of materials, by their names. */
export interface ScenarioChange {
  readonly code: string;
  readonly needs: readonly string[];
  readonly without: readonly string[];
}

/** The scenario of a code, or undefined. */
export function findScenario<Scenario extends ScenarioChange>(
  scenarios: readonly Scenario[],
  code: string,
): Scenario | undefined {
  return scenarios.find((scenario) => scenario.code === code);
}

/** The materials that a scenario asks for, in the order of the item's list; the whole list where there is none. */
export function materialsIn<Material extends { readonly name: string; readonly required: boolean }>(
  materials: readonly Material[],
  scenario: ScenarioChange | null,
): readonly Material[] {
  if (scenario === null) return materials;
  return materials
    .filter(({ name }) => !scenario.without.includes(name))
    .map((material) => (scenario.needs.includes(material.name) ? { ...material, required: true } : material));
}
