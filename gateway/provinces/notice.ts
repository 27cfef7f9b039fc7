import type { ProvinceState } from '../../schema/graph-lists.js';

/** What the registry says of a province that does not take part like any other. */
export interface Notice {
  readonly state: NoticeState;
  /** For clients. */
  readonly message: string;
  /** Since when it holds, where the registry says so. */
  readonly since: Date | undefined;
}

export type NoticeState = Extract<
  keyof typeof ProvinceState.entries,
  'MAINTENANCE' | 'DISABLED' | 'DEREGISTERING' | 'REGISTRATION_REQUESTED'
>;

/** The settings of a province that are notices, each with the state that it means. One province has at most one. */
export const noticeStates = {
  maintenance: 'MAINTENANCE',
  disabled: 'DISABLED',
  deregistering: 'DEREGISTERING',
  requested: 'REGISTRATION_REQUESTED',
} as const satisfies Readonly<Record<string, NoticeState>>;

type NoticeSetting = keyof typeof noticeStates;

/** What a registry file says of notices. */
export type NoticeSettings = { readonly since?: string } & { readonly [setting in NoticeSetting]?: string };

/** Reads the notice of a province, if there is one; `refuse` makes what is thrown of a wrong setting. */
export function readNotice(
  settings: NoticeSettings,
  refuse: (setting: string, problem: string) => Error,
): Notice | undefined {
  const since = settings.since === undefined ? undefined : new Date(settings.since);
  if (since !== undefined && Number.isNaN(since.getTime()))
    throw refuse('since', `"${settings.since ?? ''}" is not a time. Write it like 2026-07-01T09:00:00Z.`);
  const notices = (Object.keys(noticeStates) as NoticeSetting[]).flatMap((setting) => {
    const message = settings[setting];
    return message === undefined ? [] : [{ setting, notice: { state: noticeStates[setting], message, since } }];
  });
  const [first, second] = notices;
  if (first !== undefined && second !== undefined)
    throw refuse(second.setting, `It stands beside ${first.setting}, and a province has one state. Remove one.`);
  return first?.notice;
}
