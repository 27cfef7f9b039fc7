/** What is found at a path: one value, or those of every element where the path has a `*`. */
export type Found =
  | { readonly isMany: false; readonly value: unknown }
  | { readonly isMany: true; readonly values: readonly unknown[] };

/** Follows a path such as `body.data.cases.edges.*.cursor` into what came. What is not there is undefined. */
export function findValues(root: unknown, path: string): Found {
  const steps = path.split('.');
  const values = follow([root], steps);
  return path.includes('*') ? { isMany: true, values } : { isMany: false, value: values[0] };
}

/** The value at a path, or the list of the values. */
export function findValue(root: unknown, path: string): unknown {
  const found = findValues(root, path);
  return found.isMany ? found.values : found.value;
}

function follow(from: readonly unknown[], steps: readonly string[]): readonly unknown[] {
  const [step, ...rest] = steps;
  if (step === undefined) return from;
  const next = from.flatMap((value) => (step.startsWith('*') ? elementsOf(value, step) : [memberOf(value, step)]));
  return follow(next, rest);
}

/** All elements of a list, or those that have the value which `*[name=value]` names. */
function elementsOf(value: unknown, step: string): readonly unknown[] {
  if (!Array.isArray(value)) return [];
  const [, name, wanted] = /^\*\[(\w+)=(.*)\]$/.exec(step) ?? [];
  const elements = value as readonly unknown[];
  return name === undefined ? elements : elements.filter((one) => String(memberOf(one, name)) === wanted);
}

// Own members only: what comes from a stranger may be called anything.
function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
