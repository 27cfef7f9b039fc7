import type { ProvinceContext } from '../context.js';
import type { CertificationMoveRow, TeamTables } from './team.entity.js';

/** What happened to certifications, oldest first, by the id of each: one query, however many they are. */
export async function loadMoves(
  context: ProvinceContext,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly CertificationMoveRow[]>> {
  const moves = context.orm.em.getKysely<TeamTables>().selectFrom('team_certification_move').selectAll();
  const rows = await moves.where('certification_id', 'in', ids).orderBy('certification_id').orderBy('seq').execute();
  return Map.groupBy(rows, ({ certification_id: id }) => id);
}
