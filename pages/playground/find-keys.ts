import { parse, visit } from 'graphql';
import type { CompletenessKeys } from '../shared/completeness.js';

/** Under which keys the answer to a query says what it lacks, aliases included. */
export function findKeys(query: string): CompletenessKeys {
  const keys = { suppressedIn: new Set(['suppressedIn']), refusals: new Set(['refusals']) };
  try {
    visit(parse(query), {
      Field({ name, alias }) {
        if (alias === undefined) return;
        if (name.value === 'suppressedIn') keys.suppressedIn.add(alias.value);
        if (name.value === 'refusals') keys.refusals.add(alias.value);
      },
    });
  } catch {
    // What cannot be parsed is refused, and its answer lacks everything.
  }
  return { suppressedIn: [...keys.suppressedIn], refusals: [...keys.refusals] };
}
