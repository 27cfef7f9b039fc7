import type { CodeList } from '../../schema/code-list.js';
import type { CodeOf } from '../server/code-list-enum.js';

/** One record of a data file. Every reader gives a value of its type, or throws an error that names the place. */
export class DataRecord {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #place: string;

  constructor(value: unknown, place: string) {
    if (!isRecord(value)) throw new Error(`${place} is not an object.`);
    this.#values = value;
    this.#place = place;
  }

  text(key: string): string {
    const value = this.#values[key];
    return typeof value === 'string' && value !== '' ? value : this.#refuse(key, 'a text');
  }

  /** Null when the key is absent. */
  optionalText(key: string): string | null {
    return isAbsent(this.#values[key]) ? null : this.text(key);
  }

  number(key: string): number {
    const value = this.#values[key];
    return typeof value === 'number' && Number.isFinite(value) ? value : this.#refuse(key, 'a number');
  }

  boolean(key: string): boolean {
    const value = this.#values[key];
    return typeof value === 'boolean' ? value : this.#refuse(key, 'true or false');
  }

  texts(key: string): string[] {
    return this.#list(key, isText, 'a list of texts');
  }

  integers(key: string): number[] {
    return this.#list(key, isInteger, 'a list of integers');
  }

  record(key: string): DataRecord {
    return new DataRecord(this.#values[key], `${this.#place}.${key}`);
  }

  /** A value of a code list, by its name. */
  name<L extends CodeList>(list: L, key: string): CodeOf<L> {
    const value = this.text(key).toUpperCase();
    return isNameOf(list, value) ? value : this.#refuse(key, `a value of ${list.name}`);
  }

  /** A value of a code list, by its code in the source. */
  code<L extends CodeList>(list: L, key: string): CodeOf<L> {
    const code = this.text(key);
    const name = Object.entries(list.entries).find(([, entry]) => entry.code === code)?.[0];
    return name !== undefined && isNameOf(list, name) ? name : this.#refuse(key, `a code of ${list.name}`);
  }

  #list<T>(key: string, isItem: (item: unknown) => item is T, expected: string): T[] {
    const value = this.#values[key];
    return Array.isArray(value) && value.every(isItem) ? value : this.#refuse(key, expected);
  }

  #refuse(key: string, expected: string): never {
    throw new Error(`${this.#place}.${key} is not ${expected}.`);
  }
}

/** Reads a JSON file's text as a list of records; `file` is its name in errors. */
export function parseDataRecords(json: string, file: string): DataRecord[] {
  const list: unknown = JSON.parse(json);
  if (!Array.isArray(list)) throw new Error(`${file} is not a list.`);
  return list.map((value, index) => new DataRecord(value, `${file}[${index}]`));
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isInteger = (value: unknown): value is number => Number.isInteger(value);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNameOf<L extends CodeList>(list: L, name: string): name is CodeOf<L> {
  return Object.hasOwn(list.entries, name);
}
