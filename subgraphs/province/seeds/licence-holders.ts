import { syntheticNumber } from '../persons/index.js';
import { creditCheckCharacter } from '../shared/credit-code.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import type { IdentityDocument } from '../storage/matching.js';
import { createRandom, createWeightedPick, type Random } from './random.js';

/** Somebody who does not exist, and where he lives: the same in every province. */
export interface SyntheticHolder {
  /** Tells holders apart; nothing else is read out of it. */
  readonly index: number;
  readonly kind: 'PERSON' | 'ORGANISATION';
  readonly name: string;
  readonly document: IdentityDocument;
  readonly bornIn: number;
  /** Where he is registered, and where he lives: another province for most of them. */
  readonly home: ProvinceInstance;
  readonly residence: ProvinceInstance;
}

const PERSONS = 320;
const ORGANISATIONS = 96;

const surnames = [
  '王',
  '李',
  '张',
  '刘',
  '陈',
  '杨',
  '赵',
  '黄',
  '周',
  '吴',
  '徐',
  '孙',
  '马',
  '朱',
  '胡',
  '欧阳',
] as const;
const givenNames = [
  '伟',
  '芳',
  '娜',
  '敏',
  '静',
  '强',
  '磊',
  '洋',
  '艳',
  '勇',
  '杰',
  '涛',
  '明',
  '霞',
  '平',
  '桂英',
] as const;
const trades = ['物流', '餐饮', '建材', '软件', '农业', '纺织'] as const;

/** The holders of synthetic licences, for all provinces together. Their numbers are such as nobody can have. */
export function listHolders(instances: readonly ProvinceInstance[]): readonly SyntheticHolder[] {
  const pickPlace = createWeightedPick(instances, ({ population }) => population);
  const persons = Array.from({ length: PERSONS }, (_, index) => createPerson(index, pickPlace));
  const organisations = Array.from({ length: ORGANISATIONS }, (_, offset) =>
    createOrganisation(PERSONS + offset, instances[offset % instances.length] ?? pickPlace(createRandom('place'))),
  );
  return [...persons, ...organisations];
}

function createPerson(index: number, pickPlace: (random: Random) => ProvinceInstance): SyntheticHolder {
  const random = createRandom(`holder:${index}`);
  const bornIn = random.integer(1958, 2003);
  const birth = `${bornIn}${two(random.integer(1, 12))}${two(random.integer(1, 28))}`;
  const home = pickPlace(random);
  return {
    ...{ index, kind: 'PERSON', bornIn, home },
    name: random.pick(surnames) + random.pick(givenNames),
    document: { type: 'RESIDENT_ID', number: syntheticNumber(birth, index) },
    residence: random.chance(0.7) ? pickPlace(random) : home,
  };
}

function createOrganisation(index: number, home: ProvinceInstance): SyntheticHolder {
  const random = createRandom(`holder:${index}`);
  // No place of the country has a code that begins with 99 (GB/T 2260).
  const body = `91990000MA${String(index).padStart(7, '0')}`;
  return {
    ...{ index, kind: 'ORGANISATION', bornIn: random.integer(1995, 2024), home, residence: home },
    name: `合成${String(index)}号${random.pick(trades)}有限公司`,
    document: { type: 'CREDIT_CODE', number: body + creditCheckCharacter(body) },
  };
}

const two = (number: number): string => String(number).padStart(2, '0');
