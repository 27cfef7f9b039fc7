import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type { ReceivedState } from '../../../schema/linkage-lists.js';
import type { ServiceRefusalCode } from '../../../schema/service-refusals.js';
import type { Stored } from '../storage/stored.js';
import type { Grade, MediaType } from './admission.rules.js';
import type { Manifest } from './manifest.rules.js';

// What is said of a file when it is handed in. Names may be personal data: they stay in these rows.
const said = {
  caseId: p.text(),
  digest: p.text(),
  name: p.text(),
  grade: p.text().$type<Grade>(),
  certifiedBy: p.text().nullable(),
};

/** A file that this province keeps, once for each content. */
export const MaterialEntity = defineEntity({
  name: 'Material',
  tableName: 'material',
  properties: {
    digest: p.text().primary(),
    size: p.integer(),
    mediaType: p.text().$type<MediaType>(),
    storedAt: p.text(),
    /** When its content was erased, since no case needed it any more; null while it is here. */
    erasedAt: p.text().nullable(),
  },
});

/** A file that was announced. How much of it has come is what its part on disk says. */
export const MaterialUploadEntity = defineEntity({
  name: 'MaterialUpload',
  tableName: 'material_upload',
  indexes: [{ name: 'material_upload_case', properties: ['caseId', 'begunAt'] }],
  properties: {
    id: p.text().primary(),
    ...said,
    size: p.integer(),
    mediaType: p.text().$type<MediaType>(),
    begunAt: p.text(),
  },
});

/** A file of a case. The same content may belong to many cases. */
export const CaseMaterialEntity = defineEntity({
  name: 'CaseMaterialFile',
  tableName: 'case_material',
  indexes: [{ name: 'case_material_digest', properties: ['digest'] }],
  properties: {
    ...said,
    caseId: p.text().primary(),
    ordinal: p.integer().primary(),
    addedAt: p.text(),
    /** When the term was over for which this case keeps it; another case may have the content still. */
    erasedAt: p.text().nullable(),
  },
});

/** A paper of a case. */
export const CasePaperEntity = defineEntity({
  name: 'CasePaper',
  tableName: 'case_paper',
  properties: {
    caseId: p.text().primary(),
    ordinal: p.integer().primary(),
    name: p.text(),
    originals: p.integer(),
    copies: p.integer(),
    shipmentNo: p.text().nullable(),
    digest: p.text().nullable(),
  },
});

/** What another province says belongs to a case; at a participant of a joint case, which has none, to its leg. */
export const ReceivedManifestEntity = defineEntity({
  name: 'ReceivedManifest',
  tableName: 'received_manifest',
  properties: {
    caseId: p.text().primary(),
    sender: p.text(),
    digest: p.text(),
    manifest: p.json().$type<Manifest>(),
    receivedAt: p.text(),
  },
});

/** A file that another province listed, and what has become of it here. */
export const ReceivedMaterialEntity = defineEntity({
  name: 'ReceivedMaterial',
  tableName: 'received_material',
  indexes: [
    { name: 'received_material_due', properties: ['nextAttemptMs'] },
    { name: 'received_material_digest', properties: ['digest'] },
  ],
  properties: {
    caseId: p.text().primary(),
    ordinal: p.integer().primary(),
    digest: p.text(),
    state: p.text().$type<keyof typeof ReceivedState.entries>(),
    /** Why the last attempt refused it; null unless one did. */
    fault: p.text().$type<ServiceRefusalCode>().nullable(),
    attempts: p.integer(),
    /** When it is asked for next; null once it is here, or was asked for long enough. */
    nextAttemptMs: p.bigint('number').nullable(),
    /** As in `case_material`. */
    erasedAt: p.text().nullable(),
  },
});

/** A file that this province has listed to another in a letter about a case: that province may fetch it, no other may. */
export const ListedMaterialEntity = defineEntity({
  name: 'ListedMaterial',
  tableName: 'listed_material',
  properties: {
    addressee: p.text().primary(),
    digest: p.text().primary(),
    collaborationNo: p.text().primary(),
    listedAt: p.text(),
  },
});

/** A content that another province has shown to have: it has come from there whole. Who knows a digest only is in no such row. */
export const ProvenContentEntity = defineEntity({
  name: 'ProvenContent',
  tableName: 'proven_content',
  indexes: [{ name: 'proven_content_digest', properties: ['digest'] }],
  properties: { province: p.text().primary(), digest: p.text().primary(), provenAt: p.text() },
});

/** What a clerk found in a shipment. */
export const PaperArrivalEntity = defineEntity({
  name: 'PaperArrival',
  tableName: 'paper_arrival',
  properties: {
    caseId: p.text().primary(),
    shipmentNo: p.text().primary(),
    name: p.text().primary(),
    originals: p.integer(),
    copies: p.integer(),
    damaged: p.integer(),
    arrivedAt: p.text(),
  },
});

/** The entities of this module, for the storage. */
export const materialEntities = [
  MaterialEntity,
  MaterialUploadEntity,
  CaseMaterialEntity,
  CasePaperEntity,
  ReceivedManifestEntity,
  ReceivedMaterialEntity,
  PaperArrivalEntity,
  ListedMaterialEntity,
  ProvenContentEntity,
] as const;

export type ReceivedMaterialRow = Stored<InferKyselyTable<typeof ReceivedMaterialEntity>>;
export type UploadRow = Stored<InferKyselyTable<typeof MaterialUploadEntity>>;

/** The tables of this module, as Kysely sees them. */
export interface MaterialTables {
  material: Stored<InferKyselyTable<typeof MaterialEntity>>;
  material_upload: UploadRow;
  case_material: Stored<InferKyselyTable<typeof CaseMaterialEntity>>;
  case_paper: Stored<InferKyselyTable<typeof CasePaperEntity>>;
  received_manifest: Stored<InferKyselyTable<typeof ReceivedManifestEntity>>;
  received_material: ReceivedMaterialRow;
  paper_arrival: Stored<InferKyselyTable<typeof PaperArrivalEntity>>;
  listed_material: Stored<InferKyselyTable<typeof ListedMaterialEntity>>;
  proven_content: Stored<InferKyselyTable<typeof ProvenContentEntity>>;
}
