import type { ProvinceContext } from '../context.js';
import type { CaseTables } from './case.entity.js';
import { jointCase } from './modes/joint-case.rules.js';
import { onlineCase } from './modes/online.rules.js';

/** States that no longer wait for anybody. A draft waits for its applicant alone. */
const restful = ['DRAFT' as const, ...onlineCase.final, ...jointCase.final].filter((state) => state !== 'NEW');

/** How many cases of this province have been submitted and have not come to their end. */
export async function countOpenCases(context: ProvinceContext): Promise<number> {
  const found = await context.orm.em
    .getKysely<CaseTables>()
    .selectFrom('service_case')
    .select(({ fn }) => [fn.countAll<number | string>().as('count')])
    .where('state', 'not in', restful)
    .executeTakeFirst();
  return Number(found?.count ?? 0);
}
