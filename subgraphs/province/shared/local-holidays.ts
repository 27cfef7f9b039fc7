import type { DaySpan } from './national-holidays.js';

/** Holidays that a province has beside the national ones: 全国年节及纪念日放假办法, article 4. */
export interface LocalHoliday {
  readonly province: string;
  readonly name: string;
  readonly source: string;
  readonly daysOff: readonly DaySpan[];
  readonly makeUpDays: readonly string[];
  /** Two publications of the notice agree and it holds in the whole province. Only confirmed days count. */
  readonly confirmed: boolean;
}

interface LocalSource {
  readonly province: string;
  readonly name: string;
  readonly source: string;
}

const holiday =
  (source: LocalSource) =>
  (confirmed: boolean, ...daysOff: readonly DaySpan[]): LocalHoliday => ({
    ...source,
    daysOff,
    makeUpDays: [],
    confirmed,
  });

const sanyuesan = holiday({
  province: 'GX',
  name: '壮族三月三',
  source: '广西壮族自治区少数民族习惯节日放假办法（自治区人民政府令第98号），自治区人民政府办公厅年度通知',
});
const XJ_SOURCE =
  '新疆维吾尔自治区少数民族习惯节日放假办法（自治区人民政府令第174号修改），自治区人民政府办公厅年度通知';
const xjRozi = holiday({ province: 'XJ', name: '肉孜节', source: XJ_SOURCE });
const xjKurban = holiday({ province: 'XJ', name: '古尔邦节', source: XJ_SOURCE });
const NX_SOURCE = '宁夏回族自治区人民政府办公厅关于部分节假日安排的年度通知';
const nxFitr = holiday({ province: 'NX', name: '开斋节', source: NX_SOURCE });
const nxAdha = holiday({ province: 'NX', name: '古尔邦节', source: NX_SOURCE });
const losar = holiday({
  province: 'XZ',
  name: '藏历新年',
  source: '拉萨市人民政府办公室年度通知；2025年为各市地统一安排（中国新闻网 2025-02-24）',
});

const CONFIRMED = true;
const UNCONFIRMED = false;

/**
 * What is known of local holidays, and how well. A year that is missing here is not known to have none. An unconfirmed
 * day stands here to be checked and moves no deadline: a limit set by law is not lengthened on hearsay.
 */
export const localHolidays: readonly LocalHoliday[] = [
  // 2023-04-23 is a national make-up day as well; which of the two notices prevails there could not be found.
  sanyuesan(UNCONFIRMED, ['2023-04-21', '2023-04-23']),
  sanyuesan(CONFIRMED, ['2024-04-11', '2024-04-12']),
  // One publication says so, another 3 and 4 April; the third day of the third lunar month was 31 March.
  sanyuesan(UNCONFIRMED, ['2025-03-31', '2025-04-01']),
  sanyuesan(UNCONFIRMED, ['2026-04-17', '2026-04-20']),

  xjRozi(CONFIRMED, '2022-05-05'),
  xjKurban(CONFIRMED, ['2022-07-09', '2022-07-13']),
  xjRozi(CONFIRMED, '2023-04-21'),
  xjKurban(CONFIRMED, ['2023-06-28', '2023-06-30']),
  xjRozi(UNCONFIRMED, '2024-04-10'),
  xjKurban(UNCONFIRMED, ['2024-06-17', '2024-06-19']),
  xjRozi(CONFIRMED, ['2025-03-29', '2025-03-31']),
  xjKurban(CONFIRMED, ['2025-06-06', '2025-06-10']),
  xjRozi(UNCONFIRMED, ['2026-03-20', '2026-03-22']),
  xjKurban(UNCONFIRMED, ['2026-05-27', '2026-05-31']),

  nxFitr(CONFIRMED, ['2020-05-25', '2020-05-26']),
  nxAdha(UNCONFIRMED, ['2020-07-30', '2020-07-31']),
  nxFitr(UNCONFIRMED, ['2021-05-13', '2021-05-14']),
  nxAdha(UNCONFIRMED, ['2021-07-19', '2021-07-20']),
  nxAdha(UNCONFIRMED, ['2023-06-29', '2023-06-30']),
  nxFitr(UNCONFIRMED, ['2024-04-10', '2024-04-11']),
  nxAdha(UNCONFIRMED, ['2024-06-17', '2024-06-18']),
  nxFitr(UNCONFIRMED, ['2025-03-31', '2025-04-01']),
  nxAdha(UNCONFIRMED, '2025-06-06'),
  nxAdha(UNCONFIRMED, ['2026-05-27', '2026-05-28']),

  // The notices of 2023 and 2026 were found for Lhasa alone, not for the whole region.
  { ...losar(UNCONFIRMED, ['2023-02-20', '2023-02-26']), makeUpDays: ['2023-02-18', '2023-02-19'] },
  losar(CONFIRMED, ['2025-02-27', '2025-03-04']),
  losar(UNCONFIRMED, ['2026-02-24', '2026-02-26']),
];
