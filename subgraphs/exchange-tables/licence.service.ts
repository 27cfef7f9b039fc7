import { sql } from 'kysely';
import { type AdapterContext, servedRows } from './context.js';
import { keyOfId } from './item.service.js';
import { type LicenceRow, mappedLicences, requiredOfLicence } from './storage/licences.js';

/** The licence of an id, or undefined. Many ids asked for together are one query. */
export function findLicence(context: AdapterContext, id: string): Promise<LicenceRow | undefined> {
  return context.load(loadLicences, id);
}

async function loadLicences({ source }: AdapterContext, ids: readonly string[]) {
  const query = servedRows<LicenceRow>(source, mappedLicences(source, ids.map(keyOfId)), requiredOfLicence);
  const rows = await query.where(sql<boolean>`id in (${sql.join(ids)})`).execute();
  return new Map(rows.map((row) => [row.id, row]));
}
