// What a province counts at this moment, read from its storage.
import { gatherFacts, NO_DAY } from '../../../subgraphs/province/statistics/gather-facts.service.js';
import type { CaseFactRow, StatisticsTables } from '../../../subgraphs/province/statistics/statistics.entity.js';
import type { CaseWorld } from '../cases/case-world.js';

/** Lets a province gather what is to be gathered by now. */
export function gatherIn(world: CaseWorld, code: string): Promise<void> {
  const { exchange, instance } = world.seat(code);
  return gatherFacts({ desk: exchange.desk, instance });
}

/** The facts that an answer reads now, by the id of their case. */
export async function factsOf(world: CaseWorld, code: string): Promise<ReadonlyMap<string, CaseFactRow>> {
  const db = world.seat(code).orm.em.fork().getKysely<StatisticsTables>();
  const state = await db.selectFrom('statistics_state').selectAll().executeTakeFirst();
  const day = state?.as_of_day ?? NO_DAY;
  const facts = db.selectFrom('case_fact').selectAll().where('since_day', '<=', day).where('until_day', '>', day);
  return new Map((await facts.execute()).map((row) => [row.case_id, row]));
}

/** How many rows of facts are stored at all. */
export async function storedFacts(world: CaseWorld, code: string): Promise<number> {
  const db = world.seat(code).orm.em.fork().getKysely<StatisticsTables>();
  return (await db.selectFrom('case_fact').select('case_id').execute()).length;
}
