// Agreements as tests need them: synthetic, between two provinces unless said otherwise.
import type { Agreement, DataGrant, ItemClause } from '../../../subgraphs/province/shared/agreement.js';
import type { SignedDocument, Supplement } from '../../../subgraphs/province/access/agreements/signed-document.js';

const text = (words: string) => ({ zh: words, en: words });

/** A clause by which items are handled together. */
export const anItemClause = (changes: Partial<ItemClause> = {}): ItemClause => ({
  clause: '3.1',
  title: text('handling'),
  items: ['mca-orphan-recognition'],
  modes: ['RECEIVE_AND_FORWARD'],
  duties: [],
  deadlines: [],
  materialSources: [],
  ...changes,
});

/** A clause by which data are given. */
export const aDataGrant = (changes: Partial<DataGrant> = {}): DataGrant => ({
  clause: '7.1',
  title: text('data'),
  kind: 'LICENCE',
  types: ['ID-CARD'],
  fields: ['HOLDER'],
  purposes: ['CASE_HANDLING'],
  items: ['mca-orphan-recognition'],
  ...changes,
});

/** An agreement between Guangdong and Hunan, in force for the whole of 2026. */
export const anAgreement = (changes: Partial<Agreement> = {}): Agreement => ({
  number: 'GD-HN-1',
  version: 1,
  title: text('synthetic'),
  isSynthetic: true,
  parties: ['GD', 'HN'],
  clauses: { items: [anItemClause()], dataGrants: [aDataGrant()] },
  liaison: [],
  validity: { from: '2026-01-01T00:00:00+08:00', until: '2027-01-01T00:00:00+08:00' },
  notice: { suspensionWorkingDays: 5, terminationWorkingDays: 30 },
  ...changes,
});

/** A file that nobody has signed. */
export const unsigned = (agreement: Agreement): SignedDocument => ({ agreement, signatures: [] });

/** A supplement by which Hunan suspends the agreement, which it alone signs. */
export const aSuspension = (changes: Partial<Supplement> = {}): SignedDocument => ({
  supplement: {
    number: 'S-1',
    version: 1,
    agreementNo: 'GD-HN-1',
    kind: 'SUSPENSION',
    by: 'HN',
    from: '2026-03-01T00:00:00+08:00',
    until: null,
    reason: text('a reason'),
    ...changes,
  },
  signatures: [],
});
