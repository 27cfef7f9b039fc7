import { keeperOfCollaboration } from '../../../schema/agreement-collaboration.js';
import { findPartiesOfAgreement } from '../agreements/index.js';
import { findPlacesOfCase } from '../cases/index.js';
import { NotYetError } from '../exchange/desk.js';
import type { ExchangeTables } from '../exchange/exchange.entity.js';
import type { Bench } from './cards.service.js';
import type { ToldCard, ToldPlaces } from './told-cards.rules.js';

/** What a letter is about, who wrote it, and what it tells. */
export interface Telling {
  readonly collaborationNo: string;
  readonly from: string;
  readonly told: readonly ToldCard[];
}

/**
 * Between whom the collaboration of a letter is, by what this province has itself; undefined when it has none of it.
 * Throws a {@link NotYetError} for an agreement that its keeper has yet to bring.
 */
export async function findToldPlaces(bench: Bench, telling: Telling): Promise<ToldPlaces | undefined> {
  const { collaborationNo } = telling;
  const keeper = keeperOfCollaboration(collaborationNo);
  const places =
    keeper === undefined
      ? await placesOfCase(bench, collaborationNo)
      : await placesOfAgreement(bench, { collaborationNo, keeper });
  return places ?? placesOfLink(bench, telling);
}

async function placesOfCase({ transaction }: Bench, collaborationNo: string): Promise<ToldPlaces | undefined> {
  const found = await findPlacesOfCase(transaction, collaborationNo);
  return found && { parties: found.parties, watcher: found.isJoint ? found.lead : null };
}

// A party may tell of its limit before the keeper has brought the text to all.
async function placesOfAgreement(
  { transaction, instance }: Bench,
  { collaborationNo, keeper }: { readonly collaborationNo: string; readonly keeper: string },
): Promise<ToldPlaces | undefined> {
  const parties = await findPartiesOfAgreement(transaction, collaborationNo);
  if (parties === undefined && keeper !== instance.code) throw new NotYetError(`${collaborationNo} is not here yet.`);
  return parties && { parties, watcher: null };
}

// Two seals for one place can be found in any chain, also in that of a consultation: it is of these two.
async function placesOfLink(
  { transaction, instance }: Bench,
  { collaborationNo, from, told }: Telling,
): Promise<ToldPlaces | undefined> {
  if (!told.every(({ rule }) => rule === 'R6')) return undefined;
  const outbox = transaction.getKysely<ExchangeTables>().selectFrom('exchange_outbox').select('id');
  const written = outbox.where('collaboration_no', '=', collaborationNo).where('addressee', '=', from).limit(1);
  const isWritten = (await written.executeTakeFirst()) !== undefined;
  return isWritten ? { parties: [instance.code, from], watcher: null } : undefined;
}
