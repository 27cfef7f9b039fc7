import type { Identity } from '../../../../schema/identity.js';
import { type Applicant, isApplicant } from '../../access/own-case.js';
import { isOrdered } from '../../access/own-case.service.js';
import { isOfUnit } from '../../access/unit.rules.js';
import { isUnsubmitted } from '../../access/unsubmitted.rules.js';
import type { ProvinceContext } from '../../context.js';
import { fromJson } from '../../storage/stored.js';
import type { CaseCourseRow, HandlingTables } from './handling.entity.js';

/**
 * Whether the case of a collaboration concerns the caller: he has applied, his unit here holds the applicant's mandate
 * or, once it was submitted, has it or one of its legs, or he supervises here under an order. Many asked for together
 * are two queries.
 */
export async function isConcerned(context: ProvinceContext, collaborationNo: string): Promise<boolean> {
  const { caller, province } = context;
  if (caller === undefined) return false;
  if (isOrdered(context)) return true;
  const parties = await context.load(loadParties, collaborationNo);
  return parties !== undefined && isParty(caller, parties, province.code);
}

interface Parties {
  readonly applicant: Applicant;
  readonly units: readonly string[];
}

function isParty(caller: Identity, { applicant, units }: Parties, province: string): boolean {
  if (caller.role === 'citizen' || caller.role === 'app') return isApplicant(caller, applicant);
  return units.some((unit) => isOfUnit(caller, { province, unit }));
}

async function loadParties(
  context: ProvinceContext,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, Parties>> {
  const tables = context.orm.em.getKysely<HandlingTables>();
  const files = tables.selectFrom('case_file').selectAll().where('collaboration_no', 'in', numbers);
  const courses = tables.selectFrom('case_course').select(['collaboration_no', 'name', 'clocks', 'unit_code']);
  const own = await courses.where('kind', '=', 'OWN').where('collaboration_no', 'in', numbers).execute();
  const byFile = Map.groupBy(own, (row) => row.collaboration_no);
  return new Map(
    (await files.execute()).map((file): [string, Parties] => {
      const held = unitsHolding(byFile.get(file.collaboration_no) ?? []);
      const mandate = fromJson(file.content).mandate?.unitCode;
      const applicant = { person: file.applicant_person, subject: file.applicant_subject };
      return [file.collaboration_no, { applicant, units: mandate === undefined ? held : [...held, mandate] }];
    }),
  );
}

// A draft is nobody's but its applicant's.
function unitsHolding(courses: readonly Pick<CaseCourseRow, 'name' | 'clocks' | 'unit_code'>[]): readonly string[] {
  if (isUnsubmitted(courses.map(({ name, clocks }) => ({ name, clocks: fromJson(clocks) })))) return [];
  return courses.flatMap(({ unit_code: unit }) => unit ?? []);
}
