import { Ajv, type ErrorObject, type SchemaObject, type ValidateFunction } from 'ajv';
import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { SettingsError } from './settings-error.js';

/** The content of a YAML file that its schema allows, and how to say more about it. */
export interface CheckedYaml<T> {
  readonly content: T;
  /** A problem with the file and the line where `path` stands before it. */
  readonly problemAt: (path: readonly string[], problem: string) => string;
}

export interface YamlKind {
  /** What the file is called: `The registry`. */
  readonly what: string;
  readonly schema: SchemaObject;
  /** Where a reader finds all that is allowed. */
  readonly schemaFile: string;
  /** Says of some errors more than the schema can; undefined for all others. Must not repeat values. */
  readonly explain?: (error: ErrorObject, place: string) => string | undefined;
}

/** Reads the text of a file; throws {@link SettingsError} with all problems at once: file, line, what, and the cure. */
export type ReadYaml<T> = (text: string, file: string) => CheckedYaml<T>;

/** Prepares reading files of one kind. */
export function createReadYaml<T>(kind: YamlKind): ReadYaml<T> {
  // Compiled when the first file is read: most processes read none of most kinds.
  let compiled: ValidateFunction<T> | undefined;
  return (text, file) => {
    const validate = (compiled ??= new Ajv({ allErrors: true, verbose: true }).compile<T>(kind.schema));
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
    const [syntaxError] = document.errors; // the ones after it only follow from it
    if (syntaxError !== undefined) {
      const { line } = lines.linePos(syntaxError.pos[0]);
      throw new SettingsError([`${file}:${line}: ${firstLine(syntaxError.message)}. Correct the YAML there.`]);
    }
    const content: unknown = document.toJS() ?? {};
    const problemAt = (path: readonly string[], problem: string): string =>
      `${file}:${lineOfPath(document, lines, path)}: ${problem}`;
    if (!validate(content)) {
      throw new SettingsError(
        (validate.errors ?? [])
          .filter((error) => error.keyword !== 'propertyNames') // its cause is reported on its own
          .map((error) => problemAt(pathOf(error), explain(error, kind))),
      );
    }
    return { content, problemAt };
  };
}

// With what a parser quotes of the file it could quote a password.
function firstLine(message: string): string {
  return (message.split('\n', 1)[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}

function pathOf(error: ErrorObject): readonly string[] {
  const path = error.instancePath.split('/').slice(1).map(unescapePointer);
  const unknownKey: unknown = error.params['additionalProperty'];
  const name = error.propertyName ?? (typeof unknownKey === 'string' ? unknownKey : undefined);
  return name === undefined ? path : [...path, name];
}

function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

function explain(error: ErrorObject, kind: YamlKind): string {
  const path = pathOf(error).join('.');
  const place = path === '' ? kind.what : path;
  const special = kind.explain?.(error, place);
  if (special !== undefined) return special;
  switch (error.keyword) {
    case 'additionalProperties':
      return `${place} is not a known setting. Remove it or correct its spelling.`;
    case 'required':
    case 'dependencies':
      return `${place} lacks "${String(error.params['missingProperty'])}". Add it.`;
    default:
      return `${place} ${error.message ?? 'is not valid'}. ${cureOf(error, kind)}`;
  }
}

/** What the schema itself gives as an example shows best how it is written. */
function cureOf({ parentSchema }: ErrorObject, { schemaFile }: YamlKind): string {
  const examples: unknown = parentSchema?.['examples'];
  return Array.isArray(examples) && examples.length > 0
    ? `Write it like ${JSON.stringify(examples[0])}.`
    : `See ${schemaFile}.`;
}

/** The line where the deepest part of the path stands that exists: a missing key is reported at its parent. */
function lineOfPath(document: Document, lines: LineCounter, path: readonly string[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && key.value === path[length - 1])
      : undefined;
    if (isScalar(pair?.key) && pair.key.range) return lines.linePos(pair.key.range[0]).line;
  }
  return 1;
}
