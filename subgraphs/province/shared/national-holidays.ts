/** One notice of the State Council's General Office on the holidays of a year; days as `2025-01-28`, both ends included. */
export interface HolidayNotice {
  readonly year: number;
  readonly number: string;
  readonly title: string;
  readonly issuedOn: string;
  readonly url: string;
  /** The notice that changed this one afterwards; the days below are those after the change. */
  readonly changedBy: { readonly number: string; readonly title: string; readonly issuedOn: string } | null;
  readonly daysOff: readonly DaySpan[];
  /** Saturdays and Sundays on which offices work (调休). */
  readonly makeUpDays: readonly string[];
}

/** A first and a last day; one text for a single day. */
export type DaySpan = string | readonly [first: string, last: string];

const notice = (
  year: number,
  source: { readonly number: string; readonly issuedOn: string; readonly path: string },
  days: Pick<HolidayNotice, 'daysOff' | 'makeUpDays'> & { readonly changedBy?: HolidayNotice['changedBy'] },
): HolidayNotice => ({
  year,
  number: source.number,
  title: `国务院办公厅关于${String(year)}年部分节假日安排的通知`,
  issuedOn: source.issuedOn,
  url: `https://www.gov.cn/zhengce/zhengceku/${source.path}`,
  changedBy: null,
  ...days,
});

/**
 * The published holidays and make-up working days of China, by year and without gaps. Every day was compared with two
 * other data sets; how, and what follows for a year that is not here, stands in `docs/decisions/0015-working-calendar.md`.
 */
export const holidayNotices: readonly HolidayNotice[] = [
  notice(
    2020,
    { number: '国办发明电〔2019〕16号', issuedOn: '2019-11-21', path: '2019-11/21/content_5454164.htm' },
    {
      // The holiday was to end on 30 January; 1 February, a Saturday to be worked, became a day off as well.
      changedBy: {
        number: '国办发明电〔2020〕1号',
        title: '国务院办公厅关于延长2020年春节假期的通知',
        issuedOn: '2020-01-26',
      },
      daysOff: [
        '2020-01-01',
        ['2020-01-24', '2020-02-02'],
        ['2020-04-04', '2020-04-06'],
        ['2020-05-01', '2020-05-05'],
        ['2020-06-25', '2020-06-27'],
        ['2020-10-01', '2020-10-08'],
      ],
      makeUpDays: ['2020-01-19', '2020-04-26', '2020-05-09', '2020-06-28', '2020-09-27', '2020-10-10'],
    },
  ),
  notice(
    2021,
    { number: '国办发明电〔2020〕27号', issuedOn: '2020-11-25', path: '2020-11/25/content_5564127.htm' },
    {
      daysOff: [
        ['2021-01-01', '2021-01-03'],
        ['2021-02-11', '2021-02-17'],
        ['2021-04-03', '2021-04-05'],
        ['2021-05-01', '2021-05-05'],
        ['2021-06-12', '2021-06-14'],
        ['2021-09-19', '2021-09-21'],
        ['2021-10-01', '2021-10-07'],
      ],
      makeUpDays: ['2021-02-07', '2021-02-20', '2021-04-25', '2021-05-08', '2021-09-18', '2021-09-26', '2021-10-09'],
    },
  ),
  notice(
    2022,
    { number: '国办发明电〔2021〕11号', issuedOn: '2021-10-25', path: '2021-10/25/content_5644835.htm' },
    {
      daysOff: [
        ['2022-01-01', '2022-01-03'],
        ['2022-01-31', '2022-02-06'],
        ['2022-04-03', '2022-04-05'],
        ['2022-04-30', '2022-05-04'],
        ['2022-06-03', '2022-06-05'],
        ['2022-09-10', '2022-09-12'],
        ['2022-10-01', '2022-10-07'],
      ],
      makeUpDays: ['2022-01-29', '2022-01-30', '2022-04-02', '2022-04-24', '2022-05-07', '2022-10-08', '2022-10-09'],
    },
  ),
  notice(
    2023,
    { number: '国办发明电〔2022〕16号', issuedOn: '2022-12-08', path: '2022-12/08/content_5730844.htm' },
    {
      daysOff: [
        ['2022-12-31', '2023-01-02'],
        ['2023-01-21', '2023-01-27'],
        '2023-04-05',
        ['2023-04-29', '2023-05-03'],
        ['2023-06-22', '2023-06-24'],
        ['2023-09-29', '2023-10-06'],
      ],
      makeUpDays: ['2023-01-28', '2023-01-29', '2023-04-23', '2023-05-06', '2023-06-25', '2023-10-07', '2023-10-08'],
    },
  ),
  notice(
    2024,
    { number: '国办发明电〔2023〕7号', issuedOn: '2023-10-25', path: '202310/content_6911528.htm' },
    {
      daysOff: [
        '2024-01-01',
        ['2024-02-10', '2024-02-17'],
        ['2024-04-04', '2024-04-06'],
        ['2024-05-01', '2024-05-05'],
        '2024-06-10',
        ['2024-09-15', '2024-09-17'],
        ['2024-10-01', '2024-10-07'],
      ],
      makeUpDays: [
        '2024-02-04',
        '2024-02-18',
        '2024-04-07',
        '2024-04-28',
        '2024-05-11',
        '2024-09-14',
        '2024-09-29',
        '2024-10-12',
      ],
    },
  ),
  notice(
    2025,
    { number: '国办发明电〔2024〕12号', issuedOn: '2024-11-12', path: '202411/content_6986383.htm' },
    {
      daysOff: [
        '2025-01-01',
        ['2025-01-28', '2025-02-04'],
        ['2025-04-04', '2025-04-06'],
        ['2025-05-01', '2025-05-05'],
        ['2025-05-31', '2025-06-02'],
        ['2025-10-01', '2025-10-08'],
      ],
      makeUpDays: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
    },
  ),
  notice(
    2026,
    { number: '国办发明电〔2025〕7号', issuedOn: '2025-11-04', path: '202511/content_7047091.htm' },
    {
      daysOff: [
        ['2026-01-01', '2026-01-03'],
        ['2026-02-15', '2026-02-23'],
        ['2026-04-04', '2026-04-06'],
        ['2026-05-01', '2026-05-05'],
        ['2026-06-19', '2026-06-21'],
        ['2026-09-25', '2026-09-27'],
        ['2026-10-01', '2026-10-07'],
      ],
      makeUpDays: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
    },
  ),
];
