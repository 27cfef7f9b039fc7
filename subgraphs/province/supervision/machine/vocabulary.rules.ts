import type { AlertLevel, AlertState, SupervisionRule } from '../../../../schema/supervision-lists.js';

type Name<List extends { readonly entries: object }> = keyof List['entries'] & string;

export type CardState = Name<typeof AlertState>;
export type CardLevel = Name<typeof AlertLevel>;
export type CardRule = Name<typeof SupervisionRule>;

/** What can happen to a card. */
export const cardEvents = {
  remind: { zh: '时限临近', en: 'the limit is near' },
  overrun: { zh: '时限已过', en: 'the limit has passed' },
  keep: { zh: '办理完成，计时停止', en: 'the work is done, its clock stops' },
  hit: { zh: '触发规则', en: 'a rule is hit' },
  hitSerious: { zh: '触发严重违规规则', en: 'a serious rule is hit' },
  lapse: { zh: '整改期限已过', en: 'the time to rectify has passed' },
  acknowledge: { zh: '知悉', en: 'take notice' },
  explain: { zh: '说明', en: 'explain' },
  appeal: { zh: '申诉', en: 'appeal' },
  uphold: { zh: '维持', en: 'dismiss the appeal' },
  revoke: { zh: '撤销', en: 'revoke on appeal' },
  rectify: { zh: '报告已整改', en: 'report that it is rectified' },
  verify: { zh: '核实整改', en: 'verify the rectification' },
  reject: { zh: '整改未通过', en: 'find that it is not rectified' },
  openAccountability: { zh: '启动追责', en: 'open accountability' },
  close: { zh: '办结', en: 'close' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

export type CardEvent = keyof typeof cardEvents;

/** What people do about a card; everything else time and the work itself bring about. */
export const steps = [
  'acknowledge',
  'explain',
  'appeal',
  'uphold',
  'revoke',
  'rectify',
  'verify',
  'reject',
  'openAccountability',
  'close',
] as const satisfies readonly CardEvent[];

export type CardStep = (typeof steps)[number];

/** True for what people do about a card. */
export const isStep = (value: unknown): value is CardStep => (steps as readonly unknown[]).includes(value);

/** Who brings something about: time and the work itself, the responsible unit, a supervisor outside it. */
export type CardActor = 'TIME' | 'UNIT' | 'SUPERVISOR';

/** What the table asks of a card. */
export type CardGuard = 'isReminder' | 'isYellow' | 'isRed' | 'isCard' | 'isDone' | 'isFirstAppeal' | 'isOut';

/** What the table asks of a card, by name. */
export const guards = [
  'isReminder',
  'isYellow',
  'isRed',
  'isCard',
  'isDone',
  'isFirstAppeal',
  'isOut',
] as const satisfies readonly CardGuard[];

/** The words that the table of cards is written in. RECTIFY counts the time that the order of a yellow card gives. */
export interface CardWords {
  readonly state: CardState;
  readonly event: CardEvent;
  readonly actor: CardActor;
  readonly guard: CardGuard;
  readonly clock: 'RECTIFY';
}

/** Who takes a step. */
export const actorOf: Readonly<Record<CardStep, 'UNIT' | 'SUPERVISOR'>> = {
  acknowledge: 'UNIT',
  explain: 'UNIT',
  appeal: 'UNIT',
  rectify: 'UNIT',
  uphold: 'SUPERVISOR',
  revoke: 'SUPERVISOR',
  verify: 'SUPERVISOR',
  reject: 'SUPERVISOR',
  openAccountability: 'SUPERVISOR',
  close: 'SUPERVISOR',
};

/** Rules whose breach is a red card at once. */
export const seriousRules: ReadonlySet<CardRule> = new Set<CardRule>(['R6', 'R7']);
