import type { LimitUnit } from '../../../../schema/code-lists.js';

/** A limit of time. */
export interface Limit {
  readonly value: number;
  readonly unit: keyof typeof LimitUnit.entries;
}

/** Limits that no item and no agreement sets, each with its source and how sure that is. */
export const policyLimits = {
  NOTICE: { value: 5, unit: 'WORKING_DAY', source: '[M] 行政许可法第三十二条' },
  CORRECTION: { value: 15, unit: 'WORKING_DAY', source: '[P] Tongban' },
  DELIVERY: { value: 10, unit: 'WORKING_DAY', source: '[M] 行政许可法第四十四条' },
  EXTENSION: { value: 10, unit: 'WORKING_DAY', source: '[M] 行政许可法第四十二条' },
  JOINT_EXTENSION: { value: 15, unit: 'CALENDAR_DAY', source: '[M] 行政许可法第四十二条第二款' },
  FORWARD: { value: 3, unit: 'WORKING_DAY', source: '[V] 孤儿、事实无人抚养儿童认定“跨省通办”' },
  HANDOFF: { value: 1, unit: 'WORKING_DAY', source: '[P] Tongban' },
  HANDING: { value: 3, unit: 'WORKING_DAY', source: '[V] 孤儿、事实无人抚养儿童认定“跨省通办”' },
  INFO: { value: 5, unit: 'WORKING_DAY', source: '[P] Tongban' },
} as const satisfies Record<string, Limit & { readonly source: string }>;

/** The clocks of a case or leg. HANDLING is the legal one, of which there is one only. */
export const clocks = {
  NOTICE: { zh: '告知', en: 'to tell what is missing, before the case counts as accepted' },
  CORRECTION: { zh: '补正', en: "the applicant's, to correct" },
  HANDLING: { zh: '办理', en: 'the legal one: the earlier of promised and statutory limit' },
  STEP: { zh: '环节', en: 'of one step of handling' },
  DELIVERY: { zh: '送达', en: "the handling place's, to deliver what was decided" },
  FORWARD: { zh: '转交', en: "the receiving place's, to forward" },
  HANDOFF: { zh: '签收', en: 'to answer a handoff' },
  HANDING: { zh: '转达', en: "the receiving place's, to hand the result on" },
  LEG: { zh: '联办环节', en: 'of a leg of a joint case' },
  INFO: { zh: '补充信息', en: 'to supply information' },
} as const;

export type ClockName = keyof typeof clocks;

/** The clocks that are there, and whether they run. */
export type ClockFace = Readonly<Partial<Record<ClockName, 'RUNNING' | 'PAUSED'>>>;
