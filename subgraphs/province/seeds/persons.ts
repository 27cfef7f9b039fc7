import type { CaseRow } from '../cases/index.js';
import { checkCharacterOf, createStatementRow, type StatedPerson, type StatementRow } from '../persons/index.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import type { Vault } from '../storage/vault.js';
import { createRandom, type Random } from './random.js';

/**
 * Synthetic persons who have applied in several provinces, for trying out what one and the same person sees of all of
 * them. Nobody has such numbers: no division of the country has an area code that begins with 99.
 */
export const sharedPersons = [
  person('赵甲示', '19820314', 1),
  person('钱乙示', '19900722', 2),
  person('孙丙示', '19751109', 3),
  person('李丁示', '20010205', 4),
] as const;

function person(name: string, birth: string, serial: number): StatedPerson {
  const digits = `990000${birth}${String(serial).padStart(3, '0')}`;
  const documentNumber = `${digits}${checkCharacterOf(digits)}`;
  return { name, documentType: 'RESIDENT_ID', documentNumber, phone: `120000000${String(serial).padStart(2, '0')}` };
}

// Enough that hardly two cases on a page are of one person.
const POOL_SIZE = 300;

const SURNAMES = ['王', '李', '张', '刘', '陈', '杨', '黄', '赵', '吴', '周', '徐', '孙', '马', '朱', '胡'] as const;
const GIVEN = ['安', '宁', '和', '平', '文', '明', '思', '远', '清', '川', '雨', '晨', '一', '凡', '语'] as const;

/** The synthetic persons who apply in a province, by their keys: its own, and those who apply in several. */
export function createPersons(instance: ProvinceInstance, { matching }: Vault): ReadonlyMap<string, StatedPerson> {
  const random = createRandom(`persons:${instance.code}`);
  const own = Array.from({ length: POOL_SIZE }, (_, index) => createPerson(instance, index, random));
  const keyOf = ({ documentType: type, documentNumber }: StatedPerson) =>
    matching.keyOf({ type, number: documentNumber });
  return new Map([...sharedPersons, ...own].map((stated) => [keyOf(stated), stated]));
}

/** What these cases, which are mere records, state of their applicants, sealed by the vault of their province. */
export function createStatements(
  vault: Vault,
  persons: ReadonlyMap<string, StatedPerson>,
  cases: readonly CaseRow[],
): readonly StatementRow[] {
  return cases.flatMap(({ id, applicant_person: person, submitted_at: at }) => {
    const stated = persons.get(person ?? '');
    return stated === undefined ? [] : [createStatementRow(vault, id, { stated, at })];
  });
}

function createPerson({ gbCode }: ProvinceInstance, index: number, random: Random): StatedPerson {
  const name = `${random.pick(SURNAMES)}${random.pick(GIVEN)}${random.pick(GIVEN)}`;
  const birth = `${random.integer(1945, 2006)}${two(random.integer(1, 12))}${two(random.integer(1, 28))}`;
  // Two digits of the province keep its persons apart from those of others, the serial those of one day.
  const digits = `99${gbCode.slice(0, 2)}00${birth}${String(index).padStart(3, '0')}`;
  // No mobile number begins with 12.
  const phone = `12${gbCode.slice(0, 2)}${String(random.integer(0, 9_999_999)).padStart(7, '0')}`;
  return { name, documentType: 'RESIDENT_ID', documentNumber: `${digits}${checkCharacterOf(digits)}`, phone };
}

const two = (number: number): string => String(number).padStart(2, '0');
