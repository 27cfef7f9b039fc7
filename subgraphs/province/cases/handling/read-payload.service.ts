import { AssuranceGrade, HandlingForm, HandlingMode, ServiceObject } from '../../../../schema/code-lists.js';
import { isProvinceCode } from '../../../../schema/global-id.js';
import type { Json } from '../../exchange/canonical-json.js';
import { parseManifest } from '../../materials/index.js';
import { findFlowFaults } from '../joint/flow-faults.rules.js';
import type { Flow } from '../joint/flow.rules.js';
import type { FileContent } from './handling.entity.js';
import type { CasePayload, LoggedSaid } from './tell-province.service.js';

/**
 * The payload of a letter whose form has been checked. When its leg is due is for the trace only, how it has kept its
 * time for who judges that, and both are read there.
 */
export type ReadPayload = Omit<CasePayload, 'dueAt' | 'measure'>;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isIn = (list: { readonly entries: object }, value: unknown): boolean =>
  isText(value) && Object.hasOwn(list.entries, value);

/** Reads what a letter says; undefined when it has not the form that all letters of cases have. */
export function parsePayload(payload: Json): ReadPayload | undefined {
  if (!isFields(payload)) return undefined;
  const { leg, state, handoffId, said, brought, digest, manifest: listed = null, applicant = null } = payload;
  if (!isText(leg) || !isText(state) || !isText(digest) || brought === undefined) return undefined;
  if (!isFields(said) || !isSaid(said) || !(handoffId === null || isText(handoffId))) return undefined;
  if (applicant !== null && !isText(applicant)) return undefined;
  const manifest = listed === null ? null : parseManifest(listed);
  return manifest === undefined ? undefined : { leg, state, digest, said, handoffId, brought, manifest, applicant };
}

// Of what others say, these parts move the course; the rest is kept in the log as it came.
function isSaid(said: Fields): said is Fields & LoggedSaid {
  const { gaps = [], reasons, result, basis = null } = said;
  const areGaps =
    Array.isArray(gaps) && gaps.every((gap) => isFields(gap) && isText(gap['subject']) && isText(gap['defect']));
  const isReasoned =
    reasons === undefined || (isFields(reasons) && ['code', 'text', 'remedies'].every((name) => isText(reasons[name])));
  return areGaps && isReasoned && isBasis(basis) && (result === undefined || isText(result));
}

// A clause, a place on the national list, or neither.
function isBasis(value: unknown): boolean {
  if (value === null) return true;
  if (!isFields(value)) return false;
  const { agreementNo, version, clause, nationalListRef } = value;
  return agreementNo === undefined
    ? isText(nationalListRef)
    : isText(agreementNo) && Number.isInteger(version) && isText(clause);
}

/** Reads a case file that travelled; undefined when it is none. A graph of legs must be one that may be used. */
export function parseFileContent(value: Json): FileContent | undefined {
  if (!isFields(value)) return undefined;
  const { itemCode, applicantProvince, isRealName, isConsentGiven, basis } = value;
  const isWhole =
    [itemCode, applicantProvince].every(isText) &&
    [isRealName, isConsentGiven].every((flag) => typeof flag === 'boolean') &&
    isIn(HandlingMode, value['mode']) &&
    isIn(ServiceObject, value['applicantKind']) &&
    isIn(HandlingForm, value['channel']) &&
    isBasis(basis) &&
    areMaterials(value['materials']) &&
    isFields(value['conditions']) &&
    arePlaces(value['places']) &&
    isMandate(value['mandate']) &&
    (value['flow'] === null || isFlow(value['flow']));
  // What another province found by its rules is no receipt of the rules of this one.
  if (!isWhole) return undefined;
  const content = value as unknown as FileContent & { readonly mandate?: FileContent['mandate'] };
  return { ...content, mandate: content.mandate ?? null, preflight: null };
}

// Provinces that know no mandates yet say nothing of one.
function isMandate(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return isFields(value) && isText(value['number']) && isText(value['unitCode']);
}

function areMaterials(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (piece) =>
        isFields(piece) &&
        isText(piece['name']) &&
        (piece['form'] === 'PAPER' || piece['form'] === 'ELECTRONIC') &&
        isIn(AssuranceGrade, piece['grade']) &&
        Number.isInteger(piece['originals']) &&
        Number.isInteger(piece['copies']) &&
        (piece['validUntil'] === null || isText(piece['validUntil'])),
    )
  );
}

function arePlaces(value: unknown): boolean {
  return isFields(value) && isProvinceCode(value['LEAD']) && Object.values(value).flat().every(isProvinceCode);
}

function isFlow(value: unknown): boolean {
  if (!isFields(value) || !Array.isArray(value['legs']) || !isFields(value['rule'])) return false;
  const areLegs = value['legs'].every(
    (leg) =>
      isFields(leg) &&
      isText(leg['id']) &&
      isText(leg['role']) &&
      isProvinceCode(leg['province']) &&
      Array.isArray(leg['dependsOn']) &&
      Number.isInteger(leg['workingDays']),
  );
  // Whether it may be used is for the rules to say, which need a graph to say it of.
  return areLegs && findFlowFaults(value as unknown as Flow).length === 0;
}
