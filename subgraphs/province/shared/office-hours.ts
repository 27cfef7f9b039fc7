/** From opening to closing, in minutes of the day in China (UTC+8, also where the sun stands two hours behind). */
export interface OpenPeriod {
  readonly opens: number;
  readonly closes: number;
}

/** The office hours of a working day; those of a season hold from `from` (month and day) until the next season. */
export interface OfficeHours {
  readonly source: string;
  /** VERIFIED: read in a notice. PROPOSED: a default of ours, which a province replaces by its own. */
  readonly standing: 'VERIFIED' | 'PROPOSED';
  /** In the order of the year; the last season also covers the days before the first one. */
  readonly seasons: readonly [Season, ...Season[]];
}

interface Season {
  readonly from: string;
  readonly periods: readonly [OpenPeriod, ...OpenPeriod[]];
}

const at = (hour: number, minute = 0): number => hour * 60 + minute;

const national: OfficeHours = {
  source: '没有全国统一的办公时间；9:00–12:00、14:00–17:30 为缺省值',
  standing: 'PROPOSED',
  seasons: [
    {
      from: '01-01',
      periods: [
        { opens: at(9), closes: at(12) },
        { opens: at(14), closes: at(17, 30) },
      ],
    },
  ],
};

const xinjiang: OfficeHours = {
  source: '新疆维吾尔自治区人民政府办公厅关于2022年、2023年节假日放假安排和冬夏季作息时间的通知；其他年份照此推定',
  standing: 'VERIFIED',
  seasons: [
    {
      from: '05-01',
      periods: [
        { opens: at(10), closes: at(14) },
        { opens: at(16), closes: at(20) },
      ],
    },
    {
      from: '10-01',
      periods: [
        { opens: at(10), closes: at(14) },
        { opens: at(15, 30), closes: at(19, 30) },
      ],
    },
  ],
};

const byProvince: Readonly<Record<string, OfficeHours>> = {
  XJ: xinjiang,
  // The Corps lives by the clock of Xinjiang; its own notice was not found.
  XPCC: { ...xinjiang, source: '推定与新疆维吾尔自治区相同', standing: 'PROPOSED' },
};

/** The office hours of a province; the national default where it has none of its own. */
export function officeHoursOf(province: string): OfficeHours {
  return byProvince[province] ?? national;
}

/** The open periods of a date such as `2025-05-01`, if it is a working day. */
export function openPeriodsOn(hours: OfficeHours, date: string): readonly [OpenPeriod, ...OpenPeriod[]] {
  const monthDay = date.slice('2025-'.length);
  const current = hours.seasons.findLast(({ from }) => from <= monthDay) ?? hours.seasons.at(-1);
  return (current ?? hours.seasons[0]).periods;
}
