import { assertOwnId } from '../../shared/ids.js';
import type { AdapterContext } from '../context.js';
import { findLicence } from '../licence.service.js';
import { notOffered, provinceOf } from './connection.js';

// A type of licence begins with the code of the authority that defined it (18 characters).
const DEFINER_LENGTH = 18;

/**
 * The licence of an id of this province; null when the table cannot tell of one. Only its face: who holds it is in
 * `details`, which nobody gets, and whether it is in force the table does not say.
 */
export async function findLicenceById(id: string, context: AdapterContext): Promise<object | null> {
  const row = await findLicence(context, id);
  if (row === undefined) return null;
  const definer = row.type_code.slice(0, DEFINER_LENGTH);
  return {
    __typename: 'Licence',
    id: row.id,
    province: provinceOf(context.code),
    typeCode: row.type_code,
    typeName: row.type_name,
    name: row.name,
    issuer: { code: row.issuer_code, name: row.issuer_name },
    definer: { code: definer, name: definer },
    issuedOn: row.issued_on,
    validTo: null,
    supersededFrom: null,
    areaCode: row.area_code,
    details: null,
    provenance: context.provenance,
    updatedAt: row.updated_at,
  };
}

export const licenceQueries = {
  licence: (_root: unknown, { id }: { readonly id: string }, context: AdapterContext) => {
    assertOwnId(id, 'Licence', context.code);
    return findLicenceById(id, context);
  },
};

/** What the table does not tell of a licence. A last day that is null would say that it never ends. */
export const untoldOfLicence = [
  ...[
    'version',
    'validFrom',
    'validTo',
    'validRange',
    'status',
    'inForce',
    'statusSince',
    'supersededFrom',
    'revision',
  ],
  'recognisedIn',
] as const;

export const licenceFields = { Licence: notOffered(untoldOfLicence) };
