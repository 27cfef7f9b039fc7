import type { LicenceRow, LicenceType } from '../licences/index.js';
import { lastDay } from '../licences/index.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import type { SyntheticHolder } from './licence-holders.js';
import { createRandom, type Random } from './random.js';

/** One licence that a synthetic holder was given, and what became of it. */
export interface LicenceStory {
  readonly typeName: string;
  /** The province that issued it. */
  readonly place: ProvinceInstance;
  readonly issuedOn: string;
  readonly validTo: string | null;
  readonly status: LicenceRow['status'];
  /** When that status was given to it. */
  readonly statusOn: string;
  /** The story that this one follows, by its place in the list. */
  readonly follows: number | null;
  readonly extension: readonly { readonly name: string; readonly value: string }[];
}

// The day on which the seeded world stands still.
const TODAY = '2026-06-30';

/** Finds a type by its name; throws for one that there is not. */
export type FindType = (name: string) => LicenceType;

/** The licences of a holder in all provinces, each behind the one that it follows. The same for every province. */
export function tellLicences(holder: SyntheticHolder, findType: FindType): readonly LicenceStory[] {
  const random = createRandom(`licences:${holder.index}`);
  const book: LicenceStory[] = [];
  const teller = { holder, findType, random, book };
  if (holder.kind === 'ORGANISATION') tellOrganisation(teller);
  else tellPerson(teller);
  return book;
}

interface Teller {
  readonly holder: SyntheticHolder;
  readonly findType: FindType;
  readonly random: Random;
  readonly book: LicenceStory[];
}

interface Told {
  readonly on: string;
  readonly place?: ProvinceInstance;
  readonly follows?: number | null;
  readonly years?: number | null;
  readonly extension?: LicenceStory['extension'];
}

function tell({ holder, findType, book }: Teller, typeName: string, told: Told): number {
  const { on: issuedOn, place = holder.home, follows = null, extension = [] } = told;
  const { years = findType(typeName).years } = told;
  const validTo = lastDay(issuedOn, years);
  book.push({ typeName, place, issuedOn, validTo, status: 'VALID', statusOn: issuedOn, follows, extension });
  return book.length - 1;
}

function end({ book }: Teller, index: number, ending: Pick<LicenceStory, 'status' | 'statusOn'>): void {
  const story = book[index];
  if (story !== undefined && ending.statusOn <= TODAY) book[index] = { ...story, ...ending };
}

function tellPerson(teller: Teller): void {
  const { holder, random } = teller;
  tellIdentityCard(teller);
  tell(teller, '社会保障卡', { on: dayIn(random, random.integer(2018, 2025)) });
  if (random.chance(0.4)) tell(teller, '居民户口簿', { on: dayIn(random, random.integer(2005, 2024)) });
  if (random.chance(0.35)) tell(teller, '结婚证', { on: dayIn(random, random.integer(holder.bornIn + 22, 2026)) });
  if (random.chance(0.55)) tellDriving(teller);
  if (holder.residence !== holder.home) tellResidence(teller);
  if (random.chance(0.06)) tell(teller, '残疾人证', { on: dayIn(random, random.integer(2017, 2025)) });
}

// Cards of adults before 46 count for twenty years; a card that is over has one after it.
function tellIdentityCard(teller: Teller): void {
  const { random } = teller;
  const first = dayIn(random, random.integer(2003, 2024));
  const index = tell(teller, '居民身份证', { on: first });
  const over = lastDay(first, 20) ?? TODAY;
  if (over < TODAY)
    tell(teller, '居民身份证', { on: random.chance(0.5) ? over : yearsAfter(first, 19), follows: index });
}

function tellDriving(teller: Teller): void {
  const { holder, random } = teller;
  const extension = [{ name: '准驾车型', value: random.pick(['C1', 'C2', 'B2', 'C1D']) }];
  const first = dayIn(random, random.integer(2010, 2020));
  const begun = tell(teller, '机动车驾驶证', { on: first, years: 6, extension });
  const second = yearsAfter(first, 6);
  if (second > TODAY) return;
  const place = random.chance(0.6) ? holder.residence : holder.home;
  if (place !== holder.home) end(teller, begun, { status: 'TRANSFERRED_OUT', statusOn: second });
  const renewed = tell(teller, '机动车驾驶证', { on: second, place, follows: begun, years: 10, extension });
  const fate = random.next();
  const later = yearsAfter(second, 1);
  if (fate < 0.1) end(teller, renewed, { status: 'WITHHELD', statusOn: later });
  else if (fate < 0.16) end(teller, renewed, { status: 'WITHDRAWN', statusOn: later });
  else if (fate < 0.22) end(teller, renewed, { status: 'REVOKED', statusOn: later });
}

// A residence permit counts for a year and is signed anew each year; some are not, and lapse.
function tellResidence(teller: Teller): void {
  const { holder, random } = teller;
  let day = dayIn(random, random.integer(2022, 2025));
  let follows: number | null = null;
  for (let count = random.integer(1, 4); count > 0 && day <= TODAY; count -= 1) {
    follows = tell(teller, '居住证', { on: day, place: holder.residence, follows });
    day = yearsAfter(day, 1);
  }
  if (follows !== null && random.chance(0.05)) end(teller, follows, { status: 'CANCELLED', statusOn: TODAY });
}

function tellOrganisation(teller: Teller): void {
  const { holder, random } = teller;
  const licence = tell(teller, '营业执照', { on: dayIn(random, Math.max(holder.bornIn, 2000)) });
  if (random.chance(0.1)) end(teller, licence, { status: 'CANCELLED', statusOn: dayIn(random, 2025) });
  if (random.chance(0.4)) tell(teller, '排污许可证', { on: dayIn(random, random.integer(2019, 2025)) });
}

function dayIn(random: Random, year: number): string {
  const day = `${year}-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`;
  return day < TODAY ? day : TODAY;
}

const yearsAfter = (day: string, years: number): string => `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;

const two = (number: number): string => String(number).padStart(2, '0');
