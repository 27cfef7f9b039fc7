import { formatCollaborationNo } from '../../../../schema/collaboration-no.js';
import type { RefusalCode } from '../../../../schema/refusal-codes.js';
import { applicantOf } from '../../access/own-case.js';
import { keepStatement, type StatedPerson } from '../../persons/index.js';
import { type FlowPlaces, layOutFlow } from '../joint/flow.rules.js';
import { findFlow } from '../joint/flows.rules.js';
import { jointLeg } from '../modes/joint-leg.rules.js';
import { decidingClause } from '../../access/decider.rules.js';
import { isClause } from '../../shared/agreement.js';
import { refuseClause } from './clause-check.service.js';
import { CASE, caseCourse, forwardedCourses, type PlannedCourse } from './case-face.rules.js';
import { type CommandHead, type CommandOutcome, type CommandPlace, runInOffice } from './command.service.js';
import {
  type Dossier,
  findKnownItem,
  isUnit,
  type KnownItem,
  nextSerial,
  type Office,
  planCourse,
} from './dossier.service.js';
import type { CourseKind, FileContent } from './handling.entity.js';
import { makeMove } from './make-move.service.js';
import { checkFile, newCaseId, openCase } from './open-case.service.js';

/** What somebody applies for. */
export interface CaseDraft extends Omit<FileContent, 'mode' | 'places' | 'flow' | 'preflight' | 'mandate'> {
  /** Number of the applicant's signed mandate, which a clerk acts on. */
  readonly mandate: string | null;
  /** The mode of the item unless given. */
  readonly mode?: FileContent['mode'];
  /** Where a case that is received here is handled. */
  readonly handlingProvince?: string;
  /** Where the matter of a joint case comes from, and the provinces along its way. */
  readonly originProvince?: string;
  readonly alongProvinces?: readonly string[];
}

/** What somebody applies for, and who he is, when he says so. */
export interface Drafting {
  readonly draft: CaseDraft;
  /** As it was stated, and found to be sound. */
  readonly applicant?: StatedPerson | undefined;
}

/** Begins a case in this province: where it is handled or led, or where a window receives it for another province. */
export function draftCase(
  place: CommandPlace,
  head: CommandHead,
  { draft, applicant }: Drafting,
): Promise<CommandOutcome> {
  const request = { event: 'draftCase', draft, applicant: applicant === undefined ? null : { ...applicant } };
  return runInOffice(place, { head, request }, async (office) => {
    const item = await findKnownItem(office, draft.itemCode);
    const mode = draft.mode ?? item?.mode;
    // A window receives what the other place lists; whether that is in force, the other place says when it is forwarded.
    if (mode === undefined || (item === undefined && mode !== 'RECEIVE_AND_FORWARD'))
      return { refusal: 'ITEM_NOT_IN_FORCE' };
    const mandate = await mandateOf(office, head, { ...draft, mode });
    if (typeof mandate === 'string') return { refusal: mandate };
    const content = contentOf(office, { ...draft, mode, mandate });
    if (typeof content === 'string') return { refusal: content };
    return begin(office, { head, content, item, applicant });
  });
}

// Receiving is a window's own task. Whatever else it does for an applicant, it does on his mandate.
async function mandateOf(
  office: Office,
  { caller }: CommandHead,
  { mandate, mode }: Pick<CaseDraft, 'mandate' | 'mode'>,
): Promise<FileContent['mandate'] | RefusalCode> {
  if (caller.role !== 'clerk') return null;
  if (caller.unit === undefined || !(await isUnit(office, caller.unit))) return 'NOT_OF_RESPONSIBLE_UNIT';
  if (mandate !== null) return { number: mandate, unitCode: caller.unit };
  return mode === 'RECEIVE_AND_FORWARD' ? null : 'MANDATE_MISSING';
}

function contentOf(
  { instance }: Office,
  draft: Omit<CaseDraft, 'mandate'> & Pick<FileContent, 'mode' | 'mandate'>,
): FileContent | RefusalCode {
  const { mode, handlingProvince, originProvince, alongProvinces, ...said } = draft;
  const applied = { ...said, preflight: null };
  const own = instance.code;
  if (mode === 'RECEIVE_AND_FORWARD') {
    if (handlingProvince === undefined || handlingProvince === own) return 'PLACE_MISSING';
    return { ...applied, mode, places: { LEAD: handlingProvince, RECEIVING: own }, flow: null };
  }
  if (mode === 'FULLY_ONLINE') return { ...applied, mode, places: { LEAD: own }, flow: null };
  const flow = findFlow(draft.itemCode);
  if (flow?.mode !== mode) return 'FLOW_INVALID';
  const places: FlowPlaces = {
    LEAD: own,
    ...(originProvince === undefined ? {} : { ORIGIN: originProvince }),
    ...(alongProvinces === undefined ? {} : { ALONG: alongProvinces }),
  };
  const isPlaced = flow.legs.every(({ place }) => places[place] !== undefined && places[place].length > 0);
  if (!isPlaced || new Set(alongProvinces).size !== (alongProvinces?.length ?? 0)) return 'PLACE_MISSING';
  return { ...applied, mode, places, flow: layOutFlow(flow, places) };
}

// Whoever he says that he is, the account stays his own too; a clerk's is not.
async function keepApplicant(
  { transaction, desk }: Office,
  { caller }: CommandHead,
  { statedFor, stated }: { readonly statedFor: string; readonly stated: StatedPerson | undefined },
): Promise<Dossier['applicant']> {
  const known = applicantOf(caller);
  if (stated === undefined) return known;
  return { ...known, person: await keepStatement(transaction, desk, { statedFor, stated }) };
}

interface Beginning {
  readonly head: CommandHead;
  readonly content: FileContent;
  /** Undefined for an item that only the handling place lists. */
  readonly item: KnownItem | undefined;
  readonly applicant: StatedPerson | undefined;
}

async function begin(office: Office, { head, content, item, applicant }: Beginning): Promise<CommandOutcome> {
  const collaborationNo = formatCollaborationNo({ ...(await nextSerial(office)), gbCode: office.instance.gbCode });
  const fault = refuseClause(office, content, { event: 'draftCase', name: CASE, said: {} });
  if (fault !== undefined && isClause(content.basis))
    return { refusal: fault, decidedBy: decidingClause(content.basis, 'CLAUSE') };
  const isReceived = content.mode === 'RECEIVE_AND_FORWARD';
  const caseId = newCaseId(office);
  // A window has no list of the place that decides, and so no preflight of its own.
  const gaps = isReceived || item === undefined ? null : checkFile(office, item, content);
  const courses = planCourses(office, content).map((planned, seq) => {
    const kind = kindOf(office, planned);
    const unitCode = kind === 'OWN' && !isReceived ? (item?.unitCode ?? null) : null;
    return planCourse(office, collaborationNo, { ...planned, seq, kind, unitCode });
  });
  const known = await keepApplicant(office, head, { statedFor: collaborationNo, stated: applicant });
  const dossier: Dossier = {
    ...{ collaborationNo, caseId, applicant: known, content, gaps },
    courses: new Map(courses.map((record) => [record.name, record])),
  };
  await openCase(office, dossier, item);
  if (isReceived) return { subject: caseId };
  const role = head.caller.role === 'clerk' ? 'RECEIVING_CLERK' : 'APPLICANT';
  const actor = { role, isEntitled: true, unitCode: null, subject: head.caller.subject } as const;
  const code = await makeMove(office, dossier, { name: CASE, event: 'draftCase', actor, said: {} });
  return code === undefined ? { subject: caseId } : { refusal: code };
}

function planCourses({ instance }: Office, { mode, places, flow }: FileContent): readonly PlannedCourse[] {
  if (mode === 'RECEIVE_AND_FORWARD') return forwardedCourses(instance.code, places.LEAD);
  const legs = flow?.legs ?? [];
  return [
    caseCourse(instance.code, mode === 'JOINT_HANDLING'),
    ...legs.map(({ id, role, province = instance.code }) => ({ name: id, role, machine: jointLeg, province })),
  ];
}

function kindOf({ instance }: Office, { province, machine }: PlannedCourse): CourseKind {
  if (province === instance.code) return 'OWN';
  return machine === jointLeg ? 'COPY' : 'TOLD';
}
