import type { MissingNote } from '../operation/run-operation.js';

/** A province of which pages lack rows, for one reason. */
export interface MissingFromPages {
  readonly province: string;
  readonly reason: string;
  /** Since when the gateway has had no answer from it, as the first of these pages says. */
  readonly since: string | null;
  /** Pages count from 1. With BEHIND_CURSOR the rows are lacking from pages before. */
  readonly firstPage: number;
  readonly lastPage: number;
  readonly pages: number;
}

/** The coverage of all pages of an export as one. */
export interface JoinedCoverage {
  /** Whether every province asked has answered for every page, as far as the pages say. */
  readonly exact: boolean;
  readonly asked: readonly string[];
  /** Those that answered for every page. */
  readonly answered: readonly string[];
  readonly missing: readonly MissingFromPages[];
}

/** Joins what each page says of the provinces that it covers. */
export interface CoverageJoin {
  /** Takes what one page says: its coverages, as they were answered, and what is noted beside its data. */
  add(page: number, coverages: readonly unknown[], notes: readonly MissingNote[]): void;
  joined(): JoinedCoverage;
}

/** Creates the join of no page. */
export function createCoverageJoin(): CoverageJoin {
  const asked = new Set<string>();
  const absent = new Set<string>(); // from any page
  const missing = new Map<string, MissingFromPages>();
  let isExact = true;
  const note = (page: number, { province, reason, since }: Lack): void => {
    const key = `${province} ${reason}`;
    const known = missing.get(key);
    absent.add(province);
    if (known === undefined)
      missing.set(key, { ...{ province, reason, since }, firstPage: page, lastPage: page, pages: 1 });
    else if (known.lastPage !== page) missing.set(key, { ...known, lastPage: page, pages: known.pages + 1 });
  };
  return {
    add(page, coverages, notes) {
      for (const coverage of coverages) {
        const { exact, missing: lacks } = asRecord(coverage);
        // Of a coverage that could not be had nobody knows that it would be exact.
        if (exact !== true) isExact = false;
        for (const code of codesOf(asRecord(coverage)['asked'])) asked.add(code);
        for (const lack of asList(lacks)) note(page, readLack(lack));
      }
      for (const { province, reason } of notes) {
        isExact = false;
        asked.add(province);
        note(page, { province, reason, since: null });
      }
    },
    joined: () => ({
      exact: isExact,
      asked: [...asked],
      answered: [...asked].filter((code) => !absent.has(code)),
      missing: [...missing.values()],
    }),
  };
}

interface Lack {
  readonly province: string;
  readonly reason: string;
  readonly since: string | null;
}

function readLack(lack: unknown): Lack {
  const { province, reason, since } = asRecord(lack);
  return {
    province: String(asRecord(province)['code']),
    reason: String(reason),
    since: typeof since === 'string' ? since : null,
  };
}

function codesOf(provinces: unknown): readonly string[] {
  return asList(provinces).map((province) => String(asRecord(province)['code']));
}

/** What was answered there, if it is an object. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** What was answered there, if it is a list. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
