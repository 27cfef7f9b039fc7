import type { AccessVerdict, SharingClass } from '../../../../schema/access-lists.js';
import { type Action, authorityMatrix } from '../../../../schema/authority-matrix.js';
import type { Identity } from '../../../../schema/identity.js';
import { type Role, roles } from '../../../../schema/roles.js';
import type { BindingAgreement } from '../../shared/agreement.js';
import { hasGrant } from '../agreements/agreements.rules.js';
import type { Decider } from '../decider.rules.js';
import { crossingOf, sharingClassOf } from './sharing-classes.rules.js';

/** Who asks whom, and when. */
export interface Asker {
  readonly caller: Identity | undefined;
  /** The province that is asked. */
  readonly province: string;
  readonly atMs: number;
  readonly agreements: readonly BindingAgreement[];
}

/** What is known of an access before it is tried. */
export interface FieldJudgement {
  readonly coordinate: string;
  readonly action: Action;
  readonly verdict: keyof typeof AccessVerdict.entries;
  readonly sharing: keyof typeof SharingClass.entries;
  readonly decidedBy: Decider;
  /** What a row must fulfil. */
  readonly condition: { readonly zh: string; readonly en: string } | null;
}

const conditions: Readonly<Record<Role, { readonly zh: string; readonly en: string }>> = {
  citizen: { zh: '本人即申请人或该信息的当事人', en: 'he is the applicant, or the person whom it concerns' },
  app: { zh: '代表已登录的申请人本人', en: 'it acts for the applicant, who has signed in' },
  clerk: { zh: '办件由其所在窗口单位收件', en: 'his unit has received the case' },
  officer: { zh: '环节由其所在单位办理', en: 'his unit handles the leg' },
  supervisor: {
    zh: '凭监督令，且查询目的已注明其编号',
    en: 'there is an order, whose number the stated purpose names',
  },
  coordinator: { zh: '仅可提议，由省级系统管理员授权', en: 'he proposes; the operator of the province grants' },
  operator: { zh: '限本省', en: 'it is of his own province' },
  analyst: { zh: '限匿名统计', en: 'it is a statistic in which nobody can be told' },
};

/** Whether a caller may have a field of a province, and what decides about that. Looks at no row. */
export function judgeField(coordinate: string, action: Action, asker: Asker): FieldJudgement {
  const sharing = sharingClassOf(coordinate, action);
  const byMatrix = judgeByMatrix(action, asker);
  const decision = byMatrix.verdict === 'NO' ? byMatrix : judgeAcross(byMatrix, { action, sharing, asker });
  const role = asker.caller?.role;
  const condition = decision.verdict === 'OWN' && role !== undefined ? conditions[role] : null;
  return { coordinate, action, sharing, ...decision, condition };
}

type Decision = Pick<FieldJudgement, 'verdict' | 'decidedBy'>;

function judgeByMatrix(action: Action, { caller, province }: Asker): Decision {
  const { isOpen, isAtHome, grants } = authorityMatrix[action];
  const decidedBy: Decider = { kind: 'ACTION', name: action };
  const role = caller?.role;
  if (isOpen) return { verdict: 'MAY', decidedBy };
  const isAway = isAtHome && role !== undefined && roles[role].isOfProvince && caller?.province !== province;
  return { verdict: role === undefined || isAway ? 'NO' : grants[role], decidedBy };
}

interface Across {
  readonly action: Action;
  readonly sharing: FieldJudgement['sharing'];
  readonly asker: Asker;
}

// Within a province, and for whoever has his role in none, the matrix decides alone.
function judgeAcross(byMatrix: Decision, { action, sharing, asker }: Across): Decision {
  const { caller, province: to, atMs, agreements } = asker;
  const from = caller?.province;
  const isAcross = from !== undefined && from !== to && caller?.role !== undefined && roles[caller.role].isOfProvince;
  if (!isAcross || sharing === 'UNCONDITIONAL') return byMatrix;
  if (sharing === 'NOT_SHARED') return { verdict: 'NO', decidedBy: { kind: 'CLASS', name: sharing } };
  const crossing = crossingOf(action);
  if (crossing === 'FREE') return byMatrix;
  if (crossing === 'NEVER') return { ...byMatrix, verdict: 'NO' };
  // Which grant decides depends on type, item and purpose, that is, on the row; none at all is enough to know.
  if (hasGrant({ from, to, atMs, kind: crossing.grant }, agreements)) return byMatrix;
  return { verdict: 'NO', decidedBy: { kind: 'GRANT', name: `${from} → ${to}: ${crossing.grant}` } };
}
