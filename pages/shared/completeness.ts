import type { GraphAnswer } from './ask-graph.js';

/** A province whose rows an answer lacks. */
export interface AbsentProvince {
  /** Its letter code. */
  readonly province: string;
  readonly reason: string;
}

/** What an answer lacks. Everything is empty and zero where it is whole. */
export interface Completeness {
  readonly isWhole: boolean;
  /** Each province once, by code. */
  readonly missing: readonly AbsentProvince[];
  /** Provinces that refuse the question itself, as for numbers they do not publish. */
  readonly refusing: readonly AbsentProvince[];
  /** How many values are lower bounds, since provinces keep small cells to themselves. */
  readonly suppressed: number;
  readonly errors: readonly { readonly message: string; readonly code: string | undefined }[];
}

/**
 * Under which keys of an answer these stand; a query may call them by aliases. A question that was refused, and a number
 * that is a lower bound, can be read only where the query asks for them.
 */
export interface CompletenessKeys {
  readonly suppressedIn: readonly string[];
  readonly refusals: readonly string[];
}

const OWN_NAMES: CompletenessKeys = { suppressedIn: ['suppressedIn'], refusals: ['refusals'] };

/** Reads what an answer says of its own gaps. The gateway names missing provinces whether or not the query asks. */
export function readCompleteness(answer: GraphAnswer, keys = OWN_NAMES): Completeness {
  const missing = onceEach(listOf(answer.extensions?.['missing']).flatMap(readAbsence));
  const errors = (answer.errors ?? []).map(({ message, extensions }) => {
    const code = extensions?.['code'];
    return { message, code: typeof code === 'string' ? code : undefined };
  });
  const found = { refusing: [] as AbsentProvince[], suppressed: 0 };
  visit(answer.data, (key, value) => {
    if (keys.suppressedIn.includes(key) && typeof value === 'number' && value > 0) found.suppressed += 1;
    if (keys.refusals.includes(key)) found.refusing.push(...listOf(value).flatMap(readRefusal));
  });
  const refusing = onceEach(found.refusing);
  const isWhole = missing.length + refusing.length + errors.length + found.suppressed === 0;
  return { isWhole, missing, refusing, suppressed: found.suppressed, errors };
}

function readAbsence(note: unknown): readonly AbsentProvince[] {
  const { province, reason } = recordOf(note);
  return typeof province === 'string' && typeof reason === 'string' ? [{ province, reason }] : [];
}

function readRefusal(refusal: unknown): readonly AbsentProvince[] {
  const { province, code } = recordOf(refusal);
  const { code: letters, nameZh, nameEn, id } = recordOf(province);
  const name = [letters, id, nameZh, nameEn].find((one) => typeof one === 'string');
  return name === undefined ? [] : [{ province: name, reason: typeof code === 'string' ? code : 'REFUSED' }];
}

function onceEach(absent: readonly AbsentProvince[]): readonly AbsentProvince[] {
  const byProvince = new Map(absent.map((one) => [one.province, one]));
  return [...byProvince.values()].sort((a, b) => (a.province < b.province ? -1 : 1));
}

function visit(value: unknown, see: (key: string, value: unknown) => void): void {
  if (Array.isArray(value)) for (const element of value) visit(element, see);
  else if (typeof value === 'object' && value !== null)
    for (const [key, member] of Object.entries(value)) {
      see(key, member);
      visit(member, see);
    }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
