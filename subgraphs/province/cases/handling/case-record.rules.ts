import type { CompletionCode } from '../../../../schema/code-lists.js';
import { ProcedureKind } from '../../../../schema/case-lists.js';
import type { Move } from '../machine/decide.rules.js';
import type { DraftMaterial } from '../preflight.rules.js';
import type { Said } from './said.rules.js';

/** What the record of a case says of its acceptance, procedures and completion; the shapes of its JSON columns. */
export interface RecordParts {
  readonly acceptance: {
    readonly acceptedAt: string;
    readonly documentNo: string;
    readonly unitCode: string;
    readonly province: string;
    readonly promisedCompletionAt: string | null;
  } | null;
  readonly specialProcedures: readonly {
    readonly kind: 'EXTENSION' | 'OTHER_THAN_EXTENSION';
    readonly name: string;
    readonly startedAt: string;
    readonly endedAt: string | null;
    readonly reason: string;
    readonly result: string | null;
  }[];
  readonly completion: {
    readonly code: keyof typeof CompletionCode.entries;
    readonly completedAt: string;
    readonly unitCode: string;
    readonly province: string;
    readonly resultNo: string | null;
    readonly byCourier: boolean;
    readonly feeFen: number;
  } | null;
}

/** Where and when a move was made, for the record. */
export interface RecordedMove {
  readonly move: Move;
  readonly said: Said;
  readonly province: string;
  readonly unitCode: string;
  readonly caseNo: string;
  /** When the legal clock began and is due; null where there is none, or its end is not known yet. */
  readonly handling: { readonly startedAt: string; readonly dueAt: string | null } | null;
}

/** The record after a move; parts that it does not touch stay as they are. */
export function recordMove(parts: RecordParts, recorded: RecordedMove): RecordParts {
  return {
    acceptance: acceptanceAfter(parts, recorded),
    specialProcedures: proceduresAfter(parts, recorded),
    completion: completionAfter(parts, recorded),
  };
}

function acceptanceAfter({ acceptance }: RecordParts, recorded: RecordedMove): RecordParts['acceptance'] {
  const { move, province, unitCode, caseNo, handling } = recorded;
  const { event, at } = move.entry;
  if (event !== 'acceptCase' && event !== 'deemAccepted') return acceptance;
  const acceptedAt = handling?.startedAt ?? at;
  return { acceptedAt, documentNo: `SL${caseNo}`, unitCode, province, promisedCompletionAt: handling?.dueAt ?? null };
}

function proceduresAfter({ specialProcedures }: RecordParts, { move, said }: RecordedMove) {
  const { event, at } = move.entry;
  if (event === 'suspendCase' && said.procedure !== undefined) {
    const name = ProcedureKind.entries[said.procedure].labelZh;
    const reason = said.procedureReason ?? '';
    const begun = { kind: 'OTHER_THAN_EXTENSION', name, startedAt: at, endedAt: null, reason, result: null } as const;
    return [...specialProcedures, begun];
  }
  if (event === 'resumeCase') {
    const result = said.procedureResult ?? null;
    return specialProcedures.map((each) => (each.endedAt === null ? { ...each, endedAt: at, result } : each));
  }
  if (event !== 'extendCase' || said.extension === undefined) return specialProcedures;
  const reason = said.reasons?.text ?? '';
  const extended = { kind: 'EXTENSION', name: '延长审批', startedAt: at, endedAt: at, reason, result: null } as const;
  return [...specialProcedures, extended];
}

function completionAfter({ completion }: RecordParts, recorded: RecordedMove): RecordParts['completion'] {
  const { move, said, province, unitCode } = recorded;
  const { completion: code, at } = move.entry;
  // What is declared void after its completion has one code still, the last.
  if (code === null || completion?.code === code) return completion;
  const resultNo = said.licenceIdentifier ?? null;
  return { code, completedAt: at, unitCode, province, resultNo, byCourier: false, feeFen: 0 };
}

/** The pieces of a draft as the record lists them. */
export function recordMaterials(materials: readonly DraftMaterial[], at: string) {
  return materials.map(({ name, form, originals, copies }) => ({
    name,
    received: true,
    channel: form === 'PAPER' ? ('PAPER' as const) : ('UPLOAD' as const),
    count: originals + copies,
    receivedAt: at,
  }));
}
