import { GraphQLError } from 'graphql';

// RFC 3339: a time without an offset would mean another instant in every reader's time zone.
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** An instant in the one form that answers have, ISO 8601 in UTC with milliseconds; refuses what is not RFC 3339. */
export function parseInstant(value: unknown): string {
  const instantMs = typeof value === 'string' && RFC_3339.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(instantMs)) throw new GraphQLError('A DateTime must be RFC 3339 text with a time zone offset.');
  return new Date(instantMs).toISOString();
}
