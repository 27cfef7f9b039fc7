import { readdirSync, readFileSync } from 'node:fs';

/** Which province this is: the whole of what distinguishes one province's process from another's. */
export interface ProvinceInstance {
  /** Letter code: ISO 3166-2:CN, or `XPCC`. Owner part of every id of this province. */
  readonly code: string;
  /** Six-digit code of GB/T 2260. */
  readonly gbCode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Inhabitants, census of 2020. Weighs synthetic data, nothing else. */
  readonly population: number;
}

const folder = new URL('../instances/', import.meta.url);

/** An instance that does not exist, or whose file is not one. The message names the cure. */
export class InstanceError extends Error {
  override readonly name = 'InstanceError';
}

/** All provinces that have an instance file, in the order of their GB/T 2260 codes. */
export function listInstances(): readonly ProvinceInstance[] {
  const instances = listCodes().map(readInstanceFile);
  return instances.sort((a, b) => Number(a.gbCode) - Number(b.gbCode));
}

/** The instance of a letter code; throws an {@link InstanceError} that lists the codes there are. */
export function readInstance(code: string): ProvinceInstance {
  const codes = listCodes();
  if (!codes.includes(code)) {
    throw new InstanceError(`There is no province ${JSON.stringify(code)}. Known codes: ${codes.join(', ')}.`);
  }
  return readInstanceFile(code);
}

function listCodes(): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.map((file) => file.slice(0, -'.json'.length)).sort();
}

function readInstanceFile(code: string): ProvinceInstance {
  const file = new URL(`${code}.json`, folder);
  return parseInstance(parseJson(readFileSync(file, 'utf8'), code), code);
}

function parseJson(text: string, code: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InstanceError(`subgraphs/instances/${code}.json is not JSON.`, { cause });
  }
}

/** Turns the content of an instance file into an instance; refuses missing, ill-typed and unknown fields. */
export function parseInstance(value: unknown, code: string): ProvinceInstance {
  const problems: string[] = [];
  const fields = new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  const text = (name: string, pattern: RegExp): string => {
    const field = fields.get(name);
    fields.delete(name);
    if (typeof field === 'string' && pattern.test(field)) return field;
    problems.push(name);
    return '';
  };
  const instance = {
    code: text('code', /^[A-Z]{2,4}$/),
    gbCode: text('gbCode', /^\d{6}$/),
    nameZh: text('nameZh', /\S/),
    nameEn: text('nameEn', /\S/),
    population: Number(fields.get('population')),
  };
  fields.delete('population');
  if (!Number.isInteger(instance.population) || instance.population <= 0) problems.push('population');
  if (instance.code !== code) problems.push('code (must equal the file name)');
  problems.push(...fields.keys());
  if (problems.length > 0) {
    throw new InstanceError(`subgraphs/instances/${code}.json: wrong or unknown field: ${problems.join(', ')}.`);
  }
  return instance;
}
