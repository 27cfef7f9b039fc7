import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import { type GraphQLSchema, isEnumType, isInputObjectType, parse, validate } from 'graphql';
import { argumentOf, findUsedParts, type UsedParts } from './used-parts.js';

/** An operation that is in use. */
export interface UsedOperation {
  /** By which people find it: its name, and where it stands. */
  readonly name: string;
  readonly text: string;
}

/** One difference between two versions of a schema. */
export interface Difference {
  /** In words: what changed, and where. */
  readonly message: string;
  /** Names of the operations that depend on it. */
  readonly usedBy: readonly string[];
}

/** What a new version of a schema does to those who use the old one. */
export interface Comparison {
  /** Breaks that some operation meets. */
  readonly errors: readonly Difference[];
  /** Breaks that no known operation meets. */
  readonly warnings: readonly Difference[];
  /** What is there besides, and changes that no operation can fail by. */
  readonly additions: readonly Difference[];
}

/**
 * Compares two versions of what clients see. A break is an error when an operation depends on what it changes, or is no
 * longer valid at all; otherwise a warning. Changed descriptions are no difference.
 */
export async function compareSchemas(
  base: GraphQLSchema,
  next: GraphQLSchema,
  operations: readonly UsedOperation[],
): Promise<Comparison> {
  const changes = (await diff(base, next)).filter(({ type }) => !/DESCRIPTION/.test(String(type)));
  const used = operations.map(({ name, text }) => ({ name, parts: findUsedParts(text, base) }));
  const breaks = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
  const differences = breaks.map((change): Difference => {
    const concerned = used.filter(({ parts }) => isConcerned(parts, change, base));
    return { message: change.message, usedBy: concerned.map(({ name }) => name) };
  });
  const named = new Set(differences.flatMap(({ usedBy }) => usedBy));
  const invalid = operations.flatMap(({ name, text }): readonly Difference[] => {
    const [first] = named.has(name) ? [] : validate(next, parse(text));
    return first === undefined ? [] : [{ message: first.message, usedBy: [name] }];
  });
  return {
    errors: [...differences.filter(({ usedBy }) => usedBy.length > 0), ...invalid],
    warnings: differences.filter(({ usedBy }) => usedBy.length === 0),
    additions: changes.filter((change) => !breaks.includes(change)).map(({ message }) => ({ message, usedBy: [] })),
  };
}

function isConcerned(parts: UsedParts, { type, path = '' }: Change, base: GraphQLSchema): boolean {
  const [typeName = '', member, argument] = path.split('.');
  if (typeName.startsWith('@')) return parts.has(typeName);
  if (member === undefined) return parts.has(typeName);
  const coordinate = `${typeName}.${member}`;
  const known = base.getType(typeName);
  if (isEnumType(known)) return parts.has(typeName) || parts.has(coordinate);
  if (isInputObjectType(known))
    // A field that has become required is missing wherever one is written without it.
    return parts.has(typeName) || parts.has(String(type) === 'INPUT_FIELD_REMOVED' ? coordinate : `${typeName}.*`);
  // An argument that was taken away only fails whoever gives it; another type or a new one may fail all.
  const isTaken = argument !== undefined && String(type) === 'FIELD_ARGUMENT_REMOVED';
  return parts.has(isTaken ? argumentOf(coordinate, argument) : coordinate);
}
