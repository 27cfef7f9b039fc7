import { isDeepStrictEqual } from 'node:util';
import { comparePositions, directionsOf, parseCursor } from '../../schema/cursor.js';
import { isErrorCode } from '../../schema/error-codes.js';
import type { Expectation } from '../rule.js';
import { fillIn, type Kept } from './fill-in.js';
import { findValue, findValues } from './find-values.js';
import type { Came } from './send-request.js';

/** What is wrong with what came, in a sentence of both languages; undefined when it is as expected. */
export function checkExpectation(expectation: Expectation, came: Came, kept: Kept): string | undefined {
  if ('answered' in expectation) return refuseAnswer(came);
  if ('refusedWith' in expectation) return refuseRefusal(came, expectation.refusedWith);
  if ('leaksNothing' in expectation) return findLeak(came.text);
  const { at } = expectation;
  const off = refuseAt(expectation, { ...came, kept }, kept);
  return off === undefined ? undefined : `${at}：${off}`;
}

type AtPath = Extract<Expectation, { readonly at: string }>;

function refuseAt(expectation: AtPath, root: object, kept: Kept): string | undefined {
  const { at } = expectation;
  const list = at.split('.*')[0] ?? at;
  // What is said of every element of a list that is not there would hold of any answer.
  if (list !== at && !Array.isArray(findValue(root, list))) return '没有这一列表 · the list is not there';
  const found = findValues(root, at);
  const value = found.isMany ? found.values : found.value;
  return refuseValue(expectation, { value, all: found.isMany ? found.values : [value], isMany: found.isMany, kept });
}

interface Seen {
  readonly value: unknown;
  /** The value, or every value where the path leads to many. */
  readonly all: readonly unknown[];
  readonly isMany: boolean;
  readonly kept: Kept;
}

function refuseValue(expectation: AtPath, seen: Seen): string | undefined {
  const { value, all, isMany, kept } = seen;
  if ('is' in expectation) {
    const wanted = fillIn(expectation.is, kept);
    // A member of what is null is null too: `_entities.*.id` of one that was not found.
    const found = isMany ? all.map((one) => one ?? null) : value;
    return isDeepStrictEqual(found, wanted) ? undefined : differs(wanted, found);
  }
  if ('isOneOf' in expectation) {
    const wanted = expectation.isOneOf.map((one) => fillIn(one, kept));
    const off = all.find((one) => !wanted.some((other) => isDeepStrictEqual(one, other)));
    return all.every((one) => wanted.some((other) => isDeepStrictEqual(one, other)))
      ? undefined
      : `应为其中之一 · is to be one of ${brief(wanted)}，实为 · found ${brief(off)}`;
  }
  if ('isNoneOf' in expectation) {
    const banned = expectation.isNoneOf.map((one) => fillIn(one, kept));
    const off = all.filter((one) => banned.some((other) => isDeepStrictEqual(one, other)));
    return off.length === 0 ? undefined : `不应为 · must not be ${brief(off[0])}`;
  }
  if ('matches' in expectation || 'matchesNot' in expectation) return refuseText(expectation, seen);
  if ('counts' in expectation) {
    const count = Array.isArray(value) ? value.length : undefined;
    return count === expectation.counts ? undefined : differs(`${expectation.counts} 个 · elements`, count);
  }
  if ('countsNot' in expectation)
    return all.length === expectation.countsNot ? `不应恰有 · must not be just ${all.length}` : undefined;
  if (!isMany && ('isUnique' in expectation || 'isInOrder' in expectation))
    throw new TypeError(`${expectation.at} leads to one value, and a rule asks for the order of many.`);
  if ('isUnique' in expectation) return refuseRepeats(all);
  if ('isInOrder' in expectation) return refuseOrder(all);
  return refuseSize(expectation, seen);
}

function refuseText(
  expectation: Extract<AtPath, { readonly matches: string } | { readonly matchesNot: string }>,
  { all, kept }: Seen,
): string | undefined {
  const isWanted = 'matches' in expectation;
  const pattern = new RegExp(String(fillIn(isWanted ? expectation.matches : expectation.matchesNot, kept)), 'u');
  const off = all.filter((one) => (typeof one === 'string' && pattern.test(one)) !== isWanted);
  if (off.length === 0) return undefined;
  const word = isWanted ? '应匹配 · is to match' : '不应匹配 · must not match';
  return `${word} ${String(pattern)}，实为 · found ${brief(off[0])}`;
}

function refuseSize(
  expectation: Extract<AtPath, { readonly isAtMost: unknown } | { readonly isAtLeast: unknown }>,
  { all, kept }: Seen,
): string | undefined {
  const [bound, isWithin] =
    'isAtMost' in expectation
      ? [Number(fillIn(expectation.isAtMost, kept)), (n: number, b: number) => n <= b]
      : [Number(fillIn(expectation.isAtLeast, kept)), (n: number, b: number) => n >= b];
  const off = all.find((one) => typeof one !== 'number' || !isWithin(one, bound));
  if (all.every((one) => typeof one === 'number' && isWithin(one, bound))) return undefined;
  const word = 'isAtMost' in expectation ? '应不大于 · is to be at most' : '应不小于 · is to be at least';
  return `${word} ${bound}，实为 · found ${brief(off)}`;
}

function refuseRepeats(all: readonly unknown[]): string | undefined {
  const repeated = all.find((one, index) => all.indexOf(one) !== index);
  return repeated === undefined ? undefined : `重复出现 · occurs twice: ${brief(repeated)}`;
}

function refuseOrder(cursors: readonly unknown[]): string | undefined {
  const positions = cursors.map((cursor) => parseCursor(cursor));
  for (const [index, position] of positions.entries()) {
    if (position === undefined) return `不是本图的游标 · not a cursor of this graph: ${brief(cursors[index])}`;
    const before = positions[index - 1];
    if (before === undefined) continue;
    if (before.order !== position.order) return `排序中途改变 · the order changes: ${before.order}, ${position.order}`;
    if (comparePositions(before, position, directionsOf(position.order) ?? []) >= 0)
      return `次序不对 · out of order: ${brief(before)} → ${brief(position)}`;
  }
  return undefined;
}

const JSON_TYPES = ['application/json', 'application/graphql-response+json'];

function refuseAnswer({ status, type, body }: Came): string | undefined {
  if (status !== 200) return `status：${differs(200, status)}`;
  if (!JSON_TYPES.includes(type)) return `type：${differs(JSON_TYPES, type)}`;
  const errors = findValue(body, 'errors');
  if (errors !== undefined) return `不应有错误 · errors are not expected: ${brief(errors)}`;
  const data = findValue(body, 'data');
  return typeof data === 'object' && data !== null ? undefined : `没有数据 · there are no data: ${brief(body)}`;
}

/** A request that is refused: nothing is given, and why stands in the one shape that gateways read. */
function refuseRefusal({ body, type }: Came, codes: readonly string[]): string | undefined {
  if (!JSON_TYPES.includes(type)) return `type：${differs(JSON_TYPES, type)}`;
  const given = findValue(body, 'data');
  const data = typeof given === 'object' && given !== null ? Object.values(given) : [];
  if (data.some((value) => value !== null && value !== undefined)) return `应被拒绝 · is to be refused: ${brief(body)}`;
  const errors = findValue(body, 'errors');
  if (!Array.isArray(errors) || errors.length === 0) return `没有错误 · there are no errors: ${brief(body)}`;
  for (const error of errors as unknown[]) {
    if (typeof findValue(error, 'message') !== 'string')
      return `错误没有 message · an error has no message: ${brief(error)}`;
    const code = findValue(error, 'extensions.code');
    if (!isErrorCode(code)) return `extensions.code 不在公布的代码中 · is no published code: ${brief(code)}`;
    if (!codes.includes(code)) return `extensions.code：${differs(codes, code)}`;
  }
  return undefined;
}

// What programs write about themselves, and nobody outside should read.
const LEAKS = [
  /\bat \S+ \(?\S+:\d+:\d+\)?/, // JavaScript
  /\bat [\w$.]+\([\w$]+\.java:\d+\)/,
  /\bgoroutine \d+ \[/,
  /Traceback \(most recent call last\)/,
  /\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\b[^"]{0,200}\b(?:FROM|WHERE|VALUES|SET)\b/,
  /\b(?:SQLITE_[A-Z]+|ORA-\d{5}|SQLSTATE|PSQLException|java\.\w+\.|node_modules|[\w.]+Exception:)/,
  /\b(?:\d{1,3}\.){3}\d{1,3}:\d{2,5}\b/,
];

function findLeak(text: string): string | undefined {
  const found = LEAKS.map((pattern) => pattern.exec(text)?.[0]).find((part) => part !== undefined);
  return found === undefined ? undefined : `泄露内部信息 · something internal is told: ${brief(found)}`;
}

/** Says what differs; of two lists, where they begin to. */
function differs(wanted: unknown, found: unknown): string {
  if (Array.isArray(wanted) && Array.isArray(found) && wanted.length === found.length) {
    const at = wanted.findIndex((one, index) => !isDeepStrictEqual(one, found[index]));
    return `[${at}] ${differs(wanted[at], found[at])}`;
  }
  return `应为 · is to be ${brief(wanted)}，实为 · found ${brief(found)}`;
}

const MAX_BRIEF = 160;

function brief(value: unknown): string {
  const text = value === undefined ? '无 · nothing' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_BRIEF ? `${text.slice(0, MAX_BRIEF)}…` : text;
}
