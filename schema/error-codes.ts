/**
 * Every `errors[].extensions.code` that the graph can give, once. The gateway shows `message` and never the text that
 * a province or a library produced, so nothing internal can leak through an error.
 */
export interface ErrorCodeEntry {
  /** Who can mend it: the caller, a province, an ordinary subgraph, or we. */
  readonly fault: 'caller' | 'province' | 'subgraph' | 'internal';
  /** True when the same request may succeed later without being changed. */
  readonly retryable: boolean;
  /** What the client reads where no more precise message is known to be safe. */
  readonly message: string;
  /** What the code means, for the documentation. */
  readonly description: string;
}

const entries = {
  BAD_REQUEST: {
    fault: 'caller',
    retryable: false,
    message: 'The HTTP request is not a GraphQL request.',
    description: 'The body is not JSON, has no `query` string, or a parameter has the wrong type.',
  },
  BODY_TOO_LARGE: {
    fault: 'caller',
    retryable: false,
    message: 'The request body is too large.',
    description: 'The HTTP body is larger than the gateway accepts (256 kB).',
  },
  HEADERS_TOO_LARGE: {
    fault: 'caller',
    retryable: false,
    message: 'The request headers are too large.',
    description: 'Request line and headers are longer than 16 kB together.',
  },
  REQUEST_TIMEOUT: {
    fault: 'caller',
    retryable: true,
    message: 'The request did not arrive whole in time.',
    description: 'Headers and body did not all come within the time for them (10 s).',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    fault: 'caller',
    retryable: false,
    message: 'The body must be JSON, sent with content-type application/json.',
    description: 'The body is of another media type or charset; forms and plain text are not read.',
  },
  NOT_ACCEPTABLE: {
    fault: 'caller',
    retryable: false,
    message:
      'Answers are application/json, application/graphql-response+json or text/event-stream; Accept takes none of them.',
    description: '`Accept` names other media types only, or another charset than UTF-8.',
  },
  METHOD_NOT_ALLOWED: {
    fault: 'caller',
    retryable: false,
    message: 'GraphQL requests are posted to /graphql as JSON; queries may also come by GET.',
    description: 'Another HTTP method, or a mutation by GET.',
  },
  PREFLIGHT_REQUIRED: {
    fault: 'caller',
    retryable: false,
    message: 'The request needs a header that browsers send only after a preflight.',
    description: 'A query by GET without `graphql-require-preflight` or `apollo-require-preflight`.',
  },
  UNAUTHENTICATED: {
    fault: 'caller',
    retryable: false,
    message: 'A valid token is needed.',
    description:
      'No token where one is needed, or one that is wrong, has expired, is of an unknown issuer or for somebody else. ' +
      'Of a subgraph that is asked directly: the same of the passport of a gateway.',
  },
  FORBIDDEN: {
    fault: 'caller',
    retryable: false,
    message: 'The token does not allow this.',
    description: 'The message names the field or type, and the role or scope that it asks for.',
  },
  NO_PERSON: {
    fault: 'caller',
    retryable: false,
    message: 'The token names no person, and this is told to the person concerned only.',
    description: 'What concerns a person himself was asked for with a token that does not say who he is.',
  },
  ISSUER_UNREACHABLE: {
    fault: 'internal',
    retryable: true,
    message: 'Tokens cannot be checked at this moment.',
    description: 'The issuer of the token did not say by which keys it signs; nothing was done.',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    fault: 'caller',
    retryable: false,
    message: 'PersistedQueryNotFound',
    description:
      'No document of this hash is remembered; clients send it again with its text, and know this by its message.',
  },
  PERSISTED_DOCUMENT_NOT_FOUND: {
    fault: 'caller',
    retryable: false,
    message: 'No document of this id is known here.',
    description: '`documentId` is not among the persisted documents of this gateway.',
  },
  PERSISTED_DOCUMENT_REQUIRED: {
    fault: 'caller',
    retryable: false,
    message: 'Only persisted documents are executed here. Send a "documentId" instead of a "query".',
    description: 'The gateway executes nothing but its persisted documents (`--documents-only`).',
  },
  GRAPHQL_PARSE_FAILED: {
    fault: 'caller',
    retryable: false,
    message: 'The document is not valid GraphQL.',
    description: 'Syntax error in the GraphQL document.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    fault: 'caller',
    retryable: false,
    message: 'The document does not fit the schema.',
    description: 'Unknown field, wrong argument, missing sub-selection and the like.',
  },
  OPERATION_TOO_LARGE: {
    fault: 'caller',
    retryable: false,
    message: 'The document is larger than the gateway reads.',
    description:
      'More text, tokens, levels, aliases, root fields, mutations or fields than the limit that the message names.',
  },
  OPERATION_TOO_COSTLY: {
    fault: 'caller',
    retryable: false,
    message: 'The operation asks for too much at once.',
    description: 'Its static cost is above the limit, or it takes too long to plan.',
  },
  OVERLOADED: {
    fault: 'internal',
    retryable: true,
    message: 'The gateway has too much to do at this moment.',
    description: 'More new operations came at once than can be planned; those that were asked before are served.',
  },
  RATE_LIMITED: {
    fault: 'caller',
    retryable: true,
    message: 'The caller has spent what it may spend for the moment.',
    description:
      'Operations of this caller cost more than it may spend a minute; `Retry-After` says when there is enough again.',
  },
  NOT_EXPORTABLE: {
    fault: 'caller',
    retryable: false,
    message: 'The operation has not exactly one list to export.',
    description: 'Exported is one list of one query, forwards: a connection page by page, or a list within one answer.',
  },
  EXPORT_TOO_LARGE: {
    fault: 'caller',
    retryable: false,
    message: 'The list has more rows than an export has at most.',
    description: 'Refused before the first row where the list says how long it is; else the file ends, and says so.',
  },
  TOO_MANY_EXPORTS: {
    fault: 'caller',
    retryable: true,
    message: 'Other exports are under way.',
    description: 'The caller, or all callers together, have as many exports under way as the gateway runs at once.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    fault: 'caller',
    retryable: false,
    message: 'The operation to run is not clear.',
    description: 'No operation of that name, or several operations and no name, or a kind that is not served.',
  },
  BAD_USER_INPUT: {
    fault: 'caller',
    retryable: false,
    message: 'A variable or argument has a value that its type does not allow.',
    description: 'Variable coercion failed, or a province refused an argument value.',
  },
  BAD_ID: {
    fault: 'caller',
    retryable: false,
    message: 'The id is not a valid id for this field.',
    description: 'Not of the form <province>:<Type>:<local id>, of another type, or of another province.',
  },
  BAD_CURSOR: {
    fault: 'caller',
    retryable: false,
    message: 'The cursor is not valid for this list and order.',
    description: 'Not a cursor of this graph, or one that was made under another `orderBy`.',
  },
  BAD_PAGE_SIZE: {
    fault: 'caller',
    retryable: false,
    message: 'The page size is out of range.',
    description: '`first` must lie between 1 and 200.',
  },
  UNKNOWN_PROVINCE: {
    fault: 'caller',
    retryable: false,
    message: 'No such province is part of this graph.',
    description: 'An id or a `provinces` argument names a province that is not registered, or names none at all.',
  },
  INCOMPLETE: {
    fault: 'province',
    retryable: true,
    message: 'The answer is not complete.',
    description: 'The client asked for complete answers only, and provinces are missing from this one.',
  },
  PROVINCE_UNREACHABLE: {
    fault: 'province',
    retryable: true,
    message: 'The province could not be reached.',
    description: 'No connection to the province: refused, reset, or closed before an answer.',
  },
  PROVINCE_TIMEOUT: {
    fault: 'province',
    retryable: true,
    message: 'The province did not answer in time.',
    description: 'The province is connected but gave no whole answer within its time budget.',
  },
  PROVINCE_MAINTENANCE: {
    fault: 'province',
    retryable: true,
    message: 'The province is in maintenance.',
    description: 'The province has said that it does not answer for now.',
  },
  PROVINCE_FAULT: {
    fault: 'province',
    retryable: true,
    message: 'The province answered with an error.',
    description: 'The province answered, but could not carry out the request.',
  },
  TRAIL_UNAVAILABLE: {
    fault: 'province',
    retryable: true,
    message: 'The access could not be recorded, so nothing was released.',
    description: 'A province releases personal data only after the entry of the access is committed, and it was not.',
  },
  CONTRACT_BREACH: {
    fault: 'province',
    retryable: false,
    message: 'The province gave an answer that the contract does not allow.',
    description: 'Not JSON, wrong shape, wrong type, wrong length, rows out of order, or a redirect.',
  },
  SUBGRAPH_UNREACHABLE: {
    fault: 'subgraph',
    retryable: true,
    message: 'A subgraph could not be reached.',
    description: 'No connection to an ordinary subgraph (reference data or an extension).',
  },
  SUBGRAPH_TIMEOUT: {
    fault: 'subgraph',
    retryable: true,
    message: 'A subgraph did not answer in time.',
    description: 'An ordinary subgraph gave no whole answer within its time budget.',
  },
  SUBGRAPH_FAULT: {
    fault: 'subgraph',
    retryable: true,
    message: 'A subgraph answered with an error.',
    description: 'An ordinary subgraph answered with an error or with an answer that is not GraphQL.',
  },
  NOT_READY: {
    fault: 'internal',
    retryable: true,
    message: 'The gateway is starting or stopping.',
    description: 'Nothing was done; ask again, or ask another gateway.',
  },
  INTERNAL: {
    fault: 'internal',
    retryable: false,
    message: 'Something went wrong on our side.',
    description: 'A bug of ours. The request id leads to the log entry.',
  },
} as const satisfies Record<string, ErrorCodeEntry>;

export type ErrorCode = keyof typeof entries;

/** The published list of error codes. */
export const errorCodes: Readonly<Record<ErrorCode, ErrorCodeEntry>> = entries;

/** True for a code of the published list; anything else must not reach a client. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(entries, value);
}
