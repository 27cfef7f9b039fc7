import type { CodeList } from '../../schema/code-list.js';
import type { ServiceObject } from '../../schema/code-lists.js';
import type { CodeOf } from '../server/code-list-enum.js';

/** Whom the data file says that an item serves. Not part of the graph: see {@link serviceObjectsOf}. */
export const PersonKind = {
  name: 'PersonKind',
  labelZh: '服务对象大类',
  labelEn: 'Kind of person served',
  standard: 'Tongban',
  entries: {
    NATURAL_PERSON: { code: null, labelZh: '自然人', labelEn: 'natural person' },
    LEGAL_PERSON: { code: null, labelZh: '法人', labelEn: 'legal person' },
  },
} as const satisfies CodeList;

type Kind = CodeOf<typeof PersonKind>;
type Served = CodeOf<typeof ServiceObject>;

// GB/T 39046 annex A.4 has no legal person as such: it divides them into three, and an item for legal persons in
// general serves each of them. Organs of the state are legal persons of another list value and are not meant.
const SERVED: Readonly<Record<Kind, readonly Served[]>> = {
  NATURAL_PERSON: ['NATURAL_PERSON'],
  LEGAL_PERSON: ['ENTERPRISE', 'PUBLIC_INSTITUTION', 'SOCIAL_ORGANISATION'],
};

/** The values of GB/T 39046 that a kind of person stands for. */
export function serviceObjectsOf(kind: Kind): readonly Served[] {
  return SERVED[kind];
}

/** The kinds of person that include a value of GB/T 39046; none for the values that no item serves. */
export function personKindsServing(served: Served): Kind[] {
  return (['NATURAL_PERSON', 'LEGAL_PERSON'] as const).filter((kind) => SERVED[kind].includes(served));
}
