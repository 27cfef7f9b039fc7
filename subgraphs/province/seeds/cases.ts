import type {
  CaseMaterialRecord,
  CaseRow,
  CaseStepRow,
  CompletionRecord,
  SpecialProcedureRecord,
} from '../cases/index.js';
import type { ServiceItemRow } from '../catalogue/index.js';
import { chinaDayOf, compactDate } from '../shared/calendar.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import { calendarOf } from '../shared/working-calendar.js';
import { fromJson, toJson } from '../storage/stored.js';
import { hallCode } from './authorities.js';
import { type CaseStory, createStory, type StoryStep } from './case-stories.js';
import { createTimeline, type Timeline } from './case-timeline.js';
import { createRandom, createWeightedPick, type Random } from './random.js';
import { uuidV7 } from './uuid.js';

/** A case with its steps, as rows. */
export interface SeededCase {
  readonly row: CaseRow;
  readonly steps: readonly CaseStepRow[];
}

export interface CaseSources {
  readonly instance: ProvinceInstance;
  readonly instances: readonly ProvinceInstance[];
  readonly items: readonly ServiceItemRow[];
  readonly count: number;
  /** Person keys of those who may have applied; nobody knows who did when there are none. */
  readonly persons: readonly string[];
}

// What people travel for: relative frequency of cases by competent authority, per item.
const demand: Readonly<Record<string, number>> = { NHSA: 6, MPS: 4, NIA: 4, MOHRSS: 3, MOHURD: 3, STA: 3, SAMR: 2 };

/** Invents the cases of a province in the order of their submission, one at a time. */
export function* createCases(sources: CaseSources): Generator<SeededCase> {
  const { instance, instances, count } = sources;
  const random = createRandom(`cases:${instance.code}:${count}`);
  const randomPerson = createRandom(`applicants:${instance.code}:${count}`);
  const templates = sources.items.map(createTemplate);
  const pickTemplate = createWeightedPick(templates, ({ item }) => demand[item.competent_authority] ?? 1);
  const timeline = createTimeline(calendarOf(instance.code));
  const others = instances.filter(({ code }) => code !== instance.code);
  const pickOther = createWeightedPick(others, ({ population }) => population);
  for (let index = 0; index < count; index += 1) {
    const submittedAt = timeline.submissionTime(index, count, random);
    const template = pickTemplate(random);
    const applicant = random.chance(0.45) ? pickOther(random) : instance;
    const person = sources.persons[randomPerson.integer(0, sources.persons.length - 1)] ?? null;
    yield createCase({ instance, timeline, applicant, person, template, submittedAt, number: index + 1 }, random);
  }
}

interface TemplateMaterial {
  readonly name: string;
  readonly required: boolean;
  readonly isIssued: boolean;
  readonly count: number;
}

/** What the cases of one item have in common. */
interface Template {
  readonly item: ServiceItemRow;
  readonly forms: readonly [CaseRow['channel'], ...CaseRow['channel'][]];
  readonly materials: readonly TemplateMaterial[];
  readonly applicantKinds: readonly [CaseRow['applicant_kind'], ...CaseRow['applicant_kind'][]];
  readonly feeFen: number;
}

function createTemplate(item: ServiceItemRow): Template {
  const [form = 'WINDOW', ...forms] = fromJson(item.forms);
  const [kind = 'NATURAL_PERSON', ...kinds] = fromJson(item.service_objects);
  return {
    item,
    forms: [form, ...forms],
    applicantKinds: [kind, ...kinds],
    materials: fromJson(item.materials).map(({ name, required, source, originals, copies }) => ({
      name,
      required,
      isIssued: source === 'GOVERNMENT',
      count: originals + copies,
    })),
    feeFen: fromJson(item.fees).reduce((sum, fee) => sum + fee.amountFen, 0),
  };
}

interface CasePlan {
  readonly instance: ProvinceInstance;
  readonly timeline: Timeline;
  readonly applicant: ProvinceInstance;
  readonly person: string | null;
  readonly template: Template;
  readonly submittedAt: number;
  readonly number: number;
}

function createCase(plan: CasePlan, random: Random): SeededCase {
  const { instance, applicant, template, submittedAt } = plan;
  const { item } = template;
  const id = `${instance.code}:Case:${uuidV7(submittedAt, random)}`;
  const channel = random.pick(template.forms);
  const promised = { value: item.promised_value, unit: item.promised_unit };
  const givesLicence = item.result_type === 'LICENCE' || item.result_type === 'APPROVAL_DOCUMENT';
  const story = createStory({ timeline: plan.timeline, submittedAt, mode: item.mode, promised, givesLicence }, random);
  const caseNo = `${instance.gbCode}${compactDate(chinaDayOf(submittedAt))}${String(plan.number).padStart(8, '0')}`;
  const applicantKind = random.pick(template.applicantKinds);
  const row: CaseRow = {
    id,
    case_no: caseNo,
    item_code: item.item_code,
    mode: item.mode,
    state: story.state,
    kind: item.case_kind,
    applicant_kind: applicantKind,
    applicant_province: applicant.code,
    applicant_person: applicantKind === 'NATURAL_PERSON' ? plan.person : null,
    channel,
    submitted_at: isoTime(submittedAt),
    due_at: story.dueAt === null ? null : isoTime(story.dueAt),
    acceptance: createAcceptance(plan, story, caseNo),
    special_procedures: toJson(createSpecialProcedures(story)),
    materials: toJson(createMaterials(plan, { channel, state: story.state }, random)),
    completion: createCompletion(plan, { story, caseNo }, random),
    provenance: 'SYNTHETIC',
    updated_at: isoTime(story.updatedAt),
  };
  return { row, steps: story.steps.map((step, index) => createStep(plan, { step, caseId: id, seq: index + 1 })) };
}

const isoTime = (instantMs: number): string => new Date(instantMs).toISOString();

function createAcceptance({ instance, template }: CasePlan, story: CaseStory, caseNo: string): CaseRow['acceptance'] {
  if (story.acceptedAt === null || story.dueAt === null) return null;
  return toJson({
    acceptedAt: isoTime(story.acceptedAt),
    documentNo: `SL${caseNo}`,
    unitCode: template.item.authority_code,
    province: instance.code,
    promisedCompletionAt: isoTime(story.dueAt),
  });
}

function createSpecialProcedures({ specialProcedure }: CaseStory): readonly SpecialProcedureRecord[] {
  if (specialProcedure === null) return [];
  const { startedAt, endedAt } = specialProcedure;
  return [
    {
      kind: 'OTHER_THAN_EXTENSION',
      name: '专家评审',
      startedAt: isoTime(startedAt),
      endedAt: endedAt === null ? null : isoTime(endedAt),
      reason: '需组织专家对申请材料进行评审',
      result: endedAt === null ? null : '评审通过',
    },
  ];
}

const WAITING_FOR_APPLICANT = new Set<CaseRow['state']>(['CORRECTION', 'NOT_ACCEPTED']);

function createMaterials(
  { template, submittedAt }: CasePlan,
  { channel, state }: { readonly channel: CaseRow['channel']; readonly state: CaseRow['state'] },
  random: Random,
): readonly CaseMaterialRecord[] {
  const isPaper = channel === 'WINDOW' || channel === 'COURIER';
  const receivedAt = isoTime(submittedAt);
  const missing = WAITING_FOR_APPLICANT.has(state) ? random.integer(0, template.materials.length - 1) : -1;
  return template.materials.map(({ name, required, isIssued, count }, index) => {
    if (index === missing || !(required || random.chance(0.5))) {
      return { name, received: false, channel: null, count: 0, receivedAt: null };
    }
    const electronic = isIssued ? random.pick(['UPLOAD', 'LICENCE_LIBRARY', 'DATA_SHARING']) : 'UPLOAD';
    return { name, received: true, channel: isPaper ? 'PAPER' : electronic, count, receivedAt };
  });
}

const REFUSALS = new Set<CompletionRecord['code']>(['RETURNED', 'NOT_CORRECTED', 'FORWARDED']);

function createCompletion(
  { instance, template }: CasePlan,
  { story, caseNo }: { readonly story: CaseStory; readonly caseNo: string },
  random: Random,
): CaseRow['completion'] {
  if (story.completion === null) return null;
  const { code, at } = story.completion;
  const hasResult = story.state !== 'WITHDRAWN' && !REFUSALS.has(code);
  return toJson({
    code,
    completedAt: isoTime(at),
    unitCode: template.item.authority_code,
    province: instance.code,
    resultNo: hasResult ? `JG${caseNo}` : null,
    byCourier: random.chance(0.4) && hasResult,
    feeFen: hasResult ? template.feeFen : 0,
  });
}

const opinions = { PASS: '符合要求，予以通过', RETURN: '不符合要求，予以退回', OTHER: '按规定终止或者转报' } as const;

function createStep(
  { applicant, template }: CasePlan,
  { step, caseId, seq }: { readonly step: StoryStep; readonly caseId: string; readonly seq: number },
): CaseStepRow {
  return {
    case_id: caseId,
    seq,
    name: step.name,
    unit_code: step.isAtReceivingPlace ? hallCode(applicant) : template.item.authority_code,
    action: step.action,
    started_at: isoTime(step.startedAt),
    ended_at: step.endedAt === null ? null : isoTime(step.endedAt),
    opinion: step.action === null ? null : opinions[step.action],
  };
}
