import type { Supplement } from '../access/agreements/signed-document.js';
import { isoTime } from '../exchange/desk.js';
import { readPolicy } from '../policy/index.js';
import type { BothLanguages } from '../shared/agreement.js';
import { dueAfter } from '../shared/deadlines.js';
import type { AgreementRow } from './agreement.entity.js';
import { refuse, type Refused } from './applying.service.js';
import { type Bureau, listSupplements } from './bureau.service.js';
import { findSubject, type Prepared } from './command.service.js';
import { type SignedSupplement, signAlone } from './documents.service.js';
import { isText } from './moves/move.rules.js';
import { moveAbout } from './prepare-text.service.js';
import { type KeptSupplement, latestOf, suspensionsOf } from './terms/supplement.rules.js';
import { readText } from './texts.service.js';

/** What a party says when it suspends, resumes or terminates. */
export interface Supplementing {
  readonly id: string;
  readonly reason: BothLanguages;
  /** From when on; as soon as the notice allows unless it is given. */
  readonly from: string | null;
}

/** Prepares the notice of a suspension. */
export async function prepareSuspension(bureau: Bureau, said: Supplementing): Promise<Prepared | Refused> {
  const found = await findSaid(bureau, said);
  if ('refusal' in found) return found;
  const { row, supplements } = found;
  const { code: by } = bureau.instance;
  if (suspensionsOf(by, supplements, bureau.desk.clock.nowMs()).some(({ untilMs }) => untilMs === null))
    return refuse('SUSPENDED_HERE');
  const number = `S-${latestOf(supplements).filter((one) => one.by === by).length + 1}`;
  const earliestMs = await noticeEnd(bureau, row, 'SUSPENSION');
  const fromMs = said.from === null ? earliestMs : Date.parse(said.from);
  const supplement = { number, version: 1, kind: 'SUSPENSION', by, from: isoTime(fromMs), until: null } as const;
  return prepare(bureau, row, { supplement, said, isNoticed: fromMs >= earliestMs });
}

/** Prepares what lifts the suspension of this province, from now on. */
export async function prepareResumption(bureau: Bureau, said: Supplementing): Promise<Prepared | Refused> {
  const found = await findSaid(bureau, said);
  if ('refusal' in found) return found;
  const { row, supplements } = found;
  const nowMs = bureau.desk.clock.nowMs();
  const open = suspensionsOf(bureau.instance.code, supplements, nowMs).find(({ untilMs }) => untilMs === null);
  if (open === undefined) return refuse('NOT_SUSPENDED_HERE');
  const { number, version, by, fromMs } = open;
  // One that is lifted before it began lasts for a millisecond, since a span has an end behind its beginning.
  const until = isoTime(Math.max(nowMs, fromMs + 1));
  const supplement = { number, version: version + 1, kind: 'SUSPENSION', by, from: isoTime(fromMs), until } as const;
  return prepare(bureau, row, { supplement, said, isNoticed: true });
}

/** Prepares the signature of this province under a termination: the one that another party has begun, or a new one. */
export async function prepareTermination(bureau: Bureau, said: Supplementing): Promise<Prepared | Refused> {
  const found = await findSaid(bureau, said);
  if ('refusal' in found) return found;
  const { row, supplements } = found;
  const begun = supplements.filter(({ kind }) => kind === 'TERMINATION').at(-1);
  if (begun !== undefined) {
    const { supplement } = JSON.parse(begun.document) as SignedSupplement; // as this province wrote it itself
    return prepare(bureau, row, { supplement, said, isNoticed: true });
  }
  const earliestMs = await noticeEnd(bureau, row, 'TERMINATION');
  const fromMs = said.from === null ? earliestMs : Date.parse(said.from);
  const span = { from: isoTime(fromMs), until: null };
  const supplement = { number: 'T-1', version: 1, kind: 'TERMINATION', by: null, ...span } as const;
  return prepare(bureau, row, { supplement, said, isNoticed: fromMs >= earliestMs });
}

interface Found {
  readonly row: AgreementRow;
  readonly supplements: readonly (KeptSupplement & { readonly document: string })[];
}

async function findSaid(bureau: Bureau, { id, reason }: Supplementing): Promise<Found | Refused> {
  const row = await findSubject(bureau, id);
  if ('refusal' in row) return row;
  if (!isText(reason.zh) || !isText(reason.en)) return refuse('REASON_MISSING');
  return { row, supplements: await listSupplements(bureau, row.number) };
}

// Whichever is longer: what the policy of the province says, or what the parties owe each other by their agreement.
async function noticeEnd(bureau: Bureau, row: AgreementRow, kind: Supplement['kind']): Promise<number> {
  const { desk, instance, transaction } = bureau;
  const text = await readText(bureau, row, row.version);
  const { suspensionWorkingDays = 0, terminationWorkingDays = 0 } = text?.agreement.notice ?? {};
  const policy = (await readPolicy(transaction)).valueOf('AGREEMENT_NOTICE');
  const value = Math.max(policy, kind === 'SUSPENSION' ? suspensionWorkingDays : terminationWorkingDays);
  const due = dueAfter(instance.code, desk.clock.nowMs(), { value, unit: 'WORKING_DAY' });
  return due.kind === 'AT' ? due.at : due.notBefore;
}

interface Said {
  readonly supplement: Omit<Supplement, 'agreementNo' | 'reason'> & Partial<Pick<Supplement, 'reason'>>;
  readonly said: Supplementing;
  readonly isNoticed: boolean;
}

async function prepare(bureau: Bureau, row: AgreementRow, { supplement, said, isNoticed }: Said): Promise<Prepared> {
  const whole = { reason: said.reason, ...supplement, agreementNo: row.number };
  const document = await signAlone(bureau.desk, { supplement: whole, signatures: [] });
  const reason = `${said.reason.zh} · ${said.reason.en}`;
  const move = moveAbout(bureau, row, { kind: 'supplement', document, reason: reason.slice(0, MAX_REASON) });
  return { move, facts: { isNoticed }, problems: [] };
}

// As long as a text of a person may be; both languages together may be longer, and stand whole in the supplement.
const MAX_REASON = 2000;
