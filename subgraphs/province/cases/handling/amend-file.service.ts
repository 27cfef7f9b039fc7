import type { RefusalCode } from '../../../../schema/refusal-codes.js';
import { canonicalJson } from '../../exchange/canonical-json.js';
import { fromJson } from '../../storage/stored.js';
import type { PreflightRow, PreflightTables } from '../linkage/preflight.entity.js';
import type { CaseEvent } from '../machine/vocabulary.rules.js';
import type { Draft } from '../preflight.rules.js';
import { CASE } from './case-face.rules.js';
import { type Dossier, findKnownItem, type Office, storeFile } from './dossier.service.js';
import type { FileContent } from './handling.entity.js';
import { checkFile } from './open-case.service.js';
import type { Said } from './said.rules.js';

/**
 * Puts into the file what a command says of it: the preflight that a submission rests on, what a correction brings,
 * the clause that a move rests on. To
 * be stored with the move by {@link storeAmended}. Gives the code of a refusal.
 */
export async function amendFile(
  office: Office,
  dossier: Dossier,
  { event, said }: { readonly event: CaseEvent; readonly said: Said },
): Promise<RefusalCode | undefined> {
  const unfit = event === 'submitCase' ? await namePreflight(office, dossier, said.preflight) : undefined;
  if (unfit !== undefined) return unfit;
  if (event === 'correctCase') dossier.content = corrected(dossier.content, said);
  // A leg may rest on a clause of its own; what the case itself is moved by is what it rests on from then on.
  if (restsAnew(event, said)) dossier.content = { ...dossier.content, basis: said.agreement ?? null };
  return undefined;
}

/** Stores a file that was amended, with what the list of the place that decides finds in it now. */
export async function storeAmended(
  office: Office,
  dossier: Dossier,
  { event, said }: { readonly event: CaseEvent; readonly said: Said },
): Promise<void> {
  if (event !== 'submitCase' && event !== 'correctCase' && !restsAnew(event, said)) return;
  const item = await findKnownItem(office, dossier.content.itemCode);
  // A window has no such list.
  if (item !== undefined && dossier.courses.has(CASE)) dossier.gaps = checkFile(office, item, dossier.content);
  await storeFile(office, dossier);
}

const restsAnew = (event: CaseEvent, { agreement, isByNationalList }: Said): boolean =>
  event !== 'dispatchLeg' && (agreement !== undefined || isByNationalList === true);

// What is brought anew takes the place of what has its name.
function corrected(content: FileContent, { materials = [], conditions = [] }: Said): FileContent {
  const names = new Set(materials.map(({ name }) => name));
  return {
    ...content,
    materials: [...content.materials.filter(({ name }) => !names.has(name)), ...materials],
    conditions: {
      ...content.conditions,
      ...Object.fromEntries(conditions.map(({ subject, isMet }) => [subject, isMet])),
    },
  };
}

async function namePreflight(
  office: Office,
  dossier: Dossier,
  digest: string | undefined,
): Promise<RefusalCode | undefined> {
  if (digest === undefined) return undefined;
  const preflights = office.transaction.getKysely<PreflightTables>().selectFrom('preflight').selectAll();
  const row = await preflights.where('digest', '=', digest).executeTakeFirst();
  if (row === undefined) return 'PREFLIGHT_UNKNOWN';
  const { content } = dossier;
  if (!isOfDraft(row, content)) return 'PREFLIGHT_OF_OTHER_DRAFT';
  const item = await findKnownItem(office, content.itemCode);
  if (item?.version !== row.item_version) return 'PREFLIGHT_OUTDATED';
  dossier.content = { ...content, preflight: { digest, scenario: row.scenario } };
  return undefined;
}

function isOfDraft(row: PreflightRow, content: FileContent): boolean {
  const isSame = canonicalJson(inOrder(fromJson(row.draft))) === canonicalJson(inOrder(content));
  return isSame && row.item_code === content.itemCode && row.applicant_province === content.applicantProvince;
}

// In which order pieces were listed says nothing.
const inOrder = ({ materials, conditions }: Pick<Draft, 'materials' | 'conditions'>) => ({
  materials: materials.map((piece) => canonicalJson(piece)).sort(),
  conditions,
});
