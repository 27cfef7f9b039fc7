import { digestOfDocument } from '../access/agreements/sign-document.js';
import type { DocumentSignature } from '../access/agreements/signed-document.js';
import { canonicalJson } from '../exchange/canonical-json.js';
import { isoTime } from '../exchange/desk.js';
import type { Agreement } from '../shared/agreement.js';
import type { AgreementRow } from './agreement.entity.js';
import { type Bureau, tablesOf } from './bureau.service.js';
import type { SignedAgreement } from './documents.service.js';
import type { Move } from './moves/move.rules.js';

/** Keeps a text that is put on the table, with the signatures that it brings. */
export async function keepText(
  bureau: Bureau,
  { id }: AgreementRow,
  { document, move }: { readonly document: SignedAgreement; readonly move: Move },
): Promise<void> {
  const { agreement, signatures } = document;
  const at = isoTime(bureau.desk.clock.nowMs());
  const text = { agreement_id: id, version: agreement.version, hash: digestOfDocument(document), by: move.by, at };
  await tablesOf(bureau)
    .insertInto('agreement_text')
    .values({ ...text, document: canonicalJson(agreement), reason: move.reason })
    .execute();
  for (const signature of signatures) await keepSignature(bureau, { id, version: agreement.version }, signature);
}

/** Keeps a signature under a text. */
export async function keepSignature(
  bureau: Bureau,
  { id, version }: Pick<AgreementRow, 'id' | 'version'>,
  { province, kid, signedAt, signature }: DocumentSignature,
): Promise<void> {
  const row = { agreement_id: id, version, province, kid, signed_at: signedAt, signature };
  await tablesOf(bureau).insertInto('agreement_signature').values(row).execute();
}

/** A text with the signatures that it has; undefined when there is none of that version. */
export async function readText(
  bureau: Pick<Bureau, 'transaction'>,
  { id }: Pick<AgreementRow, 'id'>,
  version: number,
): Promise<SignedAgreement | undefined> {
  const texts = tablesOf(bureau).selectFrom('agreement_text').select('document').where('agreement_id', '=', id);
  const text = await texts.where('version', '=', version).executeTakeFirst();
  if (text === undefined) return undefined;
  const kept = tablesOf(bureau).selectFrom('agreement_signature').selectAll().where('agreement_id', '=', id);
  const rows = await kept.where('version', '=', version).orderBy('province').execute();
  const signatures = rows.map(({ province, kid, signed_at: signedAt, signature }) => ({
    ...{ province, kid, signedAt, signature },
  }));
  return { agreement: JSON.parse(text.document) as Agreement, signatures };
}
