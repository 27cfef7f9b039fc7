import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

// RFC 3339: a time without an offset would mean another instant in every reader's time zone.
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/**
 * An instant. Internally and in answers it is ISO 8601 text in UTC with milliseconds, which sorts as text; input may
 * have any offset.
 */
export const DateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description:
    '时刻（RFC 3339，含时区偏移）；答复一律为 UTC。 · An instant as RFC 3339 with an offset; answers are always in UTC.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  serialize: parseInstant,
  parseValue: parseInstant,
  parseLiteral: (node) => parseInstant(node.kind === Kind.STRING ? node.value : undefined),
});

function parseInstant(value: unknown): string {
  const instantMs = typeof value === 'string' && RFC_3339.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(instantMs)) throw new GraphQLError('A DateTime must be RFC 3339 text with a time zone offset.');
  return new Date(instantMs).toISOString();
}
