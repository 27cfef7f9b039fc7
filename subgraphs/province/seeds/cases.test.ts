import { beforeAll, expect, it } from '@jest/globals';
import { chinaDayOf } from '../shared/calendar.js';
import { listInstances, readInstance } from '../../shared/instance.js';
import { addWorkingDays, calendarOf, dueInstant, workingMinutesBetween } from '../shared/working-calendar.js';
import { fromJson } from '../storage/stored.js';
import { worldEnd } from './case-timeline.js';
import { createCases, type SeededCase } from './cases.js';
import { readNationalItems } from './national-items.js';
import { createServiceItems } from './service-items.js';

const instance = readInstance('GD');
const instances = listInstances();
const calendar = calendarOf('GD');
let cases: readonly SeededCase[] = [];
let items: ReturnType<typeof createServiceItems> = [];

beforeAll(() => {
  items = createServiceItems({ instance, instances, nationalItems: readNationalItems() });
  cases = [...createCases({ instance, instances, items, persons: ['p-1', 'p-2'], count: 3_000 })];
});

const rows = () => cases.map(({ row }) => row);
const count = (state: string): number => rows().filter((row) => row.state === state).length;

it('submits cases from 2024 to the middle of 2026, in order', () => {
  const times = rows().map((row) => row.submitted_at);

  expect(times).toEqual(times.toSorted());
  expect(times[0]?.slice(0, 7)).toBe('2024-01');
  expect(times.at(-1)?.slice(0, 7)).toBe('2026-06');
  expect(new Set(rows().map((row) => row.id)).size).toBe(3_000);
  expect(new Set(rows().map((row) => row.case_no)).size).toBe(3_000);
});

it('knows who has applied where that is a natural person, and of nobody else', () => {
  const known = rows().map(({ applicant_kind: kind, applicant_person: person }) => [
    kind === 'NATURAL_PERSON',
    person !== null,
  ]);

  expect(known.every(([isNatural, isKnown]) => isNatural === isKnown)).toBe(true);
  expect(new Set(rows().map(({ applicant_person: person }) => person))).toEqual(new Set(['p-1', 'p-2', null]));
});

it.each(['GD', 'XJ'])('lets everything happen in the office hours of %s', (code) => {
  const there = readInstance(code);
  const offered = createServiceItems({ instance: there, instances, nationalItems: readNationalItems() });
  const seeded = [...createCases({ instance: there, instances, items: offered, persons: [], count: 1_000 })];
  const instants = seeded.flatMap(({ row, steps }) => [
    row.submitted_at,
    ...steps.flatMap((step) => step.ended_at ?? []),
  ]);

  // A moment is in office hours when its minute is worked.
  const isWorked = (at: number): boolean => workingMinutesBetween(calendarOf(code), at, at + 60_000) === 1;
  expect(instants.filter((text) => !isWorked(Date.parse(text)))).toEqual([]);
});

it('completes most cases and leaves a few in every other state', () => {
  expect(count('COMPLETED') + count('DELIVERED')).toBeGreaterThan(2_500);
  const others = [
    'SUBMITTED',
    'CORRECTION',
    'NOT_ACCEPTED',
    'ACCEPTED',
    'IN_REVIEW',
    'SUSPENDED',
    'DECIDED',
    'WITHDRAWN',
    'CLOSED',
  ];
  expect(others.filter((state) => count(state) === 0)).toEqual([]);
});

it('makes a case due on its promised day, and only after acceptance', () => {
  const promised = new Map(items.map((item) => [item.item_code, item]));

  for (const row of rows()) {
    expect(row.due_at === null).toBe(row.acceptance === null);
    if (row.acceptance === null || row.due_at === null) continue;
    const item = promised.get(row.item_code);
    const limit = { value: item?.promised_value ?? Number.NaN, unit: item?.promised_unit ?? 'WORKING_DAY' };
    const { acceptedAt, promisedCompletionAt } = fromJson(row.acceptance);
    expect(Date.parse(row.due_at)).toBe(dueInstant(calendar, Date.parse(acceptedAt), limit));
    expect(promisedCompletionAt).toBe(row.due_at);
  }
});

it('keeps most promises, and breaks some', () => {
  const completed = rows().flatMap(({ completion, due_at }) =>
    completion === null || due_at === null ? [] : [{ at: fromJson(completion).completedAt, due_at }],
  );

  const late = completed.filter(({ at, due_at }) => at > due_at).length;

  expect(late).toBeGreaterThan(0);
  expect(late / completed.length).toBeLessThan(0.06);
});

it('gives every ended case one completion, and steps without gaps', () => {
  for (const { row, steps } of cases) {
    const hasEnded = ['COMPLETED', 'DELIVERED', 'NOT_ACCEPTED', 'WITHDRAWN', 'CLOSED'].includes(row.state);
    expect(row.completion !== null).toBe(hasEnded);
    expect(steps.map((step) => step.seq)).toEqual(steps.map((_step, index) => index + 1));
    expect(steps[0]?.started_at).toBe(row.submitted_at);
    for (const [index, step] of steps.entries()) {
      if (index > 0) expect(step.started_at).toBe(steps[index - 1]?.ended_at);
      expect(step.action === null).toBe(step.ended_at === null);
    }
    expect(Date.parse(row.updated_at)).toBeLessThanOrEqual(worldEnd);
  }
});

it('lets nearly half of the applicants come from elsewhere, most of them from populous provinces', () => {
  const elsewhere = rows().filter((row) => row.applicant_province !== 'GD');
  const from = (code: string): number => elsewhere.filter((row) => row.applicant_province === code).length;

  expect(elsewhere.length / cases.length).toBeGreaterThan(0.4);
  expect(elsewhere.length / cases.length).toBeLessThan(0.5);
  expect(from('SD')).toBeGreaterThan(from('QH'));
});

it('dates case ids by their submission', () => {
  for (const row of rows()) {
    const uuid = row.id.slice('GD:Case:'.length);
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.parse(row.submitted_at));
  }
});

it('closes files that were never corrected after fifteen working days', () => {
  const closed = cases.filter(
    ({ row }) => row.completion !== null && fromJson(row.completion).code === 'NOT_CORRECTED',
  );

  expect(closed.length).toBeGreaterThan(10);
  for (const { row } of closed) {
    const earliest = addWorkingDays(calendar, chinaDayOf(Date.parse(row.submitted_at)), 15);
    expect(chinaDayOf(Date.parse(row.updated_at))).toBeGreaterThanOrEqual(earliest);
  }
});
