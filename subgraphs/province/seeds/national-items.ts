import { readFileSync } from 'node:fs';
import { HandlingMode, TaskType } from '../../../schema/code-lists.js';

/** A national item, as far as a province needs to know it in order to perform it. */
export interface NationalItem {
  readonly code: string;
  /** Place in the national list, from 1. */
  readonly number: number;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly mode: keyof typeof HandlingMode.entries;
  readonly taskType: keyof typeof TaskType.entries;
  /** Code of the task type in GB/T 39046. */
  readonly taskTypeCode: string;
  readonly competentAuthority: string;
  readonly servesLegalPersons: boolean;
  readonly handlingPlaceRule: string;
  readonly listSection: string;
}

const file = new URL('../../national/data/service-items.json', import.meta.url);

/** The national item list. */
export function readNationalItems(): readonly NationalItem[] {
  const items: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(items)) throw new Error('The national item list is not a list.');
  return items.map((item: unknown, index) => parseItem(item, index + 1));
}

function parseItem(item: unknown, number: number): NationalItem {
  const text = (...path: string[]): string => {
    const value = path.reduce<unknown>((object, key) => new Map(Object.entries(object ?? {})).get(key), item);
    if (typeof value !== 'string') throw new Error(`National item ${number} has no ${path.join('.')}.`);
    return value;
  };
  const taskTypeCode = text('taskTypeCode');
  return {
    code: text('code'),
    number,
    nameZh: text('nameZh'),
    nameEn: text('nameEn'),
    mode: nameIn(HandlingMode.entries, (name) => name === text('mode')),
    taskType: nameIn(TaskType.entries, (_name, entry) => entry.code === taskTypeCode),
    taskTypeCode,
    competentAuthority: text('competentAuthority', 'key'),
    servesLegalPersons: text('serviceObject') === 'LEGAL_PERSON',
    handlingPlaceRule: text('handlingPlaceRule'),
    listSection: text('listSection'),
  };
}

function nameIn<Entries extends object>(
  entries: Entries,
  matches: (name: string, entry: Entries[keyof Entries]) => boolean,
): keyof Entries & string {
  for (const name in entries) if (matches(name, entries[name])) return name;
  throw new Error(`The national item list has a value that is not one of ${Object.keys(entries).join(', ')}.`);
}
