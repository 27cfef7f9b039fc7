import { NATION, parseGlobalId } from '../../schema/global-id.js';
import { errorEntry, Fault, type ErrorEntry } from '../errors.js';
import type { ProvinceEntry, Registry } from '../provinces/registry.js';
import { provinceErrorEntry } from './ask-owner.js';
import { fanOut, type Outcome } from './fan-out.js';
import type { PartAnswer, PartRequest } from './part-answer.js';
import { requestBody } from './province-operation.js';
import { injected, type EntitiesPart } from './province-plan.js';

/** Representations of one province, each distinct one once, with the places in the answer where it belongs. */
interface OwnerBatch {
  readonly province: ProvinceEntry;
  /** By the representation's JSON text, in the order in which they are sent. */
  readonly representations: Map<string, { readonly value: Representation; readonly places: number[] }>;
}

interface Representation {
  readonly __typename: string;
  readonly id: string;
}

/** Fetches entities from their owners: one request per province, identical representations once, scattered back by index. */
export async function askEntities(part: EntitiesPart, request: PartRequest): Promise<PartAnswer> {
  const { key } = part.selected;
  const list = request.variables['representations'];
  const representations: readonly unknown[] = Array.isArray(list) ? list : [];
  const entities: unknown[] = representations.map(() => null);
  const errors: ErrorEntry[] = [];
  const batches = groupByOwner(representations, request.registry, (index, fault) => {
    errors.push(errorEntry(new Fault(fault.code, fault.message, { province: fault.province, path: [key, index] })));
  });
  const outcomes = await fanOut(
    batches.map(({ province, representations: own }) => ({
      province,
      body: requestBody(part.operation, {
        ...request.variables,
        representations: [...own.values()].map(({ value }) => value),
      }),
    })),
    request.asking,
  );
  for (const [index, batch] of batches.entries()) {
    const outcome = outcomes[index];
    if (outcome !== undefined) scatter({ batch, outcome, key }, entities, errors);
  }
  return { value: entities, errors, missing: [] };
}

function groupByOwner(
  representations: readonly unknown[],
  registry: Registry,
  refuse: (index: number, fault: Fault) => void,
): OwnerBatch[] {
  const batches = new Map<string, OwnerBatch>();
  for (const [index, value] of representations.entries()) {
    if (!isRepresentation(value)) {
      refuse(index, new Fault('BAD_ID'));
      continue;
    }
    const code = parseGlobalId(value.id)?.province;
    const province = code === undefined ? undefined : registry.provinces.get(code);
    if (province === undefined) {
      refuse(index, new Fault(code === undefined || code === NATION ? 'BAD_ID' : 'UNKNOWN_PROVINCE'));
      continue;
    }
    const batch = batches.get(province.code) ?? emptyBatch(province);
    batches.set(province.code, batch);
    const key = JSON.stringify(value);
    const same = batch.representations.get(key);
    if (same === undefined) batch.representations.set(key, { value, places: [index] });
    else same.places.push(index);
  }
  return [...batches.values()];
}

function emptyBatch(province: ProvinceEntry): OwnerBatch {
  return { province, representations: new Map() };
}

function isRepresentation(value: unknown): value is Representation {
  if (typeof value !== 'object' || value === null) return false;
  const { __typename, id } = value as Partial<Record<keyof Representation, unknown>>;
  return typeof __typename === 'string' && typeof id === 'string';
}

interface Answer {
  readonly batch: OwnerBatch;
  readonly outcome: Outcome;
  readonly key: string;
}

function scatter({ batch, outcome, key }: Answer, entities: unknown[], errors: ErrorEntry[]): void {
  const { province } = batch;
  const representations = [...batch.representations.values()];
  const fail = (fault: Fault, places: readonly number[]): void => {
    for (const place of places) {
      errors.push(errorEntry(new Fault(fault.code, undefined, { province: province.code, path: [key, place] })));
    }
  };
  const allPlaces = representations.flatMap(({ places }) => places);
  if (outcome.status === 'failed') {
    fail(outcome.fault, allPlaces);
    return;
  }
  const answered = outcome.value.data?.[key];
  for (const error of outcome.value.errors) {
    const [, index, ...rest] = error.path ?? [];
    const places = typeof index === 'number' ? (representations[index]?.places ?? []) : allPlaces;
    for (const place of places)
      errors.push(provinceErrorEntry({ ...error, path: [key, place, ...rest] }, province.code, []));
  }
  if (!Array.isArray(answered) || answered.length !== representations.length) {
    if (outcome.value.errors.length === 0) fail(new Fault('CONTRACT_BREACH'), allPlaces);
    return;
  }
  for (const [index, { value, places }] of representations.entries()) {
    const entity: unknown = answered[index];
    if (entity === null || entity === undefined) continue;
    // An answer out of order must not put one person's data under another's name.
    if (!isEntityOf(entity, value)) {
      fail(new Fault('CONTRACT_BREACH'), places);
      continue;
    }
    const [first, ...others] = places;
    if (first !== undefined) entities[first] = entity;
    for (const place of others) entities[place] = structuredClone(entity); // the executor changes what it gets
  }
}

function isEntityOf(entity: unknown, representation: Representation): boolean {
  if (typeof entity !== 'object' || entity === null) return false;
  const record = entity as Readonly<Record<string, unknown>>;
  return record['__typename'] === representation.__typename && record[injected.key] === representation.id;
}
