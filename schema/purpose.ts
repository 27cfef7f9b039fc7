import { entry, type CodeList } from './code-list.js';
import { isWithholdingCode, type WithholdingCode } from './withholding.js';

/** What somebody asks for data for. Whoever reads protected data states it, and the person concerned reads it. */
export const AccessPurpose = {
  name: 'AccessPurpose',
  labelZh: '查询目的',
  labelEn: 'What data are asked for',
  standard: 'Tongban',
  entries: {
    OWN_AFFAIRS: entry(null, '办理本人事务', 'the affairs of the caller himself'),
    CASE_HANDLING: entry(null, '办理办件', 'the handling of a case'),
    EVIDENCE: entry(null, '调取证明', 'evidence for a case'),
    CONSULTATION: entry(null, '答复咨询', 'the answer to a consultation'),
    SUPERVISION: entry(null, '监督', 'supervision, under an order'),
    MAINTENANCE: entry(null, '系统维护', 'maintenance of the system'),
  },
} as const satisfies CodeList;

/** What is asked for, and under which order or number. */
export interface Purpose {
  readonly code: keyof typeof AccessPurpose.entries;
  /** Number of the order, case or request that it rests on. */
  readonly reference: string | undefined;
  /** Upon what an order of supervision has the access withheld from the person for a time. */
  readonly withhold?: WithholdingCode;
}

/**
 * The header in which a caller states it: `SUPERVISION` or `SUPERVISION order-12`; under an order also
 * `SUPERVISION order-12 withhold=WOULD_IMPEDE_DUTY`.
 */
export const PURPOSE_HEADER = 'x-tongban-purpose';

// The reference stands in a header, a passport and the trail: printable, and short.
const PURPOSE = /^([A-Z_]+)(?: ([\w./:-]{1,64}))?(?: withhold=([A-Z_]{1,64}))?$/;

/** Reads a stated purpose; undefined for a text that states none, and where something else than an order withholds. */
export function parsePurpose(text: string): Purpose | undefined {
  const [, code = '', reference, withhold] = PURPOSE.exec(text) ?? [];
  if (!isPurposeCode(code)) return undefined;
  if (withhold === undefined) return { code, reference };
  const isOrder = orderOf({ code, reference }) !== undefined;
  return isOrder && isWithholdingCode(withhold) ? { code, reference, withhold } : undefined;
}

/** The text that {@link parsePurpose} reads. */
export function formatPurpose({ code, reference, withhold }: Purpose): string {
  const parts = [code, reference, withhold === undefined ? undefined : `withhold=${withhold}`];
  return parts.filter((part) => part !== undefined).join(' ');
}

/** The number of the order under which somebody supervises; undefined for every other purpose, and without a number. */
export function orderOf(purpose: Purpose | undefined): string | undefined {
  return purpose?.code === 'SUPERVISION' ? purpose.reference : undefined;
}

/**
 * Whether something is asked for because of a case, by those who handle it or for evidence. A purpose that names a case
 * is for that one alone.
 */
export function isForCase(purpose: Purpose | undefined, caseId: string): boolean {
  const isForOne = purpose?.code === 'CASE_HANDLING' || purpose?.code === 'EVIDENCE';
  return isForOne && (purpose.reference === undefined || purpose.reference === caseId);
}

function isPurposeCode(code: string): code is Purpose['code'] {
  return Object.hasOwn(AccessPurpose.entries, code);
}
