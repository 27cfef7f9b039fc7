/** One kind of caller, and what it may be called in each language. */
export interface RoleEntry {
  readonly zh: string;
  readonly en: string;
  /** True when nobody has the role without a province to have it in. */
  readonly isOfProvince: boolean;
}

const entries = {
  citizen: { zh: '申请人', en: 'citizen', isOfProvince: false },
  clerk: { zh: '收件窗口人员', en: 'receiving clerk', isOfProvince: true },
  officer: { zh: '办理人员', en: 'handling officer', isOfProvince: true },
  coordinator: { zh: '协调员', en: 'coordinator', isOfProvince: true },
  operator: { zh: '省级系统管理员', en: 'province operator', isOfProvince: true },
  supervisor: { zh: '监督人员', en: 'supervisor', isOfProvince: false },
  analyst: { zh: '统计分析人员', en: 'analyst', isOfProvince: false },
  app: { zh: '前端应用', en: 'front-end application', isOfProvince: false },
} as const satisfies Record<string, RoleEntry>;

/** In what role somebody asks, as his token says it. */
export type Role = keyof typeof entries;

/** All roles. */
export const roles: Readonly<Record<Role, RoleEntry>> = entries;

/** True for the name of a role. */
export function isRole(value: unknown): value is Role {
  return typeof value === 'string' && Object.hasOwn(entries, value);
}
