import { WrittenJson } from '../../json/written-json.js';
import type { ClientSelection } from './client-selection.js';
import type { EngineAnswer } from './engine.js';
import { createIntrospection } from './introspect.js';
import type { Position } from './position.js';
import type { Run } from './run.js';
import type { TypeMap } from './type-map.js';
import { compileObject } from './write-data.js';

/** Writes the answer of a finished run. */
export type WriteAnswer = (run: Run) => EngineAnswer;

/**
 * Compiles how an operation's answer is written: the client's keys in the client's order, as these conditions make
 * them, and nothing else of what the fetches gave.
 */
export function compileWriter(
  { document, operation, type, clientKey, ...selection }: ClientSelection,
  types: TypeMap,
): WriteAnswer {
  const introspect = createIntrospection(selection.schema, document);
  const context = { ...selection, interfaceObjects: types.interfaceObjects, clientKey, introspect };
  const write = compileObject(type, [operation.selectionSet], { depth: 0, context });
  return ({ data, variables, errors }) => {
    const at: Position = { path: [], errors: [], long: [], clientKey, variables };
    const text = write(data, at) ?? 'null';
    return { data: new WrittenJson(text, at.long), errors: [...at.errors, ...errors] };
  };
}
