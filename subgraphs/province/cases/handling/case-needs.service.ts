import { isUnsubmitted } from '../../access/unsubmitted.rules.js';
import { findScenario, materialsIn } from '../../catalogue/index.js';
import type { PersonKey } from '../../storage/matching.js';
import { toJson } from '../../storage/stored.js';
import type { DraftMaterial } from '../preflight.rules.js';
import { CASE, decidedStates } from './case-face.rules.js';
import { recordMaterials } from './case-record.rules.js';
import {
  type Dossier,
  findDossierOfCase,
  findKnownItem,
  type KnownItem,
  type Office,
  storeFile,
  tablesOf,
} from './dossier.service.js';
import { checkFile } from './open-case.service.js';

/** A case as far as what it needs is concerned. */
export interface CaseNeeds {
  readonly collaborationNo: string;
  readonly itemCode: string;
  /** Person key of the applicant; null when nobody has said who he is. */
  readonly applicant: PersonKey | null;
  /** The unit that has it, or will have it when it comes to that. */
  readonly unitCode: string;
  /** False where it is only received for another place: then no unit here has it. */
  readonly isHandledHere: boolean;
  /** The unit that holds the applicant's mandate; null where none does. */
  readonly mandateUnit: string | null;
  /** False while it is a draft, which is its applicant's alone. */
  readonly isSubmitted: boolean;
  /**
   * True once an officer has accepted it, or it counts as accepted since nobody told what is missing. The silence of a
   * unit makes nothing of what it has filed for somebody itself: that waits until its officer takes it up.
   */
  readonly isAccepted: boolean;
  /** True once nothing that is brought could change how it ends. */
  readonly isDecided: boolean;
  /** Names of the materials that its situation asks for. */
  readonly materials: readonly string[];
}

/** What a case that is handled here needs; undefined when there is no such case, or its item is not listed here. */
export async function findCaseNeeds(office: Office, caseId: string): Promise<CaseNeeds | undefined> {
  const found = await findWithItem(office, caseId);
  if (found === undefined) return undefined;
  const { dossier, item, state, isAccepted } = found;
  const { collaborationNo, content, courses } = dossier;
  const applicant = dossier.applicant.person;
  const scenario = findScenario(item.scenarios, content.preflight?.scenario ?? '') ?? null;
  const materials = materialsIn(item.requirements.materials, scenario).map(({ name }) => name);
  const own = courses.get(CASE) ?? courses.get('handle');
  const unitCode = own?.unitCode ?? item.unitCode;
  const mandateUnit = content.mandate?.unitCode ?? null;
  const isBySilence = own?.course.isDeemedAccepted === true && state === 'ACCEPTED';
  return {
    collaborationNo,
    itemCode: content.itemCode,
    applicant,
    unitCode,
    isHandledHere: own?.kind === 'OWN',
    mandateUnit,
    isSubmitted: !isUnsubmitted([...courses.values()]),
    isAccepted: isAccepted && !(isBySilence && mandateUnit === unitCode),
    isDecided: decidedStates.has(state),
    materials,
  };
}

/** Puts a piece into the file of a case, in the place of what had its name, and checks the file anew. */
export async function bringPiece(
  office: Office,
  { caseId, piece }: { readonly caseId: string; readonly piece: DraftMaterial },
): Promise<void> {
  const found = await findWithItem(office, caseId);
  if (found === undefined) throw new Error('A piece is brought to a case that is handled here.');
  const { dossier, item, submittedAt } = found;
  const others = dossier.content.materials.filter(({ name }) => name !== piece.name);
  dossier.content = { ...dossier.content, materials: [...others, piece] };
  if (dossier.courses.has(CASE)) dossier.gaps = checkFile(office, item, dossier.content);
  await storeFile(office, dossier);
  const materials = toJson(recordMaterials(dossier.content.materials, submittedAt));
  await tablesOf(office).updateTable('service_case').set({ materials }).where('id', '=', caseId).execute();
}

interface Found {
  readonly dossier: Dossier;
  readonly item: KnownItem;
  readonly state: string;
  readonly isAccepted: boolean;
  readonly submittedAt: string;
}

async function findWithItem(office: Office, caseId: string): Promise<Found | undefined> {
  const dossier = await findDossierOfCase(office, caseId);
  if (dossier === undefined) return undefined;
  const item = await findKnownItem(office, dossier.content.itemCode);
  const cases = tablesOf(office).selectFrom('service_case').select(['state', 'acceptance', 'submitted_at']);
  const row = await cases.where('id', '=', caseId).executeTakeFirst();
  if (item === undefined || row === undefined) return undefined;
  const { state, acceptance, submitted_at: submittedAt } = row;
  return { dossier, item, state, isAccepted: acceptance !== null, submittedAt };
}
