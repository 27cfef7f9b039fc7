import 'reflect-metadata';
import { registerEnumType } from 'type-graphql';
import type { CodeList, CodeListEntry } from '../../schema/code-list.js';

/** The enum object of a code list. Every value equals its name, since type-graphql's rebuilt schema needs it so. */
export type CodeListEnum<L extends CodeList> = { readonly [K in keyof L['entries']]: K };

/** One value of a code list. */
export type CodeOf<L extends CodeList> = keyof L['entries'] & string;

// type-graphql keeps its metadata per process as well: a list registered twice would be emitted twice.
const registered = new Map<string, { readonly list: CodeList; readonly values: object }>();

/**
 * Registers a code list as a GraphQL enum with labels in Chinese and English, and gives its enum object.
 * The same list gives the same object each time; another list of the same name is refused.
 */
export function codeListEnum<L extends CodeList>(list: L): CodeListEnum<L> {
  const known = registered.get(list.name);
  if (known !== undefined && known.list !== list) throw new Error(`Two code lists are named ${list.name}.`);
  const values = known?.values ?? registerCodeList(list);
  return values as CodeListEnum<L>; // holds exactly the list's names, each with itself as value
}

function registerCodeList(list: CodeList): object {
  const entries = Object.entries(list.entries);
  const values = Object.freeze(Object.fromEntries(entries.map(([name]) => [name, name])));
  registerEnumType(values, {
    name: list.name,
    description: `${list.labelZh} · ${list.labelEn} (${list.standard})`,
    valuesConfig: Object.fromEntries(entries.map(([name, entry]) => [name, { description: describe(entry) }])),
  });
  registered.set(list.name, { list, values });
  return values;
}

function describe({ code, labelZh, labelEn }: CodeListEntry): string {
  return code === null ? `${labelZh} · ${labelEn}` : `${labelZh} · ${labelEn} (${code})`;
}
