import { isRole, roles, type Role } from './roles.js';

/**
 * What a role may do: MAY without looking at rows; OWN where the row decides too (own case, own leg, own unit, own
 * province, or as far as an order, an agreement or k-anonymity goes); NO not at all.
 */
export type Grant = 'MAY' | 'OWN' | 'NO';

/** One thing that somebody does with the graph, and who may. */
export interface AuthorityEntry {
  readonly zh: string;
  readonly en: string;
  /** True for what everybody may, whether he is known or not. */
  readonly isOpen: boolean;
  /** True for what those whose role is of a province do in that province and nowhere else. */
  readonly isAtHome: boolean;
  readonly grants: Readonly<Record<Role, Grant>>;
}

type Given = Partial<Record<Role, 'MAY' | 'OWN'>>;

const nobody = Object.fromEntries(Object.keys(roles).map((role) => [role, 'NO'])) as Record<Role, Grant>;
const everybody = Object.fromEntries(Object.keys(roles).map((role) => [role, 'MAY'])) as Record<Role, Grant>;

const open = (zh: string, en: string): AuthorityEntry => ({
  ...{ zh, en, grants: everybody },
  ...{ isOpen: true, isAtHome: false },
});

const anywhere = (zh: string, en: string, given: Given): AuthorityEntry => ({
  ...{ zh, en, grants: { ...nobody, ...given } },
  ...{ isOpen: false, isAtHome: false },
});

const atHome = (zh: string, en: string, given: Given): AuthorityEntry => ({
  ...anywhere(zh, en, given),
  isAtHome: true,
});

const applicant = { citizen: 'OWN', app: 'OWN' } as const;
const ofTheCase = { ...applicant, clerk: 'OWN', officer: 'OWN', supervisor: 'OWN' } as const;

// Who stands in no row may not: everything that is not said here is refused. Which rows are official and which are
// ours: docs/decisions/0024-authority.md.
const entries = {
  readPublic: open('查阅公开信息', 'read what is public'),
  checkDraft: open('预检申请草案', 'have a draft checked before a case'),
  exchange: open('省际交换，以签名自证', 'exchange between provinces, which signatures prove'),
  explainAccess: open('询问某项查询是否获准及其依据', 'ask whether an access would be allowed, and why'),

  ownCase: atHome('办理本人办件；窗口人员凭委托书代办', 'the applicant’s part of a case; a clerk with a mandate', {
    ...applicant,
    clerk: 'OWN',
  }),
  receiveCase: atHome('收件、形式审查与转交', 'receive, review the form, forward', { clerk: 'OWN' }),
  decideCase: atHome('受理、审查与决定', 'accept, review and decide', { officer: 'OWN' }),
  deleteCase: atHome('经双人确认删除办件', 'delete a case, with a second person', { clerk: 'OWN', officer: 'OWN' }),
  handleLeg: atHome('派发与办理环节', 'dispatch and handle legs', { officer: 'OWN' }),
  supplyInfo: atHome('补充信息', 'supply information that a leg waits for', {
    ...applicant,
    clerk: 'OWN',
    officer: 'OWN',
  }),
  handOver: atHome('送达结果', 'hand the result over', { clerk: 'OWN', officer: 'OWN' }),

  readMaterial: atHome('查阅办件材料清单', 'read which materials a case has', ofTheCase),
  writeMaterial: atHome('提交办件材料或结果文件', 'hand in the materials of a case, or the document of its result', {
    ...applicant,
    clerk: 'OWN',
    officer: 'OWN',
  }),
  recordPapers: atHome('登记收到的纸质材料', 'record papers that arrived', { clerk: 'OWN', officer: 'OWN' }),

  readApplicant: anywhere('查阅申请人信息', 'read who the applicant is', ofTheCase),
  readLicence: anywhere('查阅电子证照', 'read electronic licences', ofTheCase),
  verifyLicence: anywhere('核验电子证照，不返回数据', 'verify a licence, without its data', {
    ...{ citizen: 'MAY', app: 'MAY', clerk: 'MAY', officer: 'MAY', supervisor: 'MAY' },
  }),
  annotateLicence: anywhere('制作加注件', 'make an annotated copy of a licence', {
    ...applicant,
    ...{ clerk: 'OWN', officer: 'OWN' },
  }),
  changeLicence: atHome('变更本机构所发证照的状态', 'change the status of a licence of one’s own authority', {
    officer: 'OWN',
  }),
  requestEvidence: anywhere('请求调取证明', 'request evidence', { ...applicant, clerk: 'OWN', officer: 'OWN' }),
  previewEvidence: anywhere(
    '预览关于本人的证明并决定是否提供',
    'preview evidence about oneself and decide on it',
    applicant,
  ),
  readEvidence: anywhere('查阅办件所调取的证明', 'read the evidence that a case has', {
    ...applicant,
    clerk: 'OWN',
    officer: 'OWN',
  }),
  useEvidence: atHome('将证明用作办件材料', 'use evidence as a material of a case', { clerk: 'OWN', officer: 'OWN' }),
  readOwnTrail: anywhere('查阅本人信息的被查询记录', 'read who has read one’s own data', applicant),
  readTrail: anywhere('凭监督令查阅查询记录', 'read access trails, under an order', { supervisor: 'OWN' }),
  challengeAccess: anywhere('对查询提出异议', 'challenge an access to one’s own data', applicant),
  answerChallenge: atHome('答复对查询的异议', 'answer the challenge of an access', {
    ...{ coordinator: 'MAY', operator: 'MAY' },
  }),
  closeChallenge: anywhere('办结对查询的异议', 'close the challenge of an access', { ...applicant, supervisor: 'OWN' }),
  readChallenge: atHome('查阅对查询的异议', 'read the challenge of an access', {
    ...{ ...applicant, supervisor: 'OWN' },
    ...{ coordinator: 'MAY', operator: 'MAY' },
  }),

  // Ours [P]. Who asks is told from others by the thread itself, since he may be nobody known.
  consult: open('提出咨询、确认或重开本人咨询', 'ask a question; confirm or reopen one’s own'),
  readConsultations: anywhere('列出本人或本单位的咨询', 'list one’s own consultations, or those of one’s unit', {
    ...ofTheCase,
    coordinator: 'OWN',
  }),
  routeConsultation: atHome('分派咨询', 'route consultations to units', { coordinator: 'MAY' }),
  handleConsultation: atHome('办理、转办、答复咨询', 'accept, transfer and answer the consultations of one’s unit', {
    ...{ clerk: 'OWN', officer: 'OWN', coordinator: 'OWN' },
  }),
  decideConsultation: anywhere('裁定提请的咨询与协商', 'decide what was taken to the supervisor', {
    supervisor: 'OWN',
  }),
  negotiateRules: atHome('协商办理规则的差异', 'negotiate differences between rules', { coordinator: 'MAY' }),

  signAgreement: atHome('签署协议', 'sign agreements', { coordinator: 'MAY' }),
  grantData: atHome('授权数据；协调员仅可提议', 'grant data; a coordinator proposes', {
    coordinator: 'OWN',
    operator: 'MAY',
  }),
  superviseCase: anywhere('监督办件、发出与解除预警', 'supervise: raise and close alerts', { supervisor: 'MAY' }),
  explainAlert: atHome('说明预警', 'explain an alert', { clerk: 'OWN', officer: 'OWN', coordinator: 'OWN' }),
  answerRating: atHome('办理对本单位的评价：回访、整改、解释、申诉', 'answer for ratings of one’s own unit', {
    ...{ clerk: 'OWN', officer: 'OWN' },
  }),
  superviseRating: anywhere('决定评价的申诉与归责、公开评价', 'decide on ratings of other units, and publish them', {
    supervisor: 'OWN',
  }),
  revisitRating: anywhere('对评价的办理结果再次评价', 'rate what came of one’s own rating', applicant),
  readPerformance: atHome('查阅绩效卡与工作量；个人数字限本人、协调员和监督人员', 'read scorecards and workload', {
    ...{ clerk: 'OWN', officer: 'OWN', operator: 'OWN' },
    ...{ coordinator: 'MAY', supervisor: 'MAY' },
  }),
  appealScorecard: atHome('对本单位或本人的绩效数字提出申诉', 'appeal a line of one’s own scorecard', {
    ...{ clerk: 'OWN', officer: 'OWN', coordinator: 'OWN' },
  }),
  judgeScorecard: atHome('决定其他单位的绩效申诉', 'decide appeals of scorecards of other units', {
    supervisor: 'OWN',
  }),
  readAlert: anywhere('查阅预警', 'read alerts', {
    ...{ supervisor: 'MAY', clerk: 'OWN', officer: 'OWN', coordinator: 'OWN' },
  }),
  // Everybody sees the published tables; who MAY asks whatever else he wants to know, within his budget.
  readStatistics: {
    ...anywhere('查阅公开统计表；标●者可自由提问', 'read published statistics; those marked ● ask freely', {
      ...{ citizen: 'OWN', clerk: 'OWN', officer: 'OWN', app: 'OWN' },
      ...{ coordinator: 'MAY', operator: 'MAY', supervisor: 'MAY', analyst: 'MAY' },
    }),
    isOpen: true,
  },
  exportData: anywhere('导出数据文件', 'export lists as files', { supervisor: 'MAY', analyst: 'MAY' }),
  readTeam: atHome('查阅队伍、认证与排班', 'read the staff, certifications and rosters', {
    ...{ clerk: 'OWN', officer: 'OWN' },
    ...{ coordinator: 'MAY', operator: 'MAY', supervisor: 'MAY' },
  }),
  arrangeTeam: atHome('管理窗口、人员与排班', 'arrange windows, staff and rosters', {
    ...{ coordinator: 'MAY', operator: 'MAY' },
  }),
  trainStaff: atHome('报名培训、登记考试', 'enrol staff and register exams', { coordinator: 'OWN', operator: 'OWN' }),
  certifyStaff: atHome('认证及撤销认证，不得为本人', 'certify others, and revoke it', {
    ...{ coordinator: 'OWN', operator: 'OWN' },
  }),
  superviseReceipt: atHome('开启与结束带教收件', 'open and end supervised sessions', {
    ...{ clerk: 'OWN', coordinator: 'MAY', operator: 'MAY' },
  }),
  setPolicy: atHome('设定本省政策参数', 'set the policy parameters of the province', { operator: 'MAY' }),
  readPolicyChanges: atHome('查阅政策参数变更记录', 'read who changed policy parameters', {
    ...{ coordinator: 'MAY', operator: 'MAY', supervisor: 'MAY' },
  }),
  maintainSubgraph: atHome('维护本省系统、发布契约', 'maintain the subgraph, publish its schema', { operator: 'MAY' }),
} as const satisfies Record<string, AuthorityEntry>;

/** An action of the matrix. */
export type Action = keyof typeof entries;

/** Who may do what: one table, which contract, gateway, provinces and documents follow. */
export const authorityMatrix: Readonly<Record<Action, AuthorityEntry>> = entries;

/** True for the name of an action. */
export function isAction(value: unknown): value is Action {
  return typeof value === 'string' && Object.hasOwn(entries, value);
}

/** The roles that may do it, wholly or where the row allows it; all of them for what is open. */
export function rolesFor(action: Action): readonly Role[] {
  const { grants } = authorityMatrix[action];
  return Object.keys(grants).filter((role): role is Role => isRole(role) && grants[role] !== 'NO');
}

/** Who may, in words of both languages. */
export function audienceOf(action: Action): { readonly zh: string; readonly en: string } {
  if (authorityMatrix[action].isOpen) return { zh: '所有人', en: 'everybody' };
  const named = rolesFor(action).map((role) => roles[role]);
  return { zh: named.map(({ zh }) => zh).join('、'), en: named.map(({ en }) => en).join(', ') };
}
