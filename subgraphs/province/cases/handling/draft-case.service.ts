import { formatCollaborationNo } from '../../../../schema/collaboration-no.js';
import type { RefusalCode } from '../../../../schema/refusal-codes.js';
import { type FlowPlaces, layOutFlow } from '../joint/flow.rules.js';
import { findFlow } from '../joint/flows.rules.js';
import { jointLeg } from '../modes/joint-leg.rules.js';
import { CASE, caseCourse, forwardedCourses, type PlannedCourse } from './case-face.rules.js';
import { type CommandHead, type CommandOutcome, type CommandPlace, runOnce } from './command.service.js';
import { type Dossier, findKnownItem, type KnownItem, nextSerial, type Office, planCourse } from './dossier.service.js';
import type { CourseKind, FileContent } from './handling.entity.js';
import { makeMove } from './make-move.service.js';
import { checkFile, newCaseId, openCase } from './open-case.service.js';

/** What somebody applies for. */
export interface CaseDraft extends Omit<FileContent, 'mode' | 'places' | 'flow' | 'preflight'> {
  /** The mode of the item unless given. */
  readonly mode?: FileContent['mode'];
  /** Where a case that is received here is handled. */
  readonly handlingProvince?: string;
  /** Where the matter of a joint case comes from, and the provinces along its way. */
  readonly originProvince?: string;
  readonly alongProvinces?: readonly string[];
}

/** Begins a case in this province: where it is handled or led, or where a window receives it for another province. */
export function draftCase(place: CommandPlace, head: CommandHead, draft: CaseDraft): Promise<CommandOutcome> {
  return runOnce(place, { head, request: { event: 'draftCase', draft } }, async (office) => {
    const item = await findKnownItem(office, draft.itemCode);
    const mode = draft.mode ?? item?.mode;
    // A window receives what the other place lists; whether that is in force, the other place says when it is forwarded.
    if (mode === undefined || (item === undefined && mode !== 'RECEIVE_AND_FORWARD'))
      return { refusal: 'ITEM_NOT_IN_FORCE' };
    const content = contentOf(office, { ...draft, mode });
    if (typeof content === 'string') return { refusal: content };
    return begin(office, { head, content, item });
  });
}

function contentOf({ instance }: Office, draft: CaseDraft & Pick<FileContent, 'mode'>): FileContent | RefusalCode {
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

interface Beginning {
  readonly head: CommandHead;
  readonly content: FileContent;
  /** Undefined for an item that only the handling place lists. */
  readonly item: KnownItem | undefined;
}

async function begin(office: Office, { head, content, item }: Beginning): Promise<CommandOutcome> {
  const { role } = head.actor;
  if (role !== 'APPLICANT' && role !== 'RECEIVING_CLERK') return { refusal: 'ROLE_MAY_NOT' };
  const collaborationNo = formatCollaborationNo({ ...(await nextSerial(office)), gbCode: office.instance.gbCode });
  const isReceived = content.mode === 'RECEIVE_AND_FORWARD';
  const caseId = newCaseId(office);
  // A window has no list of the place that decides, and so no preflight of its own.
  const gaps = isReceived || item === undefined ? null : checkFile(office, item, content);
  const courses = planCourses(office, content).map((planned, seq) => {
    const kind = kindOf(office, planned);
    const unitCode = kind === 'OWN' && !isReceived ? (item?.unitCode ?? null) : null;
    return planCourse(office, collaborationNo, { ...planned, seq, kind, unitCode });
  });
  const dossier: Dossier = {
    ...{ collaborationNo, caseId, content, gaps },
    courses: new Map(courses.map((record) => [record.name, record])),
  };
  await openCase(office, dossier, item);
  if (isReceived) return { subject: caseId };
  const actor = { role, isEntitled: true, unitCode: null };
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
