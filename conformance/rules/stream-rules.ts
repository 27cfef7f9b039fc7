import type { Rule } from '../rule.js';

const events = { accept: 'text/event-stream' };

/** Live events: how a subscription is opened, and how one ends that cannot be. */
export const streamRules: readonly Rule[] = [
  {
    id: 'stream-open',
    title: { zh: '以 text/event-stream 打开订阅', en: 'opens a subscription as text/event-stream' },
    why: {
      zh: '网关以此接收办件动态；长时间没有响应头，就当作打不开。',
      en: 'A gateway takes what happens in cases from it; without a head for long, it counts as not to be opened.',
    },
    cure: {
      zh: '订阅时立即发送响应头（GraphQL over SSE，distinct connections 模式），没有动态时发送注释行。',
      en: 'Send the head at once (GraphQL over SSE, distinct connections mode), and comments while nothing happens.',
    },
    profile: 'read',
    steps: [
      {
        send: {
          query: 'subscription Events { caseEvents(province: "{{province}}") { __typename } }',
          headers: events,
          reads: 'head',
        },
        expect: [
          { at: 'status', is: 200 },
          { at: 'type', is: 'text/event-stream' },
        ],
      },
    ],
  },
  {
    id: 'stream-refusal',
    title: {
      zh: '打不开的订阅以一条带错误的 next 和 complete 结束',
      en: 'ends a subscription that cannot be opened by one next with its error, and complete',
    },
    why: {
      zh: '没有 complete 的流是中断的流：网关会不断重新打开。',
      en: 'A stream without complete has broken off, and a gateway opens it again and again.',
    },
    cure: {
      zh: '将错误作为唯一结果发送，然后发送 event: complete 并关闭。',
      en: 'Send the error as the only result, then event: complete, and close.',
    },
    profile: 'read',
    steps: [
      {
        send: { query: 'subscription Progress { caseProgress(caseId: "nonsense") { __typename } }', headers: events },
        expect: [
          { at: 'status', is: 200 },
          { at: 'type', is: 'text/event-stream' },
          { at: 'text', matches: 'event: next\\r?\\ndata: .*"(?:BAD_ID|NOT_OFFERED)"' },
          { at: 'text', matches: 'event: complete' },
          { leaksNothing: true },
        ],
      },
    ],
  },
];
