import type { RandomOperation } from './random-operation.js';

/** A shape of operation that @apollo/gateway 2.14.4 is known to get wrong, with one small example that proves it. */
export interface StockDefect {
  readonly title: string;
  readonly mayOccurIn: (supergraph: string, query: string) => boolean;
  readonly supergraph: string;
  readonly query: string;
  readonly given: string;
  readonly right: string;
}

/** The defects that are left out of the comparison while the stock engine is under test; no other engine may use them. */
export const stockDefects: readonly StockDefect[] = [
  {
    title: 'an alias that is the name of a key is mixed up with the key',
    mayOccurIn: (_, query) => /\b(id|name|title|upc|code)\s*:\s*[A-Za-z_]+/.test(query),
    supergraph: 'sharing',
    query: '{ books { code id: pages } }',
    given: '{"books":[{"code":"<s>","id":null},{"code":"<t>","id":null}]}',
    right: '{"books":[{"code":"<s>","id":900},{"code":"<t>","id":null}]}',
  },
  {
    title: 'a field that is required with arguments is mixed up with the same field of the client',
    mayOccurIn: (supergraph) => supergraph === 'requires',
    supergraph: 'requires',
    query: '{ items { price total } }',
    given: '{"items":[{"price":100,"total":15},{"price":250,"total":25},{"price":null,"total":null}]}',
    right: '{"items":[{"price":100,"total":105},{"price":250,"total":250},{"price":null,"total":null}]}',
  },
];

// Where these stand, keys come in an order of the executor's own, and fields of abstract types are lost.
const RESHAPED = /\.\.\.|@/;
const ALIASED = /\b(x|y|then|constructor|toString|hasOwnProperty|valueOf)\s*:/;

/** True when @apollo/gateway is known to get operations of such a shape wrong. */
export function isKnownDefect(supergraph: string, { query }: RandomOperation): boolean {
  return (
    RESHAPED.test(query) || ALIASED.test(query) || stockDefects.some((defect) => defect.mayOccurIn(supergraph, query))
  );
}
