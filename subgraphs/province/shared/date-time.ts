import { GraphQLScalarType, Kind } from 'graphql';
import { parseInstant } from '../../shared/instant.js';

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
