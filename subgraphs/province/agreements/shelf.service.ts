import type { AgreementShelf } from '../access/agreements/follow-agreements.js';
import type { SignedDocument } from '../access/agreements/signed-document.js';
import { atOneInstant, type Desk } from '../exchange/desk.js';
import type { Transaction } from '../exchange/exchange.entity.js';
import { partiesOf, tablesOf } from './bureau.service.js';
import { readText } from './texts.service.js';

interface Named {
  readonly file: string;
  readonly document: SignedDocument;
}

/**
 * Puts on the shelf what all parties have signed here, unless nothing has happened since `held` was given. Each document
 * is verified again there, as a file would be. Gives what to hand over the next time.
 */
export async function fillShelf(desk: Desk, shelf: AgreementShelf, held: string): Promise<string> {
  const now = await atOneInstant(desk, stampOf);
  if (now === held) return held;
  const [stamp, documents] = await atOneInstant(
    desk,
    async (transaction) => [await stampOf(transaction), await listSigned(transaction)] as const,
  );
  shelf.hold(documents, desk.keys);
  return stamp;
}

// Nothing is signed without a step.
async function stampOf(transaction: Transaction): Promise<string> {
  const { rows, steps } = await tablesOf({ transaction })
    .selectFrom('agreement')
    .select((row) => [row.fn.countAll().as('rows'), row.fn.sum('steps').as('steps')])
    .executeTakeFirstOrThrow();
  return `${String(rows)} ${String(steps)}`;
}

async function listSigned(transaction: Transaction): Promise<readonly Named[]> {
  // What a party has declined never binds, whoever has signed it; what is over otherwise has bound for its time.
  const all = tablesOf({ transaction }).selectFrom('agreement').selectAll().where('state', '<>', 'DECLINED');
  const rows = await all.orderBy('id').execute();
  const signed: Named[] = [];
  for (const row of rows) {
    const document = await readText({ transaction }, row, row.version);
    const parties = partiesOf(row);
    const isWhole = document?.signatures.length === parties.length;
    if (document !== undefined && isWhole) signed.push({ file: row.id, document });
  }
  const supplements = await tablesOf({ transaction })
    .selectFrom('agreement_supplement')
    .select(['agreement_no', 'number', 'version', 'document'])
    .where('is_complete', '=', 1)
    .orderBy('agreement_no')
    .orderBy('number')
    .orderBy('by')
    .orderBy('version')
    .execute();
  return [
    ...signed,
    ...supplements.map(({ agreement_no: no, number, version, document }) => ({
      file: `${no} ${number}.${version}`,
      document: JSON.parse(document) as SignedDocument, // as this province wrote it itself
    })),
  ];
}
