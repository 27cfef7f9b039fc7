import type { ServiceItemRow } from '../catalogue/index.js';
import { entryFor } from './by-prefix.js';

type Unit = ServiceItemRow['promised_unit'];

/** The time limits of an item: what the law allows, and the span in which provinces promise. */
export interface LimitRange {
  /** Null where no law sets a limit. */
  readonly statutory: number | null;
  readonly promised: Span;
  readonly unit: Unit;
  readonly note: string | null;
}

type Span = readonly [min: number, max: number];

const limit =
  (unit: Unit) =>
  (statutory: number | null, promised: Span, note: string | null = null): LimitRange => ({
    statutory,
    promised,
    unit,
    note,
  });

const workingDays = limit('WORKING_DAY');
const calendarDays = limit('CALENDAR_DAY');

const onTheSpot = workingDays(null, [0, 0]);

/**
 * By the beginning of an item's code. The clocks of orphan recognition, disability allowances, personnel files and
 * employee pensions are the documented ones; the others are of a plausible size.
 */
const limits: Readonly<Record<string, LimitRange>> = {
  moj: workingDays(15, [3, 10]),
  mohrss: workingDays(null, [1, 5]),
  'mohrss-pension-transfer': workingDays(45, [15, 45], '三个环节，各不超过15个工作日'),
  'mohrss-pension-link': workingDays(45, [15, 45], '三个环节，各不超过15个工作日'),
  'mohrss-unemployment-insurance-transfer': workingDays(15, [5, 15]),
  'mohrss-personnel-file-transfer': workingDays(15, [10, 15], '转出机构审核并机要寄送的时限'),
  'mohrss-unemployment-benefit-claim': workingDays(10, [3, 10]),
  'mohrss-sscard-apply': workingDays(null, [3, 15]),
  'mohrss-sscard-replace': workingDays(null, [3, 10]),
  'mohrss-sscard-activate': onTheSpot,
  'mohrss-sscard-loss-report': onTheSpot,
  'mohrss-esscard-apply': onTheSpot,
  'mohrss-insured-proof': onTheSpot,
  'mohrss-pension-rights-record': onTheSpot,
  mps: workingDays(null, [1, 5]),
  'mps-idcard': calendarDays(60, [20, 40], '交通不便的地区可适当延长，但不超过30日'),
  'mps-idcard-temporary': calendarDays(3, [1, 3]),
  'mps-newborn-hukou': workingDays(null, [3, 10]),
  'mps-hukou': workingDays(null, [5, 20]),
  'mps-hukou-certificate': workingDays(null, [1, 3]),
  'mps-no-criminal-record-certificate': workingDays(null, [2, 5]),
  'mps-inspection-mark': onTheSpot,
  'mps-plate-replace': workingDays(15, [5, 10]),
  'mps-vehicle': workingDays(1, [0, 1]),
  'mps-driver-licence': workingDays(1, [0, 1]),
  'mps-driver-licence-first': workingDays(5, [3, 5]),
  'mps-driver-licence-upgrade': workingDays(5, [3, 5]),
  'mps-driver-licence-deferral': workingDays(null, [1, 3]),
  'mps-driver-physical-condition': onTheSpot,
  'mps-e-surveillance-violation': onTheSpot,
  nia: calendarDays(15, [7, 10]),
  'nia-hkmo': calendarDays(10, [5, 7]),
  'nia-tw': calendarDays(30, [5, 10]),
  mca: workingDays(null, [0, 0]),
  'mca-orphan-recognition': workingDays(
    36,
    [24, 36],
    '收件地推送3个、户籍地乡镇初审15个、县级民政部门决定15个、收件地告知3个工作日',
  ),
  'mca-disability-allowance': workingDays(16, [10, 16]),
  'mca-divorce-registration': calendarDays(30, [30, 30], '自收到申请之日起三十日为冷静期'),
  cdpf: workingDays(20, [7, 15]),
  'cdpf-certificate-cancel': workingDays(null, [1, 5]),
  nhsa: workingDays(null, [0, 3]),
  'nhsa-insurance-transfer': workingDays(15, [7, 15]),
  'nhsa-outpatient-direct-settlement': workingDays(30, [10, 30]),
  'nhsa-remote-settlement-filing': onTheSpot,
  mohurd: workingDays(3, [0, 3]),
  'mohurd-hpf-query': onTheSpot,
  'mohurd-hpf-remit': workingDays(null, [0, 1]),
  'mohurd-hpf-info-change': workingDays(null, [0, 3]),
  mnr: workingDays(30, [1, 5]),
  'mnr-register-query': onTheSpot,
  mee: calendarDays(30, [10, 25]),
  samr: workingDays(6, [1, 3]),
  'samr-licence-reissue': workingDays(null, [0, 1]),
  'samr-industrial-product-permit': workingDays(20, [5, 10]),
  sta: onTheSpot,
  'sta-cross-region-feedback': workingDays(null, [1, 3]),
  mot: workingDays(10, [1, 5]),
  'mot-driver-qualification-transfer': workingDays(10, [3, 8]),
  'mot-oversize-transport-permit': workingDays(20, [5, 15]),
};

/** The time limits of an item. */
export function limitsOf(itemCode: string): LimitRange {
  return entryFor(limits, itemCode) ?? workingDays(20, [5, 15]);
}
