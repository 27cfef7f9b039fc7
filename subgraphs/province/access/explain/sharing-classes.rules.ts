import { type Action, authorityMatrix } from '../../../../schema/authority-matrix.js';
import type { SharingClass } from '../../../../schema/access-lists.js';
import type { GrantKind } from '../../shared/agreement.js';

type Class = keyof typeof SharingClass.entries;

// [P] The law classes data resources; which class a field of ours has is our reading of it, by what one does with it.
const byAction: Partial<Record<Action, Class>> = {
  readMaterial: 'CONDITIONAL',
  recordPapers: 'CONDITIONAL',
  readApplicant: 'CONDITIONAL',
  readLicence: 'CONDITIONAL',
  requestEvidence: 'CONDITIONAL',
  readOwnTrail: 'NOT_SHARED',
  readTrail: 'NOT_SHARED',
  maintainSubgraph: 'NOT_SHARED',
};

// Fields that anybody may ask for and that give away what is not for everybody.
const byCoordinate: Readonly<Record<string, Class>> = {
  'Query.materialChunk': 'CONDITIONAL',
  'MaterialChunk.content': 'CONDITIONAL',
  'SealedMaterialChunk.content': 'CONDITIONAL',
  'Agreement.file': 'CONDITIONAL',
  'AgreementText.document': 'CONDITIONAL',
  'AgreementLiaison.phone': 'CONDITIONAL',
  'AgreementLiaison.officerZh': 'CONDITIONAL',
  'AgreementLiaison.officerEn': 'CONDITIONAL',
};

/** The sharing class of a field: its own, or that of what one does with it; what is public is shared by everybody. */
export function sharingClassOf(coordinate: string, action: Action): Class {
  const isPublic = authorityMatrix[action].isOpen;
  return byCoordinate[coordinate] ?? byAction[action] ?? (isPublic ? 'UNCONDITIONAL' : 'CONDITIONAL');
}

/** What lets staff of one province have of another what their role alone would not give them. */
export type Crossing = 'FREE' | 'NEVER' | { readonly grant: GrantKind };

// Who the applicant is, and evidence, come to another province by letter, upon the clause or list of the case; there
// they are read at home. No staff reads them here from elsewhere.
const byCrossing: Partial<Record<Action, Crossing>> = {
  readLicence: { grant: 'LICENCE' },
  readApplicant: 'NEVER',
  annotateLicence: 'NEVER',
  requestEvidence: 'NEVER',
  readEvidence: 'NEVER',
};

/** How staff of another province get what an action gives. */
export function crossingOf(action: Action): Crossing {
  return byCrossing[action] ?? 'FREE';
}
