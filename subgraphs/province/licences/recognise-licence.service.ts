import { findBasis } from '../access/agreements/agreements.rules.js';
import { readNationalLists } from '../access/agreements/national-lists.js';
import type { ProvinceContext } from '../context.js';
import { type Agreement, formatClause, isClause } from '../shared/agreement.js';
import { ownerOf } from '../../shared/ids.js';
import type { LicenceRow } from './licence.entity.js';
import { findLicenceType } from './licence-types.rules.js';
import { type Recognition, recognise } from './recognition.rules.js';

/** Whether a province recognises a licence at this moment: by a national document, or by a clause in force. */
export function recogniseLicence(
  context: ProvinceContext,
  row: Pick<LicenceRow, 'id' | 'type_code'>,
  recognisedIn: string,
): Recognition {
  const issuedIn = ownerOf(row.id);
  const type = findLicenceType(row.type_code);
  const clause = findClause(context, { typeCode: row.type_code, issuedIn, recognisedIn });
  return recognise({ type, issuedIn, recognisedIn, clause });
}

interface Between {
  readonly typeCode: string;
  readonly issuedIn: string;
  readonly recognisedIn: string;
}

/** The clause by which a province takes licences of a type from another: for one item at least. */
function findClause(context: ProvinceContext, { typeCode, issuedIn, recognisedIn }: Between): string | undefined {
  const { agreements: book, nowMs } = context.surroundings;
  const agreements = book.current();
  const { items: nationalItems } = readNationalLists();
  const grant = { kind: 'LICENCE', type: typeCode, fields: ['LICENCE'], sharing: 'CONDITIONAL' } as const;
  const asked = { action: 'PROVIDE', from: recognisedIn, to: issuedIn, atMs: nowMs() } as const;
  for (const item of itemsOf(
    agreements.map(({ agreement }) => agreement),
    typeCode,
  )) {
    const question = { ...asked, item, grant: { ...grant, purpose: 'CASE_HANDLING' as const } };
    const found = findBasis(question, { agreements, nationalItems });
    if (found.status === 'FOUND' && isClause(found.basis)) {
      return formatClause(found.basis);
    }
  }
  return undefined;
}

// A grant of licences names the items for which it gives them; one item of each grant is enough to ask by.
function itemsOf(agreements: readonly Agreement[], typeCode: string): ReadonlySet<string> {
  const [anyItem = ''] = readNationalLists().items;
  const grants = agreements.flatMap(({ clauses }) => clauses.dataGrants);
  const ofType = grants.filter(({ kind, types }) => kind === 'LICENCE' && types.includes(typeCode));
  return new Set(ofType.map(({ items }) => ('allOf' in items ? anyItem : (items[0] ?? anyItem))));
}
