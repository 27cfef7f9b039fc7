import { GraphQLError, type GraphQLErrorExtensions, type GraphQLFormattedError } from 'graphql';
import { type ErrorCode, errorCodes, isErrorCode } from '../../schema/error-codes.js';
import { SubgraphError } from './errors.js';
import { reportFault } from './report-fault.js';

/** Where the story of an internal error goes; never to the client. */
export type Report = (error: unknown, path: GraphQLError['path']) => void;

/**
 * The one edge where errors become `errors[].extensions.code`. What is not known to be safe becomes INTERNAL with its
 * generic message, and is reported.
 */
export function formatError(error: GraphQLError, report: Report = reportToStderr): GraphQLFormattedError {
  const { code, message } = publicPart(error, report);
  return {
    message,
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    ...(error.path === undefined ? {} : { path: error.path }),
    extensions: { code },
  };
}

function publicPart(error: GraphQLError, report: Report): { code: ErrorCode; message: string } {
  const thrown = rootOf(error);
  if (thrown instanceof SubgraphError) return { code: thrown.code, message: thrown.message };
  const code = codeIn(error.extensions);
  if (thrown instanceof GraphQLError && code !== undefined) return { code, message: error.message };
  report(thrown, error.path);
  return { code: 'INTERNAL', message: errorCodes.INTERNAL.message };
}

// graphql-jit 0.8 leaves `extensions` undefined where graphql-js, whose type it claims, has an empty object.
function codeIn(extensions: GraphQLErrorExtensions | undefined): ErrorCode | undefined {
  const code = extensions?.['code'];
  return isErrorCode(code) ? code : undefined;
}

// graphql-js wraps what a resolver throws, once for every layer of GraphQLError.
function rootOf(error: GraphQLError): Error {
  let root: Error = error;
  while (root instanceof GraphQLError && root.originalError !== undefined) root = root.originalError;
  return root;
}

function reportToStderr(error: unknown, path: GraphQLError['path']): void {
  reportFault('resolver failed', error, { path: path?.join('.') });
}
