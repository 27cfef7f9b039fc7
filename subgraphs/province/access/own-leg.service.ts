import { SubgraphError } from '../../server/errors.js';
import type { ProvinceContext } from '../context.js';
import { isOfUnit } from './unit.rules.js';

/** The legs of cases, as far as access depends on them: the room of cases lies above this one. */
interface LegRegister {
  case_file: { readonly collaboration_no: string; readonly case_id: string | null };
  case_course: {
    readonly id: string;
    readonly collaboration_no: string;
    readonly kind: string;
    readonly unit_code: string | null;
  };
}

const NOT_OWN = '仅限办理该环节的本单位人员。 · Only the unit that does the leg, for a case of another province, may.';

/**
 * Throws FORBIDDEN unless the leg is one that this province does for a case of another, and the caller is of the unit that
 * has it. One that is not there is nobody's, and a leg of a case that is here is refused in the same words: what belongs
 * to that is of the case.
 */
export async function assertOwnLeg({ caller, province, orm }: ProvinceContext, legId: string): Promise<void> {
  if (caller === undefined) throw new SubgraphError('UNAUTHENTICATED');
  const legs = orm.em
    .getKysely<LegRegister>()
    .selectFrom('case_course')
    .innerJoin('case_file', 'case_file.collaboration_no', 'case_course.collaboration_no')
    .select('case_course.unit_code')
    .where('case_course.id', '=', legId)
    .where('case_course.kind', '=', 'OWN')
    .where('case_file.case_id', 'is', null);
  const leg = await legs.executeTakeFirst();
  const isTheirs = leg !== undefined && isOfUnit(caller, { province: province.code, unit: leg.unit_code });
  if (!isTheirs) throw new SubgraphError('FORBIDDEN', NOT_OWN);
}
