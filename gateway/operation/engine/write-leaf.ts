import { isEnumType, type GraphQLLeafType } from 'graphql';
import { Failure } from './failure.js';

/** The JSON text of a leaf; undefined when the value is none of its type. */
export type WriteLeaf = (value: unknown) => string | undefined;

/** How values of a scalar or an enum are written, and which are refused (GraphQL specification, 3.5 and 3.9). */
export function leafWriter(type: GraphQLLeafType): WriteLeaf {
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name));
    return (value) => (typeof value === 'string' && names.has(value) ? `"${value}"` : undefined);
  }
  return builtIn.get(type.name) ?? anyJson;
}

const builtIn: ReadonlyMap<string, WriteLeaf> = new Map<string, WriteLeaf>([
  ['Int', (value) => (isInt(value) ? String(value) : undefined)],
  ['Float', (value) => (Number.isFinite(value) ? String(value) : undefined)], // of 1e999 JSON.parse makes Infinity
  ['String', (value) => (typeof value === 'string' ? quote(value) : undefined)],
  ['Boolean', (value) => (typeof value === 'boolean' ? String(value) : undefined)],
  ['ID', writeId],
]);

function isInt(value: unknown): boolean {
  return typeof value === 'number' && (value | 0) === value;
}

/** An ID may come as a number; it is written as a string (GraphQL specification, 3.5.5). */
function writeId(value: unknown): string | undefined {
  if (typeof value === 'string') return quote(value);
  return Number.isInteger(value) ? `"${String(value)}"` : undefined;
}

/** A custom scalar is whatever its subgraph says. */
function anyJson(value: unknown): string | undefined {
  const isJson = !(value instanceof Failure) && (typeof value !== 'number' || Number.isFinite(value));
  return isJson ? JSON.stringify(value) : undefined;
}

// Up to about this length a loop over the characters is faster than calling JSON.stringify.
const SHORT = 40;
const FIRST_PLAIN = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;

/** A string as JSON. Most need no escape, and looking is cheaper than asking. */
export function quote(text: string): string {
  if (text.length > SHORT) return JSON.stringify(text);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const isPlain = code >= FIRST_PLAIN && code !== QUOTE && code !== BACKSLASH;
    if (!isPlain || (code >= FIRST_SURROGATE && code <= LAST_SURROGATE)) return JSON.stringify(text);
  }
  return `"${text}"`;
}
