import type { AgreementLifeRefusalCode } from '../../../schema/agreement-life-refusals.js';
import { isoTime } from '../exchange/desk.js';
import type { AgreementRow, WarningRow } from './agreement.entity.js';
import { type Bureau, tablesOf } from './bureau.service.js';

type WarningKind = WarningRow['kind'];

/** What a coordinator is to be told. */
export interface Warning {
  readonly kind: WarningKind;
  /** Which version, supplement or party: one warning for each, however often it comes up. */
  readonly about: string;
  readonly dueAt?: string | null;
  readonly rule?: AgreementLifeRefusalCode | null;
}

/** Tells a coordinator, once; what was closed is told again. */
export async function warn(
  bureau: Bureau,
  { id }: Pick<AgreementRow, 'id'>,
  { kind, about, dueAt = null, rule = null }: Warning,
): Promise<void> {
  const at = isoTime(bureau.desk.clock.nowMs());
  const row: WarningRow = { agreement_id: id, kind, about, rule, at, due_at: dueAt, closed_at: null };
  await tablesOf(bureau)
    .insertInto('agreement_warning')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['agreement_id', 'kind', 'about']).doUpdateSet({ rule, due_at: dueAt, closed_at: null }),
    )
    .execute();
}

/** Closes the open warnings of an agreement of one kind, but for those about these things. */
export async function closeWarnings(
  bureau: Bureau,
  { id }: Pick<AgreementRow, 'id'>,
  { kind, except }: { readonly kind: WarningKind; readonly except: readonly string[] },
): Promise<void> {
  const closed = tablesOf(bureau)
    .updateTable('agreement_warning')
    .set({ closed_at: isoTime(bureau.desk.clock.nowMs()) })
    .where('agreement_id', '=', id)
    .where('kind', '=', kind)
    .where('closed_at', 'is', null);
  await (except.length === 0 ? closed : closed.where('about', 'not in', except)).execute();
}
