import type { Expectation, LetterFlaw, Rule } from '../rule.js';

const one = { first: {} };

/** Its module does not know the event, and says so under its signature: a receipt that changes nothing else. */
const receipt: readonly Expectation[] = [
  { answered: true },
  { at: 'delivered.__typename', is: 'DeliveryReceipt' },
  { at: 'receipt.result', is: 'REFUSED' },
  { at: 'receipt.code', is: 'UNKNOWN_EVENT' },
  { at: 'isGenuine', is: true },
];

const refusal = (code: string): readonly Expectation[] => [
  { answered: true },
  { at: 'delivered.__typename', is: 'DeliveryRefusal' },
  { at: 'delivered.refusal', is: code },
];

interface Flawed extends Pick<Rule, 'id' | 'title' | 'why' | 'cure'> {
  readonly flaws: readonly LetterFlaw[];
  readonly code: string;
}

/** A letter with something wrong is refused, and the right one is taken then as if nothing had come before. */
const flawed = ({ flaws, code, ...said }: Flawed): Rule => ({
  ...said,
  profile: 'full',
  needs: ['peer'],
  letters: one,
  steps: [
    ...flaws.map((flaw) => ({ send: { deliver: 'first', flaw }, expect: refusal(code) })),
    { send: { deliver: 'first' }, expect: [...receipt, { at: 'delivered.duplicate', is: false }] },
  ],
});

/** Letters between provinces. They leave entries of a test province in the province that is tried. */
export const exchangeRules: readonly Rule[] = [
  {
    id: 'letter-receipt',
    title: { zh: '收到信封后出具签名的回执', en: 'signs a receipt for a letter' },
    why: {
      zh: '回执是双方共同的凭证：它说明已提交的结论；没有它，寄件省份会一直重投。',
      en: 'A receipt is what both sides can prove: what was done, committed. Without it the sender repeats for ever.',
    },
    cure: {
      zh: '在一个事务中记入信封并签名回执；不认识的事件以 REFUSED、UNKNOWN_EVENT 作结。',
      en: 'Enter the letter and sign its receipt in one transaction; end an unknown event by REFUSED with UNKNOWN_EVENT.',
    },
    profile: 'full',
    needs: ['peer'],
    letters: one,
    steps: [{ send: { deliver: 'first' }, expect: [...receipt, { at: 'delivered.duplicate', is: false }] }],
  },
  {
    id: 'letter-twice',
    title: { zh: '重投的信封得到同一回执', en: 'answers the second copy of a letter with the first receipt' },
    why: {
      zh: '断线后寄件省份必须重投；再次处理会使一件事发生两次。',
      en: 'A sender has to repeat when the line breaks; processed again, one thing happens twice.',
    },
    cure: {
      zh: '以（寄件省份，协作编号，序号）为唯一键保存回执，重投时原样返回。',
      en: 'Keep receipts under (sender, collaboration, number), and give the kept one again.',
    },
    profile: 'full',
    needs: ['peer'],
    letters: one,
    steps: [
      { send: { deliver: 'first' }, expect: receipt, keep: { receipt: 'receipt' } },
      {
        send: { deliver: 'first' },
        expect: [{ answered: true }, { at: 'receipt', is: '{{receipt}}' }, { at: 'delivered.duplicate', is: true }],
      },
    ],
  },
  {
    id: 'letter-at-once',
    title: { zh: '同时到达的多份只生效一次，回执相同', en: 'takes copies that come at once as one, with one receipt' },
    why: {
      zh: '网络会把一次投递变成几次；先查后写之间的空隙足以让一件事发生两次。',
      en: 'Networks make several of one; between looking and writing there is time enough for a thing to happen twice.',
    },
    cure: {
      zh: '在同一事务中写入唯一键与结论；冲突者读取已有的回执。',
      en: 'Write the unique key and the outcome in one transaction; who comes second reads the receipt that is there.',
    },
    profile: 'full',
    needs: ['peer'],
    letters: one,
    steps: [
      {
        send: { deliver: 'first', copies: 8 },
        expect: [{ answered: true }, { at: 'isGenuine', is: true }, { at: 'receipts', is: 1 }, { at: 'isNew', is: 1 }],
      },
    ],
  },
  {
    id: 'letter-gap',
    title: {
      zh: '先到的信封暂存，所缺者到达后一并处理',
      en: 'keeps what comes too early, and takes it when what is missing has come',
    },
    why: {
      zh: '顺序就是链条；跳过一封，双方的链条就不同。',
      en: 'The order is the chain: where one is left out, both sides have different chains.',
    },
    cure: {
      zh: '序号大于下一号时返回 DeliveryParked（GAP）和所等的序号。',
      en: 'Answer DeliveryParked with GAP and the number that is next, where a number comes too early.',
    },
    profile: 'full',
    needs: ['peer'],
    letters: { first: {}, second: { after: 'first' }, third: { after: 'second' } },
    steps: [
      { send: { deliver: 'first' }, expect: receipt },
      {
        send: { deliver: 'third' },
        expect: [
          { answered: true },
          { at: 'delivered.__typename', is: 'DeliveryParked' },
          { at: 'delivered.reason', is: 'GAP' },
          { at: 'delivered.nextSeq', is: 2 },
        ],
      },
      { send: { deliver: 'second' }, expect: receipt },
      { send: { deliver: 'third' }, expect: receipt },
    ],
  },
  flawed({
    id: 'letter-signature',
    title: {
      zh: '签名无效的信封以 BAD_SIGNATURE 拒绝',
      en: 'refuses a letter whose signature is not right with BAD_SIGNATURE',
    },
    why: {
      zh: '不核对签名，任何人都能以他省名义移交办件。',
      en: 'Where it is not verified, anybody hands cases on in another’s name.',
    },
    cure: { zh: '以寄件省份公布的密钥核对签名。', en: 'Verify it with a published key of the sender.' },
    flaws: ['signed by another key', 'signature of another letter'],
    code: 'BAD_SIGNATURE',
  }),
  flawed({
    id: 'letter-sender',
    title: {
      zh: '没有公布密钥的寄件省份以 BAD_SIGNATURE 拒绝',
      en: 'refuses a letter of somebody without published keys with BAD_SIGNATURE',
    },
    why: { zh: '未知的寄件者不是寄件者。', en: 'An unknown sender is none.' },
    cure: { zh: '只接受已公布密钥的省份。', en: 'Take letters of those alone who have published keys.' },
    flaws: ['from a province without keys'],
    code: 'BAD_SIGNATURE',
  }),
  flawed({
    id: 'letter-digest',
    title: {
      zh: '内容与摘要不符的信封以 BAD_DIGEST 拒绝',
      en: 'refuses a letter whose payload does not give its digest with BAD_DIGEST',
    },
    why: {
      zh: '签名只覆盖摘要；不核对摘要，内容就可以途中更换。',
      en: 'The signature covers the digest alone; where it is not checked, the payload may be exchanged on the way.',
    },
    cure: { zh: '计算内容的 SHA-256 并比较。', en: 'Compute the SHA-256 of the payload, and compare.' },
    flaws: ['payload changed'],
    code: 'BAD_DIGEST',
  }),
  flawed({
    id: 'letter-replay',
    title: {
      zh: '发出时间相差超过 300 秒的信封以 CLOCK_SKEW 拒绝',
      en: 'refuses a letter that was sent more than 300 s ago, or ahead, with CLOCK_SKEW',
    },
    why: { zh: '截获的信封可以日后重放。', en: 'A letter that was overheard could be sent again much later.' },
    cure: { zh: '将 sentAt（不是 at）与本省时钟比较。', en: 'Compare sentAt, not at, with your own clock.' },
    flaws: ['sent long ago', 'sent in the future'],
    code: 'CLOCK_SKEW',
  }),
  flawed({
    id: 'letter-addressee',
    title: { zh: '寄给他省的信封以 NOT_ADDRESSEE 拒绝', en: 'refuses a letter to somebody else with NOT_ADDRESSEE' },
    why: {
      zh: '替他省收件，两省就都以为由自己负责。',
      en: 'Whoever takes another’s letter makes two who believe that a case is theirs.',
    },
    cure: { zh: '核对 to 是否为本省代码。', en: 'Check that to is your own code.' },
    flaws: ['to another province'],
    code: 'NOT_ADDRESSEE',
  }),
  flawed({
    id: 'letter-form',
    title: { zh: '格式不符的信封以 MALFORMED 拒绝', en: 'refuses a letter that is not well formed with MALFORMED' },
    why: {
      zh: '链条的散列依赖每个字段的唯一写法。',
      en: 'The hashes of the chain rely on the one form of each field.',
    },
    cure: {
      zh: '核对各字段格式：UUID 第 7 版、UTC 毫秒时间、规范化 JSON。',
      en: 'Check every field: UUID of version 7, UTC with milliseconds, canonical JSON.',
    },
    flaws: ['not well formed'],
    code: 'MALFORMED',
  }),
  {
    id: 'letter-fork',
    title: {
      zh: '同一序号的另一封信以 CONFLICT 拒绝，回执不变',
      en: 'refuses another letter of the same number with CONFLICT, and keeps its receipt',
    },
    why: {
      zh: '同号两信说明寄件省份的数据有分叉，须由人处置；本检验会留下一项待办。',
      en: 'Two letters of one number show a fork at the sender, which a person has to settle; this rule leaves such a task.',
    },
    cure: {
      zh: '比较散列；不同则保存为证据并拒绝。',
      en: 'Compare the hashes; where they differ, keep both as evidence and refuse.',
    },
    profile: 'full',
    needs: ['peer'],
    letters: one,
    steps: [
      { send: { deliver: 'first' }, expect: receipt, keep: { receipt: 'receipt' } },
      { send: { deliver: 'first', flaw: 'another letter of the same number' }, expect: refusal('CONFLICT') },
      { send: { deliver: 'first' }, expect: [{ answered: true }, { at: 'receipt', is: '{{receipt}}' }] },
    ],
  },
  {
    id: 'question-answered',
    title: {
      zh: '以签名应答他省核对链条的问询',
      en: 'answers a province’s question about their chains, under its signature',
    },
    why: {
      zh: '恢复备份后，双方由此找出所缺的信封。',
      en: 'After a backup was restored, both sides find what is missing by it.',
    },
    cure: { zh: '应答须签名并与问询绑定。', en: 'Sign the answer, bound to the question.' },
    profile: 'read',
    needs: ['peer'],
    steps: [{ send: { question: 'signed' }, expect: [{ answered: true }, { at: 'isGenuine', is: true }] }],
  },
  {
    id: 'question-refused',
    title: { zh: '并非真实或已过时的问询得到空值', en: 'gives null to a question that is not genuine, or old' },
    why: { zh: '两省之间的往来只告知这两省。', en: 'What passes between two provinces is told to these two.' },
    cure: { zh: '核对签名、收件省份与时间（300 秒）。', en: 'Check signature, addressee and time (300 s).' },
    profile: 'read',
    needs: ['peer'],
    steps: [
      { send: { question: 'signed by another key' }, expect: [{ answered: true }, { at: 'answer', is: null }] },
      { send: { question: 'signed long ago' }, expect: [{ answered: true }, { at: 'answer', is: null }] },
    ],
  },
];
