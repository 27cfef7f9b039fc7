// Texts of agreements that have everything an agreement must have, to be negotiated in tests.
import type { Agreement, ItemClause } from '../../../subgraphs/province/shared/agreement.js';
import { anAgreement, anItemClause } from './an-agreement.js';

const both = (words: string) => ({ zh: words, en: words });

/** A clause that lacks nothing. */
export const aWholeClause = (changes: Partial<ItemClause> = {}): ItemClause =>
  anItemClause({
    duties: [
      { leg: 'RECEIVE', duty: both('receives') },
      { leg: 'HANDLE', duty: both('decides') },
    ],
    deadlines: [{ leg: 'HANDLE', workingDays: 5 }],
    materialSources: [{ material: both('form'), source: 'APPLICANT' }],
    ...changes,
  });

/** A text between these parties, the first of which proposes it. */
export function aText(parties: readonly string[], changes: Partial<Agreement> = {}): Agreement {
  return anAgreement({
    number: `${parties[0] ?? ''}-TEXT-1`,
    parties,
    clauses: { items: [aWholeClause()], dataGrants: [] },
    liaison: parties.map((province) => ({
      ...{ province, office: both(`office of ${province}`), officer: both('A'), phone: '0000-12345678' },
    })),
    ...changes,
  });
}
