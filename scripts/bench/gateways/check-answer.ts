import { isDeepStrictEqual } from 'node:util';

// Key order and white space may differ between gateways, hardly within one.
const KNOWN_LIMIT = 8;

/**
 * Checks answers against the right one: the first time by reading them, later byte by byte against those that were
 * right. `extensions` may differ. Throws for anything else.
 */
export function checkAgainst(isRight: (answer: unknown) => boolean): (body: Buffer) => void {
  const known: Buffer[] = [];
  return (body) => {
    if (known.some((right) => right.equals(body))) return;
    if (!isRight(JSON.parse(body.toString('utf8')))) throw new Error(`wrong answer: ${body.toString().slice(0, 300)}`);
    if (known.length < KNOWN_LIMIT) known.push(Buffer.from(body));
  };
}

/** Whether an answer has exactly this data, and no errors. */
export function hasData(expected: unknown): (answer: unknown) => boolean {
  const plain: unknown = JSON.parse(JSON.stringify(expected)); // without the prototypes that graphql-js leaves out
  return (answer) => {
    const { data, errors } = answer as { readonly data?: unknown; readonly errors?: unknown };
    return errors === undefined && isDeepStrictEqual(data, plain);
  };
}
