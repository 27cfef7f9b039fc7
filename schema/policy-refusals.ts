import { type CodeList, entry } from './code-list.js';
import { readRefusal, type RefusalEntry, type RefusalRow } from './refusal.js';

const ours = '[P] Tongban';

const rows = {
  VALUE_MISSING: [
    'A change says which value holds from then on, or by an explicit null that the national value does.',
    ours,
    '须写明新的数值；恢复国家值须明确写 null。',
    'The new value is missing; an explicit null goes back to the national value.',
    'NOBODY ANY',
  ],
  VALUE_OUT_OF_BOUNDS: [
    'A province sets a parameter within the bounds that hold for all provinces.',
    ours,
    '数值超出全国统一的上下限。',
    'The value is outside of the bounds that hold for all provinces.',
    'NOBODY ANY',
  ],
  NOTHING_CHANGES: [
    'A change changes something: the record has no entries that say nothing.',
    ours,
    '该参数已是此值。',
    'The parameter has been set so already.',
    'NOBODY ANY',
  ],
  REASON_MISSING: [
    'A change of policy has a reason, which everybody may read.',
    ours,
    '须写明理由（1 至 500 字）。',
    'The reason is missing or too long (1 to 500 characters).',
    'NOBODY ANY',
  ],
  KEY_REUSED: [
    'One idempotency key stands for one command.',
    ours,
    '该幂等键已用于另一请求。',
    'The idempotency key was used for another command.',
    'NOBODY ANY',
  ],
} as const satisfies Record<string, RefusalRow>;

/** Why a parameter was not set. */
export type PolicyRefusalCode = keyof typeof rows;

/** Every expected no about parameters, once. */
export const policyRefusals = Object.fromEntries(
  Object.entries(rows).map(([code, row]) => [code, readRefusal(row)]),
) as Readonly<Record<PolicyRefusalCode, RefusalEntry>>;

/** The codes, as clients see them. */
export const PolicyRefusalCodes = {
  name: 'PolicyRefusalCode',
  labelZh: '政策参数未获设定的原因',
  labelEn: 'Why a policy parameter was not set',
  standard: 'Tongban',
  entries: Object.fromEntries(
    Object.entries(policyRefusals).map(([code, { messageZh, messageEn }]) => [code, entry(null, messageZh, messageEn)]),
  ) as Record<PolicyRefusalCode, ReturnType<typeof entry>>,
} satisfies CodeList;
