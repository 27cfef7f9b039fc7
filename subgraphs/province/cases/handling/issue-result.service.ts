import type { IssueLicence } from '../../context.js';
import { openStatement } from '../../persons/index.js';
import type { Dossier, Office } from './dossier.service.js';
import { tablesOf } from './dossier.service.js';
import type { Said } from './said.rules.js';

/** What the end of a case becomes a licence with. */
export interface Issuing {
  readonly issueLicence: IssueLicence;
  readonly said: Said;
  /** Whether the case is granted by now. */
  readonly isGranted: boolean;
  /** The unit that issues the result; null when nobody of a unit acts. */
  readonly unitCode: string | null;
}

/**
 * What is said of a result, with the identifier of the licence that it becomes: where the item gives a licence of a
 * known type and the case states who applies, it is issued here, in the name that this case states. An
 * identifier that the officer names is that of a licence which his authority has issued elsewhere, and stays as it is. In
 * the transaction of the move: with it, it is undone.
 */
export async function issueWhatIsGranted(office: Office, dossier: Dossier, issuing: Issuing): Promise<Said> {
  const { said, isGranted, unitCode, issueLicence } = issuing;
  const { person } = dossier.applicant;
  if (!isGranted || said.licenceIdentifier !== undefined || person === null || unitCode === null) return said;
  const tables = tablesOf(office);
  const { itemCode } = dossier.content;
  const item = await tables
    .selectFrom('service_item')
    .select(['result_name', 'result_type', 'provenance'])
    .where('item_code', '=', itemCode)
    .orderBy('id')
    .executeTakeFirst();
  const unit = await tables.selectFrom('authority').selectAll().where('code', '=', unitCode).executeTakeFirst();
  const { transaction, desk } = office;
  const stated = await openStatement(transaction, desk.vault, { person, stated_for: dossier.collaborationNo });
  if (item?.result_type !== 'LICENCE' || unit === undefined || stated === undefined) return said;
  const { name, documentType: type, documentNumber: number } = stated;
  const licenceIdentifier = await issueLicence(transaction, {
    ...{ itemCode, caseId: dossier.caseId, typeName: item.result_name, provenance: item.provenance },
    issuer: { code: unit.code, name: unit.name_zh },
    holder: { name, document: { type, number } },
  });
  return licenceIdentifier === undefined ? said : { ...said, licenceIdentifier };
}

/** Whether a case states who applies, so that a licence can be issued in that name. */
export async function isApplicantStated(
  { transaction, desk }: Office,
  { applicant: { person }, collaborationNo }: Dossier,
): Promise<boolean> {
  if (person === null) return false;
  return (await openStatement(transaction, desk.vault, { person, stated_for: collaborationNo })) !== undefined;
}
