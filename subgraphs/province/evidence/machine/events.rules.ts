/** What an event is called. */
interface EventLabel {
  readonly zh: string;
  readonly en: string;
}

const event = (zh: string, en: string): EventLabel => ({ zh, en });

/** Everything that happens to a request for evidence. */
export const evidenceEvents = {
  requestExplicitly: event('申请人明确请求', 'the applicant asks explicitly'),
  invokeLaw: event('援引法律依据', 'the unit names a legal basis'),
  authorise: event('授权', 'grant, agreement and class allow it'),
  deny: event('不予授权', 'one of grant, agreement and class does not allow it'),
  send: event('发出请求', 'the request is sent'),
  take: event('对方收到', 'the other province has it'),
  match: event('唯一匹配', 'exactly one record matches'),
  findNothing: event('无匹配', 'nothing matches'),
  findSeveral: event('匹配不唯一', 'several records match'),
  askPreview: event('请申请人预览', 'the applicant is asked to look'),
  open: event('打开预览', 'the applicant opens the preview'),
  approve: event('同意提供', 'the applicant approves'),
  decline: event('不同意提供', 'the applicant declines'),
  expirePreview: event('预览超时', 'the time for the preview is over'),
  logAccess: event('记入轨迹', 'the access is entered in the trail'),
  provide: event('提供', 'it is released and sent'),
  receive: event('收到并核对', 'it arrives and is checked'),
  refuse: event('拒绝', 'the other side refuses, and names the rule'),
  use: event('用于办件', 'it is used as a material'),
  timeOut: event('未答复', 'there was no answer in time'),
  expire: event('内容到期', 'its content is erased'),
  erase: event('清除', 'what it says about a person is erased'),
} as const satisfies Readonly<Record<string, EventLabel>>;
