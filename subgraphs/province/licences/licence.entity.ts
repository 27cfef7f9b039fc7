import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type { Provenance } from '../../../schema/code-lists.js';
import type { LicenceStatus } from '../../../schema/licence-lists.js';
import type { IdentityDocumentType } from '../../../schema/person-lists.js';
import type { Role } from '../../../schema/roles.js';
import type { Stored } from '../storage/stored.js';

type Name<List extends { readonly entries: object }> = keyof List['entries'] & string;

/** What a type of licence says besides what all say, such as the classes of vehicles. Nothing of it names a person. */
export interface ExtensionEntry {
  readonly name: string;
  readonly value: string;
}

/**
 * One electronic licence of this province. `id` is the global id, since positions in lists are compared with those of
 * other provinces. Days are dates in China, instants ISO 8601 text in UTC. What tells who holds it is sealed: the
 * number as well, which is that of the holder's identity card on many types.
 */
export const LicenceEntity = defineEntity({
  name: 'Licence',
  tableName: 'licence',
  // Lists are those of one holder.
  indexes: [
    { name: 'licence_holder_issued', properties: ['holderPerson', 'issuedOn', 'id'] },
    { name: 'licence_holder_valid_to', properties: ['holderPerson', 'validTo', 'id'] },
    { name: 'licence_case', properties: ['caseId'] },
    { name: 'licence_sealing_key', properties: ['sealingKeyId', 'id'] },
  ],
  // One licence has one successor.
  uniques: [
    { name: 'licence_identifier', properties: ['identifier'] },
    { name: 'licence_previous', properties: ['previous'] },
  ],
  properties: {
    id: p.text().primary(),
    identifier: p.text(),
    typeCode: p.text(),
    typeName: p.text(),
    /** Sealed. */
    number: p.text(),
    name: p.text(),
    version: p.integer(),
    issuedOn: p.text(),
    issuerCode: p.text(),
    issuerName: p.text(),
    definerCode: p.text(),
    definerName: p.text(),
    validFrom: p.text(),
    /** The last day; null for ever. */
    validTo: p.text().nullable(),
    /** As it is printed. */
    validRange: p.text(),
    /** GB/T 2260, of the place of jurisdiction. */
    areaCode: p.text(),
    /** Keyed hash of the holder's code: the same in all provinces. */
    holderPerson: p.text(),
    /** Sealed. */
    holderName: p.text(),
    /** Sealed. */
    holderCode: p.text(),
    /** Names the oldest key that one of the sealed texts is under; never null, but for a table that had no such column. */
    sealingKeyId: p.text().nullable(),
    holderCodeType: p.text().$type<Name<typeof IdentityDocumentType>>(),
    itemCode: p.text().nullable(),
    /** The case whose result it is. */
    caseId: p.text().nullable(),
    status: p.text().$type<Name<typeof LicenceStatus>>(),
    statusSince: p.text(),
    statusReason: p.text().nullable(),
    /** Identifier of the licence in whose place it stands, which may be one of another province. */
    previous: p.text().nullable(),
    /** First day of the licence that stands in its place; null while there is none. */
    supersededFrom: p.text().nullable(),
    extension: p.json().$type<readonly ExtensionEntry[]>(),
    /** SHA-256 of its file; null while there is none here. */
    fileDigest: p.text().nullable(),
    /** Grows by one with each change. */
    revision: p.integer(),
    provenance: p.text().$type<Name<typeof Provenance>>(),
    updatedAt: p.text(),
  },
});

/** Who made an annotated copy. */
export interface CopyCreator {
  readonly role: Role | null;
  readonly province: string | null;
  readonly unit: string | null;
}

/** A copy of a licence for one cause, which counts until it expires (加注件). */
export const AnnotatedCopyEntity = defineEntity({
  name: 'AnnotatedCopy',
  tableName: 'annotated_copy',
  indexes: [{ name: 'annotated_copy_licence', properties: ['licenceId', 'createdAt', 'id'] }],
  properties: {
    id: p.text().primary(),
    licenceId: p.text(),
    createdAt: p.text(),
    creator: p.json().$type<CopyCreator>(),
    cause: p.text(),
    caseId: p.text().nullable(),
    expiresAt: p.text(),
    watermark: p.text(),
  },
});

/** Rows as the database holds them, for reads that pass over entity hydration. */
export type LicenceRow = Stored<InferKyselyTable<typeof LicenceEntity>>;
export type AnnotatedCopyRow = Stored<InferKyselyTable<typeof AnnotatedCopyEntity>>;

/** The tables of this module, as Kysely sees them. */
export interface LicenceTables {
  licence: LicenceRow;
  annotated_copy: AnnotatedCopyRow;
}
