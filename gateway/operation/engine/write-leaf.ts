import { isEnumType, type GraphQLLeafType } from 'graphql';
import { toByteText } from '../../json/byte-text.js';
import { Failure } from './failure.js';

/** The JSON of a leaf, as a byte text; undefined when the value is none of its type. */
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
  ['String', (value) => (typeof value === 'string' ? writeString(value) : undefined)],
  ['Boolean', (value) => (typeof value === 'boolean' ? String(value) : undefined)],
  ['ID', writeId],
]);

function isInt(value: unknown): boolean {
  return typeof value === 'number' && (value | 0) === value;
}

/** An ID may come as a number; it is written as a string (GraphQL specification, 3.5.5). */
function writeId(value: unknown): string | undefined {
  if (typeof value === 'string') return writeString(value);
  return Number.isInteger(value) ? `"${String(value)}"` : undefined;
}

/** A custom scalar is whatever its subgraph says. */
function anyJson(value: unknown): string | undefined {
  const isJson = !(value instanceof Failure) && (typeof value !== 'number' || Number.isFinite(value));
  return isJson ? toByteText(JSON.stringify(value)) : undefined;
}

/** A string as JSON, in a byte text. */
function writeString(text: string): string {
  return isBare(text) ? `"${text}"` : toByteText(JSON.stringify(text));
}

/** A string as JSON. */
export function quote(text: string): string {
  return isBare(text) ? `"${text}"` : JSON.stringify(text);
}

// Up to about this length a loop over the characters is faster than calling JSON.stringify.
const SHORT = 40;
const FIRST_PLAIN = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_BEYOND_ASCII = 0x80;

/** True when a text needs nothing but quotation marks around it. Most do, and looking is cheaper than asking. */
function isBare(text: string): boolean {
  if (text.length > SHORT) return false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < FIRST_PLAIN || code >= FIRST_BEYOND_ASCII || code === QUOTE || code === BACKSLASH) return false;
  }
  return true;
}
