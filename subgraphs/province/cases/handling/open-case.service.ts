import { findScenario, materialsIn } from '../../catalogue/index.js';
import { isoTime } from '../../exchange/desk.js';
import { createUuidV7 } from '../../exchange/uuid.js';
import { chinaDayOf, dateOf } from '../../shared/calendar.js';
import { toJson } from '../../storage/stored.js';
import { type Draft, preflight } from '../preflight.rules.js';
import { faceOf } from './case-face.rules.js';
import { recordMaterials } from './case-record.rules.js';
import {
  type Dossier,
  type KnownItem,
  nextSerial,
  type Office,
  storeCourse,
  storeFile,
  tablesOf,
} from './dossier.service.js';
import type { FileContent } from './handling.entity.js';

/** A new id of a case of this province. */
export function newCaseId({ desk, instance }: Office): string {
  return `${instance.code}:Case:${createUuidV7(desk.clock.nowMs(), desk.randomness)}`;
}

/** What the list of this province finds missing in an application. */
export function checkFile({ desk }: Office, item: KnownItem, { materials, conditions, preflight: named }: FileContent) {
  const today = dateOf(chinaDayOf(desk.clock.nowMs()));
  const draft: Draft = { materials, conditions, today };
  const scenario = findScenario(item.scenarios, named?.scenario ?? '') ?? null;
  const { materials: listed, acceptanceConditions } = item.requirements;
  return preflight({ materials: materialsIn(listed, scenario), acceptanceConditions }, draft);
}

/** Stores a new case with its file and its courses, none of which has moved yet. */
export async function openCase(office: Office, dossier: Dossier, item: KnownItem | undefined): Promise<void> {
  await storeFile(office, dossier);
  for (const record of [...dossier.courses.values()]) await storeCourse(office, dossier, record);
  if (dossier.caseId === null) return;
  const { content } = dossier;
  const at = isoTime(office.desk.clock.nowMs());
  const { date, serial } = await nextSerial(office);
  const row = {
    id: dossier.caseId,
    case_no: `${office.instance.gbCode}-${date}-${String(serial).padStart(8, '0')}`,
    item_code: content.itemCode,
    mode: content.mode,
    state: faceOf([...dossier.courses.values()]) ?? 'DRAFT',
    kind: item?.caseKind ?? null,
    applicant_kind: content.applicantKind,
    applicant_province: content.applicantProvince,
    applicant_person: dossier.applicant.person,
    channel: content.channel,
    submitted_at: at,
    due_at: null,
    acceptance: null,
    special_procedures: toJson([]),
    materials: toJson(recordMaterials(content.materials, at)),
    completion: null,
    // Nothing here is the record of an authority.
    provenance: item?.provenance ?? 'SYNTHETIC',
    updated_at: at,
  };
  await tablesOf(office).insertInto('service_case').values(row).execute();
}
