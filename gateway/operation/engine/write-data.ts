import {
  isAbstractType,
  isInterfaceType,
  isObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql';
import { invariant } from '../../errors.js';
import { collectFields, type SelectionContext } from './collect-fields.js';
import { type DataObject, isDataObject } from './failure.js';
import { JsonText } from '../../json/json-text.js';
import { sharingOf } from '../../json/shared-object.js';
import { passOn } from '../../json/written-json.js';
import { flat } from './flat.js';
import type { Introspect } from './introspect.js';
import { explainNull, MAX_ERRORS, type Position } from './position.js';
import { leafWriter } from './write-leaf.js';

/**
 * Writes a value as JSON, in a byte text; undefined when null must stand there and may not, so that it is null further up
 * (GraphQL specification, 6.4.4). Whatever nullability does not explain has its error by then.
 */
export type Write = (value: unknown, at: Position) => string | undefined;

export interface WriterContext extends SelectionContext {
  readonly interfaceObjects: ReadonlySet<string>;
  readonly clientKey: (key: string) => string;
  readonly introspect: Introspect;
}

interface Place {
  readonly depth: number;
  readonly context: WriterContext;
}

interface WrittenField {
  /** Key in the data, and what is written before its value. */
  readonly source: string;
  readonly name: string;
  readonly prefix: string;
  readonly write: Write;
}

/** An object's type; an interface where the plan needs no more of an interface object than that it is one. */
type WrittenType = GraphQLObjectType | GraphQLInterfaceType;

/** Compiles the writer of an object of one type with the fields that its selections have. */
export function compileObject(type: WrittenType, sets: readonly SelectionSetNode[], place: Place): Write {
  const { depth, context } = place;
  const fields = [...collectFields(type, sets, context)].map(([source, nodes], index): WrittenField => {
    const name = context.clientKey(source);
    const prefix = `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`;
    return { source, name, prefix, write: compileField(type, nodes, { depth: depth + 1, context }) };
  });
  return writeOnce((value, at) => {
    const object = value as DataObject; // the caller has looked
    let text = '';
    for (const { source, name, prefix, write } of fields) {
      at.path[depth] = name;
      const written = write(object[source], at);
      if (written === undefined) return undefined;
      text += prefix + written;
    }
    return text === '' ? '{}' : `${text}}`;
  });
}

/** Writes an object that stands in several places once, unless there are errors in it, which each place needs. */
function writeOnce(write: Write): Write {
  return (value, at) => {
    const sharing = sharingOf(value as DataObject);
    if (sharing === undefined) return write(value, at);
    if (sharing.writtenBy === write) return sharing.text;
    const errors = at.errors.length;
    const text = write(value, at);
    if (text !== undefined && at.errors.length === errors && errors < MAX_ERRORS) {
      sharing.text = flat(text);
      sharing.writtenBy = write;
    }
    return text;
  };
}

function compileField(parent: WrittenType, nodes: readonly FieldNode[], place: Place): Write {
  const [node] = nodes;
  invariant(node, 'a response key has a field');
  const name = node.name.value;
  if (name === '__typename') return compileTypename(parent, place);
  if (name === '__schema' || name === '__type') return (_, at) => place.context.introspect(nodes, at.variables);
  const field = parent.getFields()[name];
  invariant(field, `${parent.name}.${name} is in the schema`);
  return compileValue(field.type, selectionSets(nodes), place);
}

function compileTypename(parent: WrittenType, { depth }: Place): Write {
  const text = JSON.stringify(parent.name);
  if (isObjectType(parent)) return () => text;
  return (_, at) => {
    explainNull(undefined, depth, at);
    return undefined;
  };
}

function selectionSets(nodes: readonly FieldNode[]): readonly SelectionSetNode[] {
  return nodes.flatMap(({ selectionSet }) => (selectionSet === undefined ? [] : [selectionSet]));
}

function compileValue(type: GraphQLOutputType, sets: readonly SelectionSetNode[], place: Place): Write {
  if (isNonNullType(type)) {
    const write = compilePresent(type.ofType, sets, place);
    const { depth } = place;
    return (value, at) => {
      if (value !== null) return write(value, at);
      explainNull(value, depth, at);
      return undefined;
    };
  }
  const write = compilePresent(type, sets, place);
  return (value, at) => (value === null ? 'null' : (write(value, at) ?? 'null'));
}

/** A value that is not null; undefined with an error where it is missing, failed, or does not fit. */
function compilePresent(type: GraphQLOutputType, sets: readonly SelectionSetNode[], place: Place): Write {
  const { depth } = place;
  if (isListType(type)) return compileList(type.ofType, sets, place);
  if (isLeafType(type)) {
    const write = leafWriter(type);
    return (value, at) => {
      if (value instanceof JsonText) return passOn(value, at.long);
      const text = value === undefined ? undefined : write(value);
      if (text === undefined) explainNull(value, depth, at);
      return text;
    };
  }
  if (isAbstractType(type)) return compileAbstract(type, sets, place);
  invariant(!isNonNullType(type), 'non-null has been taken off');
  const write = compileObject(type, sets, place);
  return (value, at) => {
    if (value instanceof JsonText) return passOn(value, at.long);
    if (isDataObject(value) && isTyped(value, type.name)) return write(value, at);
    explainNull(value, depth, at);
    return undefined;
  };
}

/** Most selections do not ask for the type of an object that can only be of one. */
function isTyped(value: DataObject, name: string): boolean {
  const typename = value['__typename'];
  return typename === undefined || typename === name;
}

function compileList(type: GraphQLOutputType, sets: readonly SelectionSetNode[], { depth, context }: Place): Write {
  const write = compileValue(type, sets, { depth: depth + 1, context });
  return (value, at) => {
    if (value instanceof JsonText) return passOn(value, at.long);
    if (!Array.isArray(value)) {
      explainNull(value, depth, at);
      return undefined;
    }
    let text = '[';
    for (let index = 0; index < value.length; index += 1) {
      at.path[depth] = index;
      const written = write(value[index], at);
      if (written === undefined) return undefined;
      text += index === 0 ? written : `,${written}`;
    }
    return `${text}]`;
  };
}

function compileAbstract(type: GraphQLAbstractType, sets: readonly SelectionSetNode[], place: Place): Write {
  const { depth, context } = place;
  const possible = new Map<string, WrittenType>(
    context.schema.getPossibleTypes(type).map((member) => [member.name, member]),
  );
  const { interfaceObjects } = context;
  const unknown = isInterfaceType(type) && interfaceObjects.has(type.name) ? type : undefined;
  if (unknown !== undefined) possible.set(unknown.name, unknown);
  const compiled = new Map<string, Write>();
  return (value, at) => {
    const name = isDataObject(value) ? (value['__typename'] ?? unknown?.name) : undefined;
    const member = typeof name === 'string' ? possible.get(name) : undefined;
    if (member === undefined) {
      explainNull(value, depth, at);
      return undefined;
    }
    let write = compiled.get(member.name);
    if (write === undefined) {
      write = compileObject(member, sets, place);
      compiled.set(member.name, write);
    }
    return write(value, at);
  };
}
