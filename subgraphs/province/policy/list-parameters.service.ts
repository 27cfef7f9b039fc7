import type { PolicyCode } from '../../../schema/policy-parameters.js';
import type { ProvinceContext } from '../context.js';
import { type ListArguments, parseListRequest } from '../../shared/list-request.js';
import type { PageOf } from '../../shared/page.js';
import { listPage } from '../../shared/storage/list-page.js';
import type { PolicyChangeRow, PolicyTables } from './policy.entity.js';
import { changeOrders } from './policy.rules.js';

/** The last change of each parameter that this province has ever changed, by its code. */
export async function readLastChanges(context: ProvinceContext): Promise<ReadonlyMap<PolicyCode, PolicyChangeRow>> {
  const changes = context.orm.em.getKysely<PolicyTables>().selectFrom('policy_change').selectAll();
  const rows = await changes.orderBy('code').orderBy('seq').execute();
  return new Map(rows.map((row) => [row.code, row]));
}

/** The changes of this province, of one parameter or of all, the newest first. */
export function listChanges(
  context: ProvinceContext,
  { code, first, after }: Pick<ListArguments, 'first' | 'after'> & { readonly code: PolicyCode | null },
): Promise<PageOf<PolicyChangeRow>> {
  const request = parseListRequest({ first, after, orderBy: ['AT_DESC', 'SEQ_DESC'] }, changeOrders);
  const all = context.orm.em.getKysely<PolicyTables>().selectFrom('policy_change').selectAll();
  return listPage(code === null ? all : all.where('code', '=', code), request, context.province.code);
}
