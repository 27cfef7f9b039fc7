import type { ProvinceOperation } from './province-plan.js';
import type { Variables } from './selection.js';

/** The request body of an operation: JSON text, made once and sent alike to every province that is asked. */
export function requestBody(operation: ProvinceOperation, variables: Variables): string {
  const used: Record<string, unknown> = {};
  for (const name of operation.variables) {
    if (Object.hasOwn(variables, name)) used[name] = variables[name];
  }
  return JSON.stringify({ query: operation.text, variables: used });
}
