import { supervisesIn, type Identity } from '../../../schema/identity.js';
import { orderOf } from '../../../schema/purpose.js';
import { SubgraphError } from '../../server/errors.js';
import type { ProvinceContext } from '../context.js';
import { fromJson, type Json } from '../storage/stored.js';
import { isApplicant } from './own-case.js';
import { isUnsubmitted } from './unsubmitted.rules.js';

/** The files of cases, as far as access depends on them: the room of cases lies above this one. */
interface CaseRegister {
  service_case: { readonly id: string };
  case_file: {
    readonly collaboration_no: string;
    readonly case_id: string | null;
    readonly applicant_person: string | null;
    readonly applicant_subject: string | null;
    readonly content: Json<{ readonly mandate?: { readonly unitCode: string } | null }>;
  };
  case_course: {
    readonly collaboration_no: string;
    readonly name: string;
    readonly kind: string;
    readonly unit_code: string | null;
    readonly clocks: Json<{ readonly NOTICE?: object }>;
  };
}

/**
 * Throws FORBIDDEN unless the case is the caller's own: he applied for it, his unit holds the applicant's mandate or,
 * once it was submitted, one of its legs, or he supervises here under an order. One that is not there is nobody's, and
 * refused in the same words. Whether his role may at all was asked before.
 */
export async function assertOwnCase(context: ProvinceContext, caseId: string): Promise<void> {
  const { caller } = context;
  if (caller === undefined) throw new SubgraphError('UNAUTHENTICATED');
  if (caller.role === 'supervisor' && !isOrdered(context)) throw new SubgraphError('FORBIDDEN', NO_ORDER);
  // Both are looked up for everybody, so that the time it takes does not tell what is there either.
  const [isThere, file] = [await isCase(context, caseId), await findFile(context, caseId)];
  if (!isThere || !(await isTheirs(context, caller, file))) throw new SubgraphError('FORBIDDEN', NOT_OWN);
}

/** Whether {@link assertOwnCase} lets the caller pass. */
export async function isOwnCase(context: ProvinceContext, caseId: string): Promise<boolean> {
  try {
    await assertOwnCase(context, caseId);
    return true;
  } catch (error) {
    if (error instanceof SubgraphError) return false;
    throw error;
  }
}

/** Whether the caller supervises here, under an order whose number he states. */
export function isOrdered({ caller, passport, province }: ProvinceContext): boolean {
  return caller !== undefined && supervisesIn(caller, province.code) && orderOf(passport?.purpose) !== undefined;
}

async function isTheirs(context: ProvinceContext, caller: Identity, file: FoundFile | undefined): Promise<boolean> {
  if (caller.role === 'supervisor') return true;
  return isStaff(caller) ? holds(context, file, caller.unit) : file?.isApplicant(caller) === true;
}

async function isCase({ orm }: ProvinceContext, caseId: string): Promise<boolean> {
  const cases = orm.em.getKysely<CaseRegister>().selectFrom('service_case').select('id');
  return (await cases.where('id', '=', caseId).executeTakeFirst()) !== undefined;
}

const NO_ORDER =
  '监督人员限于所监督的省份，并须在 x-tongban-purpose 中载明监督令编号。 · A supervisor of this province or of the state names his order: x-tongban-purpose: SUPERVISION number.';
const NOT_OWN = '仅限本人或本单位的办件。 · Only the applicant of the case and the units that handle it may.';

const isStaff = ({ role }: Identity): boolean => role === 'clerk' || role === 'officer';

interface FoundFile {
  readonly collaborationNo: string;
  readonly mandateUnit: string | undefined;
  readonly isApplicant: (caller: Identity) => boolean;
}

async function findFile({ orm }: ProvinceContext, caseId: string): Promise<FoundFile | undefined> {
  const files = orm.em.getKysely<CaseRegister>().selectFrom('case_file').selectAll();
  const row = await files.where('case_id', '=', caseId).executeTakeFirst();
  if (row === undefined) return undefined;
  const { mandate } = fromJson(row.content);
  const applicant = { person: row.applicant_person, subject: row.applicant_subject };
  return {
    collaborationNo: row.collaboration_no,
    mandateUnit: mandate?.unitCode,
    isApplicant: (caller) => isApplicant(caller, applicant),
  };
}

// A record that nobody handles here (a seeded one, say) is of the whole province.
async function holds({ orm }: ProvinceContext, file: FoundFile | undefined, unit = ''): Promise<boolean> {
  if (file === undefined) return true;
  const courses = orm.em.getKysely<CaseRegister>().selectFrom('case_course').select(['name', 'clocks', 'unit_code']);
  const own = courses.where('collaboration_no', '=', file.collaborationNo).where('kind', '=', 'OWN');
  const rows = await own.execute();
  if (file.mandateUnit === unit) return true;
  if (isUnsubmitted(rows.map(({ name, clocks }) => ({ name, clocks: fromJson(clocks) })))) return false;
  const units = rows.flatMap(({ unit_code }) => unit_code ?? []);
  if (units.includes(unit)) return true;
  // Any window may receive what nobody holds yet, unless one drafted it for the applicant.
  return units.length === 0 && file.mandateUnit === undefined;
}
