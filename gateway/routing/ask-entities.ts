import { NATION, parseGlobalId } from '../../schema/global-id.js';
import { errorEntry, Fault, type ErrorEntry } from '../errors.js';
import type { ProvinceEntry } from '../provinces/registry.js';
import { provinceErrorEntry } from './province-error.js';
import { fillInnerCoverage } from './cut-coverage.js';
import { explainOutcomes, PROVINCES, type ExplainedStep } from './explanation.js';
import { fanOut, noteOutcomes, type Outcome } from './fan-out.js';
import { findReferences, type Place } from './find-references.js';
import type { PartAnswer, PartRequest } from './part-answer.js';
import { requestBody } from './province-operation.js';
import { injected, type EntitiesPart, type EntityLevel } from './province-plan.js';

/** Fetches the planner's `_entities` from their owners, in the order of its representations. */
export async function askEntities(part: EntitiesPart, request: PartRequest): Promise<PartAnswer> {
  const list = request.variables[part.variable];
  const representations: readonly unknown[] = Array.isArray(list) ? list : [];
  const { key } = part.selected;
  const entities: unknown[] = representations.map(() => null);
  const places = representations.map((value, index): Place => {
    const { __typename: type, id } = fieldsOf(value);
    return { type, id, path: [key, index], put: (entity) => void (entities[index] = entity) };
  });
  const errors = await askLevel(part.level, [places], request);
  return { value: entities, errors, missing: [] };
}

/** Follows the references in a part's value, to any depth, and puts what the owners answer in their places. */
export async function followReferences(
  value: unknown,
  path: readonly (string | number)[],
  { level, request }: { readonly level: EntityLevel | undefined; readonly request: PartRequest },
): Promise<readonly ErrorEntry[]> {
  if (level === undefined) return [];
  const places = level.groups.map((group) =>
    group.isWanted(request.variables) ? findReferences(value, group.path, path) : [],
  );
  return await askLevel(level, places, request);
}

/** The places of one province's entities in one group, by the representation's JSON text: each is asked for once. */
type Wanted = Map<string, { readonly value: Representation; readonly places: Place[] }>;

interface Representation {
  readonly __typename: string;
  readonly id: string;
}

/** What one province is asked at a level: a list for each group, empty where it owns nothing of it. */
interface Batch {
  readonly province: ProvinceEntry;
  readonly groups: readonly Wanted[];
}

/** Fetches one level of entities, one request a province, then the level behind it. `places` are by group. */
async function askLevel(
  level: EntityLevel,
  places: readonly (readonly Place[])[],
  request: PartRequest,
): Promise<ErrorEntry[]> {
  const errors: ErrorEntry[] = [];
  const batches = groupByOwner(places, request, errors);
  const began = performance.now();
  const outcomes = await fanOut(
    batches.map(({ province, groups }) => ({ province, body: batchBody(level, groups, request) })),
    { ...request.asking, isUnderWay: true },
  );
  noteOutcomes(outcomes, request.asking);
  request.asking.explanation?.note(explainLevel(level, outcomes), began);
  const filled = level.groups.map((): Filled[] => []);
  for (const [index, batch] of batches.entries()) {
    const outcome = outcomes[index];
    if (outcome !== undefined) scatter({ level, batch, outcome, request }, filled, errors);
  }
  const { next } = level;
  if (next === undefined) return errors;
  const behind = next.groups.map((group) =>
    (group.isWanted(request.variables) ? (filled[group.from] ?? []) : []).flatMap((entity) =>
      findReferences(entity.value, group.path, entity.path),
    ),
  );
  return behind.some(({ length }) => length > 0) ? [...errors, ...(await askLevel(next, behind, request))] : errors;
}

function explainLevel(level: EntityLevel, outcomes: readonly Outcome[]): Omit<ExplainedStep, 'beganMs' | 'tookMs'> {
  return {
    subgraph: PROVINCES,
    field: level.groups.map(({ path }) => path.join('.') || '_entities').join(', '),
    why: 'owners of the references, one request each',
    operation: level.operation.text,
    asked: explainOutcomes(outcomes, ({ data }) =>
      level.groups.reduce((rows, { alias }) => rows + countPresent(data?.[alias]), 0),
    ),
    merged: 'put where the references stood',
  };
}

function countPresent(list: unknown): number {
  return Array.isArray(list) ? list.filter((item) => item !== null).length : 0;
}

/** An entity that was put in its place, where references to yet others may stand. */
interface Filled {
  readonly value: unknown;
  readonly path: readonly (string | number)[];
}

function groupByOwner(places: readonly (readonly Place[])[], { registry }: PartRequest, errors: ErrorEntry[]): Batch[] {
  const batches = new Map<string, Batch>();
  for (const [group, own] of places.entries()) {
    for (const place of own) {
      const code = parseGlobalId(place.id)?.province;
      const province = code === undefined ? undefined : registry.provinces.get(code);
      if (province === undefined || typeof place.type !== 'string' || typeof place.id !== 'string') {
        errors.push(refuse(place, new Fault(code === undefined || code === NATION ? 'BAD_ID' : 'UNKNOWN_PROVINCE')));
        continue;
      }
      const batch = batches.get(province.code) ?? { province, groups: places.map((): Wanted => new Map()) };
      batches.set(province.code, batch);
      const value = { __typename: place.type, id: place.id };
      const text = JSON.stringify(value);
      const wanted = batch.groups[group];
      const same = wanted?.get(text);
      if (same === undefined) wanted?.set(text, { value, places: [place] });
      else same.places.push(place);
    }
  }
  return [...batches.values()];
}

function batchBody(level: EntityLevel, groups: readonly Wanted[], { variables }: PartRequest): string {
  const lists = level.groups.map(({ variable }, index) => {
    const wanted = [...(groups[index]?.values() ?? [])];
    return [variable, wanted.map(({ value }) => value)] as const;
  });
  return requestBody(level.operation, variables, Object.fromEntries(lists));
}

interface Answer {
  readonly level: EntityLevel;
  readonly batch: Batch;
  readonly outcome: Outcome;
  readonly request: PartRequest;
}

function scatter({ level, batch, outcome, request }: Answer, filled: Filled[][], errors: ErrorEntry[]): void {
  const { code } = batch.province;
  for (const [index, { alias }] of level.groups.entries()) {
    const wanted = [...(batch.groups[index]?.values() ?? [])];
    const places = wanted.flatMap((entry) => entry.places);
    if (outcome.status === 'failed') {
      // One by one: a list that a province may fill is too long to be spread over arguments.
      for (const place of places) errors.push(refuse(place, outcome.fault));
      continue;
    }
    const explained = new Set<Place>();
    for (const error of outcome.value.errors) {
      const [field, position, ...rest] = error.path ?? [];
      if (field !== undefined && field !== alias) continue;
      const hit = typeof position === 'number' ? (wanted[position]?.places ?? []) : places;
      for (const place of hit) {
        explained.add(place);
        errors.push(provinceErrorEntry({ ...error, path: [...place.path, ...rest] }, code, []));
      }
    }
    const answered = outcome.value.data?.[alias];
    const isWhole = Array.isArray(answered) && answered.length === wanted.length;
    for (const [position, entry] of wanted.entries()) {
      const entity: unknown = isWhole ? answered[position] : undefined;
      const fits = level.groups[index]?.fits(entity, request.variables) === true;
      // An answer out of order must not put one person's data under another's name.
      if (fits && isEntityOf(entity, entry.value)) {
        fillInnerCoverage(entity, level.groups[index]?.coverage ?? [], {
          province: code,
          variables: request.variables,
        });
        for (const place of putEntity(entity, entry.places)) filled[index]?.push(place);
      } else if (entity === null) for (const place of entry.places) place.put(null);
      else for (const place of entry.places) refuseUnlessExplained(place, { code, explained, errors });
    }
  }
}

/** Puts null in the place, with an error unless the province has given one. */
function refuseUnlessExplained(
  place: Place,
  { code, explained, errors }: { readonly code: string; readonly explained: Set<Place>; readonly errors: ErrorEntry[] },
): void {
  const entry = refuse(place, new Fault('CONTRACT_BREACH', undefined, { province: code }));
  if (!explained.has(place)) errors.push(entry);
}

function putEntity(entity: Readonly<Record<string, unknown>>, places: readonly Place[]): Filled[] {
  return places.map((place, index) => {
    const value = index === 0 ? entity : structuredClone(entity); // the executor changes what it gets
    place.put(value);
    return { value, path: place.path };
  });
}

/** Puts null in the place, and gives the error that explains it. */
function refuse(place: Place, { code, message, province, cause }: Fault): ErrorEntry {
  place.put(null);
  return errorEntry(new Fault(code, message, { province, path: place.path, cause }));
}

function isEntityOf(entity: unknown, { __typename, id }: Representation): entity is Readonly<Record<string, unknown>> {
  const fields = fieldsOf(entity);
  return fields['__typename'] === __typename && fields[injected.key] === id;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
