import { ProvinceState } from '../../schema/graph-lists.js';
import { type Decision, decideBy, linesOf, type StateTable } from '../../subgraphs/province/shared/state-table.js';
import { printStateTable } from '../../subgraphs/province/shared/state-page.js';

/** The words of the membership of a province. */
export interface MembershipWords {
  /** SAVED and DEREGISTERED are of provinces that no registry has, so that no graph shows them. */
  readonly state: keyof typeof ProvinceState.entries | 'SAVED' | 'DEREGISTERED';
  readonly event: keyof typeof events;
  readonly actor: 'PROVINCE' | 'REGISTRAR' | 'GATEWAY';
  readonly guard: 'isConformant' | 'isReasoned' | 'isNothingWaiting';
  readonly clock: never;
}

export type MembershipState = MembershipWords['state'];

const events = {
  requestRegistration: { zh: '申请加入', en: 'asks to take part' },
  withdrawRequest: { zh: '撤回申请', en: 'the request is taken back' },
  register: { zh: '登记', en: 'is registered' },
  announceMaintenance: { zh: '公告维护', en: 'maintenance is announced' },
  disable: { zh: '停用', en: 'is taken out of use' },
  resume: { zh: '恢复', en: 'is asked again' },
  startLeaving: { zh: '开始退出', en: 'begins to leave' },
  remove: { zh: '注销', en: 'is taken out of the registry' },
  missAnswer: { zh: '未作答', en: 'gave no usable answer' },
  answerAgain: { zh: '恢复作答', en: 'answers again' },
  breakContract: { zh: '不符合约定', en: 'breaks the contract' },
  keepContract: { zh: '重新符合约定', en: 'keeps the contract again' },
} as const;

const line = linesOf<MembershipWords>();
const inUse = ['SERVING', 'DEGRADED', 'QUARANTINED'] as const;

/** The life of a province in the graph. SERVING is what X-Road calls registered. */
export const membership: StateTable<MembershipWords> = {
  name: 'MEMBERSHIP',
  labelZh: '省份加入与退出',
  labelEn: 'Membership of a province',
  initial: 'SAVED',
  lines: [
    ...line('SAVED', ['requestRegistration', 'PROVINCE'], ['REGISTRATION_REQUESTED']),
    ...line('REGISTRATION_REQUESTED', ['withdrawRequest', 'REGISTRAR'], ['SAVED']),
    ...line(['SAVED', 'REGISTRATION_REQUESTED'], ['register', 'REGISTRAR'], ['SERVING', { when: ['isConformant'] }]),
    ...line('SERVING', ['missAnswer', 'GATEWAY'], ['DEGRADED']),
    ...line('DEGRADED', ['answerAgain', 'GATEWAY'], ['SERVING']),
    ...line(['SERVING', 'DEGRADED'], ['breakContract', 'GATEWAY'], ['QUARANTINED']),
    ...line('QUARANTINED', ['keepContract', 'GATEWAY'], ['SERVING']),
    ...line(
      [...inUse, 'MAINTENANCE'],
      ['announceMaintenance', ['REGISTRAR', 'PROVINCE']],
      ['MAINTENANCE', { when: ['isReasoned'] }],
    ),
    ...line([...inUse, 'MAINTENANCE'], ['disable', 'REGISTRAR'], ['DISABLED', { when: ['isReasoned'] }]),
    ...line(
      [...inUse, 'MAINTENANCE', 'DISABLED'],
      ['startLeaving', 'REGISTRAR'],
      ['DEREGISTERING', { when: ['isReasoned'] }],
    ),
    ...line('MAINTENANCE', ['resume', ['REGISTRAR', 'PROVINCE']], ['SERVING']),
    ...line(['DISABLED', 'DEREGISTERING'], ['resume', 'REGISTRAR'], ['SERVING']),
    ...line('DEREGISTERING', ['remove', 'REGISTRAR'], ['DEREGISTERED', { when: ['isNothingWaiting'] }]),
  ],
};

/** Where an event of the registrar leads from a state, or why nowhere. */
export function decideMembership(
  state: MembershipState,
  event: MembershipWords['event'],
  facts: Readonly<Partial<Record<MembershipWords['guard'], boolean>>>,
): Decision<MembershipWords> {
  return decideBy(membership, { state, event, by: 'REGISTRAR', facts });
}

/** The membership of provinces as a page of documentation; `npm run schema` writes it. */
export function printMembershipStates(): string {
  const outside = { SAVED: { labelZh: '已准备，未申请' }, DEREGISTERED: { labelZh: '已注销' } };
  return [
    '# States of membership · 省份加入与退出状态',
    '',
    'Printed from the table by `npm run schema`; not to be edited. What the table does not list is refused.',
    '',
    'The registrar moves a province by `npm run registry`, which writes the registry file; a gateway reads that every',
    'second. GATEWAY is what a gateway finds by itself; it stands in no file, and another gateway may find otherwise.',
    'A province may also announce maintenance itself, by what it answers, and end it: each ends what he has announced.',
    'A registered province is SERVING. Nobody sees SAVED (its folder has been made by `npm run new-province`) and',
    'DEREGISTERED (no registry has it).',
    '',
    ...printStateTable(membership, { states: { ...ProvinceState.entries, ...outside }, events }),
    '## What clients see · 查询者所见',
    '',
    '| state | asked | `coverage.missing.reason` | error of what names it |',
    '| --- | --- | --- | --- |',
    '| SERVING, DEGRADED | yes | none; UNREACHABLE, TIMEOUT or FAULT while it does not answer | PROVINCE_UNREACHABLE, … |',
    '| QUARANTINED | no | CONTRACT_BREACH | CONTRACT_BREACH |',
    '| REGISTRATION_REQUESTED | no | none: no coverage counts it | UNKNOWN_PROVINCE |',
    '| MAINTENANCE | no | MAINTENANCE | PROVINCE_MAINTENANCE |',
    '| DISABLED | no | DISABLED | PROVINCE_DISABLED |',
    '| DEREGISTERING | by name and by id, and letters; not for lists, nor for commands that name it alone, which may begin something new | DEREGISTERING | PROVINCE_DEREGISTERING |',
    '',
  ].join('\n');
}
