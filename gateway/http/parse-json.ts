/** Parses JSON text of a client's, or throws. */
export function parseJson(text: string): unknown {
  return SUSPECT.test(text) ? JSON.parse(text, refuseProto) : JSON.parse(text);
}

// The key as it is, or any escape, behind which it may hide.
const SUSPECT = /__proto__|\\u/;

/** The key names nothing in GraphQL, and assigning to it would change the object itself. */
function refuseProto(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('the key __proto__ is not read');
  return value;
}
