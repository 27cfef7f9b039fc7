import { readFileSync } from 'node:fs';
import { isScalar, LineCounter, parseDocument, type ParsedNode, isMap, type Pair } from 'yaml';
import { asError, StartupError } from '../server/errors.js';
import { codeColumnOf, codeColumns, isCodeColumn } from './code-columns.js';
import { readNationalItems } from './national-items.js';

/** What a province says of its own tables. */
export interface OwnMapping {
  /** Codes of national items, by the basic codes that the tables have for them. */
  readonly items: ReadonlyMap<string, string>;
  /** Values of the contract, by column and code. */
  readonly codes: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** A province that uses the codes of the standard and the names of the national list needs to say nothing. */
export const NO_OWN_MAPPING: OwnMapping = { items: new Map(), codes: new Map() };

/**
 * Reads a mapping file: YAML with `items` (basic code: code of the national item) and `codes` (column: code: value).
 * Throws a StartupError with file, line and cure for each thing that is wrong with it.
 */
export function readMappingFile(file: string): OwnMapping {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartupError(`${file} cannot be read (${asError(error).message}). Name the file by --mapping.`, {
      cause: error,
    });
  }
  return parseMapping(text, file);
}

/** Reads the text of a mapping file; see {@link readMappingFile}. */
export function parseMapping(text: string, file: string): OwnMapping {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const problems = document.errors.map(({ message, pos }) => `${file}:${lines.linePos(pos[0]).line}: ${message}`);
  const refuse = (node: ParsedNode | null | undefined, message: string): void => {
    problems.push(`${file}:${lines.linePos(node?.range[0] ?? 0).line}: ${message}`);
  };
  const items = new Map<string, string>();
  const codes = new Map<string, ReadonlyMap<string, string>>();
  const known = new Set(readNationalItems().map(({ code }) => code));
  for (const [name, section, key] of entriesOf(document.contents, refuse)) {
    if (name === 'items') {
      for (const [basicCode, node] of entriesOf(section, refuse)) {
        const code = textOf(node);
        if (known.has(code)) items.set(basicCode, code);
        else refuse(node, `${code} is not the code of a national item. Those are what standardItems lists.`);
      }
    } else if (name === 'codes') {
      for (const [column, node, at] of entriesOf(section, refuse)) {
        const values = valuesOf(column);
        if (values === undefined)
          refuse(at, `${column} is no column of codes. Those are ${Object.keys(codeColumns).join(', ')}.`);
        else codes.set(column, readCodes(node, { values, refuse }));
      }
    } else refuse(key, `${name} is not known here. Write items or codes.`);
  }
  if (problems.length > 0) throw new StartupError(problems.join('\n'));
  return { items, codes };
}

type Refuse = (node: ParsedNode | null | undefined, message: string) => void;

function readCodes(node: ParsedNode | null, { values, refuse }: { values: ReadonlySet<string>; refuse: Refuse }) {
  const codes = new Map<string, string>();
  for (const [code, value] of entriesOf(node, refuse)) {
    const name = textOf(value);
    if (values.has(name)) codes.set(code, name);
    else refuse(value, `${name} is not a value here. Write one of ${[...values].join(', ')}.`);
  }
  return codes;
}

/** What the codes of a column may stand for; undefined for a column that holds none. */
function valuesOf(column: string): ReadonlySet<string> | undefined {
  return isCodeColumn(column) ? new Set(Object.values(codeColumnOf(column).values)) : undefined;
}

function textOf(node: ParsedNode | null): string {
  return isScalar(node) ? String(node.value) : '';
}

// A code such as 07 is text whatever YAML takes it for, hence the source of a key where there is one.
function entriesOf(
  node: ParsedNode | null | undefined,
  refuse: Refuse,
): readonly (readonly [string, ParsedNode | null, ParsedNode])[] {
  if (node === null || node === undefined || (isScalar(node) && node.value === null)) return [];
  if (!isMap(node)) {
    refuse(node, 'Write names with values here.');
    return [];
  }
  const pairs = node.items as readonly Pair<ParsedNode, ParsedNode | null>[];
  return pairs.map(({ key, value }) => {
    const name = isScalar(key) && typeof key.source === 'string' ? key.source : textOf(key);
    return [name, value, key] as const;
  });
}
