// What is to be counted, counted in the plainest way over all rows of all provinces in one heap. It knows nothing of
// facts, tables or protection.
import type { CaseTables } from '../../../subgraphs/province/cases/index.js';
import type { CatalogueTables } from '../../../subgraphs/province/catalogue/index.js';
import { calendarOf, workingMinutesBetween } from '../../../subgraphs/province/shared/working-calendar.js';
import type { ProvinceStorage } from '../../../subgraphs/province/storage/orm.js';
import { fromJson } from '../../../subgraphs/province/storage/stored.js';
import type { Asked, SeenRow } from './ask-statistics.js';

/** A case with everything that is counted of it. */
export interface PlainCase {
  readonly province: string;
  /** By dimension, as the key of a row has it. */
  readonly values: Readonly<Record<string, string>>;
  readonly minutes: number | null;
  readonly isLate: boolean | null;
}

const ended = new Set(['NOT_ACCEPTED', 'COMPLETED', 'DELIVERED', 'WITHDRAWN', 'ABORTED', 'CLOSED']);

/** All seeded cases of a province. */
export async function readPlainCases(province: string, orm: ProvinceStorage): Promise<readonly PlainCase[]> {
  const db = orm.em.fork().getKysely<CaseTables & CatalogueTables>();
  const items = await db.selectFrom('service_item').selectAll().execute();
  const rows = await db.selectFrom('service_case').selectAll().execute();
  return rows.map((row) => {
    // Eight hours ahead of UTC, all the year round.
    const month = new Date(Date.parse(row.submitted_at) + 8 * 3_600_000).toISOString().slice(0, 7);
    const end = row.completion === null || !ended.has(row.state) ? null : fromJson(row.completion).completedAt;
    const [from, to] = [Date.parse(row.submitted_at), Date.parse(end ?? '')];
    return {
      province,
      values: {
        ITEM: `CN:StandardItem:${row.item_code}`,
        AUTHORITY: items.find(({ item_code }) => item_code === row.item_code)?.competent_authority ?? '',
        MODE: row.mode,
        RECEIVING_PROVINCE: row.applicant_province,
        HANDLING_PROVINCE: province,
        STATE: row.state,
        YEAR: month.slice(0, 4),
        MONTH: month,
        SATISFACTION: 'UNRATED',
      },
      minutes: end === null ? null : workingMinutesBetween(calendarOf(province), from, to),
      isLate: end === null || row.due_at === null ? null : end > row.due_at,
    };
  });
}

const columns = [
  ...['ITEM', 'AUTHORITY', 'MODE', 'RECEIVING_PROVINCE', 'HANDLING_PROVINCE', 'STATE', 'YEAR', 'MONTH'],
  'SATISFACTION',
];
const filters: Readonly<Record<string, string>> = {
  items: 'ITEM',
  authorities: 'AUTHORITY',
  modes: 'MODE',
  receivingProvinces: 'RECEIVING_PROVINCE',
  states: 'STATE',
  satisfactions: 'SATISFACTION',
};

/** The cell of a row, as text. */
export function plainCellOf(row: SeenRow): string {
  const { item, authority, mode, receivingProvince, handlingProvince, state, year, month, satisfaction } = row;
  const values = [item?.id, authority, mode, receivingProvince?.code, handlingProvince?.code, state, year, month];
  return [...values, satisfaction].map((value) => value ?? '').join('|');
}

/** The cases of each cell that is asked for. */
export function countPlainly(
  cases: readonly PlainCase[],
  { groupBy = [], filter = {}, period, provinces }: Asked,
): ReadonlyMap<string, readonly PlainCase[]> {
  const wanted = cases.filter(({ province, values }) => {
    const month = values['MONTH'] ?? '';
    if (provinces !== undefined && !provinces.includes(province)) return false;
    if (period !== undefined && (month < period.from || month > period.to)) return false;
    return Object.entries(filter as Readonly<Record<string, readonly string[]>>).every(([name, allowed]) =>
      allowed.includes(values[filters[name] ?? ''] ?? ''),
    );
  });
  return Map.groupBy(wanted, ({ values }) =>
    columns.map((column) => (groupBy.includes(column) ? (values[column] ?? '') : '')).join('|'),
  );
}
