import { parseGlobalId } from '../../../schema/global-id.js';
import { decidingBasis, type GivenArguments, type Ground, NOTHING, textAt } from '../access/ground.js';
import { isUnsubmitted } from '../access/unsubmitted.rules.js';
import type { ProvinceContext } from '../context.js';
import {
  type CaseFacts,
  decideView,
  findStatement,
  type PersonClass,
  release,
  type StatementRow,
  type View,
} from '../persons/index.js';
import { fromJson } from '../storage/stored.js';
import type { CaseRow } from './case.entity.js';
import { findCase } from './case.service.js';
import { basisOf, listed } from './handling/release-basis.service.js';
import {
  findCaseIdOf,
  findCourse,
  findFile,
  findHandledCase,
  type HandledCase,
  listLog,
} from './handling/read-handling.service.js';

/** The applicant of a case, as the case states him, and how whoever asks gets to see him. */
export interface SeenApplicant {
  readonly statement: StatementRow;
  readonly view: View;
}

/** Whose a case is, and how whoever asks gets to see him, whether the case states more than his key or not. */
export interface ViewedApplicant {
  /** Person key. */
  readonly person: string;
  readonly view: View;
  /** By what the statements of this case are known. */
  readonly statedFor: string;
}

/** What the caller gets to see of the applicant of a case; undefined when that is nothing. */
export function findApplicant(context: ProvinceContext, caseId: string): Promise<SeenApplicant | undefined> {
  return context.load(loadApplicants, caseId);
}

/** One field of the applicant, released; of whatever is asked for together, all entries of the trail are one commit. */
export async function readApplicantField(
  context: ProvinceContext,
  caseId: string,
  name: PersonClass,
): Promise<string | null> {
  return (await context.load(loadFields, `${name} ${caseId}`))?.text ?? null;
}

/** On what the caller would read the applicant of the case that a query names. */
export async function groundOfApplicant(context: ProvinceContext, given: GivenArguments): Promise<Ground | undefined> {
  const id = textAt(given, 'id');
  const type = parseGlobalId(id)?.type;
  if (id === undefined || (type !== 'Case' && type !== 'Leg')) return undefined;
  const subject = type === 'Leg' ? await subjectOf(context, id) : id;
  return groundOfView(subject === undefined ? undefined : (await findApplicant(context, subject))?.view);
}

/** What is shown, and on what that rests. */
export function groundOfView(view: View | undefined, agreed: 'CLAUSE' | 'GRANT' = 'CLAUSE'): Ground {
  if (view === undefined) return NOTHING;
  if (view.kind === 'MASKED') return { gives: 'MASKED', decidedBy: null };
  return { gives: 'CLEAR', decidedBy: decidingBasis(view.basis, agreed) };
}

async function loadApplicants(context: ProvinceContext, caseIds: readonly string[]) {
  const seen = await Promise.all(caseIds.map((caseId) => see(context, caseId)));
  return new Map(seen.flatMap((each, index) => (each === undefined ? [] : [[caseIds[index] ?? '', each]])));
}

// By this case's own statement: what was stated of the same person for another is another's word, of another day.
async function see(context: ProvinceContext, caseId: string): Promise<SeenApplicant | undefined> {
  const viewed = await viewApplicant(context, caseId);
  if (viewed === undefined) return undefined;
  const { person, view, statedFor } = viewed;
  const statement = await findStatement(context, { person, stated_for: statedFor });
  return statement === undefined ? undefined : { statement, view };
}

/**
 * What an applicant is asked by: the case, or at a participant, who has none, the leg; undefined when the leg is not
 * here.
 */
export async function subjectOf(context: ProvinceContext, legId: string): Promise<string | undefined> {
  const record = await findCourse(context, legId);
  return record === undefined ? undefined : ((await findCaseIdOf(context, record.collaborationNo)) ?? legId);
}

// A participant's unit that does the leg sees whose it is, as the unit of a case does.
async function viewByLeg(context: ProvinceContext, legId: string): Promise<ViewedApplicant | undefined> {
  const record = await findCourse(context, legId);
  const file = record === undefined ? undefined : await findFile(context, record.collaborationNo);
  if (record === undefined || file === undefined || file.person === null) return undefined;
  const { content, person } = file;
  const handlingUnits = record.kind === 'OWN' && record.unitCode !== null ? [record.unitCode] : [];
  const facts = {
    about: legId,
    person,
    receivingUnits: [],
    handedOverMs: null,
    handlingUnits,
    basis: basisOf(content),
  };
  const view = decideView(askerOf(context), facts);
  return view && { person, view, statedFor: record.collaborationNo };
}

const isLeg = (id: string): boolean => parseGlobalId(id)?.type === 'Leg';

/** What the caller gets to see of whoever applied for a case or leg; undefined when it is nothing, or nobody is known. */
export async function viewApplicant(context: ProvinceContext, id: string): Promise<ViewedApplicant | undefined> {
  if (isLeg(id)) return viewByLeg(context, id);
  const row = await findCase(context, id);
  const person = row?.applicant_person ?? null;
  if (row === undefined || person === null) return undefined;
  const view = await findCaseView(context, row, person);
  // A mere record has no collaboration: what it states is known by the case.
  const statedFor = (await findHandledCase(context, id))?.collaborationNo ?? id;
  return view && { person, view, statedFor };
}

/** What the caller gets to see of the applicant of a case, whose row it is; undefined when it is nothing. */
export async function findCaseView(context: ProvinceContext, row: CaseRow, person: string): Promise<View | undefined> {
  const facts = await gatherFacts(context, row, person);
  return decideView(askerOf(context), facts);
}

function askerOf({ caller, passport, province, surroundings }: ProvinceContext) {
  return { caller, purpose: passport?.purpose, province: province.code, nowMs: surroundings.nowMs() };
}

async function gatherFacts(context: ProvinceContext, row: CaseRow, person: string): Promise<CaseFacts> {
  const handled = await findHandledCase(context, row.id);
  return handled === undefined ? factsOfRecord(row, person) : factsOfHandled(context, handled, { row, person });
}

// Of a mere record, the unit that has accepted it is all that is known.
function factsOfRecord({ id: about, acceptance, item_code: itemCode }: CaseRow, person: string): CaseFacts {
  const handlingUnits = acceptance === null ? [] : [fromJson(acceptance).unitCode];
  return { about, person, receivingUnits: [], handedOverMs: null, handlingUnits, basis: listed(itemCode) };
}

async function factsOfHandled(
  context: ProvinceContext,
  { content, courses }: HandledCase,
  { row, person }: { readonly row: CaseRow; readonly person: string },
): Promise<CaseFacts> {
  const own = courses.filter(({ kind }) => kind === 'OWN');
  // Who will have a case knows nothing of it while it is a draft.
  const held = isUnsubmitted(own) ? [] : own;
  const unitsOf = (isChosen: (name: string) => boolean): readonly string[] =>
    held.flatMap(({ name, unitCode }) => (unitCode !== null && isChosen(name) ? [unitCode] : []));
  const receiving = own.find(({ name }) => name === RECEIVE);
  const handedOver = receiving === undefined ? acceptedAt(row) : await acknowledgedAt(context, receiving.id);
  const { mandate, places } = content;
  const isBegunHere = (places.RECEIVING ?? places.LEAD) === context.province.code;
  const mandated = mandate !== null && isBegunHere ? [mandate.unitCode] : [];
  return {
    about: row.id,
    person,
    // What nobody forwards is received by the unit that goes on with it.
    receivingUnits: [...unitsOf((name) => receiving === undefined || name === RECEIVE), ...mandated],
    handedOverMs: handedOver === undefined ? null : Date.parse(handedOver),
    handlingUnits: unitsOf((name) => name !== RECEIVE),
    basis: basisOf(content),
  };
}

const RECEIVE = 'receive';

const acceptedAt = ({ acceptance }: CaseRow): string | undefined =>
  acceptance === null ? undefined : fromJson(acceptance).acceptedAt;

async function acknowledgedAt(context: ProvinceContext, courseId: string): Promise<string | undefined> {
  return (await listLog(context, courseId)).findLast(({ event }) => event === 'handoffAcknowledged')?.at;
}

/** A text that may be null, in a box: a loader takes a missing row for one that is not there. */
interface Field {
  readonly text: string | null;
}

async function loadFields(context: ProvinceContext, keys: readonly string[]): Promise<ReadonlyMap<string, Field>> {
  const wanted = keys.map((key) => {
    const [name = '', caseId = ''] = key.split(' ');
    return { key, name: name as PersonClass, caseId }; // as readApplicantField has written it
  });
  const byCase = [...Map.groupBy(wanted, ({ caseId }) => caseId)];
  const seen = await Promise.all(byCase.map(([caseId]) => findApplicant(context, caseId)));
  const asked = byCase.flatMap(([caseId, fields], index) => {
    const applicant = seen[index];
    return applicant === undefined
      ? []
      : [{ ...applicant, caseId: isLeg(caseId) ? null : caseId, classes: fields.map(({ name }) => name), fields }];
  });
  const released = await release(context, asked);
  const texts = asked.flatMap(({ fields }, index) =>
    fields.map(({ key, name }): [string, Field] => [key, { text: released[index]?.[name] ?? null }]),
  );
  return new Map(texts);
}
