import { StartupError } from '../../server/errors.js';
import type { ProvinceStorage } from '../storage/orm.js';
import { keysInUse, type SealedTable } from '../storage/reseal.js';
import type { Vault, VaultPlace } from '../storage/vault.js';
import { earlierPlaceOf } from './carry-statements.service.js';
import type { PersonTables } from './person.entity.js';
import type { StatementTables } from './statement.entity.js';
import { placeOf } from './statement.service.js';

/**
 * Throws a StartupError when the keys are not those under which this database was written: what is stored would not
 * open, or persons would not be found, and what is stored from then on would be of another world.
 */
export async function assertVaultFits(
  storage: ProvinceStorage,
  vault: Vault,
  { place, tables }: { readonly place: VaultPlace; readonly tables: readonly SealedTable[] },
): Promise<void> {
  const known = new Set(vault.sealing.keyIds);
  const missing = [...(await keysInUse(storage, tables))].filter((id) => !known.has(id));
  if (missing.length > 0) {
    throw new StartupError(
      `${place.sealingFile} lacks the key ${missing.join(', ')}, under which data of persons are stored. Restore the ` +
        'file, or the key in it, from a backup.',
    );
  }
  const one = await findSomebody(storage);
  if (one === undefined) return;
  const number = vault.sealing.open(one.document_number, one.place);
  if (vault.matching.keyOf({ type: one.document_type, number }) === one.person) return;
  throw new StartupError(
    `${place.matchingFile} is not the national matching key under which persons are stored here. Restore the file ` +
      'from a backup, or name the one that all provinces share (--matching-key FILE or MATCHING_KEY_FILE).',
  );
}

// Whoever it is, also of a database from before statements stood by cases.
async function findSomebody(storage: ProvinceStorage) {
  const db = storage.em.fork().getKysely<PersonTables & StatementTables>();
  const stated = await db.selectFrom('person_statement').selectAll().limit(1).executeTakeFirst();
  if (stated !== undefined) return { ...stated, place: placeOf(stated, 'document_number') };
  const person = await db.selectFrom('person').selectAll().limit(1).executeTakeFirst();
  return person && { ...person, place: earlierPlaceOf(person.person, 'document_number') };
}
