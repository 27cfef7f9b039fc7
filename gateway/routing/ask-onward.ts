import { isProvinceCode } from '../../schema/global-id.js';
import { errorCodes } from '../../schema/error-codes.js';
import type { ProvinceEntry, Registry } from '../provinces/registry.js';
import { failed, type Outcome } from './fan-out.js';
import type { FieldValues } from './fill-slots.js';
import type { Contribution } from './part-answer.js';
import type { GatherPart } from './province-plan.js';

/** Puts one question to these provinces; the outcomes come in their order. */
export type Ask = (provinces: readonly ProvinceEntry[]) => Promise<readonly Outcome<Contribution>[]>;

interface Onwards {
  readonly part: GatherPart;
  /** Letter code of the province that is asked first. */
  readonly first: string;
  readonly registry: Registry;
}

// There are 32 provinces; an answer that names far more of them was not written by one.
const MAX_NAMED = 64;

/**
 * Asks the first province, then those whom answers name and who were not asked yet, until nobody new is named; and all
 * others only when the first is missing and there is nobody else to ask. Each is asked once. Whom the registry does not
 * have is missing like one that cannot be reached. In the order of the registry, with strangers at the end.
 */
export async function askOnward({ part, first, registry }: Onwards, ask: Ask): Promise<Outcome<Contribution>[]> {
  const outcomes = new Map<string, Outcome<Contribution>>();
  for (let next: readonly string[] = [first]; next.length > 0; ) {
    const registered = next.flatMap((code) => registry.provinces.get(code) ?? []);
    const strangers = next.filter((code) => !registry.provinces.has(code)).map(unreachable);
    const round = [...(await ask(registered)), ...strangers].map((outcome) => checkNames(outcome, part));
    for (const outcome of round) outcomes.set(outcome.province, outcome);
    const named = new Set(round.flatMap((outcome) => namedBy(outcome, part) ?? []));
    next = [...named].filter((code) => !outcomes.has(code));
    if (next.length === 0 && outcomes.size === 1 && round.some(isAbsent)) {
      next = [...registry.provinces.keys()].filter((code) => !outcomes.has(code));
    }
  }
  const placeOf = ({ province }: Outcome<Contribution>): number => registry.provinces.get(province)?.place ?? Infinity;
  const byPlace = (a: Outcome<Contribution>, b: Outcome<Contribution>): number =>
    placeOf(a) === placeOf(b) ? (a.province < b.province ? -1 : 1) : placeOf(a) - placeOf(b);
  return [...outcomes.values()].sort(byPlace);
}

function unreachable(code: string): Outcome<Contribution> {
  return failed(code, 'PROVINCE_UNREACHABLE', { cause: 'not in the registry' });
}

// A province that refuses the question has answered it: the mistake is the caller's, and others would say the same.
function isAbsent(outcome: Outcome<Contribution>): boolean {
  return outcome.status === 'failed' && errorCodes[outcome.fault.code].fault !== 'caller';
}

function checkNames(outcome: Outcome<Contribution>, part: GatherPart): Outcome<Contribution> {
  if (outcome.status === 'failed' || namedBy(outcome, part) !== undefined) return outcome;
  const { province, tookMs } = outcome;
  return failed(province, 'CONTRACT_BREACH', { cause: 'names what cannot be provinces', tookMs });
}

/** Whom an answer names; undefined when that cannot be. */
function namedBy(outcome: Outcome<Contribution>, { further = [] }: GatherPart): readonly string[] | undefined {
  if (outcome.status === 'failed') return [];
  const named = valuesAt(outcome.value.value, further);
  return named.length <= MAX_NAMED && named.every(isProvinceCode) ? named : undefined;
}

function valuesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  if (value === null || value === undefined) return [];
  const [head, ...rest] = path;
  return head === undefined ? [value] : valuesAt((value as FieldValues)[head], rest);
}
